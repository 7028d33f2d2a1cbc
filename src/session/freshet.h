/* Everything of one data directory: the process's handle. Open once; sessions, pipes and tasks hang on it. */
#pragma once
#include "catalog/catalog.h"
#include "procedure/runner.h"
#include "stage/stage_map.h"
#include "table/store.h"
#include "task/scheduler.h"

struct freshet {
    struct engine *engine;
    struct catalog *catalog;
    struct store *store;
    struct clock clock;
    struct stage_map stages;
    struct arena arena; /* of the stage map and paths */
    struct str data;    /* the data directory; empty: in memory */
    int lock_fd;
    struct queries *queries;     /* the history of statements */
    struct scheduler *scheduler; /* runs tasks in sessions of this freshet; stopped until somebody runs it */
    struct timeouts *timeouts;
    int64_t last_session; /* atomic */
};

/* How files in <data>/tmp begin that Parquet is written to before it goes into a stage. */
#define UNLOAD_SCRATCH "unload-"

struct freshet_options {
    const char *data;        /* directory, made when missing; NULL: in memory */
    const char **stage_maps; /* n_stage_maps of `PREFIX=DIR` */
    size_t n_stage_maps;
    bool virtual_clock;
    int64_t virtual_now;
    int64_t memory_limit; /* bytes; 0: DuckDB's default */
    int threads;          /* 0: all cores */
};

/* Takes the lock of the data directory (55006 when another process has it), opens the database, creates what is
 * missing. */
bool freshet_open(const struct freshet_options *o, struct freshet **ret, struct err *err) MUST_USE;
void freshet_close(struct freshet *f); /* takes NULL */
/* DuckDB or the disk failed in a way that only a restart mends: the process must stop. */
bool freshet_is_fatal(const struct freshet *f);
/* Removes the files of stages and tables that are gone; what fails is done the next time. */
void freshet_sweep(struct freshet *f);
/* What pipes and COPY work with. */
struct load_context freshet_load_context(struct freshet *f);
/* How the scheduler runs a task: in a session of its own (session/host.c). */
struct task_host freshet_task_host(struct freshet *f);
/* Schema evolution, see struct load_context (session/alter_table.c). */
bool freshet_evolve(void *ctx, struct transaction *t, struct object **table, const struct columns *columns,
                    struct err *err) MUST_USE;
/* A new value of a sequence, for the query of a pipe (session/host.c). */
bool freshet_sequence(void *ctx, const struct scope *scope, const struct object_name *name, struct buf *out,
                      struct err *err) MUST_USE;
/* The default of a column, for loads that leave it out (session/host.c). */
bool freshet_column_default(void *ctx, const struct object *table, const struct column *column, struct buf *out,
                            struct err *err) MUST_USE;
