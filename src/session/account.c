/* USE, SET and UNSET, ALTER SESSION, ALTER WAREHOUSE. */
#include "session/ddl.h"

#include <stdlib.h>

/* --- USE -------------------------------------------------------------------------------------------------------- */

/* What every account has, until it is created anew. */
static const struct {
    enum object_kind kind;
    const char *name;
} built_ins[] = {
    {OBJECT_ROLE, "ACCOUNTADMIN"},    {OBJECT_ROLE, "ORGADMIN"}, {OBJECT_ROLE, "PUBLIC"},
    {OBJECT_ROLE, "SECURITYADMIN"},   {OBJECT_ROLE, "SYSADMIN"}, {OBJECT_ROLE, "USERADMIN"},
    {OBJECT_WAREHOUSE, "COMPUTE_WH"},
};

bool is_built_in(enum object_kind kind, struct str name)
{
    for (size_t i = 0; i < sizeof built_ins / sizeof *built_ins; i++)
        if (built_ins[i].kind == kind && str_eq(name, str_from(built_ins[i].name)))
            return true;
    return false;
}

const char *built_in_name(enum object_kind kind, size_t n)
{
    for (size_t i = 0; i < sizeof built_ins / sizeof *built_ins; i++)
        if (built_ins[i].kind == kind && n-- == 0)
            return built_ins[i].name;
    return NULL;
}

static bool cannot_use(const struct object_name *name, struct err *err)
{
    return err_at(err, name->line, name->col, 2043, "02000",
                  "SQL compilation error:\nObject does not exist, or operation cannot be performed.");
}

static bool exists(struct run *r, enum object_kind kind, struct str database, struct str name)
{
    OBJECT_SCOPE struct object *o = catalog_find(r->s->f->catalog, kind, database, STR(""), name);
    return o || is_built_in(kind, name);
}

static bool use_account_object(struct run *r, enum object_kind kind, const struct object_name *name, char **to,
                               struct err *err)
{
    struct str last = name->part[name->n - 1];
    if (!exists(r, kind, STR(""), last))
        return cannot_use(name, err);
    free(*to);
    *to = xstrdup(str_cstr(&r->arena, last));
    return true;
}

static bool use_role(struct run *r, const struct object_name *name, struct err *err)
{
    return use_account_object(r, OBJECT_ROLE, name, &r->s->role, err);
}

static bool use_warehouse(struct run *r, const struct object_name *name, struct err *err)
{
    return use_account_object(r, OBJECT_WAREHOUSE, name, &r->s->warehouse, err);
}

static bool use_database(struct run *r, const struct object_name *name, struct err *err)
{
    struct str last = name->part[name->n - 1];
    if (!exists(r, OBJECT_DATABASE, STR(""), last))
        return cannot_use(name, err);
    session_set_scope(r->s, last, STR("PUBLIC"));
    return true;
}

static bool use_schema(struct run *r, const struct object_name *name, struct err *err)
{
    struct str last = name->part[name->n - 1];
    struct str database = name->n >= 2 ? name->part[name->n - 2] : str_dup(&r->arena, r->s->scope.database);
    if (!database.n)
        return err_at(
            err, name->line, name->col, 90105, "22000",
            "Cannot perform USE SCHEMA. This session does not have a current database. Call 'USE DATABASE', or use a "
            "qualified name.");
    if (!exists(r, OBJECT_SCHEMA, database, last))
        return cannot_use(name, err);
    session_set_scope(r->s, database, last);
    return true;
}

bool run_use(struct run *r, struct err *err)
{
    static bool (*const works[OBJECT_KINDS])(struct run * r, const struct object_name *name, struct err *err) = {
        [OBJECT_ROLE] = use_role,
        [OBJECT_WAREHOUSE] = use_warehouse,
        [OBJECT_DATABASE] = use_database,
        [OBJECT_SCHEMA] = use_schema,
    };
    struct object_name name = {0};
    if (r->statement->use.secondary)
        return run_done(r);
    return run_name(r, &r->statement->use.name, &name, err) && works[r->statement->use.kind](r, &name, err) &&
           run_done(r);
}

/* --- variables -------------------------------------------------------------------------------------------------- */

enum { VARIABLE_LIMIT = 256 };

static void put_variable(struct session *s, struct str name, const struct run_value *value)
{
    struct variable *v = map_get(&s->variables, name);
    if (!v) {
        v = memset(xmalloc(sizeof *v), 0, sizeof *v);
        map_put(&s->variables, name, v);
    }
    free(v->text);
    *v = (struct variable){.type = value->type, .size = value->text.n};
    if (value->is_null)
        return;
    v->text = xmalloc(v->size + 1);
    if (v->size)
        memcpy(v->text, value->text.p, v->size);
}

/* The first row of the query, a value for each variable. */
static bool read_values(struct run *r, struct str sql, struct run_value *ret, struct err *err)
{
    const struct statement *st = r->statement;
    ROWS_SCOPE struct rows *rows = NULL;
    BUF_SCOPE struct buf text = {0};
    if (!connection_query(r->s->conn, sql, &rows, err))
        return false;
    if (rows_columns(rows) != st->set.n)
        return err_set(err, 2020, "42601",
                       "SQL compilation error:\nThe number of variables and of values differ: %zu and %zu.", st->set.n,
                       rows_columns(rows));
    bool some = rows_next(rows);
    for (size_t i = 0; i < st->set.n; i++) {
        buf_reset(&text);
        if (some)
            rows_text(rows, i, r->s->zone, &text);
        ret[i] =
            (struct run_value){!some || rows_null(rows, i), rows_type(rows, i), str_dup(&r->arena, buf_str(&text))};
        if (!ret[i].is_null && text.n > VARIABLE_LIMIT)
            return err_set(err, 1012, "22023",
                           "Assignment to '%.*s' not done because value exceeds size limit for variables. Its "
                           "size is %zu; the limit is %d (internal storage size in bytes).",
                           STR_FMT(st->set.names[i]), text.n, VARIABLE_LIMIT);
    }
    return true;
}

