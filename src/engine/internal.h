/* What the files of this folder share; nobody else includes it. */
#pragma once
#include <duckdb.h>

#include "engine/engine.h"

struct connection {
    struct engine *engine;
    duckdb_connection duckdb;
    /* see connection_remember */
    bool remembers;
    size_t appended; /* how many statements were remembered when an appender first wrote; SIZE_MAX: none did */
    struct arena arena;
    VEC(struct str) statements;
};

/* Takes over the result. */
struct rows *rows_new(duckdb_result result);
