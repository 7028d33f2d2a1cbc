/* INSERT, UPDATE, DELETE, MERGE, TRUNCATE: each becomes a query for table_insert or table_apply. */
#include "history/loads.h"
#include "session/internal.h"

/* The statement's target, its columns, and the alias that expressions know it by. */
struct target {
    struct object *object;
    struct table table;
    struct str alias;
    struct changes changes;
};

static bool open_target(struct run *r, const struct object_name *name, struct str alias, struct target *t,
                        struct err *err)
{
    if (!run_target(r, name, &t->object, err))
        return false;
    t->table = table_of(&r->arena, t->object);
    t->alias = alias.n ? alias : str_from(t->object->name);
    return true;
}

static const struct listing_column inserted_columns[] = {{"number of rows inserted", LISTING_NUMBER}};
static const struct listing_column updated_columns[] = {{"number of rows updated", LISTING_NUMBER},
                                                        {"number of multi-joined rows updated", LISTING_NUMBER}};
static const struct listing_column deleted_columns[] = {{"number of rows deleted", LISTING_NUMBER}};

static void finish_dml(struct run *r, const struct listing_column *columns, size_t n)
{
    run_listing(r, columns, n);
    r->is_dml = true;
}

/* --- INSERT ----------------------------------------------------------------------------------------------------- */

/* For each column of the table: which position of the source it takes, or -1. */
static bool map_columns(struct run *r, const struct target *t, ptrdiff_t *position, size_t *ret_n, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    for (size_t i = 0; i < t->table.columns.n; i++)
        position[i] = d->n_columns ? -1 : (ptrdiff_t)i;
    *ret_n = d->n_columns ? d->n_columns : t->table.columns.n;
    for (size_t i = 0; i < d->n_columns; i++) {
        const struct assignment *c = &d->columns[i];
        ptrdiff_t at = columns_find(&t->table.columns, c->column);
        if (at < 0)
            return run_error_at(r, c->line, c->col, err, 904, "42000", "invalid identifier '%.*s'", STR_FMT(c->column));
        if (position[at] >= 0)
            return run_error_at(r, c->line, c->col, err, 2025, "42S21", "duplicate column name '%.*s'",
                                STR_FMT(c->column));
        position[at] = (ptrdiff_t)i;
    }
    return true;
}

static bool wrong_count(size_t expected, size_t got, struct err *err)
{
    return err_set(err, 2020, "21S01",
                   "SQL compilation error:\nInsert value list does not match column list expecting %zu but got %zu",
                   expected, got);
}

/* What goes into each column, where source column i is called "i". */
static bool add_assignments(struct run *r, const struct target *t, const ptrdiff_t *position, struct buf *out,
                            struct err *err)
{
    for (size_t i = 0; i < t->table.columns.n; i++) {
        const struct column *c = &t->table.columns.at[i];
        buf_adds(out, i ? ", " : "");
        if (position[i] < 0) {
            if (!run_default(r, t->object, c, out, err))
                return false;
        } else {
            struct str name = str_printf(&r->arena, "\"%td\"", position[i]);
            dialect_assign(out, name, c->type);
        }
        buf_adds(out, " AS ");
        buf_ident(out, c->name);
    }
    return true;
}

static bool has_default_keyword(const struct node *values)
{
    for (const struct node *row = node_child(values, ROLE_ROW); row; row = node_sibling(row))
        for (const struct node *e = row->child; e; e = e->next)
            if (e->kind == NODE_KEYWORD && str_eq(e->text, STR("DEFAULT")))
                return true;
    return false;
}

