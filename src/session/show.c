/* SHOW: a const table of kinds, each with its columns and the function that adds an object's row. The
 * order and names of columns are Snowflake's, command by command. */
#include "session/show.h"

#include <stdlib.h>

#include "session/ddl.h"
#include "stage/format.h"
#include "stage/integration.h"
#include "stage/stage.h"
#include "task/definition.h"

void show_stamp(struct listing *l, int64_t micros)
{
    listing_int(l, micros);
}

void show_texts(struct listing *l, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        listing_cstr(l, texts[i]);
}

/* --- kinds of other folders ------------------------------------------------------------------------------------- */

static bool show_stage(struct shown *s, struct err *err)
{
    (void)err;
    stage_show_row(s->o, s->l);
    return true;
}

static bool show_format(struct shown *s, struct err *err)
{
    (void)err;
    file_format_show_row(s->o, s->l);
    return true;
}

static bool show_pipe(struct shown *s, struct err *err)
{
    (void)err;
    struct load_context load = session_load_context(s->r->s);
    pipe_show_row(&load, s->o, s->l);
    return true;
}

static bool show_task(struct shown *s, struct err *err)
{
    (void)err;
    task_show_row(s->o, s->l);
    return true;
}

static bool show_integration(struct shown *s, struct err *err)
{
    (void)err;
    struct str sort = s->r->statement->sort;
    if (!sort.n || str_eq(sort, json_text(s->o->definition, "sort")))
        integration_show_row(s->o, s->l);
    return true;
}

static const struct show_kind show_kind_integration = {integration_show_columns, 0, &integration_show_n,
                                                       show_integration};
static const struct show_kind show_kind_stage = {stage_show_columns, 0, &stage_show_n, show_stage};
static const struct show_kind show_kind_format = {file_format_show_columns, 0, &file_format_show_n, show_format};
static const struct show_kind show_kind_pipe = {pipe_show_columns, 0, &pipe_show_n, show_pipe};
static const struct show_kind show_kind_task = {task_show_columns, 0, &task_show_n_columns, show_task};

static const struct show_kind *const kinds[OBJECT_KINDS] = {
    [OBJECT_DATABASE] = &show_kind_database,   [OBJECT_SCHEMA] = &show_kind_schema,
    [OBJECT_TABLE] = &show_kind_table,         [OBJECT_VIEW] = &show_kind_view,
    [OBJECT_SEQUENCE] = &show_kind_sequence,   [OBJECT_STAGE] = &show_kind_stage,
    [OBJECT_FILE_FORMAT] = &show_kind_format,  [OBJECT_PIPE] = &show_kind_pipe,
    [OBJECT_STREAM] = &show_kind_stream,       [OBJECT_TASK] = &show_kind_task,
    [OBJECT_PROCEDURE] = &show_kind_procedure, [OBJECT_WAREHOUSE] = &show_kind_warehouse,
    [OBJECT_ROLE] = &show_kind_role,           [OBJECT_INTEGRATION] = &show_kind_integration,
};

bool show_one(struct run *r, const struct object *o, struct err *err)
{
    const struct show_kind *k = kinds[o->kind];
    struct shown shown = {r, o, run_listing(r, k->columns, k->n_elsewhere ? *k->n_elsewhere : k->n)};
    return k->row(&shown, err);
}

/* --- SHOW of objects -------------------------------------------------------------------------------------------- */

static const struct listing_column terse_columns[] = {
    {"created_on", LISTING_LTZ},     {"name", LISTING_TEXT},        {"kind", LISTING_TEXT},
    {"database_name", LISTING_TEXT}, {"schema_name", LISTING_TEXT},
};

static bool show_terse(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    bool in_schema = o->kind == OBJECT_TABLE || o->kind == OBJECT_VIEW;
    show_stamp(s->l, o->created_on);
    listing_cstr(s->l, o->name);
    listing_cstr(s->l, o->kind == OBJECT_TABLE      ? show_table_kind(o)
                       : o->kind == OBJECT_VIEW     ? "VIEW"
                       : o->kind == OBJECT_DATABASE ? "STANDARD"
                                                    : NULL);
    listing_cstr(s->l, o->kind == OBJECT_DATABASE ? NULL : o->database);
    listing_cstr(s->l, in_schema ? o->schema : NULL);
    return true;
}

static bool show_terse_task(struct shown *s, struct err *err)
{
    (void)err;
    task_show_terse_row(s->o, s->l);
    return true;
}

