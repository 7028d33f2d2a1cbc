/* DESCRIBE: tables and views by their columns, the rest by a row or by properties. */
#include "session/ddl.h"
#include "session/show.h"
#include "stage/format.h"
#include "stage/integration.h"
#include "stage/stage.h"

static const struct listing_column column_columns[] = {
    {"name", LISTING_TEXT},       {"type", LISTING_TEXT},        {"kind", LISTING_TEXT},
    {"null?", LISTING_TEXT},      {"default", LISTING_TEXT},     {"primary key", LISTING_TEXT},
    {"unique key", LISTING_TEXT}, {"check", LISTING_TEXT},       {"expression", LISTING_TEXT},
    {"comment", LISTING_TEXT},    {"policy name", LISTING_TEXT}, {"privacy domain", LISTING_TEXT},
};

struct str identity_text(struct run *r, const struct column *c)
{
    return str_printf(&r->arena, "IDENTITY START %lld INCREMENT %lld NOORDER", (long long)c->identity_start,
                      (long long)c->identity_step);
}

static void add_column(struct run *r, const struct column *c)
{
    struct listing *l = r->listing;
    listing_text(l, c->name);
    listing_text(l, type_text(&r->arena, c->type));
    listing_cstr(l, "COLUMN");
    listing_cstr(l, yes_no(!c->not_null));
    listing_text(l, c->identity ? identity_text(r, c) : c->default_text);
    listing_cstr(l, yes_no(c->primary_key));
    listing_cstr(l, yes_no(c->unique));
    listing_null(l);
    listing_null(l);
    listing_text(l, c->comment.n ? c->comment : STR_NULL);
    listing_null(l);
    listing_null(l);
}

/* A view's types are those of its query as it is now. */
static bool view_columns(struct run *r, const struct object *o, struct columns *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    struct column_shape *shape;
    size_t n;
    struct object_name name = {.part = {str_from(o->database), str_from(o->schema), str_from(o->name)}, .n = 3};
    buf_adds(&sql, "SELECT * FROM ");
    bool alone = !r->s->tx.open;
    if (alone && !transaction_begin(&r->s->tx, false, err))
        return false;
    struct str alias;
    struct typed_columns known = {0};
    bool ok = r->resolver.table(r, &name, NULL, &sql, &alias, err) &&
              connection_shape(r->s->conn, &r->arena, buf_str(&sql), &shape, &n, err);
    if (alone)
        transaction_rollback(&r->s->tx, false);
    if (!ok)
        return false;
    *ret = (struct columns){ARENA_ARRAY(&r->arena, struct column, n), n};
    known.partial = !r->resolver.columns(r, &name, &known);
    for (size_t i = 0; i < n; i++)
        ret->at[i] = (struct column){.name = shape[i].label, .type = run_column_type(&known, n, i, shape[i].type)};
    return true;
}

bool describe_columns(struct run *r, const struct object *o, struct columns *ret, struct err *err)
{
    if (o->kind == OBJECT_VIEW)
        return view_columns(r, o, ret, err);
    *ret = definition_columns(&r->arena, o);
    return true;
}

static bool describe_table(struct run *r, const struct object *o, struct err *err)
{
    struct columns columns;
    if (!describe_columns(r, o, &columns, err))
        return false;
    run_listing(r, column_columns, sizeof column_columns / sizeof *column_columns);
    for (size_t i = 0; i < columns.n; i++)
        add_column(r, &columns.at[i]);
    return true;
}

static const struct listing_column property_columns[] = {{"property", LISTING_TEXT}, {"value", LISTING_TEXT}};

static void property(struct listing *l, const char *name, struct str value)
{
    listing_cstr(l, name);
    listing_text(l, value);
}

