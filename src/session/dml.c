/* INSERT, UPDATE, DELETE, TRUNCATE, and what MERGE shares with them: each becomes a query for table_insert or
 * table_apply. */
#include "session/dml.h"

#include "history/loads.h"

bool dml_open_target(struct run *r, const struct object_name *name, struct str alias, struct target *t, struct err *err)
{
    if (!run_target(r, name, &t->object, err))
        return false;
    t->table = table_of(&r->arena, t->object);
    t->has_alias = alias.n > 0;
    t->alias = t->has_alias ? alias : str_from(t->object->name);
    if (r->statement->kind == STATEMENT_INSERT)
        return true;
    r->target_alias = t->alias;
    if (!t->has_alias)
        run_place(r, t->object, &r->target_columns);
    for (size_t i = 0; i < t->table.columns.n; i++) {
        const struct column *c = &t->table.columns.at[i];
        vec_push(&r->arena, &r->target_columns, ((struct typed_column){c->name, dialect_known(c->type), &c->type}));
    }
    return true;
}

static const struct listing_column inserted_columns[] = {{"number of rows inserted", LISTING_NUMBER}};
static const struct listing_column updated_columns[] = {{"number of rows updated", LISTING_NUMBER},
                                                        {"number of multi-joined rows updated", LISTING_NUMBER}};
static const struct listing_column deleted_columns[] = {{"number of rows deleted", LISTING_NUMBER}};

void dml_finish(struct run *r, const struct listing_column *columns, size_t n)
{
    run_listing(r, columns, n);
    r->is_dml = true;
}

/* --- INSERT ----------------------------------------------------------------------------------------------------- */

