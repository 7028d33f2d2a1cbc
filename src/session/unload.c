/* COPY INTO <location>: the query, with the partition of each row behind its columns, and the streams that it reads. */
#include "pipe/unload.h"

#include "base/os.h"
#include "session/dml.h"

/* What PARTITION BY may name. */
static bool know_columns(struct run *r, struct str query, struct str alias, struct err *err)
{
    const struct statement_unload *u = &r->statement->unload;
    struct column_shape *shape;
    size_t n;
    if (!connection_shape(r->s->conn, &r->arena, query, &shape, &n, err))
        return false;
    struct typed_columns known = {.partial = true};
    if (u->query)
        known = run_columns(r, u->query);
    else
        (void)r->resolver.columns(r->resolver.ctx, node_child(u->table, ROLE_TABLE)->name, &known);
    r->target_alias = alias;
    r->target_columns = (struct typed_columns){0};
    for (size_t i = 0; i < n; i++) {
        struct typed_column c = run_source_type(&known, n, i, shape[i].type);
        c.name = shape[i].label;
        vec_push(&r->arena, &r->target_columns, c);
    }
    return true;
}

static bool print_source(struct run *r, struct buf *out, struct err *err)
{
    const struct statement_unload *u = &r->statement->unload;
    if (u->query)
        return run_print(r, u->query, out, err);
    buf_adds(out, "SELECT * FROM ");
    return run_print(r, u->table, out, err);
}

/* Sorted by the partition, so that one file is written at a time. */
static bool print(struct run *r, struct buf *out, struct err *err)
{
    const struct statement_unload *u = &r->statement->unload;
    BUF_SCOPE struct buf source = {0}, partition = {0};
    r->target_columns = (struct typed_columns){0};
    if (!u->partition)
        return print_source(r, out, err);
    const struct object_name *name = u->table ? node_child(u->table, ROLE_TABLE)->name : NULL;
    struct str alias = name && name->n > 0 ? name->part[name->n - 1] : STR("source");
    if (!print_source(r, &source, err) || !know_columns(r, buf_str(&source), alias, err) ||
        !run_print(r, u->partition, &partition, err))
        return false;
    buf_adds(out, "SELECT *, ");
    buf_add(out, buf_str(&partition));
    buf_adds(out, " AS freshet_partition FROM (");
    buf_add(out, buf_str(&source));
    buf_adds(out, ") AS ");
    buf_ident(out, alias);
    buf_adds(out, " ORDER BY freshet_partition");
    return true;
}

struct unloading {
    struct unload_plan plan;
    struct unload_result result;
};

static bool work_unload(struct run *r, void *ctx, struct err *err)
{
    struct unloading *u = ctx;
    struct session *s = r->s;
    BUF_SCOPE struct buf sql = {0};
    if (!print(r, &sql, err) || !run_consume_streams(r, err) || !unload_check_free(&u->plan, &r->arena, err))
        return false;
    if (u->plan.format.type != FILE_PARQUET)
        return unload_text(&u->plan, s->conn, buf_str(&sql), s->zone, &r->arena, &u->result, err);
    /* Where DuckDB's spilled data is, too. */
    struct str scratch = str_printf(&r->arena, "%.*s/tmp", STR_FMT(s->f->data));
    if (!s->f->data.n)
        scratch = STR("/tmp");
    else if (!os_make_dirs(scratch.p, err))
        return false;
    scratch = str_printf(&r->arena, "%.*s/" UNLOAD_SCRATCH "%.*s", STR_FMT(scratch), STR_FMT(r->query_id));
    return unload_parquet(&u->plan, s->conn, buf_str(&sql), scratch, s->zone, &r->arena, &u->result, err);
}

/* VALIDATION_MODE = RETURN_ROWS: as a query, which consumes no stream. */
static bool return_rows(struct run *r, struct err *err)
{
    struct session *s = r->s;
    BUF_SCOPE struct buf sql = {0};
    bool alone = !s->tx.open;
    if (alone && !transaction_begin(&s->tx, false, err))
        return false;
    bool ok = print_source(r, &sql, err) && connection_query(s->conn, buf_str(&sql), &r->rows, err);
    if (alone)
        transaction_rollback(&s->tx, false);
    return ok;
}

bool run_unload(struct run *r, struct err *err)
{
    struct unloading u = {0};
    struct load_context load = freshet_load_context(r->s->f);
    if (!unload_plan_make(&load, &r->s->scope, &r->statement->unload, r->query_id, &r->arena, &u.plan, err))
        return false;
    bool ok = u.plan.options.return_rows ? return_rows(r, err) : run_write(r, 0, work_unload, &u, err);
    if (ok && !u.plan.options.return_rows)
        unload_listing(&u.plan, &u.result, run_listing(r, NULL, 0));
    if (!ok)
        unload_undo(&u.plan, &u.result); /* the commit failed */
    unload_plan_release(&u.plan);
    return ok;
}
