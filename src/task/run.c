/* One run of a task: the record that it began, the host's work, the record of how it ended; after too many failures in
 * a row the task is suspended (SUSPEND_TASK_AFTER_NUM_FAILURES). */
#include <stdlib.h>

#include "sql/secrets.h"
#include "task/internal.h"

enum { CANCELLED = 604, TIMED_OUT = 630 };

#define LONGEST_MS INT64_C(604800000)

void scheduler_fail(struct scheduler *s, struct err *err)
{
    pthread_mutex_lock(&s->lock);
    if (!s->failure.set)
        err_move(&s->failure, err);
    else
        err_clear(err);
    pthread_mutex_unlock(&s->lock);
}

void scheduler_tell(struct scheduler *s, const struct scheduler_event *event)
{
    pthread_mutex_lock(&s->event_lock);
    if (s->options.on_event)
        s->options.on_event(s->options.event_ctx, event);
    pthread_mutex_unlock(&s->event_lock);
}

void task_call_cancel_with(struct task_call *call, void (*cancel)(void *ctx), void *ctx)
{
    pthread_mutex_lock(&call->scheduler->lock);
    call->entry->job.cancel = cancel;
    call->entry->job.cancel_ctx = ctx;
    pthread_mutex_unlock(&call->scheduler->lock);
}

static int64_t timeout_micros(const struct object *task)
{
    int64_t ms = task_setting_number(task, "USER_TASK_TIMEOUT_MS");
    return (ms > 0 ? ms : LONGEST_MS) * 1000;
}

/* What a schedule brings is told apart from what eagerness or a stream does: only the former leaves a SKIPPED record.
 */
static const char *const reason_words[] = {
    [RUN_SCHEDULED] = "SCHEDULE",
    [RUN_REQUESTED] = "EXECUTE_TASK",
    [RUN_TRIGGERED] = "TRIGGER",
};

bool task_call_begin(struct task_call *call, struct err *err)
{
    ARENA_SCOPE struct arena arena = {0};
    const struct job *job = &call->entry->job;
    const struct task_run_begin b = {
        .task = job->task,
        .task_uuid = task_uuid(&arena, job->task->id),
        .body = secrets_masked(&arena, task_body(job->task)),
        .condition = task_condition(job->task),
        .scheduled_from = reason_words[job->reason],
        .scheduled_time = job->scheduled_time,
        .started = call->began,
        .next = job->next,
        .version = task_version(job->task),
        .request = job->request,
    };
    return call->run || task_runs_begin(call->scheduler->runs, &b, &call->run, err);
}

static void rollback(struct connection *conn)
{
    ERR_SCOPE struct err ignored = {0};
    if (!connection_run(conn, STR("ROLLBACK"), NULL, &ignored))
        return; /* after a failed COMMIT there is nothing to roll back */
}

/* Writes the suspended definition, unless somebody changed the task meanwhile. */
static bool suspend(struct scheduler *s, const struct object *task, struct err *err)
{
    struct catalog *c = s->catalog;
    catalog_lock(c); /* first: it may take long, and the loop wants the connection */
    pthread_mutex_lock(&s->conn_lock);
    OBJECT_SCOPE struct object *now = catalog_by_id(c, task->id);
    bool ok = true;
    if (now == task) {
        json_t *d = task_define_suspended_by_errors(task, clock_now(s->clock));
        ok = connection_run(s->conn, STR("BEGIN TRANSACTION"), NULL, err);
        if (ok) {
            ok = catalog_alter(c, s->conn, now, d, str_from(task->comment), err) &&
                 connection_run(s->conn, STR("COMMIT"), NULL, err);
            if (ok) {
                catalog_publish(c);
            } else {
                catalog_forget(c);
                rollback(s->conn);
            }
        } else {
            json_decref(d);
        }
    }
    pthread_mutex_unlock(&s->conn_lock);
    catalog_unlock(c);
    return ok;
}

/* The state of a failed run, and the suspension that may follow from it. */
static bool after_failure(struct scheduler *s, const struct object *task, enum task_run_state *ret, struct err *err)
{
    int64_t limit = task_setting_number(task, "SUSPEND_TASK_AFTER_NUM_FAILURES"), failures;
    *ret = TASK_RUN_FAILED;
    if (limit == 0 || !task_is_started(task))
        return true;
    if (!task_runs_failures(s->runs, task->id, task_base_time(task), &failures, err))
        return false;
    if (failures + 1 < limit)
        return true;
    *ret = TASK_RUN_AUTO_SUSPENDED;
    return suspend(s, task, err);
}

