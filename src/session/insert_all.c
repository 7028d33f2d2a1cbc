/* INSERT ALL | FIRST: rows of one query into several tables (Snowflake's page "INSERT (multi-table)"). The query runs
 * once, into a temporary table with a column for each WHEN; each INTO then takes its rows from there. */
#include <stdlib.h>

#include "session/dml.h"

/* The INTOs, and the tables that they name, each once. */
struct multi {
    struct target *tables;
    size_t n;
    struct target **of; /* by INTO */
};

static bool open_tables(struct run *r, struct multi *m, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    m->tables = ARENA_ARRAY(&r->arena, struct target, d->n_into);
    m->of = ARENA_ARRAY(&r->arena, struct target *, d->n_into);
    for (size_t i = 0; i < d->n_into; i++) {
        struct target *t = &m->tables[m->n];
        if (!dml_open_target(r, &d->into[i].target, STR_NULL, t, err))
            return false;
        m->of[i] = t;
        for (size_t k = 0; k < m->n; k++)
            if (m->tables[k].object->id == t->object->id)
                m->of[i] = &m->tables[k];
        if (m->of[i] == t)
            m->n++;
        else
            object_unref(t->object);
    }
    return true;
}

static int by_id(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* In one order, so that two such statements do not wait for each other. */
static bool lock_tables(struct run *r, const struct multi *m, struct err *err)
{
    int64_t *ids = ARENA_ARRAY(&r->arena, int64_t, m->n);
    for (size_t i = 0; i < m->n; i++)
        ids[i] = m->tables[i].object->id;
    qsort(ids, m->n, sizeof *ids, by_id);
    bool any_stale = false;
    for (size_t i = 0; i < m->n; i++) {
        bool stale;
        if (!transaction_lock(&r->s->tx, ids[i], &stale, err))
            return false;
        any_stale = any_stale || stale;
    }
    return !any_stale;
}

bool insert_all_query(struct run *r, struct buf *out, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    buf_adds(out, "SELECT *");
    for (size_t i = 0; i < d->n_conditions; i++) {
        buf_adds(out, ", coalesce(");
        if (!run_print(r, d->conditions[i], out, err))
            return false;
        buf_printf(out, ", false) AS _when%zu", i);
    }
    buf_adds(out, " FROM (");
    if (!run_print(r, d->query, out, err))
        return false;
    buf_adds(out, ") AS source");
    return true;
}

/* FIRST: no earlier WHEN is true; ELSE: none is. */
static void add_where(const struct statement_dml *d, const struct insert_into *into, struct buf *out)
{
    if (!d->n_conditions)
        return;
    bool otherwise = into->when == INSERT_ELSE;
    buf_adds(out, " WHERE true");
    for (size_t i = 0; (d->first || otherwise) && i < (otherwise ? d->n_conditions : into->when); i++)
        buf_printf(out, " AND NOT _when%zu", i);
    if (!otherwise)
        buf_printf(out, " AND _when%zu", into->when);
}

static bool insert_into(struct run *r, struct target *t, const struct insert_into *into, struct err *err)
{
    ptrdiff_t *position = ARENA_ARRAY(&r->arena, ptrdiff_t, t->table.columns.n);
    BUF_SCOPE struct buf sql = {0};
    size_t expected, got = into->values ? node_count(into->values, ROLE_ARGUMENT) : r->source_columns.n;
    int64_t inserted;
    if (!dml_map_columns(r, t, into->columns, into->n_columns, position, &expected, err))
        return false;
    if (got != expected)
        return dml_wrong_count(expected, got, err);
    buf_adds(&sql, "SELECT ");
    if (!(into->values ? dml_add_row(r, t, position, into->values, &sql, err)
                       : dml_add_assignments(r, t, position, r->source_columns.at, &sql, err)))
        return false;
    buf_adds(&sql, " FROM temp.multi");
    add_where(&r->statement->dml, into, &sql);
    if (!table_insert(&r->s->tx, &t->table, buf_str(&sql), &inserted, err))
        return false;
    t->changes.inserted += inserted;
    return true;
}

static bool work_insert_all(struct run *r, void *ctx, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    struct multi *m = ctx;
    BUF_SCOPE struct buf query = {0}, sql = {0};
    struct column_shape *shape;
    size_t n;
    if (!lock_tables(r, m, err) || !insert_all_query(r, &query, err) || !run_consume_streams(r, err) ||
        !connection_shape(r->s->conn, &r->arena, buf_str(&query), &shape, &n, err))
        return false;
    struct typed_columns known = run_columns(r, d->query);
    r->source_columns = (struct typed_columns){0};
    for (size_t i = 0; i < n - d->n_conditions; i++) {
        struct typed_column c = run_source_type(&known, n - d->n_conditions, i, shape[i].type);
        c.name = shape[i].label;
        vec_push(&r->arena, &r->source_columns, c);
    }
    buf_adds(&sql, "CREATE OR REPLACE TEMP TABLE multi AS ");
    buf_add(&sql, buf_str(&query));
    if (!connection_run_as(r->s->conn, buf_str(&sql), STR_NULL, err))
        return false;
    for (size_t i = 0; i < m->n; i++) {
        m->tables[i].changes = (struct changes){0};
        if (d->overwrite && !table_truncate(&r->s->tx, &m->tables[i].table, err))
            return false;
    }
    for (size_t i = 0; i < d->n_into; i++)
        if (!insert_into(r, m->of[i], &d->into[i], err))
            return false;
    return connection_run_as(r->s->conn, STR("DROP TABLE temp.multi"), STR_NULL, err);
}

bool insert_all(struct run *r, struct err *err)
{
    struct multi m = {0};
    bool ok = open_tables(r, &m, err) && run_write(r, 0, work_insert_all, &m, err);
    if (ok) {
        struct listing_column *columns = ARENA_ARRAY(&r->arena, struct listing_column, m.n);
        for (size_t i = 0; i < m.n; i++)
            columns[i] = (struct listing_column){
                str_printf(&r->arena, "number of rows inserted into %s", m.tables[i].object->name).p, LISTING_NUMBER};
        dml_finish(r, columns, m.n);
        r->inserted = 0;
        for (size_t i = 0; i < m.n; i++) {
            r->inserted += m.tables[i].changes.inserted;
            listing_int(r->listing, m.tables[i].changes.inserted);
        }
    }
    for (size_t i = 0; i < m.n; i++)
        object_unref(m.tables[i].object);
    return ok;
}
