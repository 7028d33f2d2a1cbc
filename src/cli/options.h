/* Options of a command as a table, from which they are parsed and the help is printed.
 *
 * `--name value`, `--name=value`, `-n value`, `-nvalue`; flags take no value; `--` ends the options; `-` alone is
 * positional. Options and positional arguments may be mixed. Texts point into argv. */
#pragma once
#include "base/arena.h"
#include "cli/command.h"

#include <stdbool.h>

enum cli_option_kind {
    CLI_FLAG,  /* bool */
    CLI_INT,   /* int64_t */
    CLI_REAL,  /* double */
    CLI_TEXT,  /* const char * */
    CLI_TEXTS, /* struct cli_texts: may be given several times */
};

struct cli_texts {
    const char **at;
    size_t n, size;
};

struct cli_option {
    const char *name;
    char letter; /* short form, or 0 */
    enum cli_option_kind kind;
    void *target;         /* by kind; left alone when the option is not given */
    const char *argument; /* what the help calls the value; NULL for flags */
    const char *help;     /* may have several lines */
};

/* True: go on. False: the command ends with *ret_status, either because help was asked for and printed (CLI_DONE) or
 * because the usage is wrong and the message has been printed (CLI_USAGE). Positional arguments are added to
 * `positional`; NULL when the command takes none. The options end with one without a name. Lists are in the arena. */
bool cli_options_parse(const struct cli_command *command, const struct cli_option *options, int argc, char **argv,
                       struct arena *a, struct cli_texts *positional, int *ret_status);
/* `freshet NAME: message`, and where to look; returns CLI_USAGE. */
int cli_usage_error(const struct cli_command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));
