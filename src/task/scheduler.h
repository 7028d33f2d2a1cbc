/* Runs tasks and pipes: by schedule, eagerly, or until nothing is left to do.
 *
 * Who runs a task's statement is handed in (struct task_host), so that this folder knows no session. Times come from the clock:
 * under a virtual clock the scheduler moves it to the next instant instead of sleeping. */
#pragma once
#include "history/task_runs.h"
#include "pipe/pipe.h"

/* What one run read and did; the host fills it in. */
struct task_read {
    int64_t table, version; /* a table (or a stream's source) and the version of it that was seen */
};
struct task_outcome {
    struct str query_id; /* of the body */
    bool skipped;        /* WHEN was false or NULL */
    struct str return_value;
    struct task_read *reads; /* tables and sources of streams read by body and WHEN; in the arena */
    size_t n_reads;
    struct task_read *writes; /* the versions this run itself committed */
    size_t n_writes;
};
struct task_host {
    void *ctx;
    /* Evaluates WHEN, runs the body in a session of its own (database and schema of the task, its session parameters).
     * False: the run failed with err; outcome still holds what was read. Thread-safe. */
    bool (*run)(void *ctx, const struct object *task, struct arena *a, struct task_outcome *ret, struct err *err);
};
