/* Pipes: a thread of its own watches the directories of their stages and loads what arrives, so that a long task does
 * not delay a load. A pipe is due when a file was closed in its directory, when it is new or changed, and every
 * RECHECK, in case a directory could not be watched or its files arrive over a file system that tells nobody. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>

#include "stage/watch.h"
#include "task/internal.h"

enum { WAIT_MS = 200 };

#define RECHECK (5 * MICROS_PER_SECOND)

/* --- keeping in step ---------------------------------------------------------------------------------------------- */

static void pipe_entry_free(struct pipe_entry *p)
{
    object_unref(p->pipe);
    free(p->error);
    free(p);
}

void loads_free(struct scheduler *s)
{
    for (size_t i = 0; i < s->n_pipes; i++)
        pipe_entry_free(s->pipes[i]);
    free(s->pipes);
    s->pipes = NULL;
    s->n_pipes = 0;
}

static struct pipe_entry *find(struct pipe_entry **list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] && list[i]->pipe->id == id)
            return list[i];
    return NULL;
}

struct pipe_entry *loads_find(struct scheduler *s, int64_t pipe)
{
    return find(s->pipes, s->n_pipes, pipe);
}

/* The entry of a pipe: the old one, with its numbers, or a new one. Old ones that were taken are NULL afterwards. */
static struct pipe_entry *take_entry(struct scheduler *s, struct object *pipe)
{
    struct pipe_entry *p = find(s->pipes, s->n_pipes, pipe->id);
    if (!p)
        p = memset(xmalloc(sizeof *p), 0, sizeof *p);
    for (size_t i = 0; i < s->n_pipes; i++)
        if (s->pipes[i] == p)
            s->pipes[i] = NULL;
    if (p->pipe != pipe) {
        object_unref(p->pipe);
        p->pipe = object_ref(pipe);
        p->due = true;
    }
    return p;
}

void loads_sync(struct scheduler *s)
{
    ARENA_SCOPE struct arena arena = {0};
    size_t n;
    struct object **list = catalog_list(s->catalog, &arena, OBJECT_PIPE, STR(""), STR(""), &n);
    struct pipe_entry **pipes = xmalloc((n + 1) * sizeof(struct pipe_entry *));
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < n; i++)
        pipes[i] = take_entry(s, list[i]);
    for (size_t i = 0; i < s->n_pipes; i++)
        if (s->pipes[i])
            pipe_entry_free(s->pipes[i]);
    free(s->pipes);
    s->pipes = pipes;
    s->n_pipes = n;
    pthread_mutex_unlock(&s->lock);
    catalog_list_release(list, n);
}

/* --- loading ------------------------------------------------------------------------------------------------------ */

/* Keeps the numbers, and why the pipe cannot load all that it should. True when that is another reason than before: one
 * that stays the same is told once, whatever is loaded meanwhile. */
static bool note(struct scheduler *s, int64_t id, const struct pipe_progress *progress, int64_t ended,
                 const struct err *error)
{
    bool news = false;
    pthread_mutex_lock(&s->lock);
    struct pipe_entry *p = find(s->pipes, s->n_pipes, id);
    if (p) {
        p->activity.files += progress->files;
        p->activity.rows += progress->rows;
        p->activity.failed += progress->failed;
        if (progress->files > 0 || progress->failed > 0)
            p->activity.last_load = ended;
        const char *reason = error->set ? error->message : NULL;
        news = reason && (!p->error || strcmp(p->error, reason) != 0);
        free(p->error);
        p->error = reason ? xstrdup(reason) : NULL;
    }
    s->work_failed = s->work_failed || error->set || progress->failed > 0;
    pthread_mutex_unlock(&s->lock);
    return news;
}

void loads_load(struct scheduler *s, struct connection *conn, const struct object *pipe, int64_t *files)
{
    ERR_SCOPE struct err error = {0};
    struct pipe_progress progress = {0};
    int64_t began = clock_now(s->clock);
    if (!pipe_load_pending(&s->loads, conn, pipe, &progress, &error) && engine_is_fatal(s->options.engine)) {
        scheduler_fail(s, &error);
        return;
    }
    if (error.code == 604 && loads_are_ending(s))
        err_clear(&error); /* what was not loaded is loaded the next time */
    int64_t ended = clock_now(s->clock);
    *files += progress.files + progress.failed;
    bool news = note(s, pipe->id, &progress, ended, &error);
    if (news || progress.files > 0 || progress.failed > 0)
        scheduler_tell(s, &(struct scheduler_event){
                              .object = pipe,
                              .progress = progress,
                              .began = began,
                              .ended = ended,
                              .error = news ? &error : NULL,
                          });
}

enum which { DUE, WATCHED, ALL }; /* DUE: of those that are not polled; WATCHED: all of these */

/* References to pipes, which are due no longer. */
static struct object **take_due(struct scheduler *s, struct arena *a, enum which which, size_t *ret_n)
{
    pthread_mutex_lock(&s->lock);
    struct object **list = ARENA_ARRAY(a, struct object *, s->n_pipes + 1);
    size_t n = 0;
    for (size_t i = 0; i < s->n_pipes; i++) {
        const struct pipe_entry *p = s->pipes[i];
        if (which != ALL && (!p->placed || p->polled || (which == DUE && !p->due)))
            continue;
        s->pipes[i]->due = false;
        list[n++] = object_ref(s->pipes[i]->pipe);
    }
    pthread_mutex_unlock(&s->lock);
    *ret_n = n;
    return list;
}

