/* freshet: the table of subcommands, and the way to one of them. */
#include <locale.h>
#include <stdio.h>

#include "base/str.h"
#include "cli/command.h"

static const struct cli_command *const commands[] = {&cli_sql, &cli_run, &cli_demo, &cli_generate, &cli_translate};

static void print_usage(FILE *out)
{
    fprintf(out,
            "freshet runs the pipelines of Snowflake scripts on this machine: stages, COPY, pipes, streams, tasks,\n"
            "procedures, MERGE.\n"
            "\n"
            "Usage: freshet COMMAND [options]\n"
            "\n"
            "Commands:\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(out, "  %-11s %s\n", commands[i]->name, commands[i]->summary);
    fprintf(out, "\n"
                 "'freshet COMMAND --help' describes a command, 'freshet --version' prints the version.\n");
}

static const struct cli_command *find(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (str_eq(str_from(name), str_from(commands[i]->name)))
            return commands[i];
    return NULL;
}

static int print_help(char *command)
{
    const struct cli_command *c = command ? find(command) : NULL;
    if (c)
        return c->run(2, (char *[]){command, "--help", NULL});
    print_usage(stdout);
    return CLI_DONE;
}

static int run(int argc, char **argv)
{
    if (argc < 2) {
        print_usage(stderr);
        return CLI_USAGE;
    }
    const struct cli_command *c = find(argv[1]);
    if (c)
        return c->run(argc - 1, argv + 1);
    struct str name = str_from(argv[1]);
    if (str_eq(name, STR("help")) || str_eq(name, STR("--help")) || str_eq(name, STR("-h")))
        return print_help(argc > 2 ? argv[2] : NULL);
    if (str_eq(name, STR("--version")) || str_eq(name, STR("-V"))) {
        printf("freshet %s\n", FRESHET_VERSION);
        return CLI_DONE;
    }
    fprintf(stderr, "freshet: unknown command '%s'\nsee 'freshet --help'\n", argv[1]);
    return CLI_USAGE;
}

int main(int argc, char **argv)
{
    /* Only characters: a locale must not change how numbers are read and written. */
    setlocale(LC_CTYPE, "C.UTF-8");
    int status = run(argc, argv);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "freshet: the output could not be written\n");
    return status == CLI_DONE ? CLI_FAILED : status;
}
