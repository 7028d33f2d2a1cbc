/* Pipes and COPY INTO <table>: which files are new, load each exactly once, record it (spec/loading.md, 3 and 5).
 *
 * A file is loaded in one transaction together with its record and the table's version, so a killed process has loaded it
 * wholly or not at all. */
#pragma once
#include "base/listing.h"
#include "catalog/resolve.h"
#include "stage/stage_map.h"
#include "table/change.h"

struct load_context {
    struct catalog *catalog;
    struct store *store;
    struct clock *clock;
    const struct stage_map *stages;
};

/* COPY INTO as a statement, in the caller's transaction with the target locked. The listing is the result set of
 * spec/loading.md, 3.3 (or the one column `status`). `scope` resolves names; query_id goes into the record. */
bool copy_into_table(struct load_context *c, struct transaction *t, const struct scope *scope, const struct statement_copy *copy,
                     struct str query_id, struct arena *a, struct listing *ret, struct err *err) MUST_USE;

/* Loads what the pipe has not loaded yet, each file in its own transaction on `conn`. Failed files are recorded, not raised;
 * err is for what prevents loading at all (stage gone, table gone). */
struct pipe_progress {
    int64_t files, rows, failed; /* loaded (also partially), rows put in, files that failed or were loaded partially */
};
bool pipe_load_pending(struct load_context *c, struct connection *conn, const struct object *pipe, struct pipe_progress *ret,
                       struct err *err) MUST_USE;
/* How many files wait. */
bool pipe_pending(struct load_context *c, struct connection *conn, const struct object *pipe, int64_t *ret, struct err *err)
    MUST_USE;
/* SYSTEM$PIPE_STATUS: the JSON. */
bool pipe_status(struct load_context *c, struct connection *conn, const struct object *pipe, struct arena *a, struct str *ret,
                 struct err *err) MUST_USE;
