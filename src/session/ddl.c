/* CREATE of views, sequences, databases and schemas; what all CREATEs share. */
#include "session/ddl.h"

#include "stage/format.h"

struct str current_role(struct run *r)
{
    return str_dup(&r->arena, str_from(r->s->role));
}

/* --- CREATE: what all share ------------------------------------------------------------------------------------- */

struct str procedure_key(struct run *r, struct str name, const struct type *types, size_t n)
{
    BUF_SCOPE struct buf key = {0};
    buf_add(&key, name);
    buf_addc(&key, '(');
    for (size_t i = 0; i < n; i++) {
        buf_adds(&key, i ? ", " : "");
        buf_add(&key, type_word(types[i].kind));
    }
    buf_addc(&key, ')');
    return str_dup(&r->arena, buf_str(&key));
}

static struct str procedure_object_name(struct run *r, struct str name, const struct create_argument *arguments,
                                        size_t n)
{
    struct type *types = ARENA_ARRAY(&r->arena, struct type, n);
    for (size_t i = 0; i < n; i++)
        types[i] = arguments[i].type;
    return procedure_key(r, name, types, n);
}

/* An empty name names nothing: where the catalog is asked, it stands for any. */
static bool check_not_empty(const struct run *r, struct str name, struct err *err)
{
    const struct object_name *written = &r->statement->create.name;
    return name.n ||
           err_at(err, written->line, written->col, 904, "42000", "SQL compilation error:\ninvalid identifier '\"\"'");
}

/* The full name of what is created; its schema must exist. */
static bool target_name(struct run *r, struct creation *c, struct err *err)
{
    struct object_name name;
    const char *verb = str_printf(&r->arena, "CREATE %s", object_kind_word(r->statement->create.kind)).p;
    if (!run_name(r, &r->statement->create.name, &name, err) || !scope_qualify(&r->s->scope, &name, verb, c->full, err))
        return false;
    for (int i = 0; i < 3; i++)
        c->full[i] = str_dup(&r->arena, c->full[i]);
    c->shown = c->full[2];
    if (!check_not_empty(r, c->shown, err))
        return false;
    if (r->statement->create.kind == OBJECT_PROCEDURE)
        c->full[2] =
            procedure_object_name(r, c->shown, r->statement->create.arguments, r->statement->create.n_arguments);
    OBJECT_SCOPE struct object *database =
        catalog_find(r->s->f->catalog, OBJECT_DATABASE, STR(""), STR(""), c->full[0]);
    OBJECT_SCOPE struct object *schema = catalog_find(r->s->f->catalog, OBJECT_SCHEMA, c->full[0], STR(""), c->full[1]);
    if (!database)
        return err_at(err, name.line, name.col, 2003, "02000",
                      "SQL compilation error:\nDatabase '%.*s' does not exist or not authorized.", STR_FMT(c->full[0]));
    if (!schema)
        return err_at(err, name.line, name.col, 2003, "02000",
                      "SQL compilation error:\nSchema '%.*s.%.*s' does not exist or not authorized.",
                      STR_FMT(c->full[0]), STR_FMT(c->full[1]));
    return true;
}

/* Decides what happens with an existing object of the name: *ret_done when the statement is answered. */
bool create_begin(struct run *r, struct creation *c, bool *ret_done, struct err *err)
{
    const struct statement_create *create = &r->statement->create;
    struct catalog *catalog = r->s->f->catalog;
    *ret_done = c->replaced = false;
    if (!target_name(r, c, err))
        return false;
    c->session = create->flags & CREATE_TEMPORARY ? r->s->id : 0;
    r->s->has_temporary = r->s->has_temporary || c->session;
    struct object *old =
        c->session ? catalog_find_temporary(catalog, c->session, create->kind, c->full[0], c->full[1], c->full[2])
                   : catalog_find(catalog, create->kind, c->full[0], c->full[1], c->full[2]);
    if (!old)
        return true;
    bool ok = true;
    if (create->flags & CREATE_IF_NOT_EXISTS) {
        run_status(r, "%.*s already exists, statement succeeded.", STR_FMT(c->shown));
        *ret_done = true;
    } else if (!(create->flags & CREATE_OR_REPLACE)) {
        ok = err_at(err, create->name.line, create->name.col, 2002, "42710",
                    "SQL compilation error:\nObject '%.*s' already exists.", STR_FMT(c->shown));
    } else if (old->kind != create->kind) {
        ok = err_at(err, create->name.line, create->name.col, 1998, "0A000",
                    "SQL compilation error:\nObject found is of type '%s', not specified type '%s'.",
                    object_kind_word(old->kind), object_kind_word(create->kind));
    } else {
        c->replaced = ok = drop_object(r, old, err);
    }
    object_unref(old);
    return ok;
}

