/* What the files of this folder share: the session, and the statement that it runs. */
#pragma once
#include <stdatomic.h>

#include "base/listing.h"
#include "base/map.h"
#include "base/zone.h"
#include "catalog/definition.h"
#include "catalog/resolve.h"
#include "dialect/dialect.h"
#include "history/queries.h"
#include "session/results.h"
#include "session/session.h"
#include "stream/stream.h"
#include "table/change.h"

/* The values of session parameters, in the order of the table in parameters.c; those that change what statements do
 * stand here as well. */
struct parameters {
    char **values;
    bool error_on_nondeterministic_merge, error_on_nondeterministic_update;
};

/* Of the statement that runs: see timeout.h, which guards it. */
struct timing {
    int64_t until;
    bool fired;
    struct session *next;
};

/* Somebody's word, which stands until session_resume, and the end of the statement's time, which goes with it. */
enum stop { STOP_INTERRUPTED = 1, STOP_OUT_OF_TIME = 2 };

struct session {
    struct freshet *f;
    struct connection *conn;
    struct transaction tx;
    int64_t id;
    struct scope scope; /* its texts are owned: database and schema */
    char *database, *schema, *role, *warehouse;
    struct parameters parameters;
    struct zone *zone;
    struct map variables; /* name to struct variable */
    struct results results;
    /* What a task's run read and wrote (session/host.c); collected while recording. */
    bool recording;
    struct arena record_arena;
    VEC(struct task_read) reads;
    VEC(struct task_write) writes;
    bool has_temporary;      /* has it made temporary objects? */
    int depth;               /* of procedures calling procedures */
    int transaction_depth;   /* at which the open transaction began */
    bool owner_rights;       /* a procedure with its owner's rights runs: no session variables, no USE */
    atomic_uint interrupted; /* why it is to stop: of enum stop */
    struct stage_map stages; /* the process's; an interrupt stops the waiting for a bucket */
    struct timing timing;
};

/* freshet_load_context, with the session's stages. */
struct load_context session_load_context(struct session *s);

struct variable {
    struct type type;
    char *text; /* owned; NULL: SQL NULL */
    size_t size;
};

/* A view and its query as DuckDB sees it. */
struct view_text {
    struct str name, sql;
};

/* One statement being run. */
struct run {
    struct session *s;
    struct arena arena;
    const struct tokens *tokens;
    const struct statement *statement;
    /* Of UPDATE, DELETE and MERGE: what its expressions may name besides the columns of USING or FROM. */
    struct str target_alias;
    struct typed_columns target_columns;
    struct typed_columns source_columns; /* of INSERT ALL: what its VALUES name */
    int64_t now;
    struct str query_id;
    bool is_ddl;                  /* inside run_ddl: the catalog is locked */
    bool consuming;               /* streams that the translation meets are consumed */
    bool drawing;                 /* the translation met a sequence */
    VEC(struct object *) streams; /* those it met, each once; references */
    struct resolver resolver;
    struct scope scope; /* for names: the session's, or a view's while its text is translated */
    int view_depth;
    struct str seen, unseen; /* see struct dialect_context */
    /* What the translation met in FROM: the names of tables there and of their columns. */
    VEC(struct str) tables_read;
    VEC(struct str) columns_read;
    VEC(struct view_text) views_read; /* inner ones first */
    const struct tokens *printing;    /* what is being translated is a tree over these: the statement's, or a view's */
    int n_stages;                     /* stages in FROM so far */
    bool scans_result;                /* RESULT_SCAN was met */
    bool translating;                 /* nothing will be run: files need not be there */
    const struct run_value *binds;
    size_t n_binds;
    /* the result */
    struct rows *rows;
    struct listing *listing;  /* in the arena */
    const struct type *types; /* of its columns, see struct result */
    bool is_dml;
    int64_t inserted, updated, deleted, multi_joined; /* -1: not of this statement */
};

/* Statement functions: find what they need in r->statement, leave the result in r. */
typedef bool statement_function(struct run *r, struct err *err);

statement_function run_query, run_insert, run_update, run_delete, run_merge, run_truncate, run_copy, run_unload,
    run_create, run_drop, run_show, run_describe, run_use, run_grant, run_begin, run_commit, run_rollback,
    run_alter_task, run_alter_session, run_alter_pipe, run_alter_format, run_alter_warehouse, run_alter_integration,
    run_execute_task, run_call, run_list, run_set, run_unset;

/* Translates a node of the statement. */
bool run_print(struct run *r, const struct node *n, struct buf *out, struct err *err) MUST_USE;
/* Where a table is and what it is called, for names that say it. */
void run_place(struct run *r, const struct object *o, struct typed_columns *to);
struct typed_columns run_columns(struct run *r, const struct node *query);
struct typed_column run_typed(struct run *r, const struct node *expression);
/* Column i of n in a query's result as a source of assignments: DuckDB tells what the text does not. */
struct typed_column run_source_type(const struct typed_columns *known, size_t n, size_t i, struct str duckdb_type);
/* Column i of n in a result, where DuckDB's type of it does not say all: the length of a VARCHAR, a NUMBER's digits. */
struct type run_column_type(const struct typed_columns *known, size_t n, size_t i, struct str duckdb_type);
/* What is known of the columns that the text of a query gives; false: nothing, which is no error. */
bool run_columns_text(struct run *r, struct str text, const struct scope *scope, struct typed_columns *ret);
/* A Snowflake text (a view's query, a column's default) in another scope. */
bool run_print_text(struct run *r, struct str text, const struct scope *scope, bool is_query, struct buf *out,
                    struct err *err) MUST_USE;
