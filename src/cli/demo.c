/* freshet demo: the customer pipeline of examples/customer_pipeline.sql, fed with generated customers.
 *
 * One thread writes files, watches and draws; the scheduler has its own and pokes it after each load and run. The
 * latency of a file is the time from its rename into the stage until its load was committed and then both streams
 * were seen empty: rows are in the history by then, whatever runs of tasks brought them there. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/os.h"
#include "cli/demo_view.h"
#include "cli/events.h"
#include "cli/open.h"
#include "cli/report.h"
#include "cli/script.h"
#include "cli/signals.h"
#include "generator/generator.h"

#define DEMO_DATA "freshet-demo"
#define STAGE_URL "s3://example-landing/"
#define DRAW_EVERY (MICROS_PER_SECOND / 2)
#define LINE_EVERY (5 * MICROS_PER_SECOND)
#define LONGEST_DRAIN (60 * MICROS_PER_SECOND)

extern const char embed_customer_pipeline[], embed_demo_checks[], embed_demo_history[];

static int run(int argc, char **argv);

const struct cli_command cli_demo = {
    .name = "demo",
    .summary = "watch a customer pipeline run on generated files",
    .usage =
        "Usage: freshet demo [options]\n"
        "\n"
        "Writes files of generated customers into a stage and runs the pipeline that carries them into a table of\n"
        "customers as they are now and a table of their history: examples/customer_pipeline.sql, eagerly. Shows how "
        "it\n"
        "goes, live on a terminal, elsewhere a line every 5 seconds. At the end checks that the history is whole, and\n"
        "says how to look further. Latency is the time from a file closed in the stage until its load was committed "
        "and\n"
        "both streams were empty after it.\n"
        "\n"
        "The exit status is 0, or 1 when something failed or the history is not whole, or 2 for wrong usage.\n",
    .run = run,
};

struct demo_options {
    const char *data;
    struct generator_options generator;
    double interval, seconds;
};

struct demo {
    const struct demo_options *options;
    const char *data; /* directory */
    struct str landing;
    struct arena arena;
    struct freshet *freshet;
    struct script script;
    struct generator *generator;
    struct events events;

    /* What the scheduler's and the signals' threads tell; under lock. */
    pthread_mutex_t lock;
    pthread_cond_t poke;
    bool poked, stopping;
    int64_t files_loaded, rows_loaded;
    int lines_drawn; /* of the view on the terminal that the next one replaces */

    int64_t began;          /* clock_monotonic */
    VEC(int64_t) landed;    /* when: clock_monotonic */
    VEC(int64_t) latencies; /* of landed[0 .. n) */
    int64_t rows;
};

/* --- told by other threads ---------------------------------------------------------------------------------------- */

static void on_event(void *ctx, const struct scheduler_event *event)
{
    struct demo *d = ctx;
    pthread_mutex_lock(&d->lock);
    if (event->error || event->progress.failed)
        d->lines_drawn = 0; /* the messages stand below the view */
    events_print(&d->events, event);
    d->files_loaded += event->progress.files + event->progress.failed;
    d->rows_loaded += event->progress.rows;
    d->poked = true;
    pthread_cond_signal(&d->poke);
    pthread_mutex_unlock(&d->lock);
}

static void on_signal(void *ctx, int signal, int nth)
{
    struct demo *d = ctx;
    if (nth > 1)
        _exit(128 + signal);
    pthread_mutex_lock(&d->lock);
    d->stopping = d->poked = true;
    pthread_cond_signal(&d->poke);
    pthread_mutex_unlock(&d->lock);
}

/* Until something was told or the monotonic time `until`; false when no more files shall land. */
static bool wait_until(struct demo *d, int64_t until)
{
    struct timespec when = {until / MICROS_PER_SECOND, until % MICROS_PER_SECOND * 1000};
    pthread_mutex_lock(&d->lock);
    while (!d->poked && pthread_cond_timedwait(&d->poke, &d->lock, &when) == 0)
        ;
    d->poked = false;
    bool go_on = !d->stopping;
    pthread_mutex_unlock(&d->lock);
    return go_on;
}

/* --- asking ------------------------------------------------------------------------------------------------------- */

/* The first value of a statement's first row. */
static bool ask(struct demo *d, const char *sql, struct buf *ret, struct err *err)
{
    struct result *r;
    buf_reset(ret);
    if (!session_run(d->script.session, str_from(sql), &r, err))
        return false;
    if (result_next(r))
        result_text(r, 0, ret);
    result_free(r);
    return true;
}

