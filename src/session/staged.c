/* Table functions about what was loaded, and about what could be. */
#include "history/copies.h"
#include "session/functions.h"

const struct printed_argument *function_argument(const struct call *c, const char *name, size_t position)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->args[i].name.n ? str_eq(c->args[i].name, str_from(name)) : i == position)
            return &c->args[i];
    return NULL;
}

static bool missing_argument(const struct call *c, const char *name, struct err *err)
{
    return err_set(err, 1015, "22023", "SQL compilation error:\nmissing required argument '%s' for function '%.*s'",
                   name, STR_FMT(c->name));
}

/* --- VALIDATE ---------------------------------------------------------------------------------------------------- */

/* The table that the first argument names. */
static bool named_table(struct call *c, struct object **ret, struct err *err)
{
    const struct node *n = c->args[0].node;
    struct object_name name = {0};
    if (n->kind == NODE_STRING) {
        if (!name_from_text(&c->r->arena, n->text, &name, err))
            return false;
    } else if (n->kind == NODE_COLUMN) {
        for (const struct node *part = n->child; part && name.n < 3; part = part->next)
            name.part[name.n++] = part->text;
    }
    if (!name.n)
        return err_set(
            err, 2140, "22023",
            "SQL compilation error:\nInvalid value [%.*s] for function 'VALIDATE', parameter 1: not the name "
            "of a table",
            STR_FMT(c->args[0].sql));
    const struct token *at = &c->r->tokens->at[n->first];
    name.line = at->line;
    name.col = at->col;
    return run_resolve(c->r, OBJECT_TABLE, &name, ret, err);
}

static bool is_word_last(const struct node *n)
{
    return n->kind == NODE_COLUMN && n->child && n->child == n->tail && str_ieq(n->child->text, STR("_last"));
}

/* Was there a statement of this id that was a COPY, and failed? */
static bool failed_copy(struct call *c, struct str id, bool *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    int64_t n;
    buf_adds(&sql, "SELECT count(*) FROM ");
    queries_history_sql(c->r->s->f->queries, INT64_MAX, &sql);
    buf_adds(&sql, " WHERE query_type = 'COPY' AND query_id = ");
    buf_literal(&sql, id);
    if (!connection_int(c->r->s->conn, buf_str(&sql), 0, &n, err))
        return false;
    *ret = n > 0;
    return true;
}

static bool wrong_job(const char *what, struct err *err)
{
    return err_set(err, 2140, "22023",
                   "SQL compilation error:\nInvalid value for function 'VALIDATE', parameter JOB_ID: %s", what);
}

bool validate_copy(struct call *c, struct err *err)
{
    OBJECT_SCOPE struct object *table = NULL;
    const struct printed_argument *job = function_argument(c, "JOB_ID", 1);
    enum copy_known known;
    struct str id = STR("_last");
    bool null = false, failed = false;
    if (!c->n || c->args[0].name.n)
        return missing_argument(c, "TABLE_NAME", err);
    if (!job)
        return missing_argument(c, "JOB_ID", err);
    if (!named_table(c, &table, err) ||
        (!is_word_last(job->node) && !run_constant(c->r, job->sql, &c->r->arena, &id, &null, err)))
        return false;
    bool last = !null && str_ieq(id, STR("_last"));
    if (last)
        id = str_from(c->r->s->last_copy);
    if (!id.n || null)
        return wrong_job(null ? "it is NULL" : "no COPY was run in this session", err);
    if (!copies_find(c->r->s->conn, id, last ? 0 : table->id, &known, err) ||
        (known == COPY_UNKNOWN && !last && !failed_copy(c, id, &failed, err)))
        return false;
    switch (known) {
    case COPY_UNKNOWN:
        if (!failed && !last)
            return wrong_job("no COPY of this id is known", err);
        break;
    case COPY_OF_OTHER_TABLE:
        return wrong_job("the COPY was into another table", err);
    case COPY_TRANSFORMED:
        return err_set(err, 2019, "0A000", "SQL compilation error:\nVALIDATE does not support COPY with transform.");
    case COPY_OF_TABLE:
        break;
    }
    buf_addc(c->out, '(');
    copies_validate(id, c->out);
    buf_addc(c->out, ')');
    return true;
}