static void load_due(struct scheduler *s, struct connection *conn, enum which which, int64_t *files)
{
    ARENA_SCOPE struct arena arena = {0};
    size_t n;
    struct object **list = take_due(s, &arena, which, &n);
    for (size_t i = 0; i < n; i++)
        loads_load(s, conn, list[i], files);
    catalog_list_release(list, n);
}

bool loads_once(struct scheduler *s, struct connection *conn, int64_t *ret_files, struct err *err)
{
    *ret_files = 0;
    load_due(s, conn, ALL, ret_files);
    pthread_mutex_lock(&s->lock);
    bool ok = !s->failure.set;
    if (!ok)
        err_move(err, &s->failure);
    pthread_mutex_unlock(&s->lock);
    return ok;
}

/* --- watching ----------------------------------------------------------------------------------------------------- */

/* A pipe whose directory cannot be watched is looked after by RECHECK; why it cannot, its load will say. */
static void watch_pipe(struct scheduler *s, struct watch *w, const struct object *pipe)
{
    ARENA_SCOPE struct arena arena = {0};
    ERR_SCOPE struct err ignored = {0};
    struct pipe_place place = {0};
    watch_remove(w, pipe->id);
    bool known = pipe_place(&s->loads, pipe, &arena, &place, &ignored);
    pthread_mutex_lock(&s->lock);
    struct pipe_entry *p = loads_find(s, pipe->id);
    if (p) {
        p->placed = true;
        p->polled = known && place.polled;
    }
    pthread_mutex_unlock(&s->lock);
    if (known && place.directory && !watch_add_directory(w, place.directory, pipe->id, &ignored))
        return;
}

/* Watches what is new. A stage that was replaced may be somewhere else, so every change of the catalog looks again. */
static void watch_all(struct scheduler *s, struct watch *w)
{
    ARENA_SCOPE struct arena arena = {0};
    pthread_mutex_lock(&s->lock);
    size_t n = s->n_pipes;
    struct object **list = ARENA_ARRAY(&arena, struct object *, n + 1);
    for (size_t i = 0; i < n; i++)
        list[i] = object_ref(s->pipes[i]->pipe);
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < n; i++)
        watch_pipe(s, w, list[i]);
    catalog_list_release(list, n);
    pthread_mutex_lock(&s->lock);
    bool any_polled = false;
    for (size_t i = 0; i < s->n_pipes; i++)
        any_polled = any_polled || s->pipes[i]->polled;
    pthread_mutex_unlock(&s->lock);
    ERR_SCOPE struct err err = {0};
    if (any_polled && !polls_start(s, &err))
        scheduler_fail(s, &err);
    polls_wake(s);
}

void loads_due(struct scheduler *s, int64_t pipe)
{
    pthread_mutex_lock(&s->lock);
    struct pipe_entry *p = find(s->pipes, s->n_pipes, pipe);
    if (p)
        p->due = true;
    pthread_mutex_unlock(&s->lock);
    polls_wake(s);
}

void loads_due_by_url(struct scheduler *s, struct str url)
{
    ARENA_SCOPE struct arena arena = {0};
    size_t n;
    struct object **list = catalog_list(s->catalog, &arena, OBJECT_PIPE, STR(""), STR(""), &n);
    for (size_t i = 0; i < n; i++) {
        ERR_SCOPE struct err ignored = {0}; /* a pipe that is broken loads nothing; its status says so */
        struct pipe_place place;
        if (pipe_place(&s->loads, list[i], &arena, &place, &ignored) && str_starts(url, place.url))
            loads_due(s, list[i]->id);
    }
    catalog_list_release(list, n);
}

static void on_file(void *scheduler, int64_t tag, const char *path)
{
    (void)path;
    loads_due(scheduler, tag);
}

bool loads_are_ending(void *scheduler)
{
    struct scheduler *s = scheduler;
    pthread_mutex_lock(&s->lock);
    bool ending = s->ending;
    pthread_mutex_unlock(&s->lock);
    return ending;
}

static void watch_and_load(struct scheduler *s, struct watch *w, struct connection *conn)
{
    int64_t files = 0, checked = 0;
    struct pollfd fds[] = {{.fd = watch_fd(w), .events = POLLIN}, {.fd = s->wake_loader, .events = POLLIN}};
    watch_all(s, w);
    while (!loads_are_ending(s)) {
        eventfd_t woken;
        if (fds[1].revents && eventfd_read(s->wake_loader, &woken) == 0)
            watch_all(s, w);
        watch_drain(w, on_file, s);
        bool all = clock_monotonic() - checked >= RECHECK;
        if (all)
            checked = clock_monotonic();
        load_due(s, conn, all ? WATCHED : DUE, &files);
        fds[0].revents = fds[1].revents = 0;
        poll(fds, 2, WAIT_MS);
    }
    polls_stop(s);
}

void *loads_thread(void *scheduler)
{
    struct scheduler *s = scheduler;
    ERR_SCOPE struct err err = {0};
    struct watch *w = NULL;
    struct connection *conn = NULL;
    if (watch_new(&w, &err) && connection_new(s->options.engine, &conn, &err))
        watch_and_load(s, w, conn);
    else
        scheduler_fail(s, &err);
    connection_free(conn);
    watch_free(w);
    return NULL;
}
