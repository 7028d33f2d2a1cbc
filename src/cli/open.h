/* The options that the commands share, and the data directory they name. */
#pragma once
#include "cli/options.h"
#include "session/session.h"

#define OPEN_DEFAULT_DATA ".freshet"

struct open_options {
    const char *data; /* NULL: OPEN_DEFAULT_DATA */
    struct cli_texts stage_maps;
};

/* Rows of a command's table of options. */
#define OPEN_DATA_OPTION(o)                                                                                            \
    {                                                                                                                  \
        "data", 'd', CLI_TEXT, &(o)->data, "DIR",                                                                      \
            "where everything is kept; made when it is missing\n(" OPEN_DEFAULT_DATA ")"                               \
    }
#define OPEN_STAGE_MAP_OPTION(o)                                                                                       \
    {                                                                                                                  \
        "stage-map", 0, CLI_TEXTS, &(o)->stage_maps, "URL=DIR",                                                        \
            "a stage whose URL begins so is this directory; may be\ngiven several times"                               \
    }

/* Opens, and prints why it cannot: *ret_status is then CLI_USAGE or CLI_FAILED. */
bool open_freshet(const struct cli_command *command, const struct open_options *o, struct freshet **ret,
                  int *ret_status);
/* The same in memory, without a data directory. */
bool open_in_memory(const struct cli_command *command, const struct open_options *o, struct freshet **ret,
                    int *ret_status);
/* After a fatal error (freshet_is_fatal) nothing may be written any more: ends the process, and closes nothing. */
void leave_if_fatal(const struct freshet *f);