/* VALUES with the word DEFAULT: a SELECT for each row. */
static bool add_rows_with_defaults(struct run *r, const struct target *t, const ptrdiff_t *position, size_t n,
                                   const struct node *values, struct buf *out, struct err *err)
{
    for (const struct node *row = node_child(values, ROLE_ROW); row; row = node_sibling(row)) {
        struct node **cells = ARENA_ARRAY(&r->arena, struct node *, n);
        size_t got = 0;
        for (struct node *e = row->child; e; e = e->next, got++)
            if (got < n)
                cells[got] = e;
        if (got != n)
            return wrong_count(n, got, err);
        buf_adds(out, row == node_child(values, ROLE_ROW) ? "SELECT " : " UNION ALL SELECT ");
        for (size_t i = 0; i < t->table.columns.n; i++) {
            const struct column *c = &t->table.columns.at[i];
            const struct node *cell = position[i] >= 0 ? cells[position[i]] : NULL;
            buf_adds(out, i ? ", " : "");
            if (!cell || (cell->kind == NODE_KEYWORD && str_eq(cell->text, STR("DEFAULT")))) {
                if (!run_default(r, t->object, c, out, err))
                    return false;
            } else {
                struct buf value BUF_SCOPE = {0};
                if (!run_print(r, cell, &value, err))
                    return false;
                dialect_assign(out, buf_str(&value), c->type);
            }
            buf_adds(out, " AS ");
            buf_ident(out, c->name);
        }
    }
    return true;
}

static bool insert_query(struct run *r, const struct target *t, struct buf *out, struct err *err)
{
    const struct node *source = r->statement->dml.query;
    ptrdiff_t *position = ARENA_ARRAY(&r->arena, ptrdiff_t, t->table.columns.n);
    size_t expected, got;
    if (!map_columns(r, t, position, &expected, err))
        return false;
    if (source->kind == NODE_VALUES && has_default_keyword(source))
        return add_rows_with_defaults(r, t, position, expected, source, out, err);
    struct buf query BUF_SCOPE = {0};
    struct column_shape *shape;
    if (!run_print(r, source, &query, err) ||
        !connection_shape(r->s->conn, &r->arena, buf_str(&query), &shape, &got, err))
        return false;
    if (got != expected)
        return wrong_count(expected, got, err);
    buf_adds(out, "SELECT ");
    if (!add_assignments(r, t, position, out, err))
        return false;
    buf_adds(out, " FROM (");
    buf_add(out, buf_str(&query));
    buf_adds(out, ") AS source(");
    for (size_t i = 0; i < got; i++)
        buf_printf(out, "%s\"%zu\"", i ? ", " : "", i);
    buf_addc(out, ')');
    return true;
}

static bool work_insert(struct run *r, void *ctx, struct err *err)
{
    struct target *t = ctx;
    struct buf sql BUF_SCOPE = {0};
    return insert_query(r, t, &sql, err) && run_consume_streams(r, err) &&
           (!r->statement->dml.overwrite || table_truncate(&r->s->tx, &t->table, err)) &&
           table_insert(&r->s->tx, &t->table, buf_str(&sql), &t->changes.inserted, err);
}

/* Runs `work` on the statement's target. */
static bool write_target(struct run *r, struct target *t, write_function *work, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    bool ok = open_target(r, &d->target, d->target_alias, t, err) && run_write(r, t->object->id, work, t, err);
    object_unref(t->object);
    return ok;
}

bool run_insert(struct run *r, struct err *err)
{
    struct target t = {0};
    if (!write_target(r, &t, work_insert, err))
        return false;
    finish_dml(r, inserted_columns, 1);
    r->inserted = t.changes.inserted;
    listing_int(r->listing, r->inserted);
    return true;
}

/* --- UPDATE and DELETE ------------------------------------------------------------------------------------------ */

/* `"C"."X"` */
static void add_old_value(const struct target *t, const struct column *c, struct buf *out)
{
    buf_ident(out, t->alias);
    buf_addc(out, '.');
    buf_ident(out, c->name);
}

static bool check_assignment(struct run *r, const struct target *t, const struct assignment *a, ptrdiff_t *ret,
                             struct err *err)
{
    if (a->qualifier.n && !str_eq(a->qualifier, t->alias))
        return run_error_at(r, a->line, a->col, err, 904, "42000", "invalid identifier '%.*s.%.*s'",
                            STR_FMT(a->qualifier), STR_FMT(a->column));
    *ret = columns_find(&t->table.columns, a->column);
    if (*ret < 0)
        return run_error_at(r, a->line, a->col, err, 904, "42000", "invalid identifier '%.*s'", STR_FMT(a->column));
    return true;
}

