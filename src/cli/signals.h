/* SIGINT and SIGTERM as calls in a thread of their own, where everything that is thread-safe may be done. */
#pragma once
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct signals {
    pthread_t thread;
    atomic_bool stopping;
    /* `nth` counts the signals from 1. */
    void (*on_signal)(void *ctx, int signal, int nth);
    void *ctx;
};

/* Before any other thread is started: threads inherit that the signals are blocked. */
void signals_block(void);
/* After signals_block. */
void signals_start(struct signals *s, void (*on_signal)(void *ctx, int signal, int nth), void *ctx);
void signals_stop(struct signals *s);
