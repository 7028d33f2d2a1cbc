/* CREATE TABLE: its columns and their defaults, from a query, LIKE another table or USING TEMPLATE. */
#include "session/ddl.h"
#include "stage/format.h"

/* s.NEXTVAL under the full name of the sequence, which it keeps whatever schema is current later. */
static bool sequence_default(struct run *r, const struct node *value, struct str *ret, struct err *err)
{
    struct object_name name = {0};
    OBJECT_SCOPE struct object *sequence = NULL;
    for (const struct node *part = value->child; part != value->tail && name.n < 3; part = part->next)
        name.part[name.n++] = part->text;
    if (!run_resolve(r, OBJECT_SEQUENCE, &name, &sequence, err))
        return false;
    struct str full = object_full_name(&r->arena, sequence);
    *ret = str_printf(&r->arena, "%.*s.NEXTVAL", STR_FMT(full));
    return true;
}

static bool default_text(struct run *r, const struct column_definition *d, struct str *ret, struct err *err)
{
    const struct node *value = d->default_value;
    if (value->kind == NODE_COLUMN && value->child != value->tail && str_eq(value->tail->text, STR("NEXTVAL")))
        return sequence_default(r, value, ret, err);
    *ret = tokens_text(r->tokens, d->default_value->first, d->default_value->last);
    /* A default that cannot be translated is found now, not at the first INSERT. */
    BUF_SCOPE struct buf sql = {0};
    return run_print(r, value, &sql, err) &&
           (!d->has_type || dialect_check_assign(run_typed(r, value), d->type, d->name, err));
}