/* One value for each column of the table: what SET gives, or what `add_rest` says. */
static bool assignments_by_column(struct run *r, const struct target *t, const struct assignment *set, size_t n,
                                  struct node **values, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        ptrdiff_t at = -1;
        if (!check_assignment(r, t, &set[i], &at, err))
            return false;
        if (values[at])
            return run_error_at(r, set[i].line, set[i].col, err, 2025, "42S21", "duplicate column name '%.*s'",
                                STR_FMT(set[i].column));
        values[at] = set[i].value;
    }
    return true;
}

/* An assigned value, converted to the column's type; DEFAULT is the column's. */
static bool add_value(struct run *r, const struct target *t, const struct column *c, const struct node *value,
                      struct buf *out, struct err *err)
{
    if (value->kind == NODE_KEYWORD && str_eq(value->text, STR("DEFAULT")))
        return run_default(r, t->object, c, out, err);
    struct buf sql BUF_SCOPE = {0};
    if (!run_print(r, value, &sql, err))
        return false;
    dialect_assign(out, buf_str(&sql), c->type);
    return true;
}

/* A change of rows that all fare alike: op U or D. */
static bool simple_resolve(struct run *r, const struct target *t, char op, struct resolve *ret, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    struct node **values = ARENA_ARRAY(&r->arena, struct node *, t->table.columns.n);
    struct buf others BUF_SCOPE = {0}, where BUF_SCOPE = {0}, new BUF_SCOPE = {0};
    if (!assignments_by_column(r, t, d->set, d->n_set, values, err))
        return false;
    for (size_t i = 0; op == 'U' && i < t->table.columns.n; i++) {
        const struct column *c = &t->table.columns.at[i];
        buf_adds(&new, ", ");
        if (!values[i])
            add_old_value(t, c, &new);
        else if (!add_value(r, t, c, values[i], &new, err))
            return false;
        buf_adds(&new, " AS ");
        buf_ident(&new, c->name);
    }
    if ((d->source && !run_print(r, d->source, &others, err)) ||
        (d->condition && !run_print(r, d->condition, &where, err)))
        return false;
    *ret =
        (struct resolve){.alias = t->alias,
                         .others = str_dup(&r->arena, buf_str(&others)),
                         .met = {true, op == 'U' ? STR("'U'") : STR("'D'"), str_dup(&r->arena, buf_str(&new)),
                                 str_dup(&r->arena, buf_str(&where))},
                         .nondeterministic_is_error = op == 'D' || r->s->parameters.error_on_nondeterministic_update};
    return true;
}

static bool apply(struct run *r, struct target *t, const struct resolve *resolve, struct err *err)
{
    return run_consume_streams(r, err) && table_apply(&r->s->tx, &t->table, resolve, &t->changes, err);
}

static bool work_update(struct run *r, void *ctx, struct err *err)
{
    struct resolve resolve;
    return simple_resolve(r, ctx, 'U', &resolve, err) && apply(r, ctx, &resolve, err);
}

static bool work_delete(struct run *r, void *ctx, struct err *err)
{
    struct resolve resolve;
    return simple_resolve(r, ctx, 'D', &resolve, err) && apply(r, ctx, &resolve, err);
}

bool run_update(struct run *r, struct err *err)
{
    struct target t = {0};
    if (!write_target(r, &t, work_update, err))
        return false;
    finish_dml(r, updated_columns, 2);
    r->updated = t.changes.updated;
    listing_int(r->listing, r->updated);
    listing_int(r->listing, t.changes.multi_joined);
    return true;
}

bool run_delete(struct run *r, struct err *err)
{
    struct target t = {0};
    if (!write_target(r, &t, work_delete, err))
        return false;
    finish_dml(r, deleted_columns, 1);
    r->deleted = t.changes.deleted;
    listing_int(r->listing, r->deleted);
    return true;
}

/* --- MERGE ------------------------------------------------------------------------------------------------------ */

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
        return assignments_by_column(r, t, m->set, m->n_set, values, err);
    if (m->n_set != t->table.columns.n)
        return wrong_count(t->table.columns.n, m->n_set, err);
    for (size_t i = 0; i < m->n_set; i++)
        values[i] = m->set[i].value;
    return true;
}

