/* How procedures and tasks run statements without knowing the session: they are handed a runner, which session fills
 * in. Values cross as text plus a Snowflake type. */
#pragma once
#include "base/err.h"
#include "sql/type.h"

struct run_value {
    bool is_null;
    struct type type;
    struct str text; /* as Snowflake prints it */
};

/* A finished statement's result; in the arena that was given. */
struct run_result {
    struct str query_id;
    struct str *labels;
    struct type *types;
    size_t n_columns;
    struct run_value *values; /* row by row: n_rows * n_columns */
    size_t n_rows;
    bool is_dml;
    int64_t inserted, updated, deleted, multi_joined; /* -1: the statement has no such count */
};

struct runner {
    void *ctx;
    /* Runs one statement (a trailing `;` is allowed). binds fill `?` and `:1`. */
    bool (*run)(void *ctx, struct arena *a, struct str sql, const struct run_value *binds, size_t n_binds,
                struct run_result *ret, struct err *err);
    /* Was the statement that the procedure belongs to interrupted? NULL: it cannot be. */
    bool (*is_interrupted)(void *ctx);
};