struct str create_comment(const struct settings *s)
{
    const struct setting *comment = settings_find(s, "COMMENT");
    return comment ? comment->text : STR("");
}

bool create_object(struct run *r, struct creation *c, json_t *definition, struct str comment, struct object **ret,
                   struct err *err)
{
    OBJECT_SCOPE struct object *o = NULL;
    bool copy_grants = c->replaced && r->statement->create.flags & CREATE_COPY_GRANTS;
    if (!catalog_create(r->s->f->catalog, r->s->conn,
                        &(struct object_spec){.kind = r->statement->create.kind,
                                              .database = c->full[0],
                                              .schema = c->full[1],
                                              .name = c->full[2],
                                              .owner = current_role(r),
                                              .comment = comment,
                                              .definition = definition,
                                              .session = c->session},
                        &o, err) ||
        (!copy_grants && !grants_apply_future(r, o, err)))
        return false;
    if (ret)
        *ret = object_ref(o);
    return true;
}

bool create_done(struct run *r, const struct creation *c)
{
    return run_status(r, "%s %.*s successfully created.", object_kind_title(r->statement->create.kind),
                      STR_FMT(c->shown));
}

/* --- views and sequences ---------------------------------------------------------------------------------------- */

static json_t *name_list(const struct str *names, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_stringn(names[i].n ? names[i].p : "", names[i].n));
    return list;
}

/* Does the number of the query's columns depend on tables? */
static bool selects_star(const struct node *n)
{
    if (n->kind == NODE_STAR)
        return true;
    for (const struct node *child = n->child; child; child = child->next)
        if (child->kind != NODE_CALL && selects_star(child))
            return true;
    return false;
}

static bool work_view(struct run *r, void *ctx, struct err *err)
{
    static const char *const allowed[] = {"COMMENT", NULL};
    struct creation *c = ctx;
    const struct statement_create *create = &r->statement->create;
    BUF_SCOPE struct buf sql = {0};
    struct column_shape *shape;
    size_t n;
    bool done = false;
    r->consuming = false;
    if (!create_only_settings(r, allowed, "VIEW", err) || !run_print(r, create->query, &sql, err) ||
        !connection_shape(r->s->conn, &r->arena, buf_str(&sql), &shape, &n, err))
        return false;
    if (create->n_columns && create->n_columns != n)
        return err_set(err, 2026, "42601", "SQL compilation error:\nInvalid column definition list");
    struct str *names = ARENA_ARRAY(&r->arena, struct str, n);
    for (size_t i = 0; i < n; i++) {
        names[i] = create->n_columns ? create->columns[i].name : shape[i].label;
        for (size_t k = 0; k < i; k++)
            if (str_eq(names[k], names[i]))
                return duplicate_column(r->statement, names[i], err);
    }
    if (!create_begin(r, c, &done, err) || done)
        return done;
    json_t *definition = json_object();
    json_object_set_new(definition, "query", json_stringn(create->query_text.p, create->query_text.n));
    json_object_set_new(definition, "text", json_stringn(r->statement->text.p, r->statement->text.n));
    json_object_set_new(definition, "columns", name_list(names, n));
    json_object_set_new(definition, "star", json_boolean(selects_star(create->query)));
    if (create->flags & CREATE_SECURE)
        json_object_set_new(definition, "secure", json_true());
    return create_object(r, c, definition, create_comment(&create->settings), NULL, err) && create_done(r, c);
}

