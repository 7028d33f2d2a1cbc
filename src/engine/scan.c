/* An engine has a list of what can be scanned; the function's bind looks its number up there. Chunks are taken from a
 * result by their number, so that several scans of it do not meet. */
#include "engine/scan.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/internal.h"

struct scan {
    int64_t id;
    const struct rows *rows; /* or */
    const struct listing *listing;
    struct scan *next;
};

struct scans {
    pthread_mutex_t lock; /* guards all that follows */
    int64_t last;
    struct scan *first;
};

struct scans *scans_new(void)
{
    struct scans *s = memset(xmalloc(sizeof *s), 0, sizeof *s);
    pthread_mutex_init(&s->lock, NULL);
    return s;
}

void scans_free(struct scans *s)
{
    if (!s)
        return;
    while (s->first)
        scans_remove(s, s->first->id);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

int64_t scans_add(struct scans *s, const struct rows *rows, const struct listing *listing)
{
    struct scan *scan = xmalloc(sizeof *scan);
    pthread_mutex_lock(&s->lock);
    int64_t id = ++s->last;
    *scan = (struct scan){id, rows, listing, s->first};
    s->first = scan;
    pthread_mutex_unlock(&s->lock);
    return id;
}

void scans_remove(struct scans *s, int64_t id)
{
    pthread_mutex_lock(&s->lock);
    for (struct scan **at = &s->first; *at; at = &(*at)->next)
        if ((*at)->id == id) {
            struct scan *gone = *at;
            *at = gone->next;
            free(gone);
            break;
        }
    pthread_mutex_unlock(&s->lock);
}

static bool find(struct scans *s, int64_t id, struct scan *ret)
{
    bool found = false;
    pthread_mutex_lock(&s->lock);
    for (const struct scan *at = s->first; at && !found; at = at->next)
        if (at->id == id) {
            *ret = *at;
            found = true;
        }
    pthread_mutex_unlock(&s->lock);
    return found;
}

/* --- the function ------------------------------------------------------------------------------------------------- */

static void add_column(duckdb_bind_info info, size_t i, duckdb_logical_type type)
{
    char name[32];
    snprintf(name, sizeof name, "c%zu", i);
    duckdb_bind_add_result_column(info, name, type);
    duckdb_destroy_logical_type(&type);
}

static void bind_rows(duckdb_bind_info info, duckdb_result *result)
{
    idx_t n = duckdb_column_count(result);
    for (idx_t i = 0; i < n; i++)
        add_column(info, i, duckdb_column_logical_type(result, i));
    duckdb_bind_set_cardinality(info, duckdb_result_chunk_count(*result) * duckdb_vector_size(), false);
}

static void bind_listing(duckdb_bind_info info, const struct listing *l)
{
    for (size_t i = 0; i < l->n_columns; i++)
        add_column(info, i, duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
    duckdb_bind_set_cardinality(info, listing_rows(l), true);
}

static void bind(duckdb_bind_info info)
{
    duckdb_value id = duckdb_bind_get_parameter(info, 0);
    struct scan *scan = xmalloc(sizeof *scan);
    bool found = find(duckdb_bind_get_extra_info(info), duckdb_get_int64(id), scan);
    duckdb_destroy_value(&id);
    if (!found) {
        free(scan);
        duckdb_bind_set_error(info, "sf_scan: there is no such result");
        return;
    }
    duckdb_bind_set_bind_data(info, scan, free);
    if (scan->rows)
        bind_rows(info, rows_result(scan->rows));
    else
        bind_listing(info, scan->listing);
}

static void start(duckdb_init_info info)
{
    idx_t *next = xmalloc(sizeof *next); /* chunk of the rows, row of the listing */
    *next = 0;
    duckdb_init_set_init_data(info, next, free);
}

static void give_rows(duckdb_result *result, idx_t *next, duckdb_data_chunk out)
{
    duckdb_data_chunk chunk = duckdb_result_get_chunk(*result, (*next)++);
    idx_t n = chunk ? duckdb_data_chunk_get_column_count(chunk) : 0;
    for (idx_t i = 0; i < n; i++)
        duckdb_vector_reference_vector(duckdb_data_chunk_get_vector(out, i), duckdb_data_chunk_get_vector(chunk, i));
    duckdb_data_chunk_set_size(out, chunk ? duckdb_data_chunk_get_size(chunk) : 0);
    duckdb_destroy_data_chunk(&chunk);
}

static void give_text(duckdb_vector out, idx_t row, struct str text)
{
    if (text.p) {
        duckdb_vector_assign_string_element_len(out, row, text.p, text.n);
        return;
    }
    duckdb_vector_ensure_validity_writable(out);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(out), row);
}

static void give_listing(const struct listing *l, idx_t *next, duckdb_data_chunk out)
{
    idx_t n = listing_rows(l) - *next, most = duckdb_vector_size();
    n = n < most ? n : most;
    for (size_t i = 0; i < l->n_columns; i++)
        for (idx_t row = 0; row < n; row++)
            give_text(duckdb_data_chunk_get_vector(out, i), row, l->cells.at[(*next + row) * l->n_columns + i]);
    *next += n;
    duckdb_data_chunk_set_size(out, n);
}

static void give(duckdb_function_info info, duckdb_data_chunk out)
{
    const struct scan *scan = duckdb_function_get_bind_data(info);
    idx_t *next = duckdb_function_get_init_data(info);
    if (scan->rows)
        give_rows(rows_result(scan->rows), next, out);
    else
        give_listing(scan->listing, next, out);
}

bool scans_register(struct scans *s, duckdb_connection c, struct err *err)
{
    duckdb_table_function f = duckdb_create_table_function();
    duckdb_logical_type type = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
    duckdb_table_function_set_name(f, "sf_scan");
    duckdb_table_function_add_parameter(f, type);
    duckdb_destroy_logical_type(&type);
    duckdb_table_function_set_extra_info(f, s, NULL);
    duckdb_table_function_set_bind(f, bind);
    duckdb_table_function_set_init(f, start);
    duckdb_table_function_set_function(f, give);
    bool ok = duckdb_register_table_function(c, f) == DuckDBSuccess;
    duckdb_destroy_table_function(&f);
    return ok || err_internal(err, "function sf_scan cannot be registered");
}