static bool reserved_column(struct str name)
{
    static const char *const ours[] = {"_rid", "_ver", "_replaced", "rowid"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (str_ieq(name, str_from(ours[i])))
            return true;
    return false;
}

bool duplicate_column(const struct statement *st, struct str name, struct err *err)
{
    return err_at(err, st->line, st->col, 2025, "42S21", "SQL compilation error:\nduplicate column name '%.*s'",
                  STR_FMT(name));
}

bool check_columns(const struct columns *columns, const struct statement *st, struct err *err)
{
    if (!columns->n)
        return err_at(err, st->line, st->col, 2029, "42601",
                      "SQL compilation error:\nA table must have at least one column.");
    for (size_t i = 0; i < columns->n; i++) {
        struct str name = columns->at[i].name;
        if (reserved_column(name))
            return err_unsupported(err, st->line, st->col, "a column named %.*s", STR_FMT(name));
        for (size_t k = 0; k < i; k++) {
            if (str_eq(columns->at[k].name, name))
                return duplicate_column(st, name, err);
            if (str_ieq(columns->at[k].name, name))
                return err_unsupported(err, st->line, st->col, "columns whose names differ only in case: %.*s",
                                       STR_FMT(name));
        }
    }
    return true;
}

bool columns_written(struct run *r, const struct column_definition *definitions, size_t n, bool of_query,
                     struct columns *ret, struct err *err)
{
    *ret = (struct columns){ARENA_ARRAY(&r->arena, struct column, n), n};
    for (size_t i = 0; i < n; i++) {
        const struct column_definition *d = &definitions[i];
        ret->at[i] = (struct column){.name = d->name,
                                     .type = d->type,
                                     .not_null = d->not_null || d->primary_key,
                                     .primary_key = d->primary_key,
                                     .unique = d->unique,
                                     .identity = d->identity,
                                     .identity_start = d->identity_start,
                                     .identity_step = d->identity_step,
                                     .comment = d->comment};
        if (d->default_value && !default_text(r, d, &ret->at[i].default_text, err))
            return false;
        if (!of_query && !d->has_type)
            return err_at(err, d->line, d->col, 1003, "42000",
                          "SQL compilation error:\nmissing data type of column '%.*s'", STR_FMT(d->name));
    }
    return true;
}

/* CTAS: names and types of the query, or those that are written. */
static bool query_columns(struct run *r, struct str sql, struct columns *written, struct columns *ret, struct err *err)
{
    struct column_shape *shape;
    size_t n;
    if (!connection_shape(r->s->conn, &r->arena, sql, &shape, &n, err))
        return false;
    if (written->n && written->n != n)
        return err_set(err, 2026, "42601", "SQL compilation error:\nInvalid column definition list");
    *ret = (struct columns){ARENA_ARRAY(&r->arena, struct column, n), n};
    struct typed_columns known = run_columns(r, r->statement->create.query);
    for (size_t i = 0; i < n; i++) {
        ret->at[i] = written->n ? written->at[i] : (struct column){.name = shape[i].label};
        struct typed_column from = run_source_type(&known, n, i, shape[i].type);
        if (!written->n || !r->statement->create.columns[i].has_type)
            ret->at[i].type = run_column_type(&known, n, i, shape[i].type);
        else if (!dialect_check_assign(from, ret->at[i].type, ret->at[i].name, err))
            return false;
    }
    return true;
}

static bool create_sequences(struct run *r, const struct object *table, const struct columns *columns, struct err *err)
{
    for (size_t i = 0; i < columns->n; i++) {
        const struct column *c = &columns->at[i];
        if (!c->identity)
            continue;
        BUF_SCOPE struct buf sql = {0};
        buf_adds(&sql, "CREATE SEQUENCE ");
        table_sequence_name(&sql, table->id, c->name);
        add_sequence_range(&sql, c->identity_start, c->identity_step);
        if (!connection_run(r->s->conn, buf_str(&sql), NULL, err))
            return false;
    }
    return true;
}

static bool fill_table(struct run *r, const struct object *object, const struct columns *columns, struct str query,
                       struct err *err)
{
    struct table table = table_of(&r->arena, object);
    BUF_SCOPE struct buf sql = {0};
    int64_t n;
    bool stale;
    buf_adds(&sql, "SELECT ");
    for (size_t i = 0; i < columns->n; i++) {
        buf_adds(&sql, i ? ", " : "");
        struct str name = str_printf(&r->arena, "\"%zu\"", i);
        dialect_assign(&sql, name, columns->at[i].type);
        buf_adds(&sql, " AS ");
        buf_ident(&sql, columns->at[i].name);
    }
    buf_adds(&sql, " FROM (");
    buf_add(&sql, query);
    buf_adds(&sql, ") AS source(");
    for (size_t i = 0; i < columns->n; i++)
        buf_printf(&sql, "%s\"%zu\"", i ? ", " : "", i);
    buf_addc(&sql, ')');
    return transaction_lock(&r->s->tx, object->id, &stale, err) &&
           table_insert(&r->s->tx, &table, buf_str(&sql), &n, err);
}

int64_t retention_days(const struct settings *s, int64_t missing)
{
    const struct setting *days = settings_find(s, "DATA_RETENTION_TIME_IN_DAYS");
    int64_t n;
    return days && str_to_int64(days->text, &n) ? n : missing;
}

static bool like_columns(struct run *r, struct columns *ret, struct err *err)
{
    struct object *o = NULL;
    if (!run_target(r, &r->statement->create.like, &o, err))
        return false;
    /* The slices must live as long as the statement. */
    struct columns columns = definition_columns(&r->arena, o);
    for (size_t i = 0; i < columns.n; i++) {
        columns.at[i].name = str_dup(&r->arena, columns.at[i].name);
        columns.at[i].comment = str_dup(&r->arena, columns.at[i].comment);
        if (columns.at[i].default_text.p)
            columns.at[i].default_text = str_dup(&r->arena, columns.at[i].default_text);
    }
    *ret = columns;
    object_unref(o);
    return true;
}

bool create_table(struct run *r, void *ctx, struct err *err)
{
    static const char *const allowed[] = {
        "COMMENT",         "DATA_RETENTION_TIME_IN_DAYS", "MAX_DATA_EXTENSION_TIME_IN_DAYS",
        "CHANGE_TRACKING", "ENABLE_SCHEMA_EVOLUTION",     NULL};
    struct creation *c = ctx;
    const struct statement_create *create = &r->statement->create;
    struct columns written, columns;
    BUF_SCOPE struct buf query = {0};
    bool done = false;
    if (!create_only_settings(r, allowed, "TABLE", err))
        return false;
    if (create->clone.n)
        return err_unsupported(err, create->clone.line, create->clone.col, "CREATE TABLE … CLONE");
    /* The query may read the table that it replaces, so it is looked at before that goes. */
    if (!(create->like.n     ? like_columns(r, &written, err)
          : create->template ? template_columns(r, create->template, &written, err)
                             : columns_written(r, create->columns, create->n_columns, create->query, &written, err)))
        return false;
    columns = written;
    if (create->query && (!run_print(r, create->query, &query, err) ||
                          !query_columns(r, buf_str(&query), &written, &columns, err) || !run_consume_streams(r, err)))
        return false;
    const struct setting *tracking = settings_find(&create->settings, "CHANGE_TRACKING");
    const struct setting *evolution = settings_find(&create->settings, "ENABLE_SCHEMA_EVOLUTION");
    bool tracked = false, evolves = false;
    if ((evolution && !setting_boolean(evolution, &evolves, err)) ||
        (tracking && !setting_boolean(tracking, &tracked, err)) || !check_columns(&columns, r->statement, err) ||
        !create_begin(r, c, &done, err) || done)
        return done;
    json_t *definition = definition_from_columns(&columns);
    if (create->flags & CREATE_TRANSIENT)
        json_object_set_new(definition, "transient", json_true());
    json_object_set_new(definition, "retention", json_integer(retention_days(&create->settings, 1)));
    json_object_set_new(definition, "change_tracking", json_boolean(tracked));
    if (evolves)
        json_object_set_new(definition, "schema_evolution", json_true());
    if (create->cluster_by)
        json_object_set_new(definition, "cluster_by", json_stringn(create->cluster_by->p, create->cluster_by->n));
    OBJECT_SCOPE struct object *o = NULL;
    return create_object(r, c, definition, create_comment(&create->settings), &o, err) &&
           store_create_table(&r->s->tx, o, err) && create_sequences(r, o, &columns, err) &&
           plain_create_view(r->s->f->catalog, r->s->conn, o, &columns, err) &&
           (!create->query || fill_table(r, o, &columns, buf_str(&query), err)) && create_done(r, c);
}
