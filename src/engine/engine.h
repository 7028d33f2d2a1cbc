/* DuckDB, and nothing else: the only folder that includes duckdb.h. An engine is one open database file, a connection
 * one transaction at a time on it. Connections are not thread-safe; each belongs to one session or thread.
 *
 * Errors: what our own functions raise (`freshet:<code>:<sqlstate>:<message>`) and what DuckDB says about the user's
 * data become Snowflake's errors (engine/errors.c); anything else is an internal error (XX000) with DuckDB's text. */
#pragma once
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "sql/type.h"

struct engine;
struct connection;
struct rows;
struct zone;

struct engine_options {
    const char *temp_directory; /* where larger-than-memory work spills; NULL: beside the file */
    int64_t memory_limit;       /* bytes; 0: DuckDB's default */
    int threads;                /* 0: all cores */
    /* Statements that define macros, in a database of their own in memory that every connection finds functions in; so
     * nothing of them is in the user's file. NULL: none. The functions of functions.c are registered before they run.
     */
    const char *prelude;
};

/* path NULL: in memory. The engine is fatal after a failed WAL write: engine_is_fatal, then the process must stop. */
bool engine_open(const char *path, const struct engine_options *options, struct engine **ret, struct err *err) MUST_USE;
void engine_close(struct engine *e); /* takes NULL; all connections must be freed before */
bool engine_is_fatal(const struct engine *e);

bool connection_new(struct engine *e, struct connection **ret, struct err *err) MUST_USE;
/* Another one to the same database. */
bool connection_beside(const struct connection *c, struct connection **ret, struct err *err) MUST_USE;
void connection_free(struct connection *c);
/* Stops what the connection is doing; from any thread. */
void connection_interrupt(struct connection *c);

/* Runs one or several statements and drops their results. ret_changed (may be NULL): the rows changed by the last. */
bool connection_run(struct connection *c, struct str sql, int64_t *ret_changed, struct err *err) MUST_USE;
bool connection_runf(struct connection *c, struct err *err, const char *format, ...) MUST_USE
    __attribute__((format(printf, 3, 4)));
/* Runs one statement and gives its rows; rows_free when done, before the next statement on the connection. */
bool connection_query(struct connection *c, struct str sql, struct rows **ret, struct err *err) MUST_USE;
/* The same without holding the result: rows come as the query makes them, through connection_step instead of rows_next,
 * and nothing else runs on the connection until rows_free. */
bool connection_stream(struct connection *c, struct str sql, struct rows **ret, struct err *err) MUST_USE;
bool connection_step(struct connection *c, struct rows *rows, bool *ret_some, struct err *err) MUST_USE;
/* One row, one column, an integer; `missing` when there is no row or NULL. */
bool connection_int(struct connection *c, struct str sql, int64_t missing, int64_t *ret, struct err *err) MUST_USE;
struct column_shape {
    struct str label, type; /* the type as DuckDB's typeof prints it */
};
/* The columns that a query would have, without running it. */
bool connection_shape(struct connection *c, struct arena *a, struct str sql, struct column_shape **ret, size_t *ret_n,
                      struct err *err) MUST_USE;

/* DuckDB has no savepoints, and an error that happens while a statement runs ends its whole transaction. So what an
 * explicit transaction writes is remembered, and it can be brought back to where it was after the first n statements:
 * rolled back, begun again, written again. It must become the same rows again, whatever a query gives by then, so these
 * rows themselves are remembered, in memory, and of statements only those whose text says all that they do:
 * connection_run's. Queries change nothing. */
void connection_remember(struct connection *c, bool on); /* forgets what it has */
size_t connection_remembered(const struct connection *c);
/* Is there anything to return from: statements beyond the first n, or a transaction that DuckDB has given up? */
bool connection_is_beyond(struct connection *c, size_t n);
bool connection_return_to(struct connection *c, size_t n, struct err *err) MUST_USE;
/* Runs `sql`; what is remembered is `again`. Empty: nothing is; for temporary tables, which no later statement reads,
 * and the appender is for these alone. */
