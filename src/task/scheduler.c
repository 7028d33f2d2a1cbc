/* The loop, the workers, and the way in and out. The loop waits in store_wait: a commit, a finished run and a request
 * all end that wait; what announces itself in no other way (changes of the catalog, an interrupt, a deadline) is looked
 * for every POLL microseconds. */
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "task/internal.h"

enum { POLL = 200000, DEFAULT_WORKERS = 4 };

/* --- making and freeing ------------------------------------------------------------------------------------------- */

bool scheduler_new(const struct scheduler_options *o, struct scheduler **ret, struct err *err)
{
    struct scheduler *s = memset(xmalloc(sizeof *s), 0, sizeof *s);
    s->options = *o;
    s->loads = o->loads;
    s->stages = *o->loads.stages;
    s->stages.stop = loads_are_ending;
    s->stages.stop_ctx = s;
    s->loads.stages = &s->stages;
    s->catalog = o->loads.catalog;
    s->store = o->loads.store;
    s->clock = o->loads.clock;
    s->generation = -1;
    s->last_queued = &s->first_queued;
    pthread_mutex_init(&s->lock, NULL);
    pthread_mutex_init(&s->conn_lock, NULL);
    pthread_mutex_init(&s->event_lock, NULL);
    pthread_cond_init(&s->work, NULL);
    polls_init(s);
    s->wake_loader = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    bool ok = s->wake_loader >= 0 ? true : err_os(err, "cannot make", "an eventfd");
    if (!ok || !connection_new(o->engine, &s->conn, err) || !task_runs_open(o->engine, s->clock, &s->runs, err)) {
        scheduler_free(s);
        return false;
    }
    *ret = s;
    return true;
}

void scheduler_free(struct scheduler *s)
{
    if (!s)
        return;
    ERR_SCOPE struct err ignored = {0};
    if (s->has_loop && !scheduler_stop(s, &ignored))
        err_clear(&ignored);
    entries_free(s);
    loads_free(s);
    task_runs_free(s->runs);
    connection_free(s->conn);
    if (s->wake_loader >= 0)
        close(s->wake_loader);
    err_clear(&s->failure);
    pthread_mutex_destroy(&s->lock);
    pthread_mutex_destroy(&s->conn_lock);
    pthread_mutex_destroy(&s->event_lock);
    pthread_cond_destroy(&s->work);
    pthread_cond_destroy(&s->polls);
    free(s);
}

void scheduler_set_eager(struct scheduler *s, bool eager)
{
    s->eager = eager;
}

void scheduler_set_observer(struct scheduler *s, void (*on_event)(void *ctx, const struct scheduler_event *event),
                            void *ctx)
{
    pthread_mutex_lock(&s->event_lock);
    s->options.on_event = on_event;
    s->options.event_ctx = ctx;
    pthread_mutex_unlock(&s->event_lock);
}

/* --- workers ------------------------------------------------------------------------------------------------------ */

static struct task_entry *take_work(struct scheduler *s)
{
    while (!s->first_queued && !s->ending)
        pthread_cond_wait(&s->work, &s->lock);
    struct task_entry *e = s->first_queued;
    if (!e)
        return NULL;
    s->first_queued = e->queued;
    if (!s->first_queued)
        s->last_queued = &s->first_queued;
    e->queued = NULL;
    return e;
}

