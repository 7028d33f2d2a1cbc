/* Scopes: current schema, then PUBLIC. */
#include "catalog/resolve.h"

bool scope_qualify(const struct scope *s, const struct object_name *name, const char *verb, struct str ret[3],
                   struct err *err)
{
    ret[0] = name->n == 3 ? name->part[0] : s->database;
    ret[1] = name->n >= 2 ? name->part[name->n - 2] : s->schema;
    ret[2] = name->part[name->n - 1];
    if (!ret[0].n)
        return err_at(err, name->line, name->col, 90105, "22000",
                      "Cannot perform %s. This session does not have a current database. Call 'USE DATABASE', or use a "
                      "qualified name.",
                      verb);
    if (!ret[1].n)
        return err_at(err, name->line, name->col, 90106, "22000",
                      "Cannot perform %s. This session does not have a current schema. Call 'USE SCHEMA', or use a "
                      "qualified name.",
                      verb);
    return true;
}

static struct object *look(struct catalog *c, const struct scope *s, enum object_kind kind, const struct str full[3])
{
    struct object *o = s->session ? catalog_find_temporary(c, s->session, kind, full[0], full[1], full[2]) : NULL;
    return o ? o : catalog_find(c, kind, full[0], full[1], full[2]);
}

/* The first of database, schema and object that is not there. */
static bool missing(struct catalog *c, const struct object_name *name, const char *word, const char *sqlstate,
                    const struct str full[3], struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    OBJECT_SCOPE struct object *database = catalog_find(c, OBJECT_DATABASE, STR(""), STR(""), full[0]);
    OBJECT_SCOPE struct object *schema = catalog_find(c, OBJECT_SCHEMA, full[0], STR(""), full[1]);
    BUF_SCOPE struct buf shown = {0};
    int parts = !database ? 1 : !schema ? 2 : 3;
    for (int i = 0; i < parts; i++) {
        buf_adds(&shown, i ? "." : "");
        /* a procedure's name ends with the types of its arguments, which need no quotes */
        ptrdiff_t paren = str_find(full[i], STR("("));
        buf_add(&shown, paren < 0 ? name_quoted_if_needed(&a, full[i]) : full[i]);
    }
    const char *const words[] = {"Database", "Schema", word};
    return err_at(err, name->line, name->col, 2003, parts == 3 ? sqlstate : "02000",
                  "SQL compilation error:\n%s '%s' does not exist or not authorized.", words[parts - 1], shown.p);
}

bool catalog_resolve_as(struct catalog *c, const struct scope *s, enum object_kind kind, const char *word,
                        const struct object_name *name, struct object **ret, struct err *err)
{
    struct str full[3];
    if (!scope_qualify(s, name, "SELECT", full, err))
        return false;
    struct object *o = look(c, s, kind, full);
    if (!o && name->n == 1 && !str_eq(full[1], STR("PUBLIC"))) {
        struct str in_public[3] = {full[0], STR("PUBLIC"), full[2]};
        o = look(c, s, kind, in_public);
    }
    if (!o)
        return missing(c, name, word, kind == OBJECT_TABLE ? "42S02" : "02000", full, err);
    *ret = o;
    return true;
}

/* Nobody knows whether a name in FROM would have been a table or a view. */
bool catalog_resolve(struct catalog *c, const struct scope *s, enum object_kind kind, const struct object_name *name,
                     struct object **ret, struct err *err)
{
    return catalog_resolve_as(c, s, kind, kind == OBJECT_TABLE ? "Object" : object_kind_noun(kind), name, ret, err);
}

static bool parse_name_text(struct arena *a, struct str text, struct object_name *ret, struct err *err)
{
    struct tokens tokens;
    if (!sql_lex(a, text, &tokens, err))
        return false;
    struct parser p = {.arena = a, .tokens = &tokens, .end = (uint32_t)tokens.n - 1, .line = 1, .col = 1, .err = err};
    return parse_name(&p, ret) && (p.at == p.end || parser_unexpected(&p));
}

bool name_from_text(struct arena *a, struct str text, struct object_name *ret, struct err *err)
{
    *ret = (struct object_name){0};
    bool ok = parse_name_text(a, text, ret, err);
    ret->line = ret->col = 0;
    if (!ok)
        err->line = err->col = 0; /* not positions of the statement */
    return ok;
}
