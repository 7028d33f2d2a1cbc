/* ALTER FILE FORMAT. */
#include "session/ddl.h"
#include "stage/format.h"

static bool set_options(struct run *r, struct object *format, struct err *err)
{
    const struct settings *set = &r->statement->alter_format.settings;
    struct str comment = settings_find(set, "COMMENT") ? create_comment(set) : str_from(format->comment);
    json_t *definition;
    return file_format_alter_check(&r->arena, format, set, &definition, err) &&
           catalog_alter(r->s->f->catalog, r->s->conn, format, definition, comment, err) && run_done(r);
}

/* The new name in full: its schema must exist, and nothing of the name in it. */
static bool free_name(struct run *r, const struct object *format, struct str ret[3], struct err *err)
{
    struct catalog *c = r->s->f->catalog;
    struct object_name name;
    if (!run_name(r, &r->statement->alter_format.to, &name, err) ||
        !scope_qualify(&r->s->scope, &name, "ALTER FILE FORMAT", ret, err))
        return false;
    OBJECT_SCOPE struct object *schema = catalog_find(c, OBJECT_SCHEMA, ret[0], STR(""), ret[1]);
    OBJECT_SCOPE struct object *taken =
        format->session ? catalog_find_temporary(c, format->session, OBJECT_FILE_FORMAT, ret[0], ret[1], ret[2])
                        : catalog_find(c, OBJECT_FILE_FORMAT, ret[0], ret[1], ret[2]);
    if (!schema)
        return err_at(err, name.line, name.col, 2003, "02000",
                      "SQL compilation error:\nSchema '%.*s.%.*s' does not exist or not authorized.", STR_FMT(ret[0]),
                      STR_FMT(ret[1]));
    return !taken || err_at(err, name.line, name.col, 2002, "42710",
                            "SQL compilation error:\nObject '%.*s' already exists.", STR_FMT(ret[2]));
}

static bool rename_format(struct run *r, struct object *format, struct err *err)
{
    struct str name[3];
    struct arena *a = &r->arena;
    if (!free_name(r, format, name, err))
        return false;
    struct str full =
        str_printf(a, "%.*s.%.*s.%.*s", STR_FMT(name_quoted_if_needed(a, name[0])),
                   STR_FMT(name_quoted_if_needed(a, name[1])), STR_FMT(name_quoted_if_needed(a, name[2])));
    return grants_rename(r->s->conn, format, full, err) &&
           catalog_rename(r->s->f->catalog, r->s->conn, format, name, err) && run_done(r);
}

static bool work_alter_format(struct run *r, void *ctx, struct err *err)
{
    (void)ctx;
    const struct statement *st = r->statement;
    OBJECT_SCOPE struct object *format = NULL;
    ERR_SCOPE struct err missing = {0};
    if (!run_resolve(r, OBJECT_FILE_FORMAT, &st->alter_format.name, &format, &missing)) {
        if (!st->alter_format.if_exists || missing.code != 2003)
            return err_move(err, &missing);
        return run_done(r);
    }
    return st->alter_format.rename ? rename_format(r, format, err) : set_options(r, format, err);
}

bool run_alter_format(struct run *r, struct err *err)
{
    return run_ddl(r, work_alter_format, NULL, err);
}