static void *work(void *scheduler)
{
    struct scheduler *s = scheduler;
    pthread_mutex_lock(&s->lock);
    for (struct task_entry *e; (e = take_work(s));) {
        pthread_mutex_unlock(&s->lock);
        task_run(s, e);
        pthread_mutex_lock(&s->lock);
        entry_finish(s, e, clock_now(s->clock));
        s->n_busy--;
        store_poke(s->store);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

static void enqueue(struct scheduler *s, struct task_entry *e)
{
    e->busy = true;
    s->n_busy++;
    *s->last_queued = e;
    s->last_queued = &e->queued;
    pthread_cond_signal(&s->work);
}

/* Runs that are queued and not begun are given up: their instant passes, a request stays in the database. */
static void empty_queue(struct scheduler *s)
{
    while (s->first_queued) {
        struct task_entry *e = s->first_queued;
        s->first_queued = e->queued;
        e->queued = NULL;
        s->n_busy--;
        entry_finish(s, e, clock_now(s->clock));
    }
    s->last_queued = &s->first_queued;
}

static void stop_threads(struct scheduler *s)
{
    pthread_mutex_lock(&s->lock);
    empty_queue(s);
    s->ending = true;
    pthread_cond_broadcast(&s->work);
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < s->n_workers; i++)
        pthread_join(s->workers[i], NULL);
    free(s->workers);
    s->workers = NULL;
    s->n_workers = 0;
    if (s->has_loader) {
        eventfd_write(s->wake_loader, 1);
        pthread_join(s->loader, NULL);
    }
    s->has_loader = s->ending = false;
}

static bool start_threads(struct scheduler *s, size_t n, bool loader, struct err *err)
{
    s->workers = xmalloc(n * sizeof *s->workers);
    for (size_t i = 0; i < n; i++) {
        if (pthread_create(&s->workers[i], NULL, work, s) != 0) {
            stop_threads(s);
            return err_internal(err, "cannot start a thread");
        }
        s->n_workers++;
    }
    if (loader && pthread_create(&s->loader, NULL, loads_thread, s) != 0) {
        stop_threads(s);
        return err_internal(err, "cannot start a thread");
    }
    s->has_loader = loader;
    return true;
}

/* --- the loop ----------------------------------------------------------------------------------------------------- */

static bool is_over(struct scheduler *s)
{
    pthread_mutex_lock(&s->lock);
    bool over = s->failure.set;
    pthread_mutex_unlock(&s->lock);
    return over || atomic_load(&s->interrupted);
}

static bool give_failure(struct scheduler *s, struct err *err)
{
    pthread_mutex_lock(&s->lock);
    bool ok = !s->failure.set;
    if (!ok)
        err_move(err, &s->failure);
    pthread_mutex_unlock(&s->lock);
    return ok;
}

/* Brings tasks, pipes and requests in step with the catalog and the database. */
static bool look_around(struct scheduler *s, struct err *err)
{
    int64_t generation = catalog_generation(s->catalog);
    if (generation != s->generation) {
        entries_sync(s);
        loads_sync(s);
        s->generation = generation;
        if (s->has_loader)
            eventfd_write(s->wake_loader, 1);
    }
    return !atomic_exchange(&s->requests_changed, false) || entries_take_requests(s, err);
}

static void cancel_late(struct scheduler *s)
{
    int64_t now = clock_monotonic();
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < s->n_tasks; i++) {
        struct job *job = &s->tasks[i]->job;
        if (s->tasks[i]->busy && job->cancel && now >= job->deadline)
            job->cancel(job->cancel_ctx);
    }
    pthread_mutex_unlock(&s->lock);
}

static int64_t start_due(struct scheduler *s, int64_t now, size_t *ret_busy)
{
    int64_t wake = INT64_MAX;
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < s->n_tasks; i++)
        if (entry_due(s, s->tasks[i], now, &wake)) {
            enqueue(s, s->tasks[i]);
            if (s->tasks[i]->next < wake)
                wake = s->tasks[i]->next;
        }
    *ret_busy = s->n_busy;
    pthread_mutex_unlock(&s->lock);
    return wake;
}

static void wait_until(struct scheduler *s, int64_t seen, int64_t now, int64_t wake)
{
    int64_t delay = wake - now < POLL ? wake - now : POLL;
    store_wait(s->store, seen, clock_monotonic() + (s->clock->is_virtual ? POLL : delay));
}

static bool loop(struct scheduler *s, int64_t until, struct err *err)
{
    while (!is_over(s)) {
        int64_t seen = store_commits(s->store), now = clock_now(s->clock);
        size_t busy;
        if (now >= until)
            break;
        if (!look_around(s, err))
            return false;
        cancel_late(s);
        int64_t wake = start_due(s, now, &busy);
        upkeep(s, now, wake, busy > 0);
        if (wake > until)
            wake = until;
        if (s->clock->is_virtual && !busy && wake != INT64_MAX && store_commits(s->store) == seen)
            clock_advance_to(s->clock, wake);
        else
            wait_until(s, seen, now, wake);
    }
    return true;
}

/* What the scheduler knew of the last time may be out of date. */
static void begin_anew(struct scheduler *s)
{
    s->generation = -1;
    upkeep_begin(s, clock_now(s->clock));
    atomic_store(&s->requests_changed, true);
}

static bool run(struct scheduler *s, int64_t until, struct err *err)
{
    begin_anew(s);
    size_t n = s->options.workers > 0 ? (size_t)s->options.workers : DEFAULT_WORKERS;
    if (!look_around(s, err) || !start_threads(s, n, true, err))
        return false;
    bool ok = loop(s, until, err);
    stop_threads(s);
    return ok && give_failure(s, err);
}

bool scheduler_run(struct scheduler *s, int64_t until, struct err *err)
{
    return run(s, until, err);
}

static void *loop_thread(void *scheduler)
{
    struct scheduler *s = scheduler;
    ERR_SCOPE struct err err = {0};
    if (!run(s, INT64_MAX, &err))
        scheduler_fail(s, &err);
    return NULL;
}

bool scheduler_start(struct scheduler *s, struct err *err)
{
    atomic_store(&s->interrupted, false);
    if (pthread_create(&s->loop, NULL, loop_thread, s) != 0)
        return err_internal(err, "cannot start a thread");
    s->has_loop = true;
    return true;
}

bool scheduler_stop(struct scheduler *s, struct err *err)
{
    if (!s->has_loop)
        return true;
    scheduler_interrupt(s);
    store_poke(s->store);
    pthread_join(s->loop, NULL);
    s->has_loop = false;
    return give_failure(s, err);
}

void scheduler_interrupt(struct scheduler *s)
{
    atomic_store(&s->interrupted, true);
}

bool scheduler_execute(struct scheduler *s, int64_t task, struct err *err)
{
    int64_t request;
    if (!task_runs_request(s->runs, task, &request, err))
        return false;
    atomic_store(&s->requests_changed, true);
    store_poke(s->store);
    return true;
}

