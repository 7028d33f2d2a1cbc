/* SHOW of what is no kind of object: variables, parameters, columns. */
#include "session/ddl.h"
#include "session/show.h"
#include "task/options.h"

bool show_variables(struct run *r, struct err *err)
{
    static const struct listing_column columns[] = {
        {"session_id", LISTING_NUMBER}, {"name", LISTING_TEXT}, {"value", LISTING_TEXT}, {"type", LISTING_TEXT}};
    (void)err;
    struct listing *l = run_listing(r, columns, 4);
    VEC(struct str) names = {0};
    struct str name;
    void *value;
    for (size_t i = 0; map_next(&r->s->variables, &i, &name, &value);)
        if (show_wants_name(r, name)) {
            size_t at = names.n;
            vec_push(&r->arena, &names, name);
            for (; at > 0 && str_cmp(names.at[at - 1], name) > 0; at--)
                names.at[at] = names.at[at - 1];
            names.at[at] = name;
        }
    for (size_t i = 0; i < names.n && !show_is_full(r); i++) {
        const struct variable *v = map_get(&r->s->variables, names.at[i]);
        listing_int(l, r->s->id);
        listing_text(l, names.at[i]);
        listing_text(l, (struct str){v->text, v->size});
        listing_text(l, type_word(v->type.kind));
    }
    return true;
}

/* --- parameters ------------------------------------------------------------------------------------------------- */

static const struct listing_column parameter_columns[] = {{"key", LISTING_TEXT},         {"value", LISTING_TEXT},
                                                          {"default", LISTING_TEXT},     {"level", LISTING_TEXT},
                                                          {"description", LISTING_TEXT}, {"type", LISTING_TEXT}};

/* What the task sets stands over what a session of its own begins with. */
static bool task_parameters(struct run *r, const struct object *task, struct err *err)
{
    struct settings settings = definition_settings(&r->arena, task);
    (void)err;
    parameters_show(r->s, r->statement->show.like, &settings, run_listing(r, parameter_columns, 6));
    return true;
}

bool show_parameters(struct run *r, struct err *err)
{
    const struct statement *st = r->statement;
    if (st->show.scope == SHOW_IN_OBJECT && st->show.kind == OBJECT_TASK) {
        OBJECT_SCOPE struct object *task = NULL;
        return run_resolve(r, OBJECT_TASK, &st->show.in, &task, err) && task_parameters(r, task, err);
    }
    if (st->show.scope != SHOW_DEFAULT)
        return err_unsupported(err, st->line, st->col, "SHOW PARAMETERS IN an object or the account");
    parameters_show(r->s, st->show.like, NULL, run_listing(r, parameter_columns, 6));
    return true;
}

/* --- columns ---------------------------------------------------------------------------------------------------- */

static const struct listing_column column_columns[] = {
    {"table_name", LISTING_TEXT},    {"schema_name", LISTING_TEXT},   {"column_name", LISTING_TEXT},
    {"data_type", LISTING_TEXT},     {"null?", LISTING_TEXT},         {"default", LISTING_TEXT},
    {"kind", LISTING_TEXT},          {"expression", LISTING_TEXT},    {"comment", LISTING_TEXT},
    {"database_name", LISTING_TEXT}, {"autoincrement", LISTING_TEXT}, {"schema_evolution_record", LISTING_TEXT},
};

static struct str type_json(struct run *r, const struct column *c)
{
    const struct type *t = &c->type;
    BUF_SCOPE struct buf b = {0};
    switch (t->kind) {
    case TYPE_NUMBER:
        buf_printf(&b, "{\"type\":\"FIXED\",\"precision\":%d,\"scale\":%d", t->precision, t->scale);
        break;
    case TYPE_FLOAT:
        buf_adds(&b, "{\"type\":\"REAL\"");
        break;
    case TYPE_VARCHAR:
        buf_printf(&b, "{\"type\":\"TEXT\",\"length\":%lld,\"byteLength\":%lld", (long long)t->length,
                   (long long)(t->length * 4 < 16777216 ? t->length * 4 : 16777216));
        break;
    case TYPE_BINARY:
        buf_printf(&b, "{\"type\":\"BINARY\",\"length\":%lld,\"byteLength\":%lld", (long long)t->length,
                   (long long)t->length);
        break;
    case TYPE_TIME:
    case TYPE_TIMESTAMP_NTZ:
    case TYPE_TIMESTAMP_LTZ:
    case TYPE_TIMESTAMP_TZ:
        buf_printf(&b, "{\"type\":\"%.*s\",\"precision\":0,\"scale\":%d", STR_FMT(type_word(t->kind)), t->precision);
        break;
    case TYPE_BOOLEAN:
    case TYPE_DATE:
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
    case TYPE_GEOGRAPHY:
        buf_printf(&b, "{\"type\":\"%.*s\"", STR_FMT(type_word(t->kind)));
        break;
    }
    buf_printf(&b, ",\"nullable\":%s%s}", c->not_null ? "false" : "true",
               t->kind == TYPE_VARCHAR  ? ",\"fixed\":false"
               : t->kind == TYPE_BINARY ? ",\"fixed\":true"
                                        : "");
    return str_dup(&r->arena, buf_str(&b));
}

static bool add_columns(struct run *r, const struct object *o, struct err *err)
{
    struct columns columns;
    if (!describe_columns(r, o, &columns, err))
        return false;
    for (size_t i = 0; i < columns.n && !show_is_full(r); i++) {
        const struct column *c = &columns.at[i];
        struct listing *l = r->listing;
        if (!show_wants_name(r, c->name))
            continue;
        listing_cstr(l, o->name);
        listing_cstr(l, o->schema);
        listing_text(l, c->name);
        listing_text(l, type_json(r, c));
        listing_cstr(l, c->not_null ? "NOT_NULL" : "true");
        listing_text(l, c->default_text.p ? c->default_text : STR(""));
        listing_cstr(l, "COLUMN");
        listing_cstr(l, "");
        listing_text(l, c->comment.n ? c->comment : STR(""));
        listing_cstr(l, o->database);
        listing_text(l, c->identity ? identity_text(r, c) : STR(""));
        listing_text(l, c->evolution);
    }
    return true;
}

bool show_columns(struct run *r, struct err *err)
{
    const struct statement *st = r->statement;
    struct str database, schema;
    if (st->show.scope == SHOW_IN_OBJECT && (st->show.kind == OBJECT_TABLE || st->show.kind == OBJECT_VIEW)) {
        OBJECT_SCOPE struct object *o = NULL;
        run_listing(r, column_columns, sizeof column_columns / sizeof *column_columns);
        return find_existing(r, st->show.kind, &st->show.in, NULL, 0, &o, err) && add_columns(r, o, err);
    }
    if (!show_scope(r, &database, &schema, err))
        return false;
    run_listing(r, column_columns, sizeof column_columns / sizeof *column_columns);
    static const enum object_kind with_columns[] = {OBJECT_TABLE, OBJECT_VIEW};
    bool ok = true;
    for (size_t k = 0; k < 2; k++) {
        size_t n;
        struct object **list = catalog_list(r->s->f->catalog, &r->arena, with_columns[k], database, schema, &n);
        for (size_t i = 0; i < n && ok; i++)
            if (!list[i]->session || list[i]->session == r->s->id)
                ok = add_columns(r, list[i], err);
        catalog_list_release(list, n);
    }
    return ok;
}
