/* The DuckDB SQL of a statement without running it: what `freshet translate` prints. Writes are shown by the query that
 * resolves them; statements of the engine's own have no SQL and say so. */
#include "session/internal.h"

static bool translate_query(struct run *r, struct buf *out, struct err *err)
{
    return run_print(r, r->statement->query, out, err);
}

static bool translate_view(struct run *r, struct buf *out, struct err *err)
{
    if (!r->statement->create.query) {
        buf_printf(out, "-- %s: freshet's own", object_kind_word(r->statement->create.kind));
        return true;
    }
    return run_print(r, r->statement->create.query, out, err);
}

bool session_translate(struct session *s, const struct tokens *tokens, const struct statement *statement,
                       struct buf *out, struct err *err)
{
    struct run r;
    run_init(&r, s, tokens, statement);
    bool alone = !s->tx.open;
    bool ok = !alone || transaction_begin(&s->tx, false, err);
    if (ok) {
        switch ((int)statement->kind) {
        case STATEMENT_QUERY:
            ok = translate_query(&r, out, err);
            break;
        case STATEMENT_INSERT:
        case STATEMENT_UPDATE:
        case STATEMENT_DELETE:
        case STATEMENT_MERGE:
            ok = run_translate_dml(&r, out, err);
            break;
        case STATEMENT_CREATE:
            ok = translate_view(&r, out, err);
            break;
        default:
            buf_adds(out, "-- no query: freshet's own statement");
        }
    }
    if (alone)
        transaction_rollback(&s->tx, false);
    if (ok)
        buf_adds(out, ";\n");
    else if (!err->line) {
        err->line = statement->line;
        err->col = statement->col;
    }
    run_release(&r);
    return ok;
}
