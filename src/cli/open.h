/* The options that the commands share, and the data directory they name. */
#pragma once
#include "cli/options.h"
#include "session/session.h"

#define OPEN_DEFAULT_DATA ".freshet"

struct open_options {
    const char *data; /* NULL: OPEN_DEFAULT_DATA */
    struct cli_texts stage_maps;
    const char *memory_limit; /* a number of bytes, or one with a unit; NULL: DuckDB's default */
    int64_t threads;          /* 0: as many as there are cores */
};

/* Rows of a command's table of options. */
/* clang-format off */
#define OPEN_DATA_OPTIONS(o)                                                                                           \
    {"data", 'd', CLI_TEXT, &(o)->data, "DIR",                                                                         \
     "where everything is kept; made when it is missing\n(" OPEN_DEFAULT_DATA ")"},                                    \
    {"memory-limit", 0, CLI_TEXT, &(o)->memory_limit, "SIZE",                                                          \
     "what DuckDB may use, as 500MB or 8GB; what is larger\ngoes to the disk (80 % of the memory)"},                   \
    {"threads", 0, CLI_INT, &(o)->threads, "N", "how many threads work on a query; 0: one for each\ncore (0)"}
#define OPEN_STAGE_MAP_OPTION(o)                                                                                       \
    {"stage-map", 0, CLI_TEXTS, &(o)->stage_maps, "URL=DIR",                                                           \
     "a stage whose URL begins so is this directory; may be\ngiven several times"}
/* clang-format on */

/* Opens, and prints why it cannot: *ret_status is then CLI_USAGE or CLI_FAILED. */
bool open_freshet(const struct cli_command *command, const struct open_options *o, struct freshet **ret,
                  int *ret_status);
/* The same in memory, without a data directory. */
bool open_in_memory(const struct cli_command *command, const struct open_options *o, struct freshet **ret,
                    int *ret_status);
/* After a fatal error (freshet_is_fatal) nothing may be written any more: ends the process, and closes nothing. */
void leave_if_fatal(const struct freshet *f);
