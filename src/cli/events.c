/* A pipe's event counts its files; which of them failed or were loaded with a warning, and why, is asked from
 * COPY_HISTORY. */
#include "cli/events.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "catalog/definition.h"
#include "cli/report.h"

bool events_init(struct events *e, struct freshet *f, struct err *err)
{
    *e = (struct events){0};
    return session_new(f, &e->session, err);
}

void events_clear(struct events *e)
{
    session_free(e->session);
    e->session = NULL;
}

/* `2026-01-31 23:59:59 task DB.SCHEMA.NAME` */
static void describe(struct buf *out, struct arena *a, const struct scheduler_event *event)
{
    struct str when = clock_utc_text(a, event->ended);
    if (when.n > 19)
        when.n = 19;
    buf_printf(out, "%.*s ", STR_FMT(when));
    if (!event->object)
        buf_adds(out, event->upkeep);
    else
        buf_printf(out, "%s %.*s", event->object->kind == OBJECT_PIPE ? "pipe" : "task",
                   STR_FMT(object_full_name(a, event->object)));
}

static bool query_files(struct events *e, struct arena *a, const struct scheduler_event *event, struct result **ret,
                        struct err *err)
{
    const struct object *pipe = event->object;
    const struct statement_copy *copy;
    if (!pipe_copy(pipe, a, &copy, err))
        return false;
    struct str parts[] = {str_from(pipe->database), str_from(pipe->schema), STR_NULL};
    for (int i = 0; i < copy->table.n; i++)
        parts[3 - copy->table.n + i] = copy->table.part[i];
    BUF_SCOPE struct buf name = {0}, sql = {0};
    for (int i = 0; i < 3; i++) {
        if (i)
            buf_addc(&name, '.');
        buf_ident(&name, parts[i]);
    }
    buf_adds(&sql, "select file_name, status, first_error_line_number, first_error_message, warning from table(");
    buf_ident(&sql, str_from(pipe->database));
    buf_adds(&sql, ".information_schema.copy_history(table_name => ");
    buf_literal(&sql, buf_str(&name));
    buf_printf(&sql,
               ", start_time => to_timestamp_ltz(%" PRId64
               ", 6))) where (status <> 'Loaded' or warning is not null) and pipe_name = ",
               event->began);
    buf_literal(&sql, str_from(pipe->name));
    buf_adds(&sql, " order by last_load_time, file_name");
    return session_run(e->session, buf_str(&sql), ret, err);
}

/* `…: a.csv: Load failed, line 3: why`, or `…: a.csv: warning: what`; both when both are there. */
static void print_file(const struct result *files, const char *who)
{
    BUF_SCOPE struct buf name = {0}, line = {0};
    result_text(files, 0, &name);
    result_text(files, 1, &line);
    bool failed = !str_eq(buf_str(&line), STR("Loaded"));
    if (!result_null(files, 2)) {
        buf_adds(&line, ", line ");
        result_text(files, 2, &line);
    }
    if (!result_null(files, 3)) {
        buf_adds(&line, ": ");
        result_text(files, 3, &line);
    }
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == '\n')
            line.p[i] = ' ';
    if (failed)
        fprintf(stderr, "%s: %.*s: %.*s\n", who, STR_FMT(buf_str(&name)), STR_FMT(buf_str(&line)));
    buf_reset(&line);
    result_text(files, 4, &line);
    if (!result_null(files, 4))
        fprintf(stderr, "%s: %.*s: warning: %.*s\n", who, STR_FMT(buf_str(&name)), STR_FMT(buf_str(&line)));
}

static void print_files(struct events *e, struct arena *a, const struct scheduler_event *event, const char *who)
{
    ERR_SCOPE struct err err = {0};
    struct result *files;
    if (!query_files(e, a, event, &files, &err)) {
        fprintf(stderr, "%s: %" PRId64 " files not loaded (which ones, cannot be told: %s)\n", who,
                event->progress.failed, err.message);
        return;
    }
    while (result_next(files))
        print_file(files, who);
    result_free(files);
}

void events_print(void *ctx, const struct scheduler_event *event)
{
    struct events *e = ctx;
    bool failed = event->error || event->progress.failed;
    if (!failed && !event->progress.warned)
        return;
    /* Housekeeping that failed makes no table wrong, and is tried again. */
    if (event->object && failed)
        atomic_store(&e->failed, true);
    ARENA_SCOPE struct arena a = {0};
    BUF_SCOPE struct buf who = {0};
    describe(&who, &a, event);
    if (event->error)
        report_failure(stderr, who.p, event->error);
    if (event->object && (event->progress.failed || event->progress.warned))
        print_files(e, &a, event, who.p);
}