static bool ask_count(struct demo *d, const char *sql, int64_t *ret, struct err *err)
{
    BUF_SCOPE struct buf text = {0};
    if (!ask(d, sql, &text, err))
        return false;
    return str_to_int64(buf_str(&text), ret) || err_internal(err, "no number: %s", sql);
}

static bool is_empty(struct demo *d, const char *has_data, bool *ret, struct err *err)
{
    BUF_SCOPE struct buf text = {0};
    if (!ask(d, has_data, &text, err))
        return false;
    *ret = str_ieq(buf_str(&text), STR("false"));
    return true;
}

/* Notes the latencies of the files that have reached the history. The first stream is asked before the second: what
 * left the first was in `customer` by then, so the second holds it as long as the history lacks it. */
static bool note_latencies(struct demo *d, struct err *err)
{
    pthread_mutex_lock(&d->lock);
    size_t loaded = (size_t)d->files_loaded;
    pthread_mutex_unlock(&d->lock);
    if (loaded > d->landed.n)
        loaded = d->landed.n;
    bool raw = false, current = false;
    if (loaded == d->latencies.n)
        return true;
    if (!is_empty(d, "select system$stream_has_data('customer_raw_changes')", &raw, err) ||
        (raw && !is_empty(d, "select system$stream_has_data('customer_changes')", &current, err)))
        return false;
    int64_t now = clock_monotonic();
    while (raw && current && d->latencies.n < loaded) {
        int64_t latency = now - d->landed.at[d->latencies.n];
        vec_push(&d->arena, &d->latencies, latency);
    }
    return true;
}

