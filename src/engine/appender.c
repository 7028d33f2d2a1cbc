/* DuckDB's appender, fed with whole chunks. */
#include <duckdb.h>
#include <stdlib.h>

#include "engine/errors.h"
#include "engine/internal.h"

struct appender {
    duckdb_appender duckdb;
    duckdb_data_chunk chunk;
    idx_t columns, col, row;
    struct appender_column {
        duckdb_vector vector;
        void *data;
    } * at;
};

static bool fail(struct appender *a, struct err *err)
{
    const char *message = duckdb_appender_error(a->duckdb);
    return engine_error(err, message ? message : "the appender failed");
}

/* A reset chunk may have other buffers. */
static void bind_vectors(struct appender *a)
{
    for (idx_t i = 0; i < a->columns; i++) {
        a->at[i].vector = duckdb_data_chunk_get_vector(a->chunk, i);
        a->at[i].data = duckdb_vector_get_data(a->at[i].vector);
    }
}

static void release(struct appender *a)
{
    duckdb_appender_destroy(&a->duckdb);
    duckdb_destroy_data_chunk(&a->chunk);
    free(a->at);
    free(a);
}

bool appender_new(struct connection *c, const char *catalog, const char *schema, const char *table,
                  struct appender **ret, struct err *err)
{
    struct appender *a = memset(xmalloc(sizeof *a), 0, sizeof *a);
    if (duckdb_appender_create_ext(c->duckdb, catalog, schema, table, &a->duckdb) != DuckDBSuccess) {
        fail(a, err);
        release(a);
        return false;
    }
    a->columns = duckdb_appender_column_count(a->duckdb);
    duckdb_logical_type *types = xmalloc(a->columns * sizeof *types);
    for (idx_t i = 0; i < a->columns; i++)
        types[i] = duckdb_appender_column_type(a->duckdb, i);
    a->chunk = duckdb_create_data_chunk(types, a->columns);
    for (idx_t i = 0; i < a->columns; i++)
        duckdb_destroy_logical_type(&types[i]);
    free(types);
    a->at = xmalloc(a->columns * sizeof *a->at);
    bind_vectors(a);
    *ret = a;
    return true;
}

void appender_null(struct appender *a)
{
    duckdb_vector_ensure_validity_writable(a->at[a->col].vector);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(a->at[a->col].vector), a->row);
    a->col++;
}

void appender_text(struct appender *a, struct str s)
{
    duckdb_vector_assign_string_element_len(a->at[a->col++].vector, a->row, s.n ? s.p : "", s.n);
}

void appender_int(struct appender *a, int64_t v)
{
    ((int64_t *)a->at[a->col++].data)[a->row] = v;
}

static bool flush(struct appender *a, struct err *err)
{
    duckdb_data_chunk_set_size(a->chunk, a->row);
    if (a->row && duckdb_append_data_chunk(a->duckdb, a->chunk) != DuckDBSuccess)
        return fail(a, err);
    duckdb_data_chunk_reset(a->chunk);
    bind_vectors(a);
    a->row = 0;
    return true;
}

bool appender_end_row(struct appender *a, struct err *err)
{
    a->col = 0;
    return ++a->row < duckdb_vector_size() || flush(a, err);
}

bool appender_finish(struct appender *a, struct err *err)
{
    bool ok = flush(a, err) && (duckdb_appender_close(a->duckdb) == DuckDBSuccess || fail(a, err));
    release(a);
    return ok;
}
