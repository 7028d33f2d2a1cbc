/* Housekeeping in idle moments: records past their time, old images that nobody can ask for any more, and the
 * database's log.
 *
 * Runs on the loop's own connection, at most once every EVERY, when no task runs and none is about to; where there is
 * no such moment for PATIENCE, in between. What fails (a checkpoint, because a transaction is open) is tried again the
 * next time. */
#include "history/loads.h"
#include "task/internal.h"

#define EVERY (60 * MICROS_PER_SECOND)
#define PATIENCE (10 * EVERY)
#define ROOM (1 * MICROS_PER_SECOND) /* that must be left before the next instant */

void upkeep_begin(struct scheduler *s, int64_t now)
{
    s->upkept = now;
    s->upkept_commits = store_commits(s->store);
}

static bool work(struct scheduler *s, int64_t now, struct err *err)
{
    return task_runs_purge(s->runs, err) && loads_purge(s->conn, now, err) &&
           store_purge(s->store, s->conn, s->catalog, err) && store_checkpoint(s->conn, err);
}

void upkeep(struct scheduler *s, int64_t now, int64_t next, bool busy)
{
    bool idle = !busy && next - now >= ROOM, due = now - s->upkept >= (idle ? EVERY : PATIENCE);
    if (!due || store_commits(s->store) == s->upkept_commits)
        return;
    ERR_SCOPE struct err err = {0};
    pthread_mutex_lock(&s->conn_lock);
    bool ok = work(s, now, &err);
    pthread_mutex_unlock(&s->conn_lock);
    if (!ok && engine_is_fatal(s->options.engine))
        scheduler_fail(s, &err);
    upkeep_begin(s, now);
}