static bool setting_int(const struct settings *s, const char *key, int64_t missing, int64_t *ret, struct err *err)
{
    const struct setting *found = settings_find(s, key);
    *ret = missing;
    if (!found || str_to_int64(found->text, ret))
        return true;
    return err_at(err, found->line, found->col, 1008, "22023",
                  "SQL compilation error:\ninvalid value [%.*s] for parameter '%s'", STR_FMT(found->text), key);
}

/* INCREMENT stands first: a negative one sets DuckDB's maximum to -1. */
void add_sequence_range(struct buf *sql, int64_t start, int64_t step)
{
    buf_printf(sql, " INCREMENT %lld MINVALUE %lld MAXVALUE %lld START %lld", (long long)step, (long long)INT64_MIN,
               (long long)INT64_MAX, (long long)start);
}

static bool work_sequence(struct run *r, void *ctx, struct err *err)
{
    static const char *const allowed[] = {"COMMENT", "START", "INCREMENT", "ORDER", "NOORDER", NULL};
    struct creation *c = ctx;
    const struct settings *s = &r->statement->create.settings;
    int64_t start, step;
    bool done = false;
    if (!create_only_settings(r, allowed, "SEQUENCE", err) || !setting_int(s, "START", 1, &start, err) ||
        !setting_int(s, "INCREMENT", 1, &step, err))
        return false;
    if (!step)
        return err_set(err, 1008, "22023", "SQL compilation error:\ninvalid value [0] for parameter 'INCREMENT'");
    if (!create_begin(r, c, &done, err) || done)
        return done;
    OBJECT_SCOPE struct object *o = NULL;
    if (!create_object(r, c, json_pack("{sIsI}", "start", (json_int_t)start, "step", (json_int_t)step),
                       create_comment(s), &o, err))
        return false;
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "CREATE SEQUENCE store.s%lld", (long long)o->id);
    add_sequence_range(&sql, start, step);
    return connection_run(r->s->conn, buf_str(&sql), NULL, err) && create_done(r, c);
}

/* --- databases and schemas -------------------------------------------------------------------------------------- */

static json_t *container_definition(const struct statement_create *create)
{
    json_t *definition = json_object();
    if (create->flags & CREATE_TRANSIENT)
        json_object_set_new(definition, "transient", json_true());
    json_object_set_new(definition, "retention", json_integer(retention_days(&create->settings, 1)));
    return definition;
}

static bool add_schema(struct run *r, struct str database, struct str schema, struct str comment, struct err *err)
{
    OBJECT_SCOPE struct object *o = NULL;
    return catalog_create(r->s->f->catalog, r->s->conn,
                          &(struct object_spec){.kind = OBJECT_SCHEMA,
                                                .database = database,
                                                .schema = STR(""),
                                                .name = schema,
                                                .owner = current_role(r),
                                                .comment = comment,
                                                .definition = container_definition(&r->statement->create)},
                          &o, err) &&
           grants_apply_future(r, o, err) && plain_create_schema(r->s->conn, o, err);
}

/* An existing container of the name: as create_begin, for kinds that stand in no schema. */
bool create_begin_account(struct run *r, struct creation *c, struct str database, struct str name, bool *ret_done,
                          struct err *err)
{
    const struct statement_create *create = &r->statement->create;
    OBJECT_SCOPE struct object *old = catalog_find(r->s->f->catalog, create->kind, database, STR(""), name);
    *ret_done = false;
    c->full[0] = database;
    c->full[1] = STR("");
    c->full[2] = c->shown = name;
    if (!check_not_empty(r, name, err))
        return false;
    /* every database has it in Snowflake; its views are not here */
    if (create->kind == OBJECT_SCHEMA && str_eq(name, STR("INFORMATION_SCHEMA")))
        return err_unsupported(err, create->name.line, create->name.col, "CREATE SCHEMA INFORMATION_SCHEMA");
    bool given = !old && create->kind == OBJECT_ROLE && is_built_in(OBJECT_ROLE, name);
    if (!old && !given)
        return true;
    if (create->flags & CREATE_IF_NOT_EXISTS) {
        *ret_done = true;
        return run_status(r, "%.*s already exists, statement succeeded.", STR_FMT(name));
    }
    if (given || !(create->flags & CREATE_OR_REPLACE))
        return err_at(err, create->name.line, create->name.col, 2002, "42710",
                      "SQL compilation error:\nObject '%.*s' already exists.", STR_FMT(name));
    return drop_object(r, old, err);
}