static bool make_clause(struct run *r, const struct target *t, const struct merge_clause *m, struct clause *c,
                        struct err *err)
{
    struct buf condition BUF_SCOPE = {0};
    if (m->all_by_name)
        return err_unsupported(err, m->line, m->col, "ALL BY NAME");
    if (m->condition && !run_print(r, m->condition, &condition, err))
        return false;
    *c = (struct clause){.written = m,
                         .condition = m->condition ? str_dup(&r->arena, buf_str(&condition)) : STR("true"),
                         .values = ARENA_ARRAY(&r->arena, struct node *, t->table.columns.n)};
    if (m->action == MERGE_UPDATE)
        return assignments_by_column(r, t, m->set, m->n_set, c->values, err);
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
    if (c->values[i])
        return add_value(r, t, column, c->values[i], out, err);
    if (c->written->action == MERGE_INSERT)
        return run_default(r, t->object, column, out, err);
    add_old_value(t, column, out);
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
    struct buf op BUF_SCOPE = {0}, values BUF_SCOPE = {0}, where BUF_SCOPE = {0};
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

/* The stored table that the source is; 0 when it is anything else. */
static int64_t source_table(struct run *r, const struct node *source)
{
    const struct node *table = source->kind == NODE_ALIASED ? node_child(source, ROLE_TABLE) : source;
    bool plain = table && table->kind == NODE_TABLE && table->name && !node_child(source, ROLE_AT) &&
                 !node_child(source, ROLE_PART);
    struct object *o OBJECT_SCOPE = NULL;
    struct err missing ERR_SCOPE = {0};
    if (!plain || !run_resolve(r, OBJECT_TABLE, table->name, &o, &missing))
        return 0;
    return o->kind == OBJECT_TABLE ? o->id : 0;
}

static bool merge_resolve(struct run *r, const struct target *t, struct resolve *ret, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    struct clauses matched, unmatched;
    struct buf source BUF_SCOPE = {0}, condition BUF_SCOPE = {0};
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
    return merge_resolve(r, ctx, &resolve, err) && apply(r, ctx, &resolve, err);
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
    finish_dml(r, columns.at, columns.n);
    for (size_t i = 0; i < 3; i++)
        if (has[order[i].action]) {
            *to[i] = counts[i];
            listing_int(r->listing, counts[i]);
        }
}

bool run_merge(struct run *r, struct err *err)
{
    struct target t = {0};
    if (!write_target(r, &t, work_merge, err))
        return false;
    merge_listing(r, &t.changes);
    return true;
}

static bool translate_resolve(struct run *r, const struct target *t, struct buf *out, struct err *err)
{
    struct resolve resolve;
    bool ok = r->statement->kind == STATEMENT_MERGE
                  ? merge_resolve(r, t, &resolve, err)
                  : simple_resolve(r, t, r->statement->kind == STATEMENT_UPDATE ? 'U' : 'D', &resolve, err);
    if (ok)
        table_resolve_text(&t->table, &resolve, out);
    return ok;
}

bool run_translate_dml(struct run *r, struct buf *out, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    struct target t = {0};
    if (!open_target(r, &d->target, d->target_alias, &t, err))
        return false;
    bool ok =
        r->statement->kind == STATEMENT_INSERT ? insert_query(r, &t, out, err) : translate_resolve(r, &t, out, err);
    object_unref(t.object);
    return ok;
}

/* --- TRUNCATE --------------------------------------------------------------------------------------------------- */

static bool work_truncate(struct run *r, void *ctx, struct err *err)
{
    struct target *t = ctx;
    return table_truncate(&r->s->tx, &t->table, err) && loads_forget_table(r->s->conn, t->table.id, err);
}

bool run_truncate(struct run *r, struct err *err)
{
    struct target t = {0};
    struct err missing ERR_SCOPE = {0};
    if (!open_target(r, &r->statement->truncate.table, STR_NULL, &t, &missing)) {
        if (!r->statement->truncate.if_exists || missing.code != 2003)
            return err_move(err, &missing);
        return run_done(r);
    }
    bool ok = run_write(r, t.object->id, work_truncate, &t, err);
    object_unref(t.object);
    return ok && run_done(r);
}
