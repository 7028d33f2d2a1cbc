/* Runs tasks and pipes: by schedule, eagerly, or until nothing is left to do.
 *
 * Who runs a task's statement is handed in (struct task_host), so that this folder knows no session. Times come from
 * the clock: under a virtual clock the scheduler moves it to the next instant instead of sleeping. */
#pragma once
#include "history/task_runs.h"
#include "pipe/pipe.h"

struct scheduler;

/* What one run read and did; the host fills it in. */
struct task_read {
    int64_t table, version; /* a table (or a stream's source) and the version of it that was seen */
};
struct task_write {
    int64_t table, version; /* that this run committed */
    int64_t previous; /* the table's version before; 0: not known. With it, another's commit in between is noticed */
};
struct task_outcome {
    struct str query_id; /* of the body */
    bool skipped;        /* WHEN was false or NULL */
    struct str return_value;
    struct task_read *reads; /* tables and sources of streams read by body and WHEN; in the arena */
    size_t n_reads;
    struct task_write *writes; /* in the order of the commits */
    size_t n_writes;
};

/* One run, as the host sees it. */
struct task_call {
    const struct object *task;
    int64_t deadline; /* clock_monotonic time at which the run is cancelled */
    struct scheduler *scheduler;
    struct task_entry *entry;
    int64_t began; /* µs UTC */
    int64_t run;   /* its record; 0: none yet */
};
/* Records that the run goes on: for the host, when WHEN holds. What a stream or eagerness brings leaves no record when
 * it does not; a run without a record when it ends gets one then. */
bool task_call_begin(struct task_call *call, struct err *err) MUST_USE;
/* How to stop the body from another thread, until told otherwise (cancel NULL). Called at the deadline, more than once
 * if the body goes on. */
void task_call_cancel_with(struct task_call *call, void (*cancel)(void *ctx), void *ctx);

struct task_host {
    void *ctx;
    /* Evaluates WHEN, runs the body in a session of its own (database and schema of the task, its session parameters).
     * False: the run failed with err; outcome still holds what was read. Thread-safe. */
    bool (*run)(void *ctx, struct task_call *call, struct arena *a, struct task_outcome *ret, struct err *err);
};

/* Something came to an end. Slices and pointers are valid during the call. */
struct scheduler_event {
    const struct object *object; /* a task or a pipe; NULL: housekeeping failed, which is tried again */
    const char *upkeep;          /* what of it */
    /* of a task */
    enum task_run_state state;
    const char *scheduled_from;
    /* of a pipe */
    struct pipe_progress progress;
    int64_t began, ended;    /* µs UTC */
    const struct err *error; /* NULL: none */
};

struct scheduler_options {
    struct engine *engine;
    struct load_context loads; /* what pipes load with; catalog, store and clock are the tasks' too */
    struct task_host host;
    int workers; /* tasks that run at the same time; 0: 4 */
    /* Called after each run of a task, each load by a pipe and each failure of housekeeping, by one thread at a time;
     * may be NULL. */
    void (*on_event)(void *ctx, const struct scheduler_event *event);
    void *event_ctx;
};

/* Makes freshet.task_runs and freshet.task_requests and recovers them; starts no thread. One for each open database. */
bool scheduler_new(const struct scheduler_options *o, struct scheduler **ret, struct err *err) MUST_USE;
void scheduler_free(struct scheduler *s); /* stops first; takes NULL */
/* Before scheduler_run or scheduler_start: see "Eager" in README.md. */
void scheduler_set_eager(struct scheduler *s, bool eager);
void scheduler_set_observer(struct scheduler *s, void (*on_event)(void *ctx, const struct scheduler_event *event),
                            void *ctx);

/* Runs pipes and tasks until the clock shows `until` (µs UTC; INT64_MAX: for ever) or scheduler_interrupt. What is
 * running then is waited for. False: the database failed. */
bool scheduler_run(struct scheduler *s, int64_t until, struct err *err) MUST_USE;
/* The same in a thread of its own, until scheduler_stop, which gives the error that ended it, if one did. */
bool scheduler_start(struct scheduler *s, struct err *err) MUST_USE;
bool scheduler_stop(struct scheduler *s, struct err *err) MUST_USE;
/* Schedules ignored: loads what waits, runs each started task once and then again whenever something that it read has
 * changed, until nothing is left; then housekeeping, if it is due. *ret_failed: a load or a run failed. */
bool scheduler_until_idle(struct scheduler *s, bool *ret_failed, struct err *err) MUST_USE;
/* Ends scheduler_run and scheduler_until_idle as soon as running work is done. May be called by a signal handler. */
void scheduler_interrupt(struct scheduler *s);

/* EXECUTE TASK: asks for a run as soon as possible. Where no scheduler runs, the request waits in the database. */
bool scheduler_execute(struct scheduler *s, int64_t task, struct err *err) MUST_USE;
/* ALTER PIPE … REFRESH queued files: load them now. */
void scheduler_refresh(struct scheduler *s, int64_t pipe);
/* A file is there now under this URL (s3://bucket/key, as a bucket's notification names it): the pipes that take it
 * look at once, instead of at their next poll. */
void scheduler_file_arrived(struct scheduler *s, struct str url);

/* What the live view shows. */
struct task_activity {
    struct str name; /* DB.SCHEMA.NAME */
    bool started, running;
    int64_t runs, failures;       /* since the process began; skipped runs are not counted */
    int64_t last_start, last_end; /* µs UTC; 0: never ran */
    enum task_run_state last_state;
    int64_t next; /* INT64_MAX: none */
};
struct pipe_activity {
    struct str name;
    int64_t files, rows, failed; /* since the process began */
    int64_t pending;             /* -1: not known */
    int64_t last_load;           /* µs UTC; 0: never */
    struct str error;            /* why it cannot load; empty: it can */
};
struct scheduler_snapshot {
    struct task_activity *tasks;
    struct pipe_activity *pipes;
    size_t n_tasks, n_pipes;
};
void scheduler_snapshot(struct scheduler *s, struct arena *a, struct scheduler_snapshot *ret);
