/* ALTER TABLE … ADD COLUMN and SET, and what schema evolution does to a table (Snowflake's pages "ALTER TABLE" and
 * "Table schema evolution"). */
#include "session/ddl.h"
#include "stage/format.h"
#include "table/alter.h"

enum { LOOK_FOR_INTERRUPT = 50000 /* µs */ };

/* The stored table, its definition, and the view that other clients see. values: of the new columns, in order. */
static bool change_columns(struct catalog *c, struct transaction *t, struct object *table, const struct columns *to,
                           const struct str *values, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct columns from = definition_columns(&a, table);
    for (size_t i = 0; i < to->n; i++) {
        bool ok = i >= from.n ? table_add_column(t, table->id, &to->at[i], values ? values[i - from.n] : STR(""), err)
                              : to->at[i].not_null == from.at[i].not_null ||
                                    table_drop_not_null(t, table->id, to->at[i].name, err);
        if (!ok)
            return false;
    }
    return catalog_alter(c, t->conn, table, definition_with_columns(table, to), str_from(table->comment), err) &&
           plain_create_view(c, t->conn, table, to, err);
}

/* --- schema evolution -------------------------------------------------------------------------------------------- */

static void evolution_ended(void *ctx, bool committed)
{
    struct catalog *c = ctx;
    if (committed)
        catalog_publish(c);
    else
        catalog_forget(c);
    catalog_unlock(c);
}

/* Who has the catalog waits for no table (run_ddl), so this ends. */
static bool lock_catalog(struct catalog *c, struct transaction *t, struct err *err)
{
    while (!catalog_lock_within(c, LOOK_FOR_INTERRUPT))
        if (t->interrupted && atomic_load(t->interrupted))
            return err_set(err, 604, "57014", "SQL execution canceled");
    t->ended = evolution_ended;
    t->ended_ctx = c;
    return true;
}

bool freshet_evolve(void *ctx, struct transaction *t, struct object **table, const struct columns *columns,
                    struct err *err)
{
    static const struct statement nowhere = {.line = 0};
    struct freshet *f = ctx;
    if (!check_columns(columns, &nowhere, err) || !lock_catalog(f->catalog, t, err) ||
        !change_columns(f->catalog, t, *table, columns, NULL, err))
        return false;
    struct object *changed = catalog_changed(f->catalog, (*table)->id);
    object_unref(*table);
    *table = changed;
    return true;
}

/* --- ALTER TABLE ------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *key;
    bool flag;
    const char *unset; /* what UNSET leaves */
} options[] = {
    {"ENABLE_SCHEMA_EVOLUTION", "schema_evolution", true, "FALSE"},
    {"CHANGE_TRACKING", "change_tracking", true, "FALSE"},
    {"DATA_RETENTION_TIME_IN_DAYS", "retention", false, "1"},
    {"COMMENT", NULL, false, ""},
};
enum { N_OPTIONS = sizeof options / sizeof *options };

static bool set_option(const struct setting *s, bool unset, json_t *definition, struct str *comment, struct err *err)
{
    for (size_t i = 0; i < N_OPTIONS; i++) {
        bool flag;
        int64_t n;
        struct setting value = *s;
        if (!str_eq(s->key, str_from(options[i].name)))
            continue;
        if (unset) {
            value.kind = SETTING_WORD;
            value.text = str_from(options[i].unset);
        }
        if (!options[i].key) {
            *comment = value.text;
        } else if (options[i].flag) {
            if (!setting_boolean(&value, &flag, err))
                return false;
            json_object_set_new(definition, options[i].key, json_boolean(flag));
        } else {
            if (!str_to_int64(value.text, &n))
                return setting_invalid(&value, err);
            json_object_set_new(definition, options[i].key, json_integer(n));
        }
        return true;
    }
    return err_internal(err, "an option of ALTER TABLE");
}

static bool set_options(struct run *r, struct object *table, struct err *err)
{
    static const char *const allowed[] = {"ENABLE_SCHEMA_EVOLUTION", "CHANGE_TRACKING", "DATA_RETENTION_TIME_IN_DAYS",
                                          "COMMENT", NULL};
    const struct settings *s = &r->statement->alter_table.settings;
    bool unset = r->statement->alter_table.unset, ok = true;
    struct str comment = str_from(table->comment);
    bool short_lived = table->session || json_flag(table->definition, "transient");
    for (size_t i = 0; i < s->n; i++) {
        struct settings one = {&s->at[i], 1};
        bool known = false;
        for (size_t k = 0; k < N_OPTIONS; k++)
            known = known || str_eq(s->at[i].key, str_from(options[k].name));
        if ((!unset || !known) && !check_options(&one, allowed, "TABLE", short_lived, err))
            return false;
    }
    json_t *definition = json_deep_copy(table->definition);
    for (size_t i = 0; i < s->n && ok; i++)
        ok = set_option(&s->at[i], unset, definition, &comment, err);
    if (!ok) {
        json_decref(definition);
        return false;
    }
    return catalog_alter(r->s->f->catalog, r->s->conn, table, definition, comment, err);
}

