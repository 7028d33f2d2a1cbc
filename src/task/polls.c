/* Pipes on buckets, which tell nobody of new files: a few threads list them, each at an interval of its own, short
 * while files come and longer the longer none does. A bucket that does not answer keeps one of the threads, not the
 * pipes of directories. */
#include <stdlib.h>
#include <time.h>

#include "task/internal.h"

enum { POLLERS = 4 };

#define SHORTEST MICROS_PER_SECOND
#define SHORTEST_EAGER (MICROS_PER_SECOND / 4)
#define LONGEST (30 * MICROS_PER_SECOND)

/* The pipe that is to be looked at, or NULL: then *wake is when. The lock is held. */
static struct pipe_entry *next_pipe(struct scheduler *s, int64_t now, int64_t *wake)
{
    struct pipe_entry *next = NULL;
    *wake = now + LONGEST;
    for (size_t i = 0; i < s->n_pipes; i++) {
        struct pipe_entry *p = s->pipes[i];
        if (!p->polled || p->busy)
            continue;
        int64_t at = p->due ? now : p->look_at;
        if (at <= now && (!next || at < next->look_at))
            next = p;
        *wake = at < *wake ? at : *wake;
    }
    return next;
}

/* How long to wait after a look. */
static int64_t next_interval(const struct scheduler *s, int64_t interval, bool some)
{
    int64_t shortest = s->eager ? SHORTEST_EAGER : SHORTEST;
    interval = some || interval == 0 ? shortest : interval * 2;
    return interval < LONGEST ? interval : LONGEST;
}

/* The lock is held, but not during the look. */
static void look(struct scheduler *s, struct connection *conn, struct pipe_entry *p)
{
    struct object *pipe = object_ref(p->pipe);
    int64_t files = 0;
    p->busy = true;
    p->due = false;
    pthread_mutex_unlock(&s->lock);
    loads_load(s, conn, pipe, &files);
    pthread_mutex_lock(&s->lock);
    p = loads_find(s, pipe->id); /* it may have been dropped */
    if (p) {
        p->busy = false;
        p->interval = next_interval(s, p->interval, files > 0);
        p->look_at = clock_monotonic() + p->interval;
    }
    object_unref(pipe);
}

static void wait_until(struct scheduler *s, int64_t wake)
{
    struct timespec at = {.tv_sec = wake / MICROS_PER_SECOND, .tv_nsec = wake % MICROS_PER_SECOND * 1000};
    pthread_cond_timedwait(&s->polls, &s->lock, &at);
}

static void *poll_thread(void *scheduler)
{
    struct scheduler *s = scheduler;
    ERR_SCOPE struct err err = {0};
    struct connection *conn;
    if (!connection_new(s->options.engine, &conn, &err)) {
        scheduler_fail(s, &err);
        return NULL;
    }
    pthread_mutex_lock(&s->lock);
    while (!s->ending) {
        int64_t wake;
        struct pipe_entry *p = next_pipe(s, clock_monotonic(), &wake);
        if (p)
            look(s, conn, p);
        else
            wait_until(s, wake);
    }
    pthread_mutex_unlock(&s->lock);
    connection_free(conn);
    return NULL;
}

void polls_init(struct scheduler *s)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&s->polls, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

bool polls_start(struct scheduler *s, struct err *err)
{
    if (s->pollers)
        return true;
    s->pollers = xmalloc(POLLERS * sizeof *s->pollers);
    for (s->n_pollers = 0; s->n_pollers < POLLERS; s->n_pollers++)
        if (pthread_create(&s->pollers[s->n_pollers], NULL, poll_thread, s) != 0)
            return err_internal(err, "cannot start a thread");
    return true;
}

void polls_wake(struct scheduler *s)
{
    pthread_cond_broadcast(&s->polls);
}

void polls_stop(struct scheduler *s)
{
    polls_wake(s);
    for (size_t i = 0; i < s->n_pollers; i++)
        pthread_join(s->pollers[i], NULL);
    free(s->pollers);
    s->pollers = NULL;
    s->n_pollers = 0;
}
