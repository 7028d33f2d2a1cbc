/* ALTER TASK, EXECUTE TASK, ALTER PIPE, COPY: statements of the nouns that have folders of their own. */
#include "session/ddl.h"
#include "task/definition.h"

static bool work_alter_task(struct run *r, void *ctx, struct err *err)
{
    (void)ctx;
    const struct statement *st = r->statement;
    OBJECT_SCOPE struct object *task = NULL;
    ERR_SCOPE struct err missing = {0};
    struct task_author author = {current_role(r), STR("FRESHET"), r->now};
    if (!run_resolve(r, OBJECT_TASK, &st->alter_task.name, &task, &missing)) {
        if (!st->alter_task.if_exists || missing.code != 2003)
            return err_move(err, &missing);
        return run_done(r);
    }
    json_t *definition;
    struct str comment;
    if (!task_alter(task, st, r->tokens, &author, &definition, &comment, err))
        return false;
    if (st->alter_task.action == ALTER_TASK_SET && !check_task_settings(r, &st->alter_task.settings, err)) {
        json_decref(definition);
        return false;
    }
    return catalog_alter(r->s->f->catalog, r->s->conn, task, definition, comment, err) && run_done(r);
}

bool run_alter_task(struct run *r, struct err *err)
{
    if (!run_ddl(r, work_alter_task, NULL, err))
        return false;
    store_poke(r->s->f->store);
    return true;
}

bool run_execute_task(struct run *r, struct err *err)
{
    OBJECT_SCOPE struct object *task = NULL;
    if (!run_resolve(r, OBJECT_TASK, &r->statement->execute_task, &task, err) ||
        !scheduler_execute(r->s->f->scheduler, task->id, err))
        return false;
    return run_status(r, "Task %s is scheduled to run immediately.", task->name);
}

/* --- pipes ----------------------------------------------------------------------------------------------------- */

static bool work_alter_pipe(struct run *r, void *ctx, struct err *err)
{
    int64_t *refreshed = ctx;
    const struct statement *st = r->statement;
    OBJECT_SCOPE struct object *pipe = NULL;
    ERR_SCOPE struct err missing = {0};
    struct load_context load = session_load_context(r->s);
    if (!run_resolve(r, OBJECT_PIPE, &st->alter_pipe.name, &pipe, &missing)) {
        if (!st->alter_pipe.if_exists || missing.code != 2003)
            return err_move(err, &missing);
        return run_done(r);
    }
    if (st->alter_pipe.refresh) {
        struct listing *l = run_listing(r, NULL, 0);
        *refreshed = pipe->id;
        return pipe_refresh(&load, r->s->conn, pipe, &st->alter_pipe.settings, &r->arena, l, err);
    }
    json_t *definition;
    struct str comment;
    return pipe_altered(&load, pipe, &st->alter_pipe.settings, st->alter_pipe.unset, &definition, &comment, err) &&
           catalog_alter(r->s->f->catalog, r->s->conn, pipe, definition, comment, err) && run_done(r);
}

bool run_alter_pipe(struct run *r, struct err *err)
{
    int64_t refreshed = 0;
    if (!run_ddl(r, work_alter_pipe, &refreshed, err))
        return false;
    if (refreshed)
        scheduler_refresh(r->s->f->scheduler, refreshed);
    store_poke(r->s->f->store);
    return true;
}

/* The load translates the defaults of the columns apart from this statement, which has to know what they draw from. One
 * that cannot be translated is the load's to report, if it needs it. */
static void note_draws(struct run *r, const struct object *table)
{
    struct columns columns = definition_columns(&r->arena, table);
    for (size_t i = 0; r->s->tx.is_explicit && i < columns.n; i++) {
        BUF_SCOPE struct buf text = {0};
        ERR_SCOPE struct err ignored = {0};
        if (!run_default(r, table, &columns.at[i], &text, &ignored))
            err_clear(&ignored);
    }
}

struct copy {
    const struct object *table;
    struct copy_purge purge;
};

static bool work_copy(struct run *r, void *ctx, struct err *err)
{
    struct copy *c = ctx;
    struct load_context load = session_load_context(r->s);
    struct listing *l = run_listing(r, NULL, 0);
    load.resolver = &r->resolver;
    load.timezone = parameters_get(r->s, "TIMEZONE");
    note_draws(r, c->table);
    struct str rows;
    if (!copy_into_table(&load, &r->s->tx, &r->s->scope, &r->statement->copy, r->query_id, &r->arena, l, &c->purge,
                         &rows, err))
        return false;
    if (!rows.p)
        return true;
    r->listing = NULL;
    return connection_query(r->s->conn, rows, &r->rows, err);
}

bool run_copy(struct run *r, struct err *err)
{
    OBJECT_SCOPE struct object *table = NULL;
    struct copy copy = {0};
    if (!run_target(r, &r->statement->copy.table, &table, err))
        return false;
    copy.table = table;
    if (!settings_find(&r->statement->copy.settings, "VALIDATION_MODE"))
        snprintf(r->s->last_copy, sizeof r->s->last_copy, "%.*s", STR_FMT(r->query_id));
    bool ok = run_write(r, table->id, work_copy, &copy, err);
    if (ok && copy.purge.n)
        purges_add(r->s, &copy.purge);
    if (ok && !r->s->tx.open)
        purges_run(r->s);
    copy_purge_release(&copy.purge);
    return ok;
}