static bool work_database(struct run *r, void *ctx, struct err *err)
{
    static const char *const allowed[] = {"COMMENT", "DATA_RETENTION_TIME_IN_DAYS", NULL};
    struct creation *c = ctx;
    struct object_name name;
    bool done = false;
    if (!create_only_settings(r, allowed, "DATABASE", err) || !run_name(r, &r->statement->create.name, &name, err))
        return false;
    if (r->statement->create.clone.n)
        return err_unsupported(err, name.line, name.col, "CREATE DATABASE … CLONE");
    if (!create_begin_account(r, c, STR(""), name.part[name.n - 1], &done, err) || done)
        return done;
    c->created = true;
    return create_object(r, c, container_definition(&r->statement->create),
                         create_comment(&r->statement->create.settings), NULL, err) &&
           add_schema(r, c->full[2], STR("PUBLIC"), STR(""), err) && create_done(r, c);
}

static bool work_schema(struct run *r, void *ctx, struct err *err)
{
    static const char *const allowed[] = {"COMMENT", "DATA_RETENTION_TIME_IN_DAYS", NULL};
    struct creation *c = ctx;
    struct object_name name;
    bool done = false;
    if (!create_only_settings(r, allowed, "SCHEMA", err) || !run_name(r, &r->statement->create.name, &name, err))
        return false;
    if (r->statement->create.clone.n)
        return err_unsupported(err, name.line, name.col, "CREATE SCHEMA … CLONE");
    struct str database = name.n >= 2 ? name.part[name.n - 2] : str_from(r->s->database);
    if (!database.n)
        return err_at(
            err, name.line, name.col, 90105, "22000",
            "Cannot perform CREATE SCHEMA. This session does not have a current database. Call 'USE DATABASE', or use "
            "a qualified name.");
    OBJECT_SCOPE struct object *parent = catalog_find(r->s->f->catalog, OBJECT_DATABASE, STR(""), STR(""), database);
    if (!parent)
        return err_at(err, name.line, name.col, 2003, "02000",
                      "SQL compilation error:\nDatabase '%.*s' does not exist or not authorized.", STR_FMT(database));
    database = str_dup(&r->arena, database);
    if (!create_begin_account(r, c, database, name.part[name.n - 1], &done, err) || done)
        return done;
    c->created = true;
    return add_schema(r, database, c->full[2], create_comment(&r->statement->create.settings), err) &&
           create_done(r, c);
}

/* --- the table of kinds ----------------------------------------------------------------------------------------- */

bool run_create(struct run *r, struct err *err)
{
    static write_function *const works[OBJECT_KINDS] = {
        [OBJECT_DATABASE] = work_database,     [OBJECT_SCHEMA] = work_schema,
        [OBJECT_TABLE] = create_table,         [OBJECT_VIEW] = work_view,
        [OBJECT_SEQUENCE] = work_sequence,     [OBJECT_STAGE] = create_stage,
        [OBJECT_PIPE] = create_pipe,           [OBJECT_FILE_FORMAT] = create_format,
        [OBJECT_STREAM] = create_stream,       [OBJECT_TASK] = create_task,
        [OBJECT_PROCEDURE] = create_procedure, [OBJECT_WAREHOUSE] = create_warehouse,
        [OBJECT_ROLE] = create_role,           [OBJECT_INTEGRATION] = create_integration,
    };
    struct creation c = {0};
    enum object_kind kind = r->statement->create.kind;
    if (!run_ddl(r, works[kind], &c, err))
        return false;
    if (c.created && kind == OBJECT_DATABASE)
        session_set_scope(r->s, c.full[2], STR("PUBLIC"));
    if (c.created && kind == OBJECT_SCHEMA)
        session_set_scope(r->s, c.full[0], c.full[2]);
    return true;
}
