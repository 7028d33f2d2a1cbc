/* Snowflake's trees to DuckDB's SQL. The printer walks a tree and copies what means the same; the kinds of nodes,
 * functions and tokens where the dialects differ are printed by rules (const tables). What it cannot translate
 * faithfully it refuses by name, with the position: it never lets a text through that DuckDB would understand
 * differently.
 *
 * Output conventions that other folders rely on:
 *  - every identifier is printed quoted and canonical: a -> "A";
 *  - every item of a SELECT list that is not a plain column has an alias; without one of its own, the label that
 *    Snowflake gives it, its text in upper case: count(*) -> count(*) AS "COUNT(*)";
 *  - a table in FROM always has an alias: its own, or the last part of its name;
 *  - current_timestamp() and its kin are constants of the statement: they come from dialect_context.
 *
 * Macros (prelude.sql) and functions in C (engine/functions.c) have the prefix sf_; nothing of them is stored in the
 * database, so a plain DuckDB client never misses them. */
#pragma once
#include "base/buf.h"
#include "sql/statement.h"

/* What is known of an expression's type without asking a catalog: enough to leave out conversions that change nothing
 * and to put in those that DuckDB would do otherwise. */
enum known {
    KNOWN_NOTHING,
    KNOWN_NULL,
    KNOWN_NUMBER,
    KNOWN_FLOAT,
    KNOWN_TEXT,
    KNOWN_BOOLEAN,
    KNOWN_DATE,
    KNOWN_TIME,
    KNOWN_TIMESTAMP,
    KNOWN_ZONED,
    KNOWN_OFFSET, /* TIMESTAMP_TZ */
    KNOWN_VARIANT,
    KNOWN_BINARY,
    /* Only in the table of functions: as the first argument, as all of them together, a number of the first's kind */
    KNOWN_AS_FIRST,
    KNOWN_AS_ALL,
    KNOWN_AS_NUMBER,
};

struct typed_column {
    struct str name; /* empty: has none that could be named */
    enum known known;
    const struct type *type; /* in full, where the column is a table's, a cast or a literal; NULL: unknown */
};

struct typed_columns {
    struct typed_column *at;
    size_t n, size;
    bool partial;                       /* there are others */
    struct str database, schema, table; /* of a table; empty: of anything else */
};

enum known dialect_known(struct type type);

struct printed_argument {
    struct str name; /* upper case; empty: positional */
    struct str sql;  /* translated */
    struct node *node;
};

/* How a translation asks about its surroundings. `ctx` is the first argument of each. All return false with err set. */
struct resolver {
    void *ctx;
    /* A name in FROM: appends a DuckDB table expression (a quoted name, or a query in parentheses) without alias, and
     * sets *ret_alias, what the table is called when the query gives no alias: the last part of the name. `at` is the
     * AT | BEFORE clause behind the name, a NODE_AT, or NULL. CTE names are handled before this is asked. */
    bool (*table)(void *ctx, const struct object_name *name, const struct node *at, struct buf *out,
                  struct str *ret_alias, struct err *err);
    /* The columns of a name in FROM, as far as they are known without asking DuckDB: conversions depend on them. They
     * are the dialect's to rename. False: unknown, which is no error. NULL: nothing is known of any. */
    bool (*columns)(void *ctx, const struct object_name *name, struct typed_columns *ret);
    /* @stage in FROM: a table expression whose columns are "$1", "$2" …; NULL: refused. */
    bool (*stage)(void *ctx, const struct node *stage, struct buf *out, struct err *err);
    /* Are those columns text? NULL: not known. */
    bool (*stage_is_text)(void *ctx, const struct node *stage);
    /* TABLE(f(…)): the same for a table function; name in upper case, with its qualification
     * (INFORMATION_SCHEMA.TASK_HISTORY). *ret_handled false: unknown to the session; the dialect tries its own
     * (FLATTEN, GENERATOR …), then refuses. */
    bool (*table_function)(void *ctx, struct str name, const struct printed_argument *args, size_t n, struct buf *out,
                           bool *ret_handled, struct err *err);
    /* A scalar function that depends on the session: CURRENT_DATABASE, LAST_QUERY_ID, SYSTEM$STREAM_HAS_DATA …; asked
     * first for the names that begin with CURRENT_, SYSTEM$, LAST_QUERY_ID, and for names the dialect does not know. */
    bool (*function)(void *ctx, struct str name, const struct printed_argument *args, size_t n, struct buf *out,
                     bool *ret_handled, struct err *err);
    /* $name, :name: a literal in DuckDB's SQL. */
    bool (*variable)(void *ctx, struct str name, struct buf *out, struct err *err);
    /* ? or :1 (index is 1-based). */
    bool (*bind)(void *ctx, int index, struct buf *out, struct err *err);
    /* s.NEXTVAL: an expression that gives a new value for each row. */
    bool (*sequence)(void *ctx, const struct object_name *name, struct buf *out, struct err *err);
};

