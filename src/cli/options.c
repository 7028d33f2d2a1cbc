/* Parsing is a loop over the arguments: find the option in the table, take its value, store it by its kind. */
#include "cli/options.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "base/vec.h"

int cli_usage_error(const struct cli_command *command, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "freshet %s: ", command->name);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nsee 'freshet %s --help'\n", command->name);
    return CLI_USAGE;
}

/* Help begins at this column, on a line of its own when the option is too long for that. */
#define HELP_COLUMN 28

static void print_option(const struct cli_option *o)
{
    char left[128];
    char letter[] = {'-', o->letter, ',', ' ', 0};
    int n = snprintf(left, sizeof left, "  %s--%s%s%s", o->letter ? letter : "    ", o->name, o->argument ? " " : "",
                     o->argument ? o->argument : "");
    printf("%s", left);
    if (n > HELP_COLUMN - 2) {
        printf("\n");
        n = 0;
    }
    for (const char *line = o->help; *line;) {
        size_t length = strcspn(line, "\n");
        printf("%*s%.*s\n", HELP_COLUMN - n, "", (int)length, line);
        line += length + (line[length] == '\n');
        n = 0;
    }
}

static const struct cli_option help = {.name = "help", .letter = 'h', .kind = CLI_FLAG, .help = "print this text"};

static void print_help(const struct cli_command *command, const struct cli_option *options)
{
    printf("%s\n", command->usage);
    printf("Options:\n");
    for (const struct cli_option *o = options; o->name; o++)
        print_option(o);
    print_option(&help);
}

static const struct cli_option *find(const struct cli_option *options, struct str name, char letter)
{
    for (const struct cli_option *o = options; o->name; o++)
        if (letter ? o->letter == letter : str_eq(str_from(o->name), name))
            return o;
    return (letter ? letter == help.letter : str_eq(str_from(help.name), name)) ? &help : NULL;
}

static bool parse_real(const char *text, double *ret)
{
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    if (end == text || *end || errno == ERANGE || !isfinite(value))
        return false;
    *ret = value;
    return true;
}

/* NULL, or what the option wants instead. */
static const char *store(const struct cli_option *o, const char *value, struct arena *a)
{
    switch (o->kind) {
    case CLI_FLAG:
        *(bool *)o->target = true;
        return NULL;
    case CLI_INT:
        return str_to_int64(str_from(value), o->target) ? NULL : "an integer";
    case CLI_REAL:
        return parse_real(value, o->target) ? NULL : "a number";
    case CLI_TEXT:
        *(const char **)o->target = value;
        return NULL;
    case CLI_TEXTS:
        vec_push(a, (struct cli_texts *)o->target, value);
        return NULL;
    }
    abort();
}

/* An argument taken apart: `--name=value`, `-nvalue`, or without a value. */
struct given {
    char letter;
    struct str name;
    const char *value; /* NULL when none is attached */
};

static struct given take_apart(const char *arg)
{
    if (arg[1] != '-')
        return (struct given){.letter = arg[1], .name = {arg, 2}, .value = arg[2] ? arg + 2 : NULL};
    size_t n = strcspn(arg, "=");
    return (struct given){.name = {arg, n}, .value = arg[n] ? arg + n + 1 : NULL};
}

bool cli_options_parse(const struct cli_command *command, const struct cli_option *options, int argc, char **argv,
                       struct arena *a, struct cli_texts *positional, int *ret_status)
{
    *ret_status = CLI_USAGE;
    bool ended = false;
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (ended || arg[0] != '-' || !arg[1]) {
            if (!positional) {
                cli_usage_error(command, "unexpected argument '%s'", arg);
                return false;
            }
            vec_push(a, positional, arg);
            continue;
        }
        ended = strcmp(arg, "--") == 0;
        if (ended)
            continue;
        struct given g = take_apart(arg);
        const struct cli_option *o = find(options, g.letter ? g.name : str_sub(g.name, 2, g.name.n), g.letter);
        if (o == &help) {
            print_help(command, options);
            *ret_status = CLI_DONE;
            return false;
        }
        const char *expected = NULL;
        if (!o)
            cli_usage_error(command, "unknown option '%.*s'", STR_FMT(g.name));
        else if (o->kind == CLI_FLAG && g.value)
            cli_usage_error(command, "%.*s takes no value", STR_FMT(g.name));
        else if (o->kind != CLI_FLAG && !g.value && i + 1 == argc)
            cli_usage_error(command, "%.*s needs a value: %s", STR_FMT(g.name), o->argument);
        else if ((expected = store(o, o->kind == CLI_FLAG || g.value ? g.value : argv[++i], a)))
            cli_usage_error(command, "%.*s must be %s, not '%s'", STR_FMT(g.name), expected,
                            g.value ? g.value : argv[i]);
        else
            continue;
        return false;
    }
    return true;
}
