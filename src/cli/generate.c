/* freshet generate: writes files of synthetic customers into a directory, one after the other or at an interval. */
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/os.h"
#include "cli/options.h"
#include "generator/generator.h"

static int run(int argc, char **argv);

const struct cli_command cli_generate = {
    .name = "generate",
    .summary = "write CSV files of synthetic customers into a directory",
    .usage =
        "Usage: freshet generate --out DIR [options]\n"
        "\n"
        "Writes files customer_<YYYYmmddHHMMSS>.csv (UTC; a name that is taken gives way to the next second) with the\n"
        "columns customer_id, first_name, last_name, email, street, city, state, country. The first file brings new\n"
        "customers; each further one new, changed and unchanged customers by their shares of its rows. Files appear\n"
        "whole or not at all. The same options give the same contents every time. An interrupt ends it after the\n"
        "file at hand.\n",
    .run = run,
};

struct settings {
    struct generator_options options;
    const char *out, *start;
    double interval;
    int64_t count;
    bool quiet;
};

static bool parse(int argc, char **argv, struct settings *s, int *ret_status)
{
    struct generator_options *o = &s->options;
    const struct cli_option table[] = {
        {"out", 'o', CLI_TEXT, &s->out, "DIR", "where to; made when it is missing"},
        {"rows", 'n', CLI_INT, &o->rows, "N", "rows of each file (10000)"},
        {"count", 'c', CLI_INT, &s->count, "N", "how many files; 0: until interrupted (1)"},
        {"interval", 'i', CLI_REAL, &s->interval, "SECONDS", "time between two files; 0: one after the other (0)"},
        {"seed", 's', CLI_INT, &o->seed, "N", "another seed, other customers (1)"},
        {"new", 0, CLI_REAL, &o->new_share, "SHARE", "share of new customers, 0 to 1 (0.2)"},
        {"changed", 0, CLI_REAL, &o->changed, "SHARE",
         "share of changed customers (0.5); what the shares leave\nare unchanged customers"},
        {"deletes", 0, CLI_REAL, &o->deletes, "SHARE", "share of deleted customers (0); adds column is_deleted"},
        {"late", 0, CLI_REAL, &o->late, "SHARE",
         "share of rows that a newer one, in the file before, has\novertaken (0); adds column updated_at"},
        {"duplicates", 0, CLI_REAL, &o->duplicates, "SHARE",
         "share of rows that come twice in a file (0); adds column\nupdated_at"},
        {"flag", 0, CLI_FLAG, &o->flag, NULL, "column is_deleted (true, false) in any case"},
        {"updated-at", 0, CLI_FLAG, &o->updated_at, NULL, "column updated_at, the time of the event, in any case"},
        {"start", 0, CLI_TEXT, &s->start, "TIME",
         "updated_at in the n-th file lies in the interval (a minute\nwhen that is 0) before TIME + (n - 1) intervals; "
         "'now', or\nUTC ('2026-01-01 00:00:00')"},
        {"quote", 0, CLI_FLAG, &o->quote, NULL, "some streets with commas, quotes and line breaks, quoted"},
        {"quiet", 0, CLI_FLAG, &s->quiet, NULL, "do not print the names of the files"},
        {0},
    };
    struct arena none = {0};
    if (!cli_options_parse(&cli_generate, table, argc, argv, &none, NULL, ret_status))
        return false;
    *ret_status = CLI_USAGE;
    if (!s->out || !*s->out)
        return cli_usage_error(&cli_generate, "--out is needed: the directory to write into"), false;
    if (s->count < 0)
        return cli_usage_error(&cli_generate, "--count must not be negative: %" PRId64, s->count), false;
    if (s->interval < 0 || s->interval > 366 * 86400.0)
        return cli_usage_error(&cli_generate, "--interval must be from 0 to a year in seconds, not %g", s->interval),
               false;
    return true;
}

/* Waits until the monotonic time `then`; true when a signal says that it is enough. The signals are blocked, so none
 * is lost between two waits. */
static bool interrupted(const sigset_t *signals, int64_t then)
{
    for (;;) {
        int64_t left = then - clock_monotonic();
        if (left < 0)
            left = 0;
        struct timespec wait = {left / MICROS_PER_SECOND, left % MICROS_PER_SECOND * 1000};
        if (sigtimedwait(signals, NULL, &wait) > 0)
            return true;
        if (clock_monotonic() >= then)
            return false;
    }
}

static void print_file(struct str path, const struct generator_summary *s)
{
    static const char *const words[GENERATOR_ROWS] = {"new", "changed", "unchanged", "deleted", "late", "duplicate"};
    printf("%.*s: %" PRId64 " rows", STR_FMT(path), s->rows);
    const char *before = " (";
    for (int kind = 0; kind < GENERATOR_ROWS; kind++)
        if (s->of[kind]) {
            printf("%s%" PRId64 " %s", before, s->of[kind], words[kind]);
            before = ", ";
        }
    printf("%s\n", s->rows ? ")" : "");
    fflush(stdout);
}

static bool write_files(struct generator *g, const struct settings *s, const sigset_t *signals, struct err *err)
{
    struct clock clock;
    clock_init_real(&clock);
    int64_t began = clock_monotonic();
    double micros = s->interval * (double)MICROS_PER_SECOND;
    for (int64_t i = 0; s->count == 0 || i < s->count; i++) {
        if (interrupted(signals, began + (int64_t)((double)i * micros)))
            return true;
        ARENA_SCOPE struct arena a = {0};
        struct str path;
        struct generator_summary summary;
        if (!generator_write(g, &a, s->out, clock_now(&clock), &path, &summary, err))
            return false;
        if (!s->quiet)
            print_file(path, &summary);
    }
    return true;
}

static int run(int argc, char **argv)
{
    struct settings s = {.options = generator_defaults, .count = 1};
    int status;
    if (!parse(argc, argv, &s, &status))
        return status;
    struct clock clock;
    clock_init_real(&clock);
    if (s.interval > 0)
        s.options.step = (int64_t)fmax(s.interval * (double)MICROS_PER_SECOND, 2);
    if (s.start && str_ieq(str_from(s.start), STR("now")))
        s.options.start = clock_now(&clock);
    else if (s.start && !clock_utc_parse(str_from(s.start), &s.options.start))
        return cli_usage_error(&cli_generate, "--start must be 'now' or a time like '2026-01-01 00:00:00', not '%s'",
                               s.start);

    ERR_SCOPE struct err err = {0};
    struct generator *g;
    if (!generator_new(&s.options, &g, &err))
        return cli_usage_error(&cli_generate, "%s", err.message);
    sigset_t signals, before;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, &before);
    bool ok = os_make_dirs(s.out, &err) && write_files(g, &s, &signals, &err);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    generator_free(g);
    if (!ok)
        fprintf(stderr, "freshet generate: %s\n", err.message);
    return ok ? CLI_DONE : CLI_FAILED;
}
