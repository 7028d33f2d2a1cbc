/* What the files of the scheduler share; nobody outside this folder includes it.
 *
 * Threads: the loop (the caller of scheduler_run, or the thread of scheduler_start) decides what is due; workers run
 * tasks; one thread loads pipes, and a few more those on buckets. `lock` guards everything in struct scheduler that is
 * not constant and not atomic, and all entries, but not the fields of an entry's job while the entry is busy: those are
 * its worker's. Nothing waits for the database while it holds the lock. */
#pragma once
#include <pthread.h>
#include <stdatomic.h>

#include "task/definition.h"
#include "task/scheduler.h"

enum run_reason { RUN_SCHEDULED, RUN_REQUESTED, RUN_TRIGGERED };

struct job {
    struct object *task; /* a reference */
    enum run_reason reason;
    int64_t scheduled_time, next;
    int64_t request;  /* 0: none */
    int64_t deadline; /* clock_monotonic */
    void (*cancel)(void *ctx);
    void *cancel_ctx;
};

struct task_entry {
    struct object *task; /* a reference; what the catalog last said */
    bool started, has_schedule, triggered;
    struct schedule schedule;
    int64_t base, next; /* next INT64_MAX: no instant is known */
    int64_t minimum_interval;
    int64_t request, last_request; /* waiting; the largest ever taken over */
    int64_t requested_at;
    bool busy; /* queued or running */
    bool gone; /* dropped while it was busy */
    struct job job;
    struct task_entry *queued; /* the next in the queue */
    /* of the last run in this process */
    bool ran, failed;
    int64_t triggered_at;
    struct task_read *reads;
    struct task_write *writes;
    size_t n_reads, n_writes;
    struct task_activity activity; /* name, started, running and next are filled in by the snapshot */
};

struct pipe_entry {
    struct object *pipe; /* a reference */
    bool due;
    bool placed;       /* the thread that loads knows where its files are: only then is it loaded */
    bool polled, busy; /* its files are in a bucket; a thread of polls.c looks there now */
    int64_t look_at,
        interval; /* of a polled one: the next look, by clock_monotonic; what lies between two, 0: none yet */
    char *error;  /* NULL: none */
    struct pipe_activity activity;
};

struct scheduler {
    struct scheduler_options options;
    struct load_context loads;
    struct catalog *catalog; /* these three are in the options too */
    struct store *store;
    struct clock *clock;
    struct task_runs *runs;
    struct connection *conn; /* of the loop: changes of the catalog; guarded by conn_lock */
    pthread_mutex_t conn_lock;
    pthread_mutex_t event_lock; /* on_event is called by one thread at a time */
    bool eager;
    struct stage_map stages; /* of the loads: whoever waits for a bucket gives up when the threads end */

    pthread_mutex_t lock;
    pthread_cond_t work; /* something was queued, or workers have to end */
    struct task_entry **tasks;
    size_t n_tasks;
    struct pipe_entry **pipes;
    size_t n_pipes;
    struct task_entry *first_queued, **last_queued;
    size_t n_busy;
    bool ending;                    /* workers and the pipe thread end */
    bool work_failed;               /* a run or a load failed */
    struct err failure;             /* of the database: the loop ends with it */
    int64_t generation;             /* of the catalog at the last look; the loop's own */
    int64_t upkept, upkept_commits; /* the last upkeep, and store_commits then; the loop's own */
    pthread_t *workers;
    size_t n_workers;
    pthread_cond_t polls; /* by CLOCK_MONOTONIC: a polled pipe is due, or the pollers have to end */
    pthread_t *pollers;   /* the loader's own */
    size_t n_pollers;
    pthread_t loader, loop;
    bool has_loader, has_loop;
    int wake_loader; /* an eventfd */

    atomic_bool interrupted, requests_changed;
};

/* entries.c: which tasks there are and which are due. The lock is held by the caller, except by entries_sync. */
void entries_sync(struct scheduler *s);
bool entries_take_requests(struct scheduler *s, struct err *err) MUST_USE;
void entries_free(struct scheduler *s);
bool entry_inputs_changed(struct scheduler *s, const struct task_entry *e);
/* Makes e's job and returns true when it has to run now. *wake is lowered to the instant at which to look again. */
bool entry_due(struct scheduler *s, struct task_entry *e, int64_t now, int64_t *wake);
bool entry_due_idle(struct scheduler *s, struct task_entry *e, int64_t now);
void entry_finish(struct scheduler *s, struct task_entry *e, int64_t now);

/* run.c: one run, from its record to its record. Sets s->failure when the database fails. */
void task_run(struct scheduler *s, struct task_entry *e);
void scheduler_fail(struct scheduler *s, struct err *err);
void scheduler_tell(struct scheduler *s, const struct scheduler_event *event);

/* loads.c: pipes. */
void loads_sync(struct scheduler *s);
void loads_free(struct scheduler *s);
void *loads_thread(void *scheduler);
/* The pipe has something to load: at the next look of the thread. */
void loads_due(struct scheduler *s, int64_t pipe);
/* The same for the pipes that take the file of this URL. */
void loads_due_by_url(struct scheduler *s, struct str url);
/* Do the threads have to end? */
bool loads_are_ending(void *scheduler);
/* One look at a pipe: loads what waits; *files is raised by how many there were. */
void loads_load(struct scheduler *s, struct connection *conn, const struct object *pipe, int64_t *files);
/* The entry of a pipe, or NULL; the lock is held. */
struct pipe_entry *loads_find(struct scheduler *s, int64_t pipe);
/* Loads what waits in all pipes; *ret_files: how many files were looked at. */
bool loads_once(struct scheduler *s, struct connection *conn, int64_t *ret_files, struct err *err) MUST_USE;

/* polls.c: pipes on buckets. Started and stopped by the thread that loads. */
void polls_init(struct scheduler *s);
bool polls_start(struct scheduler *s, struct err *err) MUST_USE;
void polls_stop(struct scheduler *s);
void polls_wake(struct scheduler *s);

/* upkeep.c: what can wait for an idle moment. next: the coming instant. */
void upkeep_begin(struct scheduler *s, int64_t now);
void upkeep(struct scheduler *s, int64_t now, int64_t next, bool busy);
/* The same when a run until idle ends. */
bool upkeep_at_end(struct scheduler *s, struct err *err) MUST_USE;