void scheduler_refresh(struct scheduler *s, int64_t pipe)
{
    loads_due(s, pipe);
    eventfd_write(s->wake_loader, 1);
}

void scheduler_file_arrived(struct scheduler *s, struct str url)
{
    loads_due_by_url(s, url);
    eventfd_write(s->wake_loader, 1);
}

/* --- until idle --------------------------------------------------------------------------------------------------- */

/* So many rounds without a file loaded mean that tasks change each other's input without end. */
enum { MAX_ROUNDS = 1000 };

static void wait_for_workers(struct scheduler *s)
{
    for (;;) {
        int64_t seen = store_commits(s->store);
        pthread_mutex_lock(&s->lock);
        size_t busy = s->n_busy;
        pthread_mutex_unlock(&s->lock);
        if (!busy)
            return;
        cancel_late(s);
        store_wait(s->store, seen, clock_monotonic() + POLL);
    }
}

static bool start_next(struct scheduler *s, size_t i, bool *ret_started)
{
    pthread_mutex_lock(&s->lock);
    bool more = i < s->n_tasks;
    *ret_started = more && entry_due_idle(s, s->tasks[i], clock_now(s->clock));
    if (*ret_started)
        enqueue(s, s->tasks[i]);
    pthread_mutex_unlock(&s->lock);
    return more;
}

/* Everything that waits is loaded, then the tasks that have work run, one after the other. */
static bool round_of_work(struct scheduler *s, struct connection *conn, int64_t *ret_files, bool *ret_ran,
                          struct err *err)
{
    bool started;
    *ret_ran = false;
    if (!look_around(s, err) || !loads_once(s, conn, ret_files, err))
        return false;
    for (size_t i = 0; !is_over(s) && start_next(s, i, &started); i++) {
        if (!started)
            continue;
        *ret_ran = true;
        wait_for_workers(s);
    }
    return true;
}

static bool rounds(struct scheduler *s, struct connection *conn, struct err *err)
{
    int64_t files;
    bool ran = true;
    for (int quiet = 0; !is_over(s); quiet++) {
        if (!round_of_work(s, conn, &files, &ran, err))
            return false;
        if (!ran && !files)
            return true;
        if (files)
            quiet = 0;
        if (quiet == MAX_ROUNDS)
            return err_set(err, 91000, "55000",
                           "The tasks do not come to rest: each round of them gave the next one work.");
    }
    return true;
}

bool scheduler_until_idle(struct scheduler *s, bool *ret_failed, struct err *err)
{
    struct connection *conn;
    begin_anew(s);
    if (!connection_new(s->options.engine, &conn, err))
        return false;
    bool ok = start_threads(s, 1, false, err);
    if (ok) {
        pthread_mutex_lock(&s->lock);
        s->work_failed = false;
        pthread_mutex_unlock(&s->lock);
        ok = rounds(s, conn, err);
        stop_threads(s);
        ok = ok && (is_over(s) || upkeep_at_end(s, err)) && give_failure(s, err);
    }
    connection_free(conn);
    *ret_failed = s->work_failed;
    return ok;
}

/* --- the live view ------------------------------------------------------------------------------------------------ */

/* Files that wait; -1 when that cannot be told. */
static int64_t pending_of(struct scheduler *s, const struct object *pipe)
{
    ERR_SCOPE struct err ignored = {0};
    int64_t pending;
    pthread_mutex_lock(&s->conn_lock);
    bool ok = pipe_pending(&s->loads, s->conn, pipe, &pending, &ignored);
    pthread_mutex_unlock(&s->conn_lock);
    return ok ? pending : -1;
}

void scheduler_snapshot(struct scheduler *s, struct arena *a, struct scheduler_snapshot *ret)
{
    pthread_mutex_lock(&s->lock);
    ret->n_tasks = s->n_tasks;
    ret->tasks = ARENA_ARRAY(a, struct task_activity, s->n_tasks);
    for (size_t i = 0; i < s->n_tasks; i++) {
        const struct task_entry *e = s->tasks[i];
        ret->tasks[i] = e->activity;
        ret->tasks[i].name = object_full_name(a, e->task);
        ret->tasks[i].started = e->started;
        ret->tasks[i].running = e->busy;
        ret->tasks[i].next = e->next;
    }
    ret->n_pipes = s->n_pipes;
    ret->pipes = ARENA_ARRAY(a, struct pipe_activity, s->n_pipes);
    struct object **pipes = ARENA_ARRAY(a, struct object *, s->n_pipes);
    for (size_t i = 0; i < s->n_pipes; i++) {
        const struct pipe_entry *p = s->pipes[i];
        pipes[i] = object_ref(p->pipe);
        ret->pipes[i] = p->activity;
        ret->pipes[i].name = object_full_name(a, p->pipe);
        ret->pipes[i].error = str_dup(a, str_from(p->error));
    }
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < ret->n_pipes; i++)
        ret->pipes[i].pending = pending_of(s, pipes[i]);
    catalog_list_release(pipes, ret->n_pipes);
}