/* A column that is written in another case than any that the query can mean is an error: 000904. After the query was
 * translated. */
bool names_check_case(struct run *r, const struct node *query, struct err *err) MUST_USE;
/* Gives an error that DuckDB found in the statement the place of the name that it is about. */
void names_locate(struct run *r, struct err *err);
/* The query that resolves an INSERT, UPDATE, DELETE or MERGE, without running it. */
bool run_translate_dml(struct run *r, struct buf *out, struct err *err) MUST_USE;
void run_make_resolver(struct run *r);
/* 002037 with what is wrong inside the view; always false. */
bool run_view_failed(struct str view, const struct err *inner, struct err *err);
/* Prepares r for a statement; run_release frees what the result does not own. */
void run_init(struct run *r, struct session *s, const struct tokens *tokens, const struct statement *statement);
void run_release(struct run *r);

/* A write: locks the target, begins a transaction when none is open, calls `work` (again, when the snapshot was stale
 * or a number too wide), consumes the streams it read, commits when it began. False without err: see run_ddl. */
typedef bool write_function(struct run *r, void *ctx, struct err *err);
bool run_write(struct run *r, int64_t target, write_function *work, void *ctx, struct err *err) MUST_USE;
/* Inside `work`, after translating: locks the streams that were met and records their new offsets. False without err
 * when the snapshot is stale: return the same; run_write begins again. */
bool run_consume_streams(struct run *r, struct err *err) MUST_USE;
/* DDL: commits what is open, locks the catalog, runs `work` in a transaction, commits and publishes. When `work` wants
 * a lock that another has, it fails without err and is called again once the lock is ours. */
bool run_ddl(struct run *r, write_function *work, void *ctx, struct err *err) MUST_USE;

enum { LOST_TRANSACTION = 603 };

/* Is the open transaction a caller's of the procedure that runs? Then it can not be ended here; false sets err. */
bool run_may_end_transaction(struct run *r, struct err *err) MUST_USE;

/* Results. */
struct listing *run_listing(struct run *r, const struct listing_column *columns, size_t n);
bool run_status(struct run *r, const char *format, ...) __attribute__((format(printf, 2, 3))); /* always true */
bool run_done(struct run *r); /* `Statement executed successfully.`; always true */
/* At the position of a token of the statement; always false. */
bool run_error_at(struct run *r, int line, int col, struct err *err, int code, const char *sqlstate, const char *format,
                  ...) __attribute__((format(printf, 7, 8)));

/* Objects. */
bool run_resolve(struct run *r, enum object_kind kind, const struct object_name *name, struct object **ret,
                 struct err *err) MUST_USE;
/* IDENTIFIER(…) becomes a plain name; others are copied. */
bool run_name(struct run *r, const struct object_name *name, struct object_name *ret, struct err *err) MUST_USE;
/* A stored table to write to; views and streams are refused. */
bool run_target(struct run *r, const struct object_name *name, struct object **ret, struct err *err) MUST_USE;
struct table table_of(struct arena *a, const struct object *o);
/* DuckDB SQL of a column's value when none is given: DEFAULT, the next identity value, or NULL; converted to its type.
 */
bool run_default(struct run *r, const struct object *table, const struct column *c, struct buf *out,
                 struct err *err) MUST_USE;

/* Functions of the session that queries call, see struct resolver. */
bool session_function(void *ctx, struct str name, const struct printed_argument *args, size_t n, struct buf *out,
                      bool *ret_handled, struct err *err);
bool session_table_function(void *ctx, struct str name, const struct printed_argument *args, size_t n, struct buf *out,
                            bool *ret_handled, struct err *err);
/* Notes for a recording session that the statement read the table. */
void run_record_read(struct run *r, int64_t table);
/* A translated constant's value: runs SELECT. */
bool run_constant(struct run *r, struct str sql, struct arena *a, struct str *ret, bool *ret_null,
                  struct err *err) MUST_USE;

/* Parameters and variables. Values are as ALTER SESSION gives them; errors carry no position. */
void parameters_init(struct session *s);
void parameters_release(struct session *s);
bool parameters_set(struct session *s, struct str key, struct str value, struct err *err) MUST_USE;
struct str parameters_default(struct str key); /* STR_NULL: there is no such parameter */
bool parameters_known(struct str key);
struct str parameters_get(const struct session *s, const char *name); /* name must be known */
/* Could the parameter be set to the value? */
bool parameters_check(struct str key, struct str value, struct err *err) MUST_USE;
/* task: the settings of the task whose parameters these are; NULL: the session's. */
void parameters_show(const struct session *s, struct str like, const struct settings *task, struct listing *out);
void session_stop(struct session *s, enum stop why);
void session_set_scope(struct session *s, struct str database, struct str schema);
/* A value as a literal of DuckDB's SQL. */
void value_literal(struct buf *out, const struct run_value *v);