static bool describe_procedure(struct run *r, const struct object *o, struct err *err)
{
    (void)err;
    struct listing *l = run_listing(r, property_columns, 2);
    BUF_SCOPE struct buf signature = {0};
    const json_t *list = json_object_get(o->definition, "arguments"), *a;
    size_t i;
    buf_addc(&signature, '(');
    json_array_foreach(list, i, a)
    {
        buf_adds(&signature, i ? ", " : "");
        buf_add(&signature, json_text(a, "name"));
        buf_addc(&signature, ' ');
        struct str type = json_text(a, "type");
        ptrdiff_t paren = str_find(type, STR("("));
        buf_add(&signature, paren < 0 ? type : str_sub(type, 0, (size_t)paren));
    }
    buf_addc(&signature, ')');
    property(l, "signature", buf_str(&signature));
    property(l, "returns",
             str_printf(&r->arena, "%.*s%s", STR_FMT(json_text(o->definition, "returns")),
                        json_flag(o->definition, "returns_not_null") ? " NOT NULL" : ""));
    property(l, "language", json_text(o->definition, "language"));
    property(l, "null handling",
             json_flag(o->definition, "strict") ? STR("RETURNS NULL ON NULL INPUT") : STR("CALLED ON NULL INPUT"));
    property(l, "volatility", STR("VOLATILE"));
    property(l, "body", json_text(o->definition, "body"));
    property(l, "execute as", json_text(o->definition, "execute_as"));
    return true;
}

static bool describe_stage_row(struct run *r, const struct object *o, struct err *err)
{
    (void)err;
    stage_describe(o, run_listing(r, stage_describe_columns, stage_describe_n));
    return true;
}

static bool describe_format(struct run *r, const struct object *o, struct err *err)
{
    (void)err;
    file_format_describe(o, run_listing(r, file_format_describe_columns, file_format_describe_n));
    return true;
}

static bool describe_integration(struct run *r, const struct object *o, struct err *err)
{
    (void)err;
    integration_describe(o, run_listing(r, integration_describe_columns, integration_describe_n));
    return true;
}

/* DESCRIBE DATABASE and SCHEMA: what is in them. */
static bool describe_container(struct run *r, const struct object *o, struct err *err)
{
    static const struct listing_column columns[] = {
        {"created_on", LISTING_LTZ}, {"name", LISTING_TEXT}, {"kind", LISTING_TEXT}};
    (void)err;
    struct listing *l = run_listing(r, columns, 3);
    bool database = o->kind == OBJECT_DATABASE;
    for (int kind = database ? OBJECT_SCHEMA : OBJECT_TABLE; kind < (database ? OBJECT_TABLE : OBJECT_KINDS); kind++) {
        size_t n;
        struct object **list =
            catalog_list(r->s->f->catalog, &r->arena, (enum object_kind)kind,
                         str_from(database ? o->name : o->database), database ? STR_NULL : str_from(o->name), &n);
        for (size_t i = 0; i < n; i++) {
            listing_int(l, list[i]->created_on);
            listing_cstr(l, list[i]->name);
            listing_cstr(l, object_kind_word((enum object_kind)kind));
        }
        catalog_list_release(list, n);
    }
    return true;
}

bool run_describe(struct run *r, struct err *err)
{
    static bool (*const describe[OBJECT_KINDS])(struct run *, const struct object *, struct err *) = {
        [OBJECT_DATABASE] = describe_container,
        [OBJECT_SCHEMA] = describe_container,
        [OBJECT_TABLE] = describe_table,
        [OBJECT_VIEW] = describe_table,
        [OBJECT_SEQUENCE] = show_one,
        [OBJECT_STAGE] = describe_stage_row,
        [OBJECT_FILE_FORMAT] = describe_format,
        [OBJECT_PIPE] = show_one,
        [OBJECT_STREAM] = show_one,
        [OBJECT_TASK] = show_one,
        [OBJECT_PROCEDURE] = describe_procedure,
        [OBJECT_WAREHOUSE] = show_one,
        [OBJECT_ROLE] = show_one,
        [OBJECT_INTEGRATION] = describe_integration,
    };
    OBJECT_SCOPE struct object *o = NULL;
    enum object_kind kind = r->statement->describe.kind;
    return find_existing(r, kind, &r->statement->describe.name, r->statement->describe.argument_types,
                         r->statement->describe.n_argument_types, &o, err) &&
           describe[o->kind](r, o, err);
}