struct dialect_context {
    struct arena *arena;
    const struct tokens *tokens; /* of the statement that is translated */
    int line, col;               /* where that statement begins: positions in messages count from there */
    const struct resolver *resolver;
    int64_t now;         /* microseconds since 1970 UTC: the statement's current_timestamp */
    struct str timezone; /* IANA name */
    /* Where two tables are joined and an expression sees only one, as behind MERGE's NOT MATCHED: outside of subqueries
     * a bare column is the `seen` table's, and one of the `unseen` table's is an invalid identifier. Empty: no such
     * rule.
     */
    struct str seen, unseen;
    /* What an expression outside of a query may name: the columns of a statement's target, under its alias, and of what
     * its USING or FROM has, a tree of the same tokens. NULL: nothing is known. */
    struct str target;
    const struct typed_columns *target_columns;
    const struct node *from;
};

/* Appends the DuckDB text of a query, an expression, or what FROM takes (a tree of parse_table or parse_from). */
bool dialect_print(const struct dialect_context *c, const struct node *n, struct buf *out, struct err *err) MUST_USE;

/* The columns that a query gives, or VALUES. */
struct typed_columns dialect_columns(const struct dialect_context *c, const struct node *query);

/* What is known of an expression of the statement. */
struct typed_column dialect_typed(const struct dialect_context *c, const struct node *n);
/* Refuses a value for a column that takes none of its type without a cast: 002023 (22000) `Expression type does not
 * match column data type, …`. What is unknown passes. */
bool dialect_check_assign(struct typed_column from, struct type to, struct str column, struct err *err) MUST_USE;

/* DuckDB's type for values of a Snowflake type in expressions and casts: NUMBER(38,0) -> HUGEINT. */
struct str dialect_type(struct arena *a, struct type type);
/* DuckDB's type for a stored column: NUMBER(38,0) -> BIGINT (ARCHITECTURE.md, "Numbers"). */
struct str dialect_storage_type(struct arena *a, struct type type);
/* The Snowflake type of a DuckDB type as typeof() prints it: `DECIMAL(10,2)` -> NUMBER(10,2), BIGINT -> NUMBER(38,0).
 */
struct type dialect_from_duckdb(struct str duckdb_type);
/* Appends an expression that converts `sql` of any type to `type` as an assignment does (INSERT, UPDATE, MERGE, COPY,
 * DEFAULT): strings are parsed as Snowflake parses them, numbers rounded half away from zero and range-checked, too
 * long strings refused (100078). Errors are raised through sf_error, see below. */
void dialect_assign(struct buf *out, struct str sql, struct type type);
/* The same, but NULL instead of an error (TRY_): for COPY, which wants to find the bad rows. */
void dialect_try_assign(struct buf *out, struct str sql, struct type type);
/* A time or timestamp to the type's precision: fractions beyond it are cut, of six digits at most. Values of other
 * types as they are. */
void dialect_cut(struct buf *out, struct str sql, struct type type);

/* Appends DuckDB text for current_timestamp(): a TIMESTAMPTZ constant. */
void dialect_now(const struct dialect_context *c, struct buf *out);

/* Errors raised inside DuckDB by our own functions read `freshet:<code>:<sqlstate>:<message>`; engine turns them back.
 */

/* The SQL text that defines the macros: run once on each opened database, in a catalog that is not stored, after
 * engine_register_functions. */
extern const char embed_prelude[];
extern const size_t embed_prelude_size;
