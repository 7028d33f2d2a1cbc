/* Housekeeping: records past their time, old images that nobody can ask for any more, dropped tables, and the
 * database's log.
 *
 * The loop does it on its own connection, at most once every EVERY, when no task runs and none is about to; where there
 * is no such moment for PATIENCE, in between. It never waits for a table: one that is locked is left to the next time.
 * A run until idle does it at its end when the last time, which the database knows, was EVERY ago; or SELDOM ago when
 * it did nothing itself. Each step stands alone, and one that fails is told to the observer and tried again the next
 * time. */
#include "history/loads.h"
#include "stage/sweep.h"
#include "table/purge.h"
#include "task/internal.h"

#define EVERY (60 * MICROS_PER_SECOND)
#define PATIENCE (10 * EVERY)
#define SELDOM (86400 * MICROS_PER_SECOND)
#define ROOM (1 * MICROS_PER_SECOND) /* that must be left before the next instant */

void upkeep_begin(struct scheduler *s, int64_t now)
{
    s->upkept = now;
    s->upkept_commits = store_commits(s->store);
}

static bool purge_runs(struct scheduler *s, struct err *err)
{
    return task_runs_purge(s->runs, err);
}

static bool purge_loads(struct scheduler *s, struct err *err)
{
    return loads_purge(s->conn, clock_now(s->clock), err);
}

static bool purge_store(struct scheduler *s, struct err *err)
{
    return store_purge(s->store, s->conn, s->catalog, err);
}

static bool sweep_stages(struct scheduler *s, struct err *err)
{
    return stage_sweep(s->catalog, s->options.loads.stages, err);
}

static bool checkpoint(struct scheduler *s, struct err *err)
{
    return store_checkpoint(s->conn, err);
}

static const struct step {
    const char *what;
    bool (*run)(struct scheduler *s, struct err *err);
} steps[] = {
    {"purge of the history of tasks", purge_runs},
    {"purge of the history of loads", purge_loads},
    {"purge of old images and dropped tables", purge_store},
    {"removal of the files of dropped stages", sweep_stages},
    {"checkpoint", checkpoint},
};

/* False when the database cannot be used any more. */
static bool take_step(struct scheduler *s, const struct step *step)
{
    ERR_SCOPE struct err err = {0};
    int64_t began = clock_now(s->clock);
    pthread_mutex_lock(&s->conn_lock);
    bool ok = step->run(s, &err);
    pthread_mutex_unlock(&s->conn_lock);
    if (ok)
        return true;
    if (engine_is_fatal(s->options.engine)) {
        scheduler_fail(s, &err);
        return false;
    }
    scheduler_tell(s, &(struct scheduler_event){
                          .upkeep = step->what, .began = began, .ended = clock_now(s->clock), .error = &err});
    return true;
}

static void work(struct scheduler *s)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (atomic_load(&s->interrupted) || !take_step(s, &steps[i]))
            return;
}

void upkeep(struct scheduler *s, int64_t now, int64_t next, bool busy)
{
    bool idle = !busy && next - now >= ROOM, due = now - s->upkept >= (idle ? EVERY : PATIENCE);
    if (!due || store_commits(s->store) == s->upkept_commits)
        return;
    work(s);
    upkeep_begin(s, now);
}

bool upkeep_at_end(struct scheduler *s, struct err *err)
{
    int64_t last, now = clock_now(s->clock);
    if (!store_last_purge(s->conn, &last, err))
        return false;
    /* A clock that was set back does not keep the work away. */
    if (now < last || now - last >= (store_commits(s->store) ? EVERY : SELDOM))
        work(s);
    return true;
}
