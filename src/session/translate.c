/* The DuckDB SQL of a statement without running it: what `freshet translate` prints. Writes are shown by the query that
 * resolves them; statements of the engine's own have no SQL and say so. */
#include "session/internal.h"

static bool translate_query(struct run *r, struct buf *out, struct err *err)
{
    return run_print(r, r->statement->query, out, err);
}

/* The body of a task, which is a statement too. */
static bool translate_body(struct run *r, struct buf *out, struct err *err)
{
    struct str body = r->statement->create.body_text;
    struct tokens tokens;
    struct statement *statement;
    uint32_t at = 0;
    buf_adds(out, "-- its body\n");
    if (sql_lex(&r->arena, body, &tokens, err) && sql_next_statement(&r->arena, &tokens, &at, &statement, err) &&
        (!statement || session_translate(r->s, &tokens, statement, out, err)))
        return true;
    if (err->line == 1)
        err->col += r->statement->create.body_col - 1;
    err->line += r->statement->create.body_line - 1;
    return false;
}

static bool translate_create(struct run *r, struct buf *out, struct err *err)
{
    const struct statement_create *create = &r->statement->create;
    if (create->query)
        return run_print(r, create->query, out, err);
    buf_printf(out, "-- CREATE %s: done by freshet itself", object_kind_word(create->kind));
    if (create->kind != OBJECT_TASK)
        return true;
    buf_addc(out, '\n');
    return translate_body(r, out, err);
}

/* Columns and types are DuckDB's to find. What RESULT_SCAN gives is known only where the statement that it looks back
 * on was run. */
static bool check(struct run *r, struct str sql, struct err *err)
{
    struct column_shape *shape;
    size_t n;
    return r->scans_result || connection_shape(r->s->conn, &r->arena, sql, &shape, &n, err);
}

static bool translate(struct run *r, struct buf *out, struct err *err)
{
    static bool (*const works[])(struct run * r, struct buf * out, struct err * err) = {
        [STATEMENT_QUERY] = translate_query,    [STATEMENT_INSERT] = run_translate_dml,
        [STATEMENT_UPDATE] = run_translate_dml, [STATEMENT_DELETE] = run_translate_dml,
        [STATEMENT_MERGE] = run_translate_dml,  [STATEMENT_CREATE] = translate_create,
    };
    size_t kind = r->statement->kind;
    if (kind < sizeof works / sizeof *works && works[kind])
        return works[kind](r, out, err) && (kind == STATEMENT_CREATE || check(r, buf_str(out), err));
    buf_adds(out, "-- no query: done by freshet itself");
    return true;
}

bool session_translate(struct session *s, const struct tokens *tokens, const struct statement *statement,
                       struct buf *out, struct err *err)
{
    struct run r;
    run_init(&r, s, tokens, statement);
    r.translating = true;
    bool alone = !s->tx.open;
    bool ok = (!alone || transaction_begin(&s->tx, false, err)) && translate(&r, out, err);
    if (alone)
        transaction_rollback(&s->tx, false);
    if (!ok && !err->line)
        names_locate(&r, err);
    if (ok && out->n && out->p[out->n - 1] != '\n')
        buf_adds(out, ";\n");
    if (!ok && !err->line) {
        err->line = statement->line;
        err->col = statement->col;
    }
    run_release(&r);
    return ok;
}
