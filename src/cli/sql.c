/* freshet sql: statements from files, from the command line, from stdin, or typed in. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/open.h"
#include "cli/report.h"
#include "cli/script.h"
#include "cli/shell.h"
#include "cli/signals.h"

static int run(int argc, char **argv);

const struct cli_command cli_sql = {
    .name = "sql",
    .summary = "run statements: a shell, scripts, or from the command line",
    .usage =
        "Usage: freshet sql [options] [-f FILE]... [-q SQL]...\n"
        "\n"
        "Runs the statements of the files, then those of -q, and prints the result of each. With neither, reads them\n"
        "from stdin; on a terminal that is a shell: a statement may have several lines and ends with ';', the arrow\n"
        "keys bring back earlier ones (~/.freshet_history), Ctrl-C abandons the line or stops the statement that\n"
        "runs, Ctrl-D leaves. Pipes and tasks do not run here: that is 'freshet run'.\n"
        "\n"
        "The exit status is 0, or 1 when a statement failed, or 2 for wrong usage.\n",
    .run = run,
};

struct sql_options {
    struct open_options open;
    struct cli_texts files, queries;
    const char *format;
    bool keep_going;
};

static bool run_all(struct script *s, const struct sql_options *o)
{
    bool ok = true;
    for (size_t i = 0; i < o->files.n && (ok || s->keep_going); i++)
        ok &= script_run_file(s, o->files.at[i]);
    for (size_t i = 0; i < o->queries.n && (ok || s->keep_going); i++)
        ok &= script_run(s, "-q", str_from(o->queries.at[i]));
    if (!o->files.n && !o->queries.n)
        ok = script_run_file(s, "-");
    return ok;
}

/* The second signal does not wait: what is committed is safe. */
static void on_signal(void *ctx, int signal, int nth)
{
    if (nth > 1)
        _exit(128 + signal);
    script_interrupt(ctx);
}

static int run_scripts(struct freshet *f, struct script *s, const struct sql_options *o)
{
    ERR_SCOPE struct err err = {0};
    if (!session_new(f, &s->session, &err)) {
        report_failure(stderr, "freshet sql", &err);
        return CLI_FAILED;
    }
    struct signals signals;
    signals_start(&signals, on_signal, s);
    bool ok = run_all(s, o);
    signals_stop(&signals);
    leave_if_fatal(f);
    session_free(s->session);
    return ok ? CLI_DONE : CLI_FAILED;
}

static int run(int argc, char **argv)
{
    ARENA_SCOPE struct arena a = {0};
    struct sql_options s = {.format = "table"};
    const struct cli_option table[] = {
        {"file", 'f', CLI_TEXTS, &s.files, "FILE", "run a script; - is stdin; may be given several times"},
        {"query", 'q', CLI_TEXTS, &s.queries, "SQL", "run these statements; may be given several times"},
        {"format", 0, CLI_TEXT, &s.format, "FORMAT", "how results are printed: table, csv or json (table)"},
        {"keep-going", 'k', CLI_FLAG, &s.keep_going, NULL, "go on after a statement that failed"},
        OPEN_DATA_OPTIONS(&s.open),
        OPEN_STAGE_MAP_OPTION(&s.open),
        {0},
    };
    int status;
    if (!cli_options_parse(&cli_sql, table, argc, argv, &a, NULL, &status))
        return status;
    enum format format;
    if (!format_named(s.format, &format))
        return cli_usage_error(&cli_sql, "--format must be table, csv or json, not '%s'", s.format);
    signals_block();
    struct freshet *f;
    if (!open_freshet(&cli_sql, &s.open, &f, &status))
        return status;
    if (!s.files.n && !s.queries.n && isatty(STDIN_FILENO))
        status = shell_run(f, format);
    else
        status = run_scripts(f, &(struct script){.freshet = f, .format = format, .keep_going = s.keep_going}, &s);
    freshet_close(f);
    return status;
}
