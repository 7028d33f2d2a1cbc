/* The tasks that the scheduler knows, kept in step with the catalog, and the rules that say when each is due:
 *
 *   requested   EXECUTE TASK, also of a suspended task
 *   scheduled   the instant has come; one that comes during a run is dropped (Snowflake's page "Introduction to tasks")
 *   triggered   a table, or a stream's source, that the last run read has changed since, or the task has not run yet;
 * only tasks that wait for a stream, at most once per minimum interval - or, eagerly, every task at once */
#include <stdlib.h>

#include "task/internal.h"

/* --- keeping in step ---------------------------------------------------------------------------------------------- */

static void forget_run(struct task_entry *e)
{
    free(e->reads);
    free(e->writes);
    e->reads = NULL;
    e->writes = NULL;
    e->n_reads = e->n_writes = 0;
    e->ran = e->failed = false;
}

static void entry_free(struct task_entry *e)
{
    forget_run(e);
    schedule_clear(&e->schedule);
    object_unref(e->task);
    free(e);
}

void entries_free(struct scheduler *s)
{
    for (size_t i = 0; i < s->n_tasks; i++)
        entry_free(s->tasks[i]);
    free(s->tasks);
    s->tasks = NULL;
    s->n_tasks = 0;
}

/* Takes over what the catalog says now. The next instant stays while schedule and base time do, so that looking at the
 * catalog loses no instant that is due. */
static void entry_set(struct task_entry *e, struct object *task, int64_t now)
{
    bool was_started = e->started;
    int64_t base = task_base_time(task);
    struct str text = task_setting(task, "SCHEDULE");
    bool same = e->task && was_started && e->base == base && str_eq(text, task_setting(e->task, "SCHEDULE"));
    object_unref(e->task);
    e->task = object_ref(task);
    e->started = task_is_started(task);
    e->triggered = task_is_triggered(task);
    e->minimum_interval =
        task_setting_number(task, "USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS") * MICROS_PER_SECOND;
    if (!e->started)
        e->next = INT64_MAX;
    if (same || !e->started)
        return;
    e->base = base;
    forget_run(e);
    schedule_clear(&e->schedule);
    e->schedule = (struct schedule){0};
    e->has_schedule = task_schedule(task, &e->schedule);
    e->next = e->has_schedule ? schedule_next(&e->schedule, base, now) : INT64_MAX;
}

static struct task_entry *find(struct scheduler *s, int64_t id)
{
    for (size_t i = 0; i < s->n_tasks; i++)
        if (s->tasks[i]->task->id == id)
            return s->tasks[i];
    return NULL;
}

static bool is_listed(struct object **list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i]->id == id)
            return true;
    return false;
}

static int by_name(const void *a, const void *b)
{
    const struct object *x = (*(struct task_entry *const *)a)->task, *y = (*(struct task_entry *const *)b)->task;
    int order = strcmp(x->database, y->database);
    order = order ? order : strcmp(x->schema, y->schema);
    return order ? order : strcmp(x->name, y->name);
}

static void drop_missing(struct scheduler *s, struct object **list, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->n_tasks; i++) {
        struct task_entry *e = s->tasks[i];
        e->gone = !is_listed(list, n, e->task->id);
        if (e->gone && !e->busy)
            entry_free(e);
        else
            s->tasks[kept++] = e;
    }
    s->n_tasks = kept;
}

void entries_sync(struct scheduler *s)
{
    ARENA_SCOPE struct arena arena = {0};
    size_t n;
    struct object **list = catalog_list(s->catalog, &arena, OBJECT_TASK, STR(""), STR(""), &n);
    int64_t now = clock_now(s->clock);
    pthread_mutex_lock(&s->lock);
    drop_missing(s, list, n);
    for (size_t i = 0; i < n; i++) {
        struct task_entry *e = find(s, list[i]->id);
        if (!e) {
            e = memset(xmalloc(sizeof *e), 0, sizeof *e);
            s->tasks = xrealloc(s->tasks, (s->n_tasks + 1) * sizeof(struct task_entry *));
            s->tasks[s->n_tasks++] = e;
        }
        if (e->task != list[i])
            entry_set(e, list[i], now);
    }
    if (s->n_tasks)
        qsort(s->tasks, s->n_tasks, sizeof(struct task_entry *), by_name);
    pthread_mutex_unlock(&s->lock);
    catalog_list_release(list, n);
}

static bool exists(struct scheduler *s, int64_t id)
{
    OBJECT_SCOPE struct object *o = catalog_by_id(s->catalog, id);
    return o != NULL;
}

/* Hands one request to its task. True: it is of no use, because the task is gone or has one waiting already. A task
 * that was created since the last look at the catalog gets its request at the next. */
