/* The two signals are blocked everywhere; one thread waits for them. */
#include "cli/signals.h"

#include <signal.h>
#include <stdlib.h>

static sigset_t both(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

static void *wait_for_signals(void *arg)
{
    struct signals *s = arg;
    sigset_t set = both();
    int signal;
    for (int nth = 1; sigwait(&set, &signal) == 0 && !atomic_load(&s->stopping); nth++)
        s->on_signal(s->ctx, signal, nth);
    return NULL;
}

void signals_block(void)
{
    sigset_t set = both();
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void signals_start(struct signals *s, void (*on_signal)(void *ctx, int signal, int nth), void *ctx)
{
    *s = (struct signals){.on_signal = on_signal, .ctx = ctx};
    if (pthread_create(&s->thread, NULL, wait_for_signals, s) != 0)
        abort();
}

void signals_stop(struct signals *s)
{
    atomic_store(&s->stopping, true);
    pthread_kill(s->thread, SIGINT);
    pthread_join(s->thread, NULL);
}