static int compare_int64(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool gather(struct demo *d, struct arena *a, struct demo_figures *ret, struct err *err)
{
    *ret = (struct demo_figures){
        .elapsed = (double)(clock_monotonic() - d->began) / (double)MICROS_PER_SECOND,
        .seconds = d->options->seconds,
        .files = (int64_t)d->landed.n,
        .rows = d->rows,
        .files_in_history = (int64_t)d->latencies.n,
        .n_latencies = d->latencies.n,
        .latencies = arena_copy(a, d->latencies.at, d->latencies.n * sizeof *d->latencies.at),
        .now = clock_now(&d->freshet->clock),
    };
    if (ret->n_latencies)
        qsort(ret->latencies, ret->n_latencies, sizeof *ret->latencies, compare_int64);
    pthread_mutex_lock(&d->lock);
    ret->rows_loaded = d->rows_loaded;
    pthread_mutex_unlock(&d->lock);
    scheduler_snapshot(d->freshet->scheduler, a, &ret->activity);
    return ask_count(d, "select count(*) from customer_raw", &ret->raw, err) &&
           ask_count(d, "select count(*) from customer", &ret->current, err) &&
           ask_count(d, "select count(*) from customer_history", &ret->history, err);
}

/* --- while it runs ------------------------------------------------------------------------------------------------ */

static bool show(struct demo *d, bool terminal, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    BUF_SCOPE struct buf text = {0};
    struct demo_figures figures;
    if (!gather(d, &a, &figures, err))
        return false;
    int lines = 0;
    if (terminal)
        lines = demo_view(&figures, &text);
    else
        demo_line(&figures, &text);
    pthread_mutex_lock(&d->lock);
    if (d->lines_drawn)
        printf("\033[%dA\033[J", d->lines_drawn);
    d->lines_drawn = lines;
    /* Lines that the terminal wraps would not be counted: wrapping is off meanwhile. */
    printf(terminal ? "\033[?7l%s\033[?7h" : "%s", text.p);
    fflush(stdout);
    pthread_mutex_unlock(&d->lock);
    return true;
}

static bool land_file(struct demo *d, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct str path;
    struct generator_summary summary;
    if (!generator_write(d->generator, &a, d->landing.p, clock_now(&d->freshet->clock), &path, &summary, err))
        return false;
    vec_push(&d->arena, &d->landed, clock_monotonic());
    d->rows += summary.rows;
    return true;
}

static int64_t min_of(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Lands files until the time is over or a signal comes, then waits for the last ones to reach the history. */
static bool watch(struct demo *d, struct err *err)
{
    bool terminal = isatty(STDOUT_FILENO);
    int64_t show_every = terminal ? DRAW_EVERY : LINE_EVERY;
    int64_t interval = (int64_t)(d->options->interval * (double)MICROS_PER_SECOND);
    int64_t next_file = d->began, next_show = d->began + (terminal ? 0 : show_every);
    int64_t end = d->began + (int64_t)(d->options->seconds * (double)MICROS_PER_SECOND);
    while (!freshet_is_fatal(d->freshet)) {
        int64_t now = clock_monotonic();
        if (now < end && now >= next_file) {
            if (!land_file(d, err))
                return false;
            next_file += interval;
        }
        if (!note_latencies(d, err))
            return false;
        if (now >= next_show) {
            if (!show(d, terminal, err))
                return false;
            next_show = now + show_every;
        }
        if (now >= end && (d->latencies.n == d->landed.n || now > end + LONGEST_DRAIN))
            return !terminal || show(d, terminal, err);
        if (!wait_until(d, now < end ? min_of(min_of(next_file, end), next_show) : next_show))
            end = min_of(end, clock_monotonic());
    }
    return true; /* the scheduler knows why */
}

/* --- at the end --------------------------------------------------------------------------------------------------- */

/* Runs demo_checks.sql and prints what each rule's statement answers; *ret_broken counts the violations. */
static bool check(struct demo *d, int64_t *ret_broken, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct tokens tokens;
    if (!sql_lex(&a, str_from(embed_demo_checks), &tokens, err))
        return false;
    *ret_broken = 0;
    printf("\n");
    for (uint32_t at = 0;;) {
        BUF_SCOPE struct buf rule = {0}, count = {0};
        struct statement *statement;
        struct result *r;
        int64_t violations;
        if (!sql_next_statement(&a, &tokens, &at, &statement, err))
            return false;
        if (!statement)
            return true;
        if (!session_execute(d->script.session, &tokens, statement, &r, err))
            return false;
        if (result_next(r)) {
            result_text(r, 0, &rule);
            result_text(r, 1, &count);
        }
        result_free(r);
        if (!str_to_int64(buf_str(&count), &violations))
            return err_internal(err, "no number: %s", statement->text.p);
        printf("%s: %s\n", rule.p, violations ? "NO" : "yes");
        *ret_broken += violations;
    }
}

static void print_hints(const struct demo *d)
{
    printf("\nLook further:\n"
           "  freshet sql --data %s\n"
           "  freshet sql --data %s -q 'select * from scd_demo.scd2.customer_history order by customer_id, "
           "start_time limit 20'\n"
           "  freshet run --data %s --stage-map %s=%.*s --eager\n",
           d->data, d->data, d->data, STAGE_URL, (int)(d->landing.n - strlen("customers/")), d->landing.p);
}

static bool summarize(struct demo *d, int64_t *ret_broken, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    BUF_SCOPE struct buf text = {0};
    struct demo_figures figures;
    if (!gather(d, &a, &figures, err))
        return false;
    demo_summary(&figures, &text);
    fwrite(text.p, 1, text.n, stdout);
    if (!check(d, ret_broken, err))
        return false;
    printf("\n");
    struct result *history;
    if (!session_run(d->script.session, str_from(embed_demo_history), &history, err))
        return false;
    format_result(FORMAT_TABLE, history, stdout);
    result_free(history);
    print_hints(d);
    return true;
}

/* ------------------------------------------------------------------------------------------------------------------ */

/* A demo without --data begins afresh: what the last one left is dropped. */
static bool clear_last_demo(struct demo *d, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    BUF_SCOPE struct buf answer = {0};
    struct os_files files;
    if (!ask(d, "drop database if exists scd_demo", &answer, err) || !os_list(&a, d->landing.p, &files, err))
        return false;
    for (size_t i = 0; i < files.n; i++) {
        struct str path = str_printf(&a, "%.*s%.*s", STR_FMT(d->landing), STR_FMT(files.at[i].path));
        if (!os_remove(path.p, err))
            return false;
    }
    return true;
}

static bool prepare(struct demo *d, struct err *err)
{
    BUF_SCOPE struct buf answer = {0};
    bool failed;
    return session_new(d->freshet, &d->script.session, err) && events_init(&d->events, d->freshet, err) &&
           os_make_dirs(d->landing.p, err) && (d->options->data || clear_last_demo(d, err)) &&
           generator_new(&d->options->generator, &d->generator, err) &&
           script_run(&d->script, "customer_pipeline.sql", str_from(embed_customer_pipeline)) &&
           ask(d, "use schema scd_demo.scd2", &answer, err) &&
           scheduler_until_idle(d->freshet->scheduler, &failed, err);
}

static bool perform(struct demo *d, struct err *err)
{
    struct scheduler *s = d->freshet->scheduler;
    scheduler_set_eager(s, true);
    scheduler_set_observer(s, on_event, d);
    d->began = clock_monotonic();
    int64_t broken = 0;
    if (!scheduler_start(s, err))
        return false;
    struct signals signals;
    signals_start(&signals, on_signal, d);
    ERR_SCOPE struct err stopping = {0};
    bool ok = watch(d, err);
    bool stopped = scheduler_stop(s, ok ? err : &stopping);
    signals_stop(&signals);
    scheduler_set_observer(s, NULL, NULL);
    if (!ok || !stopped || !summarize(d, &broken, err))
        return false;
    if (d->latencies.n < d->landed.n)
        return err_set(err, 604, "57014", "%zu files have not reached the history", d->landed.n - d->latencies.n);
    return broken == 0 && !atomic_load(&d->events.failed);
}

static void demo_init(struct demo *d, const struct demo_options *o)
{
    *d = (struct demo){.options = o, .data = o->data ? o->data : DEMO_DATA, .script = {.quiet = true}};
    d->landing = str_printf(&d->arena, "%s/landing/customers/", d->data);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&d->poke, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&d->lock, NULL);
}

static void demo_clear(struct demo *d)
{
    generator_free(d->generator);
    events_clear(&d->events);
    session_free(d->script.session);
    freshet_close(d->freshet);
    pthread_cond_destroy(&d->poke);
    pthread_mutex_destroy(&d->lock);
    arena_clear(&d->arena);
}

static int run_demo(const struct demo_options *o)
{
    struct demo d;
    demo_init(&d, o);
    struct cli_texts maps = {0};
    struct str map = str_printf(&d.arena, "%s=%s/landing/", STAGE_URL, d.data);
    vec_push(&d.arena, &maps, map.p);
    int status;
    signals_block();
    if (open_freshet(&cli_demo, &(struct open_options){.data = d.data, .stage_maps = maps}, &d.freshet, &status)) {
        ERR_SCOPE struct err err = {0};
        d.script.freshet = d.freshet;
        status = prepare(&d, &err) && perform(&d, &err) ? CLI_DONE : CLI_FAILED;
        if (err.set)
            report_failure(stderr, "freshet demo", &err);
        leave_if_fatal(d.freshet);
    }
    demo_clear(&d);
    return status;
}

static int run(int argc, char **argv)
{
    struct demo_options o = {.generator = generator_defaults, .interval = 1, .seconds = 30};
    o.generator.rows = 1000;
    o.generator.flag = o.generator.updated_at = o.generator.quote = true;
    o.generator.deletes = o.generator.late = o.generator.duplicates = 0.02;
    const struct cli_option table[] = {
        {"data", 'd', CLI_TEXT, &o.data, "DIR",
         "go on with the demo of this directory, or begin one (a\nnew one in " DEMO_DATA ")"},
        {"rows", 'n', CLI_INT, &o.generator.rows, "N", "rows of each file (1000)"},
        {"interval", 'i', CLI_REAL, &o.interval, "SECONDS", "time between two files (1)"},
        {"for", 0, CLI_REAL, &o.seconds, "SECONDS", "how long files are written (30)"},
        {"seed", 's', CLI_INT, &o.generator.seed, "N", "another seed, other customers (1)"},
        {0},
    };
    struct arena none = {0};
    int status;
    if (!cli_options_parse(&cli_demo, table, argc, argv, &none, NULL, &status))
        return status;
    if (!(o.interval >= 0.001 && o.interval <= 86400))
        return cli_usage_error(&cli_demo, "--interval must be from 0.001 to 86400 seconds, not %g", o.interval);
    if (!(o.seconds > 0 && o.seconds <= 366 * 86400.0))
        return cli_usage_error(&cli_demo, "--for must be from 0 to a year in seconds, not %g", o.seconds);
    if (o.generator.rows < 1 || o.generator.rows > 10000000)
        return cli_usage_error(&cli_demo, "--rows must be from 1 to 10000000");
    struct clock clock;
    clock_init_real(&clock);
    o.generator.start = clock_now(&clock);
    o.generator.step = (int64_t)(o.interval * (double)MICROS_PER_SECOND);
    return run_demo(&o);
}
