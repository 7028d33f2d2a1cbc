/* The sessions with a running statement are a list; the thread sleeps until the earliest of their deadlines. */
#include "session/timeout.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/str.h"
#include "session/internal.h"

#define AGAIN (MICROS_PER_SECOND / 10)

struct timeouts {
    pthread_mutex_t lock; /* guards all that follows, and `timing` of each session */
    pthread_cond_t earlier;
    pthread_t thread;
    bool has_thread, ending;
    int64_t next; /* when the thread will look; INT64_MAX: when told */
    struct session *first;
};

struct timeouts *timeouts_new(void)
{
    struct timeouts *t = memset(xmalloc(sizeof *t), 0, sizeof *t);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&t->earlier, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&t->lock, NULL);
    return t;
}

void timeouts_free(struct timeouts *t)
{
    if (!t)
        return;
    pthread_mutex_lock(&t->lock);
    t->ending = true;
    pthread_cond_signal(&t->earlier);
    pthread_mutex_unlock(&t->lock);
    if (t->has_thread)
        pthread_join(t->thread, NULL);
    pthread_mutex_destroy(&t->lock);
    pthread_cond_destroy(&t->earlier);
    free(t);
}

/* Interrupts what is late. When to look again. */
static int64_t look(struct timeouts *t, int64_t now)
{
    int64_t next = INT64_MAX;
    for (struct session *s = t->first; s; s = s->timing.next) {
        if (now >= s->timing.until) {
            s->timing.fired = true;
            s->timing.until = now + AGAIN;
            session_stop(s, STOP_OUT_OF_TIME);
        }
        if (s->timing.until < next)
            next = s->timing.until;
    }
    return next;
}

static void *watch(void *timeouts)
{
    struct timeouts *t = timeouts;
    pthread_mutex_lock(&t->lock);
    while (!t->ending) {
        t->next = look(t, clock_monotonic());
        struct timespec at = {t->next / MICROS_PER_SECOND, t->next % MICROS_PER_SECOND * 1000};
        pthread_cond_timedwait(&t->earlier, &t->lock, &at);
    }
    pthread_mutex_unlock(&t->lock);
    return NULL;
}

void timeouts_begin(struct timeouts *t, struct session *s, int64_t until)
{
    pthread_mutex_lock(&t->lock);
    s->timing = (struct timing){.until = until, .next = t->first};
    t->first = s;
    if (!t->has_thread) {
        if (pthread_create(&t->thread, NULL, watch, t) != 0)
            abort();
        t->has_thread = true;
    } else if (until < t->next) {
        pthread_cond_signal(&t->earlier);
    }
    pthread_mutex_unlock(&t->lock);
}

bool timeouts_end(struct timeouts *t, struct session *s)
{
    pthread_mutex_lock(&t->lock);
    struct session **at = &t->first;
    while (*at != s)
        at = &(*at)->timing.next;
    *at = s->timing.next;
    bool fired = s->timing.fired;
    pthread_mutex_unlock(&t->lock);
    return fired;
}