/* SHOW TERSE of the kinds whose short form is known; the others are refused. */
static const struct show_kind terse_kinds[OBJECT_KINDS] = {
    [OBJECT_DATABASE] = {SHOW_COLUMNS(terse_columns), show_terse},
    [OBJECT_SCHEMA] = {SHOW_COLUMNS(terse_columns), show_terse},
    [OBJECT_TABLE] = {SHOW_COLUMNS(terse_columns), show_terse},
    [OBJECT_VIEW] = {SHOW_COLUMNS(terse_columns), show_terse},
    [OBJECT_TASK] = {task_terse_columns, 0, &task_terse_n_columns, show_terse_task},
};

bool show_scope(struct run *r, struct str *database, struct str *schema, struct err *err)
{
    const struct statement *st = r->statement;
    struct object_name in = {0};
    bool named = st->show.in.line != 0;
    *database = *schema = STR_NULL;
    if (st->show.kind == OBJECT_DATABASE || st->show.kind == OBJECT_WAREHOUSE || st->show.kind == OBJECT_ROLE ||
        st->show.kind == OBJECT_INTEGRATION)
        return true;
    if (named && !run_name(r, &st->show.in, &in, err))
        return false;
    switch (st->show.scope) {
    case SHOW_IN_ACCOUNT:
        return true;
    case SHOW_IN_DATABASE:
        *database = named ? in.part[in.n - 1] : r->s->scope.database;
        break;
    case SHOW_IN_SCHEMA:
        *database = named && in.n >= 2 ? in.part[in.n - 2] : r->s->scope.database;
        *schema = named ? in.part[in.n - 1] : r->s->scope.schema;
        break;
    case SHOW_IN_OBJECT:
        return err_unsupported(err, st->show.in.line, st->show.in.col, "SHOW … IN %s",
                               st->show.kind == OBJECT_KINDS ? "an object" : object_kind_word(st->show.kind));
    case SHOW_DEFAULT:
        *database = r->s->scope.database;
        *schema = st->show.kind == OBJECT_SCHEMA ? STR_NULL : r->s->scope.schema;
        return true;
    }
    OBJECT_SCOPE struct object *d = catalog_find(r->s->f->catalog, OBJECT_DATABASE, STR(""), STR(""), *database);
    OBJECT_SCOPE struct object *sc =
        schema->n ? catalog_find(r->s->f->catalog, OBJECT_SCHEMA, *database, STR(""), *schema) : NULL;
    if (d && (!schema->n || sc))
        return true;
    return err_at(err, st->show.in.line, st->show.in.col, 2043, "02000",
                  "SQL compilation error:\nObject does not exist, or operation cannot be performed.");
}

bool show_wants_name(const struct run *r, struct str name)
{
    const struct statement *st = r->statement;
    return (!st->show.like.p || str_like(name, st->show.like, true)) &&
           (!st->show.starts_with.p || str_starts(name, st->show.starts_with)) &&
           (!st->show.limit_from.p || str_cmp(name, st->show.limit_from) > 0);
}

bool show_is_full(const struct run *r)
{
    return r->statement->show.limit >= 0 && (int64_t)listing_rows(r->listing) >= r->statement->show.limit;
}

static bool show_rows(struct run *r, const struct show_kind *k, struct object **list, size_t n, struct err *err)
{
    for (size_t i = 0; i < n && !show_is_full(r); i++) {
        struct shown shown = {r, list[i], r->listing};
        bool others = list[i]->session && list[i]->session != r->s->id;
        if (!others && show_wants_name(r, show_name(list[i])) && !k->row(&shown, err))
            return false;
    }
    return true;
}

/* Roles and warehouses that nobody had to create, unless somebody did. */
static bool show_built_ins(struct run *r, enum object_kind kind, struct err *err)
{
    const char *name;
    bool ok = true;
    for (size_t i = 0; ok && (name = built_in_name(kind, i)); i++) {
        OBJECT_SCOPE struct object *created = catalog_find(r->s->f->catalog, kind, STR(""), STR(""), str_from(name));
        if (created)
            continue;
        json_t *nothing = json_object();
        char *copy = str_cstr(&r->arena, str_from(name)), *empty = str_cstr(&r->arena, STR(""));
        struct object o = {.kind = kind,
                           .database = empty,
                           .schema = empty,
                           .name = copy,
                           .owner = empty,
                           .comment = empty,
                           .definition = nothing};
        struct object *list[] = {&o};
        ok = show_rows(r, kinds[kind], list, 1, err);
        json_decref(nothing);
    }
    return ok;
}

static int by_name(const void *a, const void *b)
{
    const struct object *x = *(struct object *const *)a, *y = *(struct object *const *)b;
    int order = strcmp(x->database, y->database);
    order = order ? order : strcmp(x->schema, y->schema);
    return order ? order : strcmp(x->name, y->name);
}

