/* A subcommand: its name, one line of summary, its full help text, its function. main.c has the table. */
#pragma once

struct cli_command {
    const char *name, *summary;
    const char *usage; /* synopsis and description; the options follow from the command's table (cli/options.h) */
    int (*run)(int argc, char **argv); /* argv[0] is the command's name; returns an enum cli_status */
};

enum cli_status { CLI_DONE = 0, CLI_FAILED = 1, CLI_USAGE = 2 };

extern const struct cli_command cli_generate, cli_sql, cli_run, cli_demo, cli_translate;
