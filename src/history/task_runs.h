/* The runs of tasks and the requests to run one: freshet.task_runs and freshet.task_requests, and the query behind
 * INFORMATION_SCHEMA.TASK_HISTORY (Snowflake's page "TASK_HISTORY").
 *
 * Records are written on a connection of their own, so that a rollback of a run's body does not take its record away.
 * Thread-safe: one lock guards the connection. */
#pragma once
#include <jansson.h>

#include "catalog/catalog.h"

struct task_runs;

enum task_run_state {
    TASK_RUN_EXECUTING,
    TASK_RUN_SUCCEEDED,
    TASK_RUN_FAILED,
    TASK_RUN_AUTO_SUSPENDED, /* FAILED_AND_AUTO_SUSPENDED */
    TASK_RUN_CANCELLED,
    TASK_RUN_SKIPPED,
};

/* Creates the tables if they are missing. Runs that are still EXECUTING belonged to a process that ended: they become
 * FAILED. Records older than 7 days go. The catalog must be open: it makes the schema. */
bool task_runs_open(struct engine *e, struct clock *clock, struct task_runs **ret, struct err *err) MUST_USE;
void task_runs_free(struct task_runs *r); /* takes NULL */
bool task_runs_purge(struct task_runs *r, struct err *err) MUST_USE;

/* Times are µs UTC. The slices are read during the call only. */
struct task_run_begin {
    const struct object *task;
    struct str task_uuid, body, condition; /* condition.p NULL: none */
    const char *scheduled_from;            /* SCHEDULE, EXECUTE_TASK, TRIGGER */
    int64_t scheduled_time, started, next; /* next INT64_MAX: none is scheduled */
    int64_t version;                       /* of the task's definition */
    int64_t request; /* the request that this run answers, removed in the same transaction; 0: none */
};
bool task_runs_begin(struct task_runs *r, const struct task_run_begin *b, int64_t *ret_run, struct err *err) MUST_USE;

struct task_run_end {
    enum task_run_state state;
    struct str query_id, return_value;
    const struct err *error; /* NULL or not set: none */
    int64_t completed;
};
bool task_runs_end(struct task_runs *r, int64_t run, const struct task_run_end *end, struct err *err) MUST_USE;

/* How many runs of the task since `since` failed one after the other, up to the last. Runs that were skipped, cancelled
 * or cut off by the end of the process neither count nor reset the count. */
bool task_runs_failures(struct task_runs *r, int64_t task, int64_t since, int64_t *ret, struct err *err) MUST_USE;

/* Requests to run a task at once (EXECUTE TASK) outlive the process that made them. */
struct task_request {
    int64_t request, task, requested;
};
bool task_runs_request(struct task_runs *r, int64_t task, int64_t *ret_request, struct err *err) MUST_USE;
bool task_runs_requests(struct task_runs *r, struct arena *a, struct task_request **ret, size_t *ret_n,
                        struct err *err) MUST_USE;
bool task_runs_drop_request(struct task_runs *r, int64_t request, struct err *err) MUST_USE;

/* A run that is to come: the one row with the state SCHEDULED of each started task. */
struct task_upcoming {
    const struct object *task;
    struct str task_uuid, body, condition; /* condition.p NULL: none */
    const char *scheduled_from;
    int64_t scheduled_time, next, version;
};
/* `NAME => value` of the table function; sql is DuckDB's. */
struct task_history_argument {
    struct str name, sql;
};
/* Appends a query (no parentheses around it) with the columns of TASK_HISTORY, sorted by SCHEDULED_TIME descending. */
bool task_runs_history_sql(const struct task_history_argument *args, size_t n_args,
                           const struct task_upcoming *upcoming, size_t n_upcoming, int64_t now, struct buf *out,
                           struct err *err) MUST_USE;
