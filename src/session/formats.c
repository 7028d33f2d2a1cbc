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
    return st->alter_format.rename ? object_rename(r, format, &st->alter_format.to, "ALTER FILE FORMAT", err)
                                   : set_options(r, format, err);
}

bool run_alter_format(struct run *r, struct err *err)
{
    return run_ddl(r, work_alter_format, NULL, err);
}