/* An interrupted body says no more than that it was interrupted. */
static void explain_timeout(const struct job *job, struct err *error)
{
    if (error->code != CANCELLED || clock_monotonic() < job->deadline)
        return;
    int64_t seconds = (timeout_micros(job->task) + MICROS_PER_SECOND - 1) / MICROS_PER_SECOND;
    err_clear(error);
    err_set(error, TIMED_OUT, "57014",
            "Statement reached its statement or warehouse timeout of %lld second(s) and was canceled.",
            (long long)seconds);
}

static bool finish(struct task_call *call, bool ok, const struct task_outcome *outcome, const struct err *error,
                   enum task_run_state *ret_state, struct err *err)
{
    struct scheduler *s = call->scheduler;
    const struct job *job = &call->entry->job;
    if (ok && outcome->skipped) {
        *ret_state = TASK_RUN_SKIPPED;
        if (!call->run)
            return true;
    } else if (ok) {
        *ret_state = TASK_RUN_SUCCEEDED;
    } else if (error->code == CANCELLED) {
        *ret_state = TASK_RUN_CANCELLED;
    } else if (!after_failure(s, job->task, ret_state, err)) {
        return false;
    }
    const struct task_run_end end = {
        .state = *ret_state,
        .query_id = outcome->query_id,
        .return_value = outcome->return_value,
        .error = error,
        .completed = clock_now(s->clock),
    };
    return task_call_begin(call, err) && task_runs_end(s->runs, call->run, &end, err);
}

/* Keeps what was read, for entry_inputs_changed. Tables that are gone already were the run's own, temporary ones. */
static void remember(struct scheduler *s, struct task_entry *e, const struct task_outcome *outcome, bool failed)
{
    free(e->reads);
    free(e->writes);
    e->reads = xmalloc(outcome->n_reads * sizeof *e->reads);
    e->writes = xmalloc(outcome->n_writes * sizeof *e->writes);
    e->n_reads = 0;
    for (size_t i = 0; i < outcome->n_reads; i++) {
        OBJECT_SCOPE struct object *o = catalog_by_id(s->catalog, outcome->reads[i].table);
        if (o)
            e->reads[e->n_reads++] = outcome->reads[i];
    }
    e->n_writes = outcome->n_writes;
    if (outcome->n_writes)
        memcpy(e->writes, outcome->writes, outcome->n_writes * sizeof *e->writes);
    e->ran = true;
    e->failed = failed;
}

static void count(struct task_entry *e, enum task_run_state state, int64_t began, int64_t ended)
{
    struct task_activity *a = &e->activity;
    bool failed = state == TASK_RUN_FAILED || state == TASK_RUN_AUTO_SUSPENDED || state == TASK_RUN_CANCELLED;
    a->runs += state != TASK_RUN_SKIPPED;
    a->failures += failed;
    a->last_start = began;
    a->last_end = ended;
    a->last_state = state;
}

void task_run(struct scheduler *s, struct task_entry *e)
{
    ARENA_SCOPE struct arena arena = {0};
    ERR_SCOPE struct err error = {0}, database = {0};
    struct job *job = &e->job;
    struct task_outcome outcome = {0};
    enum task_run_state state = TASK_RUN_FAILED;
    int64_t began = clock_now(s->clock);
    struct task_call call = {.task = job->task,
                             .deadline = clock_monotonic() + timeout_micros(job->task),
                             .scheduler = s,
                             .entry = e,
                             .began = began};
    pthread_mutex_lock(&s->lock);
    job->deadline = call.deadline;
    pthread_mutex_unlock(&s->lock);
    if (job->reason != RUN_TRIGGERED && !task_call_begin(&call, &database)) {
        scheduler_fail(s, &database);
        return;
    }
    bool ok = s->options.host.run(s->options.host.ctx, &call, &arena, &outcome, &error);
    task_call_cancel_with(&call, NULL, NULL);
    if (!ok)
        explain_timeout(job, &error);
    if (!finish(&call, ok, &outcome, &error, &state, &database))
        scheduler_fail(s, &database);
    int64_t ended = clock_now(s->clock);
    pthread_mutex_lock(&s->lock);
    if (e->task == job->task)
        remember(s, e, &outcome, !ok);
    count(e, state, began, ended);
    s->work_failed = s->work_failed || !ok;
    pthread_mutex_unlock(&s->lock);
    scheduler_tell(s, &(struct scheduler_event){
                          .object = job->task,
                          .state = state,
                          .scheduled_from = reason_words[job->reason],
                          .began = began,
                          .ended = ended,
                          .error = error.set ? &error : NULL,
                      });
    if (!ok && engine_is_fatal(s->options.engine))
        scheduler_fail(s, &error);
}
