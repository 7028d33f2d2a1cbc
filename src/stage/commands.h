/* LIST, REMOVE, PUT and GET (Snowflake's pages of these names). PUT and GET run in this process: file:// is on its own
 * machine, and a relative path counts from its current directory. Nothing of it is undone by ROLLBACK. */
#pragma once
#include "stage/stage.h"

struct stage_command {
    struct catalog *catalog;
    const struct scope *scope;
    const struct stage_map *map; /* its stop ends the statement with 000604 */
    struct str reference;
    struct str pattern; /* p NULL: none */
    /* PUT and GET */
    struct str file; /* file://… */
    int file_line, file_col;
    const struct settings *settings;
};

static inline bool stage_command_stopped(const struct stage_command *c)
{
    return c->map->stop && c->map->stop(c->map->stop_ctx);
}

/* The result set goes into *ret, whose arena is the statement's. */
bool stage_list(const struct stage_command *c, struct listing *ret, struct err *err) MUST_USE;
bool stage_remove(const struct stage_command *c, struct listing *ret, struct err *err) MUST_USE;
bool stage_put(const struct stage_command *c, struct listing *ret, struct err *err) MUST_USE;
bool stage_get(const struct stage_command *c, struct listing *ret, struct err *err) MUST_USE;