/* SHOW SCHEMAS: every database has one that nobody created. */
static bool show_schemas(struct run *r, const struct show_kind *k, struct str database, struct err *err)
{
    struct catalog *c = r->s->f->catalog;
    size_t n, n_databases, n_all = 0;
    struct object **schemas = catalog_list(c, &r->arena, OBJECT_SCHEMA, database, STR_NULL, &n);
    struct object **databases = catalog_list(c, &r->arena, OBJECT_DATABASE, STR_NULL, STR_NULL, &n_databases);
    struct object **all = ARENA_ARRAY(&r->arena, struct object *, n + n_databases),
                  *given = ARENA_ARRAY(&r->arena, struct object, n_databases);
    json_t *definition = json_pack("{si}", "retention", 1);
    for (size_t i = 0; i < n; i++)
        all[n_all++] = schemas[i];
    for (size_t i = 0; i < n_databases; i++) {
        if (database.p && !str_eq(database, str_from(databases[i]->name)))
            continue;
        given[i] = (struct object){.kind = OBJECT_SCHEMA,
                                   .database = databases[i]->name,
                                   .schema = str_cstr(&r->arena, STR("")),
                                   .name = str_cstr(&r->arena, STR("INFORMATION_SCHEMA")),
                                   .owner = str_cstr(&r->arena, STR("")),
                                   .comment = str_cstr(&r->arena, STR("Views describing the contents of schemas in "
                                                                      "this database")),
                                   .created_on = databases[i]->created_on,
                                   .definition = definition};
        all[n_all++] = &given[i];
    }
    qsort(all, n_all, sizeof *all, by_name);
    bool ok = show_rows(r, k, all, n_all, err);
    json_decref(definition);
    catalog_list_release(databases, n_databases);
    catalog_list_release(schemas, n);
    return ok;
}

static bool show_objects(struct run *r, struct err *err)
{
    const struct statement *st = r->statement;
    enum object_kind kind = st->show.kind;
    const struct show_kind *k = st->show.terse ? &terse_kinds[kind] : kinds[kind];
    struct str database, schema;
    size_t n;
    if (!k->row)
        return err_unsupported(err, st->line, st->col, "SHOW TERSE %s", object_kind_plural(kind));
    if (st->show.history)
        return err_unsupported(err, st->line, st->col, "SHOW … HISTORY");
    if (!show_scope(r, &database, &schema, err))
        return false;
    run_listing(r, k->columns, k->n_elsewhere ? *k->n_elsewhere : k->n);
    if (kind == OBJECT_SCHEMA)
        return show_schemas(r, k, database, err);
    if (!show_built_ins(r, kind, err))
        return false;
    struct object **list = catalog_list(r->s->f->catalog, &r->arena, kind, database, schema, &n);
    bool ok = show_rows(r, k, list, n, err);
    catalog_list_release(list, n);
    return ok;
}

/* SHOW OBJECTS: tables and views together. */
static bool show_tables_and_views(struct run *r, struct err *err)
{
    const struct show_kind *k = r->statement->show.terse ? &terse_kinds[OBJECT_TABLE] : &show_kind_object;
    struct str database, schema;
    if (!show_scope(r, &database, &schema, err))
        return false;
    run_listing(r, k->columns, k->n);
    size_t n_tables, n_views;
    struct object **tables = catalog_list(r->s->f->catalog, &r->arena, OBJECT_TABLE, database, schema, &n_tables);
    struct object **views = catalog_list(r->s->f->catalog, &r->arena, OBJECT_VIEW, database, schema, &n_views);
    struct object **all = ARENA_ARRAY(&r->arena, struct object *, n_tables + n_views);
    for (size_t i = 0; i < n_tables + n_views; i++)
        all[i] = i < n_tables ? tables[i] : views[i - n_tables];
    qsort(all, n_tables + n_views, sizeof *all, by_name);
    bool ok = show_rows(r, k, all, n_tables + n_views, err);
    catalog_list_release(tables, n_tables);
    catalog_list_release(views, n_views);
    return ok;
}

bool run_show(struct run *r, struct err *err)
{
    static const struct {
        const char *what;
        statement_function *show;
    } others[] = {{"COLUMNS", show_columns},       {"FUTURE GRANTS", show_future_grants},
                  {"GRANTS", show_grants},         {"OBJECTS", show_tables_and_views},
                  {"PARAMETERS", show_parameters}, {"VARIABLES", show_variables}};
    struct str what = r->statement->show.what;
    if (!what.n)
        return show_objects(r, err);
    if (r->statement->show.terse && !str_eq(what, STR("OBJECTS")))
        return err_unsupported(err, r->statement->line, r->statement->col, "SHOW TERSE %.*s", STR_FMT(what));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq(what, str_from(others[i].what)))
            return others[i].show(r, err);
    return err_unsupported(err, r->statement->line, r->statement->col, "SHOW %.*s", STR_FMT(what));
}
