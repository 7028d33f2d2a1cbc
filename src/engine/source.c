/* An engine has a list of what can be asked; bind and sf_number look their number up there. Whoever opened an entry
 * closes it when the query is over, so that what was found stays. */
#include "engine/source.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "engine/internal.h"

/* Of its two sides a cross product keeps the order only if both have one, and DISTINCT's result has none. */
const char source_unordered[] = " CROSS JOIN (SELECT DISTINCT true)";

struct entry {
    int64_t id;
    const struct source *source; /* or, NULL: */
    atomic_llong next;
    struct entry *older;
};

struct sources {
    pthread_mutex_t lock; /* guards all that follows */
    int64_t last;
    struct entry *newest;
};

struct sources *sources_new(void)
{
    struct sources *s = memset(xmalloc(sizeof *s), 0, sizeof *s);
    pthread_mutex_init(&s->lock, NULL);
    return s;
}

void sources_free(struct sources *s)
{
    if (!s)
        return;
    pthread_mutex_destroy(&s->lock);
    free(s);
}

static int64_t add(struct sources *s, const struct source *source, int64_t next)
{
    struct entry *e = xmalloc(sizeof *e);
    pthread_mutex_lock(&s->lock);
    int64_t id = ++s->last;
    *e = (struct entry){.id = id, .source = source, .next = next, .older = s->newest};
    s->newest = e;
    pthread_mutex_unlock(&s->lock);
    return id;
}

static void drop(struct sources *s, int64_t id)
{
    pthread_mutex_lock(&s->lock);
    for (struct entry **at = &s->newest; *at; at = &(*at)->older)
        if ((*at)->id == id) {
            struct entry *gone = *at;
            *at = gone->older;
            free(gone);
            break;
        }
    pthread_mutex_unlock(&s->lock);
}

static struct entry *find(struct sources *s, int64_t id, bool is_source)
{
    pthread_mutex_lock(&s->lock);
    struct entry *e = s->newest;
    while (e && (e->id != id || !e->source == is_source))
        e = e->older;
    pthread_mutex_unlock(&s->lock);
    return e;
}

int64_t source_open(struct connection *c, const struct source *s)
{
    return add(engine_sources(c->engine), s, 0);
}

void source_close(struct connection *c, int64_t source)
{
    drop(engine_sources(c->engine), source);
}

int64_t number_open(struct connection *c, int64_t first)
{
    return add(engine_sources(c->engine), NULL, first);
}

