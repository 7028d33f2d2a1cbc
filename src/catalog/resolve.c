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

static bool missing(const struct object_name *name, enum object_kind kind, const struct str full[3], struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    const char *word = kind == OBJECT_TABLE || kind == OBJECT_VIEW ? "Object" : object_kind_title(kind);
    struct str parts[3];
    for (int i = 0; i < 3; i++)
        parts[i] = name_quoted_if_needed(&a, full[i]);
    return err_at(err, name->line, name->col, 2003, kind == OBJECT_TABLE || kind == OBJECT_VIEW ? "42S02" : "02000",
                  "SQL compilation error:\n%s '%.*s.%.*s.%.*s' does not exist or not authorized.",
                  kind == OBJECT_STAGE ? "Stage" : word, STR_FMT(parts[0]), STR_FMT(parts[1]), STR_FMT(parts[2]));
}

bool catalog_resolve(struct catalog *c, const struct scope *s, enum object_kind kind, const struct object_name *name,
                     struct object **ret, struct err *err)
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
        return missing(name, kind, full, err);
    *ret = o;
    return true;
}

bool name_from_text(struct arena *a, struct str text, struct object_name *ret, struct err *err)
{
    struct tokens tokens;
    if (!sql_lex(a, text, &tokens, err))
        return false;
    struct parser p = {.arena = a, .tokens = &tokens, .end = (uint32_t)tokens.n - 1, .line = 1, .col = 1, .err = err};
    *ret = (struct object_name){0};
    if (!parse_name(&p, ret))
        return false;
    if (p.at != p.end)
        return parser_unexpected(&p);
    ret->line = ret->col = 0;
    return true;
}