static bool take_request(struct scheduler *s, const struct task_request *request)
{
    struct task_entry *e = find(s, request->task);
    if (!e && exists(s, request->task)) {
        atomic_store(&s->requests_changed, true);
        return false;
    }
    if (!e || e->gone)
        return true;
    if (request->request <= e->last_request)
        return false;
    e->last_request = request->request;
    if (e->request)
        return true;
    e->request = request->request;
    e->requested_at = request->requested;
    return false;
}

bool entries_take_requests(struct scheduler *s, struct err *err)
{
    ARENA_SCOPE struct arena arena = {0};
    struct task_request *requests;
    size_t n;
    if (!task_runs_requests(s->runs, &arena, &requests, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        pthread_mutex_lock(&s->lock);
        bool useless = take_request(s, &requests[i]);
        pthread_mutex_unlock(&s->lock);
        if (useless && !task_runs_drop_request(s->runs, requests[i].request, err))
            return false;
    }
    return true;
}

/* --- what is due -------------------------------------------------------------------------------------------------- */

/* Is the latest version of a table one that the run did not know? Its own commits are followed from what it read; one
 * that does not continue there stands behind somebody else's. */
static bool changed_since(struct scheduler *s, const struct task_entry *e, const struct task_read *read)
{
    int64_t known = read->version;
    for (size_t i = 0; i < e->n_writes; i++) {
        const struct task_write *w = &e->writes[i];
        if (w->table == read->table && w->version > known && (w->previous == 0 || w->previous <= known))
            known = w->version;
    }
    return store_version(s->store, read->table) > known;
}

/* A table that was replaced since has another id: what now bears its name was not seen. */
bool entry_inputs_changed(struct scheduler *s, const struct task_entry *e)
{
    for (size_t i = 0; i < e->n_reads; i++)
        if (changed_since(s, e, &e->reads[i]) || !exists(s, e->reads[i].table))
            return true;
    return false;
}

static void make_job(struct task_entry *e, enum run_reason reason, int64_t scheduled_time)
{
    e->job = (struct job){
        .task = object_ref(e->task),
        .reason = reason,
        .scheduled_time = scheduled_time,
        .next = e->next,
    };
    if (reason == RUN_REQUESTED) {
        e->job.request = e->request;
        e->request = 0;
    }
}

static void advance(struct task_entry *e, int64_t now)
{
    if (e->has_schedule && e->next <= now)
        e->next = schedule_next(&e->schedule, e->base, now);
}

static void lower(int64_t *wake, int64_t to)
{
    if (to < *wake)
        *wake = to;
}

static bool due_by_input(struct scheduler *s, struct task_entry *e, int64_t now, int64_t *wake)
{
    if (!e->triggered && !s->eager)
        return false;
    if (!e->ran)
        return true;
    bool changed = entry_inputs_changed(s, e), again = e->triggered && e->failed;
    if (changed && s->eager)
        return true;
    if (!changed && !again)
        return false;
    int64_t earliest = e->triggered_at + e->minimum_interval;
    if (now < earliest)
        lower(wake, earliest);
    return now >= earliest;
}

bool entry_due(struct scheduler *s, struct task_entry *e, int64_t now, int64_t *wake)
{
    if (e->gone)
        return false;
    if (e->busy) {
        advance(e, now);
        lower(wake, e->next);
        return false;
    }
    if (e->request) {
        make_job(e, RUN_REQUESTED, e->requested_at);
        return true;
    }
    if (!e->started)
        return false;
    if (e->next <= now) {
        int64_t instant = e->next;
        advance(e, now);
        make_job(e, RUN_SCHEDULED, instant);
        return true;
    }
    lower(wake, e->next);
    if (!due_by_input(s, e, now, wake))
        return false;
    e->triggered_at = now;
    make_job(e, RUN_TRIGGERED, now);
    return true;
}

bool entry_due_idle(struct scheduler *s, struct task_entry *e, int64_t now)
{
    if (e->gone || e->busy)
        return false;
    if (e->request) {
        make_job(e, RUN_REQUESTED, e->requested_at);
        return true;
    }
    if (!e->started || (e->ran && !entry_inputs_changed(s, e)))
        return false;
    make_job(e, RUN_TRIGGERED, now);
    return true;
}

/* An instant that came while the task ran is dropped. */
void entry_finish(struct scheduler *s, struct task_entry *e, int64_t now)
{
    object_unref(e->job.task);
    e->job = (struct job){0};
    e->busy = false;
    advance(e, now);
    if (!e->gone)
        return;
    size_t i = 0;
    while (s->tasks[i] != e)
        i++;
    memmove(&s->tasks[i], &s->tasks[i + 1], (s->n_tasks - i - 1) * sizeof(struct task_entry *));
    s->n_tasks--;
    entry_free(e);
}
