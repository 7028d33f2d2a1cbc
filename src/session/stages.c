/* ALTER STAGE, LIST, REMOVE, PUT and GET. */
#include "session/ddl.h"
#include "stage/commands.h"
#include "stage/directory_table.h"
#include "stage/format.h"

/* --- files ------------------------------------------------------------------------------------------------------- */

typedef bool command_function(const struct stage_command *c, struct listing *ret, struct err *err);

static bool run_command(struct run *r, command_function *run, struct err *err)
{
    const struct statement *st = r->statement;
    struct stage_command c = {.catalog = r->s->f->catalog,
                              .scope = &r->s->scope,
                              .map = &r->s->stages,
                              .reference = st->files.stage,
                              .pattern = st->files.pattern,
                              .file = st->files.file,
                              .file_line = st->files.file_line,
                              .file_col = st->files.file_col,
                              .settings = &st->files.settings};
    return run(&c, run_listing(r, NULL, 0), err);
}

bool run_list(struct run *r, struct err *err)
{
    return run_command(r, stage_list, err);
}

bool run_remove(struct run *r, struct err *err)
{
    return run_command(r, stage_remove, err);
}

/* The files are the client's, and what runs in a procedure or a task has none. */
static bool run_transfer(struct run *r, const char *type, command_function *run, struct err *err)
{
    if (r->s->depth > 0 || r->s->recording)
        return err_set(err, 90236, "P0000", "Stored procedure execution error: Unsupported statement type '%s'.", type);
    return run_command(r, run, err);
}

bool run_put(struct run *r, struct err *err)
{
    return run_transfer(r, "PUT_FILES", stage_put, err);
}

bool run_get(struct run *r, struct err *err)
{
    return run_transfer(r, "GET_FILES", stage_get, err);
}

/* --- ALTER STAGE ------------------------------------------------------------------------------------------------- */

static bool set_options(struct run *r, struct object *stage, struct err *err)
{
    json_t *definition;
    struct str comment;
    const struct settings *settings = &r->statement->alter_stage.settings;
    bool disabled = str_ieq(stage_setting(settings, "DIRECTORY", "ENABLE"), STR("FALSE"));
    if (disabled && !directory_table_forget(r->s->conn, stage->id, err))
        return false;
    if (!stage_altered(r->s->f->catalog, &r->s->scope, &r->arena, stage, settings, &definition, &comment, err))
        return false;
    if (disabled)
        (void)json_object_del(definition, "refreshed_on");
    return catalog_alter(r->s->f->catalog, r->s->conn, stage, definition, comment, err) && run_done(r);
}

/* SUBPATH is a prefix of the paths in the stage. */
bool refresh_directory(struct run *r, struct object *stage, struct str subpath, struct listing *ret, struct err *err)
{
    struct stage_location l;
    if (!stage_locate_object(&r->s->stages, &r->arena, stage, &l, err))
        return false;
    l.prefix = subpath;
    bool ok = directory_table_check(&l, &r->arena, err) && directory_table_refresh(r->s->conn, &l, &r->arena, ret, err);
    stage_location_release(&l);
    if (!ok)
        return false;
    json_t *definition = json_deep_copy(stage->definition);
    json_object_set_new(definition, "refreshed_on", json_integer(r->now));
    return catalog_alter(r->s->f->catalog, r->s->conn, stage, definition, str_from(stage->comment), err);
}

static bool refresh(struct run *r, struct object *stage, struct err *err)
{
    const struct settings *s = &r->statement->alter_stage.settings;
    struct str subpath = STR("");
    for (size_t i = 0; i < s->n; i++) {
        if (!str_eq(s->at[i].key, STR("SUBPATH")))
            return err_at(err, s->at[i].line, s->at[i].col, 1422, "22023",
                          "SQL compilation error:\ninvalid parameter '%.*s'", STR_FMT(s->at[i].key));
        if (s->at[i].kind != SETTING_STRING)
            return setting_invalid(&s->at[i], err);
        subpath = s->at[i].text;
    }
    return refresh_directory(r, stage, subpath, run_listing(r, NULL, 0), err);
}

static bool work_alter_stage(struct run *r, void *ctx, struct err *err)
{
    (void)ctx;
    const struct statement *st = r->statement;
    OBJECT_SCOPE struct object *stage = NULL;
    ERR_SCOPE struct err missing = {0};
    if (!run_resolve(r, OBJECT_STAGE, &st->alter_stage.name, &stage, &missing)) {
        if (!st->alter_stage.if_exists || missing.code != 2003)
            return err_move(err, &missing);
        return run_done(r);
    }
    switch (st->alter_stage.action) {
    case ALTER_STAGE_SET:
        return set_options(r, stage, err);
    case ALTER_STAGE_RENAME:
        return object_rename(r, stage, &r->statement->alter_stage.to, "ALTER STAGE", err);
    case ALTER_STAGE_REFRESH:
        return refresh(r, stage, err);
    }
    return true;
}

bool run_alter_stage(struct run *r, struct err *err)
{
    return run_ddl(r, work_alter_stage, NULL, err);
}