/* Is it worth the same whenever it is asked? A column that is added has one value for all rows that are there. */
static bool is_constant(const struct node *n)
{
    if (n->kind == NODE_COLUMN || n->kind == NODE_QUERY || n->kind == NODE_SUBQUERY)
        return false;
    for (const struct node *child = n->child; child; child = child->next)
        if (!is_constant(child))
            return false;
    return true;
}

static bool check_added(struct run *r, const struct object *table, const struct column_definition *d,
                        const struct column *c, struct err *err)
{
    bool empty;
    if (c->identity)
        return err_unsupported(err, d->line, d->col, "ALTER TABLE … ADD COLUMN with AUTOINCREMENT");
    if (d->default_value && !is_constant(d->default_value))
        return err_at(err, d->line, d->col, 2000, "0A000",
                      "SQL compilation error:\nInvalid column default expression [%.*s]", STR_FMT(c->default_text));
    if (!c->not_null || c->default_text.p)
        return true;
    if (!table_is_empty(&r->s->tx, table->id, &empty, err))
        return false;
    return empty || err_at(err, d->line, d->col, 2027, "0A000",
                           "SQL compilation error:\nNon-nullable column '%.*s' cannot be added to non-empty table "
                           "'%s' unless it has a non-null default value.",
                           STR_FMT(c->name), table->name);
}

/* The default's value as a literal of text, which becomes the column's type: an expression, DuckDB would write into the
 * rows, and then it could not commit another change of the table in this transaction. */
static bool default_literal(struct run *r, const struct object *table, const struct column *c, struct buf *out,
                            struct err *err)
{
    BUF_SCOPE struct buf value = {0}, sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    if (!run_default(r, table, c, &value, err))
        return false;
    buf_printf(&sql, "SELECT CAST((%.*s) AS VARCHAR)", STR_FMT(buf_str(&value)));
    if (!connection_query(r->s->conn, buf_str(&sql), &rows, err))
        return false;
    if (!rows_next(rows) || rows_null(rows, 0))
        return !c->not_null || err_set(err, 100072, "22000", "NULL result in a non-nullable column");
    buf_literal(out, rows_slice(rows, 0));
    return true;
}

static bool add_columns(struct run *r, struct object *table, struct err *err)
{
    const struct statement *st = r->statement;
    struct columns old = definition_columns(&r->arena, table), added;
    size_t n = st->alter_table.n_columns;
    if (!columns_written(r, st->alter_table.columns, n, false, &added, err))
        return false;
    struct columns to = {ARENA_ARRAY(&r->arena, struct column, old.n + n), old.n};
    struct str *values = ARENA_ARRAY(&r->arena, struct str, n);
    memcpy(to.at, old.at, old.n * sizeof *to.at);
    for (size_t i = 0; i < n; i++) {
        const struct column_definition *d = &st->alter_table.columns[i];
        BUF_SCOPE struct buf value = {0};
        if (columns_find(&to, d->name) >= 0) {
            if (st->alter_table.if_not_exists)
                continue;
            return err_at(err, d->line, d->col, 1430, "42601", "SQL compilation error:\ncolumn '%.*s' already exists",
                          STR_FMT(d->name));
        }
        if (!check_added(r, table, d, &added.at[i], err) ||
            (added.at[i].default_text.p && !default_literal(r, table, &added.at[i], &value, err)))
            return false;
        values[to.n - old.n] = str_dup(&r->arena, buf_str(&value));
        to.at[to.n++] = added.at[i];
    }
    return to.n == old.n ||
           (check_columns(&to, st, err) && change_columns(r->s->f->catalog, &r->s->tx, table, &to, values, err));
}

static bool work_alter_table(struct run *r, void *ctx, struct err *err)
{
    (void)ctx;
    const struct statement *st = r->statement;
    OBJECT_SCOPE struct object *table = NULL;
    ERR_SCOPE struct err missing = {0};
    bool stale;
    if (!run_target(r, &st->alter_table.name, &table, &missing)) {
        if (!st->alter_table.if_exists || missing.code != 2003)
            return err_move(err, &missing);
        return run_done(r);
    }
    return transaction_lock(&r->s->tx, table->id, &stale, err) &&
           (st->alter_table.n_columns ? add_columns(r, table, err) : set_options(r, table, err)) && run_done(r);
}

bool run_alter_table(struct run *r, struct err *err)
{
    return run_ddl(r, work_alter_table, NULL, err);
}