bool connection_run_as(struct connection *c, struct str sql, struct str again, struct err *err) MUST_USE;
/* INSERT INTO `into` `query`, of which the rows are remembered. */
bool connection_insert(struct connection *c, struct str into, struct str query, int64_t *ret_inserted,
                       struct err *err) MUST_USE;
/* Keeps the rows of a query for statements to be remembered: sf_scan(*ret_scan) gives them until they are forgotten. */
bool connection_keep(struct connection *c, struct str query, int64_t *ret_scan, struct err *err) MUST_USE;
bool connection_remembers(const struct connection *c);
/* Remembers a statement that is not run now and is none of the n: one that runs before all of them when they are
 * written again, once however often it is named: false when it was named before. `anyway`: when the transaction was
 * rolled back it runs, too. */
bool connection_first(struct connection *c, struct str sql, bool anyway);
/* After a ROLLBACK: what connection_first has to be run anyway. */
bool connection_run_anyway(struct connection *c, struct err *err) MUST_USE;

void rows_free(struct rows *r); /* takes NULL */
#define ROWS_SCOPE __attribute__((cleanup(rows_cleanup)))
static inline void rows_cleanup(struct rows **r)
{
    rows_free(*r);
}

size_t rows_columns(const struct rows *r);
struct str rows_label(const struct rows *r, size_t col);
/* The Snowflake type of a column: DECIMAL(10,2) is NUMBER(10,2), BIGINT and HUGEINT are NUMBER(38,0), JSON a VARIANT.
 */
struct type rows_type(const struct rows *r, size_t col);
/* Steps to the next row; false at the end. */
bool rows_next(struct rows *r);
/* About how many bytes the result takes in memory, or at least `enough`. Reads what was not read: for rows whose reader
 * has finished. */
size_t rows_size(struct rows *r, size_t enough);
bool rows_null(const struct rows *r, size_t col);
int64_t rows_int(const struct rows *r, size_t col);   /* integers, booleans, timestamps (µs); NULL is 0 */
double rows_double(const struct rows *r, size_t col); /* any number */
/* The text of a VARCHAR column without a copy: valid until the next rows_next. */
struct str rows_slice(const struct rows *r, size_t col);
/* The value as Snowflake shows it: TIMESTAMP_NTZ `2024-01-01 00:00:00.000`, TIMESTAMP_LTZ with the offset of the zone,
 * BOOLEAN true/false, FLOAT in the shortest form that reads back the same. NULL appends nothing. */
void rows_text(const struct rows *r, size_t col, const struct zone *zone, struct buf *out);
/* A date, time or timestamp by a format model (engine/moment.h); a TIMESTAMP_LTZ in the zone. */
void rows_format(const struct rows *r, size_t col, const struct zone *zone, struct str format, struct buf *out);
/* JSON text as VARIANT values are shown: indented, keys in order. */
void rows_json(struct buf *out, struct str text);
/* `2024-01-01 00:00:00.000 +0100`: an instant as TIMESTAMP_LTZ is shown in the zone (NULL: UTC). */
void ltz_text(struct buf *out, int64_t micros, const struct zone *zone);

/* Bulk insertion of text into the VARCHAR and BIGINT columns of a table, a row at a time. */
struct appender;
bool appender_new(struct connection *c, const char *catalog, const char *schema, const char *table,
                  struct appender **ret, struct err *err) MUST_USE;
void appender_null(struct appender *a);
void appender_text(struct appender *a, struct str s);
void appender_int(struct appender *a, int64_t v);
bool appender_end_row(struct appender *a, struct err *err) MUST_USE;
/* Writes what is buffered; the appender is freed in any case. */
bool appender_finish(struct appender *a, struct err *err) MUST_USE;
