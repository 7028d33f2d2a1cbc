/* The values of a Parquet file's columns as DuckDB's vectors hold them, and as JSON; for parquet.c alone. */
#pragma once
#include <duckdb.h>

#include "engine/parquet.h"

/* What the file's schema says of a column without children. */
struct parquet_leaf {
    bool int96; /* a timestamp whatever the rules say */
    int unit;   /* of its integers, in microseconds, unless they are nanoseconds in DuckDB, too */
};

/* A column, or what is in one: the members of a struct, the one child of a list or map. */
struct parquet_value {
    struct str name;
    duckdb_type type, internal; /* internal: of a DECIMAL's storage */
    int width, scale;
    struct parquet_leaf leaf;
    struct parquet_value *children;
    size_t n;
    size_t *order; /* of the members, by name */
    /* in the chunk that is being read */
    const void *data;
    uint64_t *validity; /* NULL: all valid */
};

/* A struct of the result's columns. The leaves are the file's; when they are not as many as those of the columns they
 * say nothing. NULL: there is a column of the type *ret_unsupported. */
struct parquet_value *parquet_value_root(struct arena *a, duckdb_result *result, const struct parquet_leaf *leaves,
                                         size_t n, struct str *ret_unsupported);
struct type parquet_value_type(const struct parquet_value *v, const struct parquet_rules *rules);
void parquet_value_open(struct parquet_value *root, duckdb_data_chunk chunk);
/* Appends the row's object. *ret_invalid as in parquet_next. */
void parquet_value_row(const struct parquet_value *root, idx_t row, const struct parquet_rules *rules, struct buf *out,
                       struct str *ret_invalid);