bool dml_map_columns(struct run *r, const struct target *t, const struct assignment *columns, size_t n_columns,
                     ptrdiff_t *position, size_t *ret_n, struct err *err)
{
    for (size_t i = 0; i < t->table.columns.n; i++)
        position[i] = n_columns ? -1 : (ptrdiff_t)i;
    *ret_n = n_columns ? n_columns : t->table.columns.n;
    for (size_t i = 0; i < n_columns; i++) {
        const struct assignment *c = &columns[i];
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

bool dml_wrong_count(size_t expected, size_t got, struct err *err)
{
    return err_set(err, 2020, "21S01",
                   "SQL compilation error:\nInsert value list does not match column list expecting %zu but got %zu",
                   expected, got);
}

bool dml_add_assignments(struct run *r, const struct target *t, const ptrdiff_t *position,
                         const struct typed_column *from, struct buf *out, struct err *err)
{
    for (size_t i = 0; i < t->table.columns.n; i++) {
        const struct column *c = &t->table.columns.at[i];
        BUF_SCOPE struct buf name = {0};
        buf_adds(out, i ? ", " : "");
        if (position[i] >= 0) {
            if (!dialect_check_assign(from[position[i]], c->type, c->name, err))
                return false;
            buf_ident(&name, from[position[i]].name);
            dialect_assign(out, buf_str(&name), c->type);
        } else if (!run_default(r, t->object, c, out, err)) {
            return false;
        }
        buf_adds(out, " AS ");
        buf_ident(out, c->name);
    }
    return true;
}

bool dml_add_row(struct run *r, const struct target *t, const ptrdiff_t *position, const struct node *row,
                 struct buf *out, struct err *err)
{
    struct node **cells = ARENA_ARRAY(&r->arena, struct node *, node_count(row, ROLE_ARGUMENT));
    size_t n = 0;
    for (struct node *e = row->child; e; e = e->next)
        cells[n++] = e;
    for (size_t i = 0; i < t->table.columns.n; i++) {
        const struct column *c = &t->table.columns.at[i];
        buf_adds(out, i ? ", " : "");
        if (!(position[i] >= 0 ? dml_add_value(r, t, c, cells[position[i]], out, err)
                               : run_default(r, t->object, c, out, err)))
            return false;
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
static bool add_rows_with_defaults(struct run *r, const struct target *t, const ptrdiff_t *position,
                                   const struct node *values, struct buf *out, struct err *err)
{
    for (const struct node *row = node_child(values, ROLE_ROW); row; row = node_sibling(row)) {
        buf_adds(out, row == node_child(values, ROLE_ROW) ? "SELECT " : " UNION ALL SELECT ");
        if (!dml_add_row(r, t, position, row, out, err))
            return false;
    }
    return true;
}

static const struct node *find_refused_call(const struct node *n)
{
    static const char *const refused[] = {"PARSE_JSON", "ARRAY_CONSTRUCT", "OBJECT_CONSTRUCT"};
    for (size_t i = 0; n->kind == NODE_CALL && i < sizeof refused / sizeof *refused; i++)
        if (str_eq(n->text, str_from(refused[i])))
            return n;
    const struct node *found = NULL;
    for (const struct node *child = n->child; child && !found; child = child->next)
        found = find_refused_call(child);
    return found;
}

/* As many values in each row as there are columns, and none that needs a SELECT. */
static bool check_values(struct run *r, const struct node *values, size_t n, struct err *err)
{
    for (const struct node *row = node_child(values, ROLE_ROW); row; row = node_sibling(row)) {
        const struct node *refused = find_refused_call(row);
        if (node_count(row, ROLE_ARGUMENT) != n)
            return dml_wrong_count(n, node_count(row, ROLE_ARGUMENT), err);
        if (!refused)
            continue;
        const struct token *t = &r->tokens->at[refused->first];
        BUF_SCOPE struct buf text = {0};
        node_source(r->tokens, refused, &text);
        return err_at(err, t->line, t->col, 2014, "22000",
                      "SQL compilation error:\nInvalid expression [%.*s] in VALUES clause", STR_FMT(buf_str(&text)));
    }
    return true;
}

static bool insert_query(struct run *r, const struct target *t, struct buf *out, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    const struct node *source = d->query;
    ptrdiff_t *position = ARENA_ARRAY(&r->arena, ptrdiff_t, t->table.columns.n);
    size_t expected, got;
    if (!dml_map_columns(r, t, d->columns, d->n_columns, position, &expected, err))
        return false;
    if (source->kind == NODE_VALUES && !check_values(r, source, expected, err))
        return false;
    if (source->kind == NODE_VALUES && has_default_keyword(source))
        return add_rows_with_defaults(r, t, position, source, out, err);
    BUF_SCOPE struct buf query = {0};
    struct column_shape *shape;
    if (!run_print(r, source, &query, err) ||
        !connection_shape(r->s->conn, &r->arena, buf_str(&query), &shape, &got, err))
        return false;
    if (got != expected)
        return dml_wrong_count(expected, got, err);
    struct typed_column *from = ARENA_ARRAY(&r->arena, struct typed_column, got);
    struct typed_columns known = run_columns(r, source);
    for (size_t i = 0; i < got; i++) {
        from[i] = run_source_type(&known, got, i, shape[i].type);
        from[i].name = str_printf(&r->arena, "%zu", i);
    }
    buf_adds(out, "SELECT ");
    if (!dml_add_assignments(r, t, position, from, out, err))
        return false;
    buf_adds(out, " FROM (");
    buf_add(out, buf_str(&query));
    buf_adds(out, ") AS source(");
    for (size_t i = 0; i < got; i++) {
        buf_adds(out, i ? ", " : "");
        buf_ident(out, from[i].name);
    }
    buf_addc(out, ')');
    return true;
}

static bool work_insert(struct run *r, void *ctx, struct err *err)
{
    struct target *t = ctx;
    struct transaction *tx = &r->s->tx;
    BUF_SCOPE struct buf sql = {0};
    if (!insert_query(r, t, &sql, err) || !run_consume_streams(r, err))
        return false;
    return r->statement->dml.overwrite ? table_overwrite(tx, &t->table, buf_str(&sql), &t->changes.inserted, err)
                                       : table_insert(tx, &t->table, buf_str(&sql), &t->changes.inserted, err);
}

bool dml_write_target(struct run *r, struct target *t, write_function *work, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    bool ok = dml_open_target(r, &d->target, d->target_alias, t, err) && run_write(r, t->object->id, work, t, err);
    object_unref(t->object);
    return ok;
}

bool run_insert(struct run *r, struct err *err)
{
    struct target t = {0};
    if (r->statement->dml.n_into)
        return insert_all(r, err);
    if (!dml_write_target(r, &t, work_insert, err))
        return false;
    dml_finish(r, inserted_columns, 1);
    r->inserted = t.changes.inserted;
    listing_int(r->listing, r->inserted);
    return true;
}

/* --- UPDATE and DELETE ------------------------------------------------------------------------------------------ */

void dml_add_old_value(const struct target *t, const struct column *c, struct buf *out)
{
    buf_ident(out, t->alias);
    buf_addc(out, '.');
    buf_ident(out, c->name);
}

/* T, S.T or D.S.T, or the alias. */
static bool names_target(const struct target *t, struct str qualifier)
{
    ARENA_SCOPE struct arena a = {0};
    const struct object *o = t->object;
    return str_eq(qualifier, t->alias) ||
           (!t->has_alias && (str_eq(qualifier, str_printf(&a, "%s.%s", o->schema, o->name)) ||
                              str_eq(qualifier, str_printf(&a, "%s.%s.%s", o->database, o->schema, o->name))));
}

static bool check_assignment(struct run *r, const struct target *t, const struct assignment *a, ptrdiff_t *ret,
                             struct err *err)
{
    if (a->qualifier.n && !names_target(t, a->qualifier))
        return run_error_at(r, a->line, a->col, err, 904, "42000", "invalid identifier '%.*s.%.*s'",
                            STR_FMT(a->qualifier), STR_FMT(a->column));
    *ret = columns_find(&t->table.columns, a->column);
    if (*ret < 0)
        return run_error_at(r, a->line, a->col, err, 904, "42000", "invalid identifier '%.*s'", STR_FMT(a->column));
    return true;
}

bool dml_assignments_by_column(struct run *r, const struct target *t, const struct assignment *set, size_t n,
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

bool dml_add_value(struct run *r, const struct target *t, const struct column *c, const struct node *value,
                   struct buf *out, struct err *err)
{
    if (value->kind == NODE_KEYWORD && str_eq(value->text, STR("DEFAULT")))
        return run_default(r, t->object, c, out, err);
    BUF_SCOPE struct buf sql = {0};
    if (!run_print(r, value, &sql, err) || !dialect_check_assign(run_typed(r, value), c->type, c->name, err))
        return false;
    dialect_assign(out, buf_str(&sql), c->type);
    return true;
}

/* A change of rows that all fare alike: op U or D. */
static bool simple_resolve(struct run *r, const struct target *t, char op, struct resolve *ret, struct err *err)
{
    const struct statement_dml *d = &r->statement->dml;
    struct node **values = ARENA_ARRAY(&r->arena, struct node *, t->table.columns.n);
    BUF_SCOPE struct buf others = {0}, where = {0}, new = {0};
    if (!dml_assignments_by_column(r, t, d->set, d->n_set, values, err))
        return false;
    for (size_t i = 0; op == 'U' && i < t->table.columns.n; i++) {
        const struct column *c = &t->table.columns.at[i];
        buf_adds(&new, ", ");
        if (!values[i])
            dml_add_old_value(t, c, &new);
        else if (!dml_add_value(r, t, c, values[i], &new, err))
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

bool dml_apply(struct run *r, struct target *t, const struct resolve *resolve, struct err *err)
{
    return run_consume_streams(r, err) && table_apply(&r->s->tx, &t->table, resolve, &t->changes, err);
}

static bool work_update(struct run *r, void *ctx, struct err *err)
{
    struct resolve resolve;
    return simple_resolve(r, ctx, 'U', &resolve, err) && dml_apply(r, ctx, &resolve, err);
}

static bool work_delete(struct run *r, void *ctx, struct err *err)
{
    struct resolve resolve;
    return simple_resolve(r, ctx, 'D', &resolve, err) && dml_apply(r, ctx, &resolve, err);
}

bool run_update(struct run *r, struct err *err)
{
    struct target t = {0};
    if (!dml_write_target(r, &t, work_update, err))
        return false;
    dml_finish(r, updated_columns, 2);
    r->updated = t.changes.updated;
    r->multi_joined = t.changes.multi_joined;
    listing_int(r->listing, r->updated);
    listing_int(r->listing, r->multi_joined);
    return true;
}

bool run_delete(struct run *r, struct err *err)
{
    struct target t = {0};
    if (!dml_write_target(r, &t, work_delete, err))
        return false;
    dml_finish(r, deleted_columns, 1);
    r->deleted = t.changes.deleted;
    listing_int(r->listing, r->deleted);
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
    if (d->n_into)
        return insert_all_query(r, out, err);
    if (!dml_open_target(r, &d->target, d->target_alias, &t, err))
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
    ERR_SCOPE struct err missing = {0};
    if (!dml_open_target(r, &r->statement->truncate.table, STR_NULL, &t, &missing)) {
        if (!r->statement->truncate.if_exists || missing.code != 2003)
            return err_move(err, &missing);
        return run_done(r);
    }
    bool ok = run_write(r, t.object->id, work_truncate, &t, err);
    object_unref(t.object);
    return ok && run_done(r);
}
