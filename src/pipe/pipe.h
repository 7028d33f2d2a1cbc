/* Pipes and COPY INTO <table>: which files are new, load each exactly once, record it (Snowflake's pages "COPY INTO
 * <table>" and "Overview of Snowpipe").
 *
 * A file is loaded in one transaction together with its record and the table's version, so a killed process has loaded
 * it wholly or not at all. */
#pragma once
#include "base/listing.h"
#include "catalog/resolve.h"
#include "stage/stage.h"
#include "table/change.h"

struct load_context {
    struct catalog *catalog;
    struct store *store;
    struct clock *clock;
    const struct stage_map *stages;
    bool no_files; /* FROM @stage finds none, wherever they are: it is translated only */
    /* The DuckDB expression of a column that a COPY leaves out: its default or identity, NULL when it has none. */
    void *default_ctx;
    bool (*column_default)(void *ctx, const struct object *table, const struct column *column, struct buf *out,
                           struct err *err);
    /* Makes a table that is locked in the transaction have these columns: its own, of which some need not be filled any
     * more, and new ones behind them. *table becomes the table as it is from then on, for this transaction at once and
     * for all when it commits. With default_ctx. */
    bool (*evolve)(void *ctx, struct transaction *t, struct object **table, const struct columns *columns,
                   struct err *err);
};

/* The files that PURGE = TRUE asks to delete: only after the transaction was committed. */
struct copy_purge {
    struct stage_location location;
    struct str *paths; /* in the statement's arena */
    size_t n;
};
void copy_purge(const struct copy_purge *purge);
void copy_purge_release(struct copy_purge *purge);

/* COPY INTO as a statement, in the caller's transaction with the target locked. The listing is the result set of
 * "COPY INTO <table>", "Output" (or the one column `status`). `scope` resolves names; query_id goes into the record.
 * What *ret_purge held is released.
 *
 * VALIDATION_MODE = RETURN_n_ROWS answers with *ret_rows, a query over a temporary table, in place of the listing; p
 * NULL otherwise. */
bool copy_into_table(struct load_context *c, struct transaction *t, const struct scope *scope,
                     const struct statement_copy *copy, struct str query_id, struct arena *a, struct listing *ret,
                     struct copy_purge *ret_purge, struct str *ret_rows, struct err *err) MUST_USE;

/* SELECT … FROM @stage [(FILE_FORMAT => 'f', PATTERN => 're')]: reads the files into a temporary table of the
 * connection, and appends a table expression over it with the columns "$1", "$2" … and METADATA$…. `stage` is a
 * NODE_STAGE of the tokens, whose $n say how many columns are wanted; number tells several stages of a statement apart.
 */
bool stage_table(struct load_context *c, struct connection *conn, const struct scope *scope, const struct node *stage,
                 const struct tokens *tokens, int number, struct arena *a, struct buf *out, struct err *err) MUST_USE;
/* Are the columns of that table text? */
bool stage_table_is_text(struct load_context *c, const struct scope *scope, const struct node *stage,
                         const struct tokens *tokens, struct arena *a);

/* CREATE PIPE: checks the COPY and makes the definition (catalog/definition.h). Names are resolved in the scope, which
 * is the pipe's schema. */
bool pipe_create_check(struct load_context *c, const struct scope *scope, const struct statement_create *create,
                       struct arena *a, json_t **ret_definition, struct err *err) MUST_USE;
/* After the pipe was created, in the same transaction: the files that are there now are not notified of. */
bool pipe_created(struct load_context *c, struct connection *conn, const struct object *pipe, struct err *err) MUST_USE;
/* The COPY in the definition of a pipe, parsed again; in the arena. */
bool pipe_copy(const struct object *pipe, struct arena *a, const struct statement_copy **ret, struct err *err) MUST_USE;
/* ALTER PIPE … SET or UNSET: the definition with the settings applied (PIPE_EXECUTION_PAUSED, ERROR_INTEGRATION,
 * COMMENT, which goes into *ret_comment). One that was paused for more than 14 days, or was given to another owner
 * meanwhile, is not resumed. */
bool pipe_altered(struct load_context *c, const struct object *pipe, const struct settings *settings, bool unset,
                  json_t **ret_definition, struct str *ret_comment, struct err *err) MUST_USE;
/* SYSTEM$PIPE_FORCE_RESUME: `overrides` is the text of the second argument, p NULL: none. */
bool pipe_force_resumed(struct load_context *c, const struct object *pipe, struct str overrides,
                        json_t **ret_definition, struct err *err) MUST_USE;
/* ALTER PIPE … REFRESH, in the caller's transaction: queues the files of the last 7 days; the listing has File and
 * Status. */
bool pipe_refresh(struct load_context *c, struct connection *conn, const struct object *pipe,
                  const struct settings *settings, struct arena *a, struct listing *ret, struct err *err) MUST_USE;

/* Loads what the pipe has not loaded yet, on `conn`, which is in no transaction: many small files in one transaction.
 * Failed files are recorded, not raised; err is for what prevents loading at all (stage gone, table gone). A paused
 * pipe loads nothing. */
struct pipe_progress {
    int64_t files, rows, failed; /* loaded (also partially), rows put in, files that failed or were loaded partially */
    int64_t warned;              /* of those that were loaded: with a warning in the history */
};
bool pipe_load_pending(struct load_context *c, struct connection *conn, const struct object *pipe,
                       struct pipe_progress *ret, struct err *err) MUST_USE;
/* How many files wait. */
bool pipe_pending(struct load_context *c, struct connection *conn, const struct object *pipe, int64_t *ret,
                  struct err *err) MUST_USE;
/* Where the files come from that a pipe with AUTO_INGEST loads; of one without it, nothing is set. */
struct pipe_place {
    char *directory; /* to be watched; NULL: none */
    bool polled;     /* a bucket, which has to be listed again and again */
    struct str url;  /* of an external stage: what the URLs of files that the pipe may take begin with */
};
bool pipe_place(struct load_context *c, const struct object *pipe, struct arena *a, struct pipe_place *ret,
                struct err *err) MUST_USE;
/* SYSTEM$PIPE_STATUS: the JSON. */
bool pipe_status(struct load_context *c, struct connection *conn, const struct object *pipe, struct arena *a,
                 struct str *ret, struct err *err) MUST_USE;

/* SHOW PIPES and DESC PIPE. */
extern const struct listing_column pipe_show_columns[];
extern const size_t pipe_show_n;
void pipe_show_row(struct load_context *c, const struct object *pipe, struct listing *out);