/* All values are there before a variable changes: the statement is done as a whole or not at all. */
bool run_set(struct run *r, struct err *err)
{
    const struct statement *st = r->statement;
    bool from_query = st->set.n > 1 && !st->set.values[1];
    struct run_value *values = ARENA_ARRAY(&r->arena, struct run_value, st->set.n);
    BUF_SCOPE struct buf sql = {0};
    for (size_t i = 0; i < (from_query ? 1 : st->set.n); i++) {
        if (!from_query)
            buf_adds(&sql, i ? ", " : "SELECT ");
        if (!run_print(r, st->set.values[i], &sql, err))
            return false;
    }
    if (!read_values(r, buf_str(&sql), values, err))
        return false;
    for (size_t i = 0; i < st->set.n; i++)
        put_variable(r->s, st->set.names[i], &values[i]);
    return run_done(r);
}

bool run_unset(struct run *r, struct err *err)
{
    (void)err;
    for (size_t i = 0; i < r->statement->set.n; i++) {
        struct variable *v = map_get(&r->s->variables, r->statement->set.names[i]);
        if (!v)
            continue;
        map_put(&r->s->variables, r->statement->set.names[i], NULL);
        free(v->text);
        free(v);
    }
    return run_done(r);
}

/* --- ALTER SESSION and ALTER WAREHOUSE -------------------------------------------------------------------------- */

/* All are checked before one is set. */
bool run_alter_session(struct run *r, struct err *err)
{
    const struct settings *s = &r->statement->alter_session.settings;
    bool unset = r->statement->alter_session.unset;
    for (size_t i = 0; i < s->n; i++) {
        struct str key = s->at[i].key;
        if (!parameters_check(key, unset ? parameters_default(key) : s->at[i].text, err)) {
            err->line = s->at[i].line;
            err->col = s->at[i].col;
            return false;
        }
    }
    for (size_t i = 0; i < s->n; i++) {
        struct str key = s->at[i].key;
        if (!parameters_set(r->s, key, unset ? parameters_default(key) : s->at[i].text, err))
            return false;
    }
    return run_done(r);
}

/* A warehouse that every account has becomes an object when it is altered. */
static bool altered_warehouse(struct run *r, struct object **ret, struct err *err)
{
    const struct object_name *name = &r->statement->alter_warehouse.name;
    ERR_SCOPE struct err missing = {0};
    if (find_existing(r, OBJECT_WAREHOUSE, name, NULL, 0, ret, &missing))
        return true;
    struct str last = name->n ? name->part[name->n - 1] : STR("");
    if (!is_built_in(OBJECT_WAREHOUSE, last))
        return err_move(err, &missing);
    return catalog_create(r->s->f->catalog, r->s->conn,
                          &(struct object_spec){.kind = OBJECT_WAREHOUSE,
                                                .database = STR(""),
                                                .schema = STR(""),
                                                .name = last,
                                                .owner = STR("ACCOUNTADMIN"),
                                                .comment = STR(""),
                                                .definition = json_object()},
                          ret, err);
}

static json_t *with_settings(struct run *r, const struct object *o, const struct settings *written)
{
    struct settings before = definition_settings(&r->arena, o), after = {0};
    after.at = ARENA_ARRAY(&r->arena, struct setting, before.n + written->n);
    for (size_t i = 0; i < before.n; i++)
        if (!settings_find(written, str_cstr(&r->arena, before.at[i].key)))
            after.at[after.n++] = before.at[i];
    for (size_t i = 0; i < written->n; i++)
        after.at[after.n++] = written->at[i];
    return definition_from_settings(&after);
}

static bool work_alter_warehouse(struct run *r, void *ctx, struct err *err)
{
    (void)ctx;
    const struct statement *st = r->statement;
    OBJECT_SCOPE struct object *o = NULL;
    ERR_SCOPE struct err missing = {0};
    if (!check_options(&st->alter_warehouse.settings, warehouse_options, "WAREHOUSE", false, err))
        return false;
    if (!altered_warehouse(r, &o, &missing))
        return st->alter_warehouse.if_exists && missing.code == 2003 ? run_done(r) : err_move(err, &missing);
    bool set = str_eq(st->alter_warehouse.action, STR("SET"));
    bool suspend = str_eq(st->alter_warehouse.action, STR("SUSPEND"));
    bool suspended = str_eq(json_text(o->definition, "state"), STR("SUSPENDED"));
    if (!set && suspend == suspended && !str_eq(st->alter_warehouse.action, STR("RESUME IF SUSPENDED")))
        return err_at(err, st->alter_warehouse.name.line, st->alter_warehouse.name.col, suspend ? 90064 : 90063,
                      "22000", "Invalid state. Warehouse '%s' cannot be %s.", o->name,
                      suspend ? "suspended" : "resumed");
    json_t *definition = json_copy(o->definition);
    if (set)
        json_object_set_new(definition, "settings", with_settings(r, o, &st->alter_warehouse.settings));
    else
        json_object_set_new(definition, "state", json_string(suspend ? "SUSPENDED" : "STARTED"));
    const struct setting *comment = settings_find(&st->alter_warehouse.settings, "COMMENT");
    return catalog_alter(r->s->f->catalog, r->s->conn, o, definition, comment ? comment->text : str_from(o->comment),
                         err) &&
           run_done(r);
}

bool run_alter_warehouse(struct run *r, struct err *err)
{
    return run_ddl(r, work_alter_warehouse, NULL, err);
}