void number_close(struct connection *c, int64_t number)
{
    drop(engine_sources(c->engine), number);
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

enum { COLUMNS_AT_HAND = 64 };

struct source_rows {
    idx_t row, size;
    size_t col;
    struct given {
        duckdb_vector vector;
        void *data;
        uint64_t *validity; /* NULL: no NULL so far */
    } * at;
};

bool source_none(const struct source_rows *r)
{
    return r->row == 0;
}

bool source_full(const struct source_rows *r)
{
    return r->row == r->size;
}

void source_null(struct source_rows *r)
{
    struct given *g = &r->at[r->col++];
    if (!g->validity) {
        duckdb_vector_ensure_validity_writable(g->vector);
        g->validity = duckdb_vector_get_validity(g->vector);
    }
    duckdb_validity_set_row_invalid(g->validity, r->row);
}

void source_text(struct source_rows *r, struct str s)
{
    duckdb_vector_assign_string_element_len(r->at[r->col++].vector, r->row, s.n ? s.p : "", s.n);
}

void source_int(struct source_rows *r, int64_t v)
{
    ((int64_t *)r->at[r->col++].data)[r->row] = v;
}

void source_end_row(struct source_rows *r)
{
    r->col = 0;
    r->row++;
}

/* --- the functions ------------------------------------------------------------------------------------------------ */

static void bind(duckdb_bind_info info)
{
    duckdb_value id = duckdb_bind_get_parameter(info, 0);
    const struct entry *e = find(duckdb_bind_get_extra_info(info), duckdb_get_int64(id), true);
    duckdb_destroy_value(&id);
    if (!e) {
        duckdb_bind_set_error(info, "sf_source: there is no such source");
        return;
    }
    for (size_t i = 0; i < e->source->n_columns; i++) {
        const struct source_column *c = &e->source->columns[i];
        duckdb_logical_type type = duckdb_create_logical_type(c->is_number ? DUCKDB_TYPE_BIGINT : DUCKDB_TYPE_VARCHAR);
        duckdb_bind_add_result_column(info, c->name, type);
        duckdb_destroy_logical_type(&type);
    }
    if (e->source->rows)
        duckdb_bind_set_cardinality(info, (idx_t)e->source->rows, false);
    duckdb_bind_set_bind_data(info, (void *)(uintptr_t)e->source, NULL);
}

static void start(duckdb_init_info info)
{
    const struct source *s = duckdb_init_get_bind_data(info);
    duckdb_init_set_max_threads(info, (idx_t)s->threads);
}

static void give(duckdb_function_info info, duckdb_data_chunk out)
{
    const struct source *s = duckdb_function_get_bind_data(info);
    struct given some[COLUMNS_AT_HAND], *at = some;
    if (s->n_columns > COLUMNS_AT_HAND)
        at = xmalloc(s->n_columns * sizeof *at);
    for (size_t i = 0; i < s->n_columns; i++) {
        duckdb_vector v = duckdb_data_chunk_get_vector(out, i);
        at[i] = (struct given){v, duckdb_vector_get_data(v), NULL};
    }
    struct source_rows rows = {.size = duckdb_vector_size(), .at = at};
    ERR_SCOPE struct err err = {0};
    if (s->give(s->ctx, &rows, &err)) {
        duckdb_data_chunk_set_size(out, rows.row);
    } else {
        BUF_SCOPE struct buf message = {0};
        buf_printf(&message, "freshet:%06d:%s:%s", err.code, err.sqlstate, err.message);
        duckdb_function_set_error(info, message.p);
    }
    if (at != some)
        free(at);
}

static void number(duckdb_function_info info, duckdb_data_chunk in, duckdb_vector out)
{
    idx_t n = duckdb_data_chunk_get_size(in);
    const int64_t *id = duckdb_vector_get_data(duckdb_data_chunk_get_vector(in, 0));
    int64_t *to = duckdb_vector_get_data(out);
    struct entry *e = n ? find(duckdb_scalar_function_get_extra_info(info), *id, false) : NULL;
    if (n && !e) {
        duckdb_scalar_function_set_error(info, "sf_number: there are no such numbers");
        return;
    }
    int64_t first = n ? atomic_fetch_add(&e->next, (long long)n) : 0;
    for (idx_t i = 0; i < n; i++)
        to[i] = first + (int64_t)i;
}

static bool register_source(struct sources *s, duckdb_connection c, duckdb_logical_type bigint)
{
    duckdb_table_function f = duckdb_create_table_function();
    duckdb_table_function_set_name(f, "sf_source");
    duckdb_table_function_add_parameter(f, bigint);
    duckdb_table_function_set_extra_info(f, s, NULL);
    duckdb_table_function_set_bind(f, bind);
    duckdb_table_function_set_init(f, start);
    duckdb_table_function_set_function(f, give);
    bool ok = duckdb_register_table_function(c, f) == DuckDBSuccess;
    duckdb_destroy_table_function(&f);
    return ok;
}

static bool register_number(struct sources *s, duckdb_connection c, duckdb_logical_type bigint)
{
    duckdb_scalar_function f = duckdb_create_scalar_function();
    duckdb_scalar_function_set_name(f, "sf_number");
    duckdb_scalar_function_add_parameter(f, bigint);
    duckdb_scalar_function_set_return_type(f, bigint);
    duckdb_scalar_function_set_volatile(f);
    duckdb_scalar_function_set_extra_info(f, s, NULL);
    duckdb_scalar_function_set_function(f, number);
    bool ok = duckdb_register_scalar_function(c, f) == DuckDBSuccess;
    duckdb_destroy_scalar_function(&f);
    return ok;
}

bool sources_register(struct sources *s, duckdb_connection c, struct err *err)
{
    duckdb_logical_type bigint = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
    bool ok = register_source(s, c, bigint) && register_number(s, c, bigint);
    duckdb_destroy_logical_type(&bigint);
    return ok || err_internal(err, "functions sf_source and sf_number cannot be registered");
}
