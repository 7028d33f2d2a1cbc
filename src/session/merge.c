/* MERGE: one query joins source and target and says for each row which clause applies and what the new values are
 * (Snowflake's page "MERGE"). Clauses of a kind are tried in order, so that their conditions and values become one CASE
 * each. */
#include "session/dml.h"

/* The clauses of one kind, with their conditions translated and their values sorted by column. */
struct clause {
    const struct merge_clause *written;
    struct str condition; /* "true" when none */
    struct node **values; /* by column; NULL: keeps the old value, or the default */
};

struct clauses {
    struct clause *at;
    size_t n;
};

static bool insert_values(struct run *r, const struct target *t, const struct merge_clause *m, struct node **values,
                          struct err *err)
{
    if (m->has_column_list)
        return dml_assignments_by_column(r, t, m->set, m->n_set, values, err);
    if (m->n_set != t->table.columns.n)
        return dml_wrong_count(t->table.columns.n, m->n_set, err);
    for (size_t i = 0; i < m->n_set; i++)
        values[i] = m->set[i].value;
    return true;
}

/* The alias of USING: its own, or the last part of a name. */
static struct str source_alias(struct run *r, const struct node *source, struct err *err)
{
    const struct node *table = source->kind == NODE_ALIASED ? node_child(source, ROLE_TABLE) : source;
    struct object_name name;
    if (source->kind == NODE_ALIASED && source->text.n)
        return source->text;
    if (table && table->kind == NODE_TABLE && table->name)
        return run_name(r, table->name, &name, err) ? name.part[name.n - 1] : STR_NULL;
    return STR("source");
}

