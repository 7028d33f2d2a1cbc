/* DROP of everything, and how DROP and DESCRIBE find what they name. */
#include "session/ddl.h"

#include "history/loads.h"

static bool drop_each(struct run *r, enum object_kind kind, struct str database, struct str schema, struct err *err)
{
    bool ok = true;
    size_t n;
    struct object **list = catalog_list(r->s->f->catalog, &r->arena, kind, database, schema, &n);
    for (size_t i = 0; i < n && ok; i++)
        ok = drop_object(r, list[i], err);
    catalog_list_release(list, n);
    return ok;
}

static bool drop_contents(struct run *r, struct str database, struct str schema, struct err *err)
{
    bool ok = true;
    for (int kind = OBJECT_SCHEMA + 1; kind < OBJECT_KINDS && ok; kind++)
        ok = drop_each(r, (enum object_kind)kind, database, schema, err);
    return ok;
}

/* A dropped table's rows stay for its retention time (store_purge). */
static bool drop_table(struct run *r, const struct object *o, struct err *err)
{
    bool stale;
    return transaction_lock(&r->s->tx, o->id, &stale, err) && plain_drop_view(r, o, err) &&
           loads_forget_table(r->s->conn, o->id, err);
}

bool drop_object(struct run *r, struct object *o, struct err *err)
{
    bool ok = true;
    switch (o->kind) {
    case OBJECT_DATABASE:
        ok = drop_each(r, OBJECT_SCHEMA, str_from(o->name), STR_NULL, err);
        break;
    case OBJECT_SCHEMA:
        ok = drop_contents(r, str_from(o->database), str_from(o->name), err) && plain_drop_schema(r, o, err);
        break;
    case OBJECT_TABLE:
        ok = drop_table(r, o, err);
        break;
    case OBJECT_SEQUENCE:
    case OBJECT_STREAM:
    case OBJECT_VIEW:
    case OBJECT_STAGE:
    case OBJECT_FILE_FORMAT:
    case OBJECT_PIPE:
    case OBJECT_TASK:
    case OBJECT_PROCEDURE:
    case OBJECT_WAREHOUSE:
    case OBJECT_ROLE:
    case OBJECT_INTEGRATION:
    case OBJECT_KINDS:
        ok = object_drop_parts(r->s->conn, o, err);
        break;
    }
    r->sweeps = r->sweeps || o->kind == OBJECT_STAGE || o->kind == OBJECT_TABLE;
    bool copy_grants = r->statement->kind == STATEMENT_CREATE && (r->statement->create.flags & CREATE_COPY_GRANTS);
    return ok && (copy_grants || grants_forget(r->s->f->catalog, r->s->conn, o, err)) &&
           catalog_drop(r->s->f->catalog, r->s->conn, o, err);
}

bool find_existing(struct run *r, enum object_kind kind, const struct object_name *written, const struct type *types,
                   size_t n_types, struct object **ret, struct err *err)
{
    struct object_name name;
    if (!run_name(r, written, &name, err))
        return false;
    struct str last = name.part[name.n - 1];
    if (kind == OBJECT_DATABASE || kind == OBJECT_WAREHOUSE || kind == OBJECT_ROLE || kind == OBJECT_INTEGRATION) {
        *ret = catalog_find(r->s->f->catalog, kind, STR(""), STR(""), last);
        if (*ret && r->statement->sort.n && !str_eq(r->statement->sort, json_text((*ret)->definition, "sort"))) {
            object_unref(*ret);
            *ret = NULL;
        }
    } else if (kind == OBJECT_SCHEMA) {
        struct str database = name.n >= 2 ? name.part[name.n - 2] : str_from(r->s->database);
        *ret = catalog_find(r->s->f->catalog, kind, database, STR(""), last);
    } else {
        if (kind == OBJECT_PROCEDURE)
            name.part[name.n - 1] = procedure_key(r, last, types, n_types);
        return catalog_resolve_as(r->s->f->catalog, &r->s->scope, kind, object_kind_noun(kind), &name, ret, err);
    }
    if (*ret)
        return true;
    if (kind == OBJECT_DATABASE || kind == OBJECT_SCHEMA)
        return err_at(err, name.line, name.col, 2043, "02000",
                      "SQL compilation error:\nObject does not exist, or operation cannot be performed.");
    return err_at(err, name.line, name.col, 2003, "02000",
                  "SQL compilation error:\n%s '%.*s' does not exist or not authorized.", object_kind_noun(kind),
                  STR_FMT(last));
}

static bool work_drop(struct run *r, void *ctx, struct err *err)
{
    (void)ctx;
    OBJECT_SCOPE struct object *o = NULL;
    ERR_SCOPE struct err missing = {0};
    enum object_kind kind = r->statement->drop.kind;
    const struct object_name *name = &r->statement->drop.name;
    if (!find_existing(r, kind, name, r->statement->drop.argument_types, r->statement->drop.n_argument_types, &o,
                       &missing)) {
        if (!r->statement->drop.if_exists || (missing.code != 2003 && missing.code != 2043))
            return err_move(err, &missing);
        return run_status(r, "Drop statement executed successfully (%.*s already dropped).",
                          STR_FMT(name->n ? name->part[name->n - 1] : STR("object")));
    }
    if (o->kind != kind)
        return err_at(err, name->line, name->col, 2003, "42S02",
                      "SQL compilation error:\nObject found is of type '%s', not specified type '%s'.",
                      object_kind_word(o->kind), object_kind_word(kind));
    if (!drop_object(r, o, err))
        return false;
    struct str shown = str_from(o->name);
    if (kind == OBJECT_PROCEDURE)
        shown = str_sub(shown, 0, (size_t)str_find(shown, STR("(")));
    return run_status(r, "%.*s successfully dropped.", STR_FMT(shown));
}

/* The current database or schema may be the one that went. */
bool run_drop(struct run *r, struct err *err)
{
    if (!run_ddl(r, work_drop, NULL, err))
        return false;
    struct session *s = r->s;
    struct catalog *c = s->f->catalog;
    OBJECT_SCOPE struct object *database = catalog_find(c, OBJECT_DATABASE, STR(""), STR(""), s->scope.database);
    OBJECT_SCOPE struct object *schema = catalog_find(c, OBJECT_SCHEMA, s->scope.database, STR(""), s->scope.schema);
    if (!database)
        session_set_scope(s, STR(""), STR(""));
    else if (!schema)
        session_set_scope(s, str_dup(&r->arena, s->scope.database), STR(""));
    return true;
}
