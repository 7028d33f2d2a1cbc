/* freshet run: scripts, and then the pipes and tasks they made, until told to stop. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/events.h"
#include "cli/open.h"
#include "cli/report.h"
#include "cli/script.h"
#include "cli/signals.h"

static int run(int argc, char **argv);

const struct cli_command cli_run = {
    .name = "run",
    .summary = "run scripts, then keep pipes and tasks going",
    .usage = "Usage: freshet run [options] [SCRIPT]...\n"
             "\n"
             "Runs the scripts, then loads what arrives in the stages of pipes and runs the started tasks by their\n"
             "schedules, until Ctrl-C (or SIGTERM), which lets running tasks end; a second one does not wait. What "
             "fails is\n"
             "a line on stderr: statements, runs of tasks, files.\n"
             "\n"
             "The exit status is 0, or 1 when a statement, a task or a file failed, or 2 for wrong usage.\n",
    .run = run,
};

struct run_options {
    struct open_options open;
    struct cli_texts scripts;
    bool until_idle, eager, verbose, keep_going;
    double seconds; /* < 0: for ever */
};

struct running {
    struct freshet *freshet;
    struct script script;
    pthread_mutex_t lock; /* guards script.session: NULL when the scripts have ended */
};

static void on_signal(void *ctx, int signal, int nth)
{
    struct running *r = ctx;
    if (nth > 1)
        _exit(128 + signal);
    pthread_mutex_lock(&r->lock);
    if (r->script.session)
        script_interrupt(&r->script);
    else
        atomic_store(&r->script.interrupted, true);
    pthread_mutex_unlock(&r->lock);
    scheduler_interrupt(r->freshet->scheduler);
}

static bool run_pipes_and_tasks(struct freshet *f, const struct run_options *o, struct err *err)
{
    scheduler_set_eager(f->scheduler, o->eager);
    bool failed = false;
    if (o->until_idle)
        return scheduler_until_idle(f->scheduler, &failed, err) && !failed;
    int64_t until = INT64_MAX;
    if (o->seconds >= 0)
        until = clock_now(&f->clock) + (int64_t)(o->seconds * (double)MICROS_PER_SECOND);
    else if (isatty(STDERR_FILENO))
        fprintf(stderr, "freshet run: pipes and tasks are running; Ctrl-C ends it\n");
    return scheduler_run(f->scheduler, until, err);
}

/* What a transaction that was left open has locked would be waited for without end. */
static void end_session(struct running *r)
{
    pthread_mutex_lock(&r->lock);
    struct session *session = r->script.session;
    r->script.session = NULL;
    pthread_mutex_unlock(&r->lock);
    if (session && session_in_transaction(session))
        fprintf(stderr, "freshet run: the scripts left a transaction open, which is rolled back\n");
    session_free(session);
}

/* True: nothing failed. */
static bool run_all(struct running *r, const struct run_options *o, struct events *events, struct err *err)
{
    bool ok = true;
    for (size_t i = 0; i < o->scripts.n && (ok || o->keep_going); i++)
        ok &= script_run_file(&r->script, o->scripts.at[i]);
    end_session(r);
    if ((!ok && !o->keep_going) || atomic_load(&r->script.interrupted))
        return ok;
    scheduler_set_observer(r->freshet->scheduler, events_print, events);
    bool well = run_pipes_and_tasks(r->freshet, o, err);
    scheduler_set_observer(r->freshet->scheduler, NULL, NULL);
    return well && ok && !atomic_load(&events->failed);
}

static int run_freshet(struct freshet *f, const struct run_options *o)
{
    struct running r = {.freshet = f,
                        .script = {.freshet = f, .quiet = !o->verbose, .keep_going = o->keep_going},
                        .lock = PTHREAD_MUTEX_INITIALIZER};
    struct events events = {0};
    ERR_SCOPE struct err err = {0};
    bool ok = false;
    if (session_new(f, &r.script.session, &err) && events_init(&events, f, &err)) {
        struct signals signals;
        signals_start(&signals, on_signal, &r);
        ok = run_all(&r, o, &events, &err);
        signals_stop(&signals);
    }
    if (err.set)
        report_failure(stderr, "freshet run", &err);
    leave_if_fatal(f);
    events_clear(&events);
    session_free(r.script.session);
    return ok ? CLI_DONE : CLI_FAILED;
}

static int run(int argc, char **argv)
{
    ARENA_SCOPE struct arena a = {0};
    struct run_options o = {.seconds = -1};
    const struct cli_option table[] = {
        {"until-idle", 0, CLI_FLAG, &o.until_idle, NULL,
         "ignore schedules: load what is there, run every started\ntask, and again those that have new data to read,\n"
         "until nothing is left to do; then end"},
        {"for", 0, CLI_REAL, &o.seconds, "SECONDS", "end after this time"},
        {"eager", 0, CLI_FLAG, &o.eager, NULL,
         "run a task also as soon as a table or stream that its\nlast run read has new data"},
        {"verbose", 'v', CLI_FLAG, &o.verbose, NULL, "print the results of the scripts' statements"},
        {"keep-going", 'k', CLI_FLAG, &o.keep_going, NULL, "go on after a statement that failed"},
        OPEN_DATA_OPTIONS(&o.open),
        OPEN_STAGE_MAP_OPTION(&o.open),
        {0},
    };
    int status;
    if (!cli_options_parse(&cli_run, table, argc, argv, &a, &o.scripts, &status))
        return status;
    if (o.until_idle && o.seconds >= 0)
        return cli_usage_error(&cli_run, "--until-idle and --for exclude each other");
    if (o.seconds > 366 * 86400.0)
        return cli_usage_error(&cli_run, "--for must be at most a year in seconds, not %g", o.seconds);
    signals_block();
    struct freshet *f;
    if (!open_freshet(&cli_run, &o.open, &f, &status))
        return status;
    status = run_freshet(f, &o);
    freshet_close(f);
    return status;
}