/* ALL BY NAME: each column of the target gets the source's of the same name. */
static bool values_by_name(struct run *r, const struct target *t, const struct merge_clause *m, struct node **values,
                           struct err *err)
{
    const struct node *source = r->statement->dml.source;
    struct str alias = source_alias(r, source, err);
    BUF_SCOPE struct buf sql = {0};
    struct column_shape *shape;
    size_t n, found = 0;
    buf_adds(&sql, "SELECT * FROM ");
    if (err->set || !run_print(r, source, &sql, err) ||
        !connection_shape(r->s->conn, &r->arena, buf_str(&sql), &shape, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        ptrdiff_t at = columns_find(&t->table.columns, shape[i].label);
        if (at < 0 || values[at])
            continue;
        struct node *column = node_new(&r->arena, NODE_COLUMN, source->first);
        const struct str parts[] = {alias, shape[i].label};
        for (size_t k = 0; k < 2; k++) {
            struct node *part = node_new(&r->arena, NODE_PART, source->first);
            part->text = parts[k];
            node_add(column, part, ROLE_PART);
        }
        values[at] = column;
        found++;
    }
    return (found == n && n == t->table.columns.n) ||
           run_error_at(r, m->line, m->col, err, 2020, "21S01",
                        "ALL BY NAME needs a source with exactly the columns of the target");
}

/* Behind NOT MATCHED there is no target row: only the source's columns are names. */
static bool see_source_only(struct run *r, const struct target *t, struct err *err)
{
    r->seen = source_alias(r, r->statement->dml.source, err);
    r->unseen = t->alias;
    return !err->set;
}

static void see_both(struct run *r)
{
    r->seen = r->unseen = STR_NULL;
}

static bool make_condition(struct run *r, const struct target *t, const struct merge_clause *m, struct str *ret,
                           struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    *ret = STR("true");
    if (!m->condition)
        return true;
    bool ok = (m->matched || see_source_only(r, t, err)) && run_print(r, m->condition, &sql, err);
    see_both(r);
    *ret = str_dup(&r->arena, buf_str(&sql));
    return ok;
}

static bool make_clause(struct run *r, const struct target *t, const struct merge_clause *m, struct clause *c,
                        struct err *err)
{
    *c = (struct clause){.written = m, .values = ARENA_ARRAY(&r->arena, struct node *, t->table.columns.n)};
    if (!make_condition(r, t, m, &c->condition, err))
        return false;
    if (m->all_by_name)
        return values_by_name(r, t, m, c->values, err);
    if (m->action == MERGE_UPDATE)
        return dml_assignments_by_column(r, t, m->set, m->n_set, c->values, err);
    return m->action != MERGE_INSERT || insert_values(r, t, m, c->values, err);
}

static bool make_clauses(struct run *r, const struct target *t, bool matched, struct clauses *ret, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    *ret = (struct clauses){.at = ARENA_ARRAY(&r->arena, struct clause, d->n_clauses)};
    for (size_t i = 0; i < d->n_clauses; i++)
        if (d->clauses[i].matched == matched && !make_clause(r, t, &d->clauses[i], &ret->at[ret->n++], err))
            return false;
    return true;
}

/* The value of column i when clause c fires. */
static bool clause_value(struct run *r, const struct target *t, const struct clause *c, size_t i, struct buf *out,
                         struct err *err)
{
    const struct column *column = &t->table.columns.at[i];
    if (c->written->action == MERGE_DELETE) {
        buf_adds(out, "NULL");
        return true;
    }
    if (c->written->action == MERGE_INSERT && c->values[i]) {
        bool ok = see_source_only(r, t, err) && dml_add_value(r, t, column, c->values[i], out, err);
        see_both(r);
        return ok;
    }
    if (c->values[i])
        return dml_add_value(r, t, column, c->values[i], out, err);
    if (c->written->action == MERGE_INSERT)
        return run_default(r, t->object, column, out, err);
    dml_add_old_value(t, column, out);
    return true;
}

/* CASE WHEN c1 THEN v1 WHEN c2 THEN v2 END; a single clause needs no CASE, because WHERE lets only its rows through. */
static bool clauses_value(struct run *r, const struct target *t, const struct clauses *c, size_t i, struct buf *out,
                          struct err *err)
{
    if (c->n == 1)
        return clause_value(r, t, &c->at[0], i, out, err);
    buf_adds(out, "CASE");
    for (size_t k = 0; k < c->n; k++) {
        buf_adds(out, " WHEN ");
        buf_add(out, c->at[k].condition);
        buf_adds(out, " THEN ");
        if (!clause_value(r, t, &c->at[k], i, out, err))
            return false;
    }
    buf_adds(out, " END");
    return true;
}

static void clauses_op(const struct clauses *c, struct buf *out)
{
    static const char *const ops[] = {[MERGE_UPDATE] = "'U'", [MERGE_DELETE] = "'D'", [MERGE_INSERT] = "'I'"};
    if (c->n == 1) {
        buf_adds(out, ops[c->at[0].written->action]);
        return;
    }
    buf_adds(out, "CASE");
    for (size_t k = 0; k < c->n; k++) {
        buf_adds(out, " WHEN ");
        buf_add(out, c->at[k].condition);
        buf_printf(out, " THEN %s", ops[c->at[k].written->action]);
    }
    buf_adds(out, " END");
}

/* (c1 OR c2): some clause of the kind fires. */
static void clauses_fire(const struct clauses *c, struct buf *out)
{
    buf_addc(out, '(');
    for (size_t k = 0; k < c->n; k++) {
        buf_adds(out, k ? " OR " : "");
        buf_addc(out, '(');
        buf_add(out, c->at[k].condition);
        buf_addc(out, ')');
    }
    buf_addc(out, ')');
}

static bool make_branch(struct run *r, const struct target *t, const struct clauses *c, struct branch *ret,
                        struct err *err)
{
    BUF_SCOPE struct buf op = {0}, values = {0}, where = {0};
    if (!c->n)
        return true;
    clauses_op(c, &op);
    clauses_fire(c, &where);
    for (size_t i = 0; i < t->table.columns.n; i++) {
        buf_adds(&values, ", ");
        if (!clauses_value(r, t, c, i, &values, err))
            return false;
        buf_adds(&values, " AS ");
        buf_ident(&values, t->table.columns.at[i].name);
    }
    *ret = (struct branch){true, str_dup(&r->arena, buf_str(&op)), str_dup(&r->arena, buf_str(&values)),
                           str_dup(&r->arena, buf_str(&where))};
    return true;
}

/* The stored table that the source is; 0 when it is anything else. */
static int64_t source_table(struct run *r, const struct node *source)
{
    const struct node *table = source->kind == NODE_ALIASED ? node_child(source, ROLE_TABLE) : source;
    bool plain = table && table->kind == NODE_TABLE && table->name && !node_child(source, ROLE_AT) &&
                 !node_child(source, ROLE_PART);
    OBJECT_SCOPE struct object *o = NULL;
    ERR_SCOPE struct err missing = {0};
    if (!plain || !run_resolve(r, OBJECT_TABLE, table->name, &o, &missing))
        return 0;
    return o->kind == OBJECT_TABLE ? o->id : 0;
}

bool merge_resolve(struct run *r, const struct target *t, struct resolve *ret, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    struct clauses matched, unmatched;
    BUF_SCOPE struct buf source = {0}, condition = {0};
    *ret = (struct resolve){.alias = t->alias,
                            .nondeterministic_is_error = r->s->parameters.error_on_nondeterministic_merge};
    if (!make_clauses(r, t, true, &matched, err) || !make_clauses(r, t, false, &unmatched, err) ||
        !make_branch(r, t, &matched, &ret->met, err) || !make_branch(r, t, &unmatched, &ret->unmet, err))
        return false;
    ret->source_alias = source_alias(r, d->source, err);
    if (err->set || !run_print(r, d->source, &source, err) || !run_print(r, d->condition, &condition, err))
        return false;
    ret->source_table = source_table(r, d->source);
    ret->source = str_dup(&r->arena, buf_str(&source));
    ret->condition = str_dup(&r->arena, buf_str(&condition));
    return true;
}

static bool work_merge(struct run *r, void *ctx, struct err *err)
{
    struct resolve resolve;
    return merge_resolve(r, ctx, &resolve, err) && dml_apply(r, ctx, &resolve, err);
}

/* Only the kinds of change that have a clause, in this order. */
static void merge_listing(struct run *r, const struct changes *changes)
{
    const struct statement_dml *d = &r->statement->dml;
    bool has[3] = {false, false, false};
    static const struct {
        enum merge_action action;
        struct listing_column column;
    } order[] = {{MERGE_INSERT, {"number of rows inserted", LISTING_NUMBER}},
                 {MERGE_UPDATE, {"number of rows updated", LISTING_NUMBER}},
                 {MERGE_DELETE, {"number of rows deleted", LISTING_NUMBER}}};
    const int64_t counts[] = {changes->inserted, changes->updated, changes->deleted};
    int64_t *const to[] = {&r->inserted, &r->updated, &r->deleted};
    for (size_t i = 0; i < d->n_clauses; i++)
        has[d->clauses[i].action] = true;
    VEC(struct listing_column) columns = {0};
    for (size_t i = 0; i < 3; i++)
        if (has[order[i].action])
            vec_push(&r->arena, &columns, order[i].column);
    dml_finish(r, columns.at, columns.n);
    for (size_t i = 0; i < 3; i++)
        if (has[order[i].action]) {
            *to[i] = counts[i];
            listing_int(r->listing, counts[i]);
        }
}

bool run_merge(struct run *r, struct err *err)
{
    struct target t = {0};
    if (!dml_write_target(r, &t, work_merge, err))
        return false;
    merge_listing(r, &t.changes);
    return true;
}
