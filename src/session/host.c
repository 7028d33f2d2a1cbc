/* How the scheduler runs a task: WHEN and the body in a session of its own, what was read and written noted down. */
#include "session/internal.h"
#include "task/definition.h"

/* Task settings that are session parameters are set in the session of each run. */
static bool apply_settings(struct session *s, const struct object *task, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct settings settings = definition_settings(&a, task);
    for (size_t i = 0; i < settings.n; i++)
        if (parameters_known(settings.at[i].key) && !parameters_set(s, settings.at[i].key, settings.at[i].text, err))
            return false;
    return true;
}

static bool evaluate_when(struct session *s, const struct object *task, bool *ret, struct err *err)
{
    struct str when = task_condition(task);
    *ret = true;
    if (!when.p)
        return true;
    BUF_SCOPE struct buf sql = {0}, text = {0};
    buf_adds(&sql, "select (");
    buf_add(&sql, when);
    buf_adds(&sql, ")::boolean");
    struct result *result;
    if (!session_run(s, buf_str(&sql), &result, err))
        return false;
    *ret = false;
    if (result_next(result) && !result_null(result, 0)) {
        result_text(result, 0, &text);
        *ret = str_eq(buf_str(&text), STR("true"));
    }
    result_free(result);
    return true;
}

static bool run_task_body(struct session *s, struct task_call *call, struct arena *a, struct task_outcome *ret,
                          struct err *err)
{
    const struct object *task = call->task;
    struct result *result;
    bool due;
    if (!evaluate_when(s, task, &due, err))
        return false;
    ret->skipped = !due;
    if (!due)
        return true;
    if (!task_call_begin(call, err) || !session_run(s, task_body(task), &result, err))
        return false;
    ret->query_id = str_dup(a, result_query_id(result));
    result_free(result);
    return true;
}

static void cancel(void *ctx)
{
    session_interrupt(ctx);
}

static void copy_records(const struct session *s, struct arena *a, struct task_outcome *ret)
{
    ret->reads = arena_copy(a, s->reads.at, s->reads.n * sizeof *s->reads.at);
    ret->n_reads = s->reads.n;
    ret->writes = arena_copy(a, s->writes.at, s->writes.n * sizeof *s->writes.at);
    ret->n_writes = s->writes.n;
}

static bool run_task(void *ctx, struct task_call *call, struct arena *a, struct task_outcome *ret, struct err *err)
{
    struct freshet *f = ctx;
    const struct object *task = call->task;
    struct session *s;
    *ret = (struct task_outcome){0};
    if (!session_new(f, &s, err))
        return false;
    session_set_scope(s, str_from(task->database), str_from(task->schema));
    s->recording = true;
    task_call_cancel_with(call, cancel, s);
    bool ok = apply_settings(s, task, err) && run_task_body(s, call, a, ret, err);
    task_call_cancel_with(call, NULL, NULL);
    copy_records(s, a, ret);
    if (!ok && s->results.n)
        ret->query_id = str_dup(a, results_id(&s->results, -1));
    session_free(s);
    return ok;
}

struct task_host freshet_task_host(struct freshet *f)
{
    return (struct task_host){.ctx = f, .run = run_task};
}

bool freshet_sequence(void *ctx, const struct scope *scope, const struct object_name *name, struct buf *out,
                      struct err *err)
{
    static const struct statement no_statement = {.line = 1, .col = 1};
    static const struct tokens no_tokens = {0};
    struct session *s;
    if (!session_new(ctx, &s, err))
        return false;
    struct run r;
    run_init(&r, s, &no_tokens, &no_statement);
    r.scope = *scope;
    bool ok = r.resolver.sequence(&r, name, out, err);
    run_release(&r);
    session_free(s);
    return ok;
}

bool freshet_column_default(void *ctx, const struct object *table, const struct column *column, struct buf *out,
                            struct err *err)
{
    static const struct statement no_statement = {.line = 1, .col = 1};
    static const struct tokens no_tokens = {0};
    struct session *s;
    if (!session_new(ctx, &s, err))
        return false;
    struct run r;
    run_init(&r, s, &no_tokens, &no_statement);
    bool ok = run_default(&r, table, column, out, err);
    run_release(&r);
    session_free(s);
    return ok;
}
