/* What the files that create and drop objects share. All run inside run_ddl: the catalog is locked, a transaction open.
 */
#pragma once
#include "session/internal.h"

/* An object being created. */
struct creation {
    struct str full[3]; /* database, schema, name as the catalog knows it */
    struct str shown;   /* the name as messages print it */
    int64_t session;    /* of a temporary object */
    bool replaced;      /* something stood there, which was dropped */
    bool created;       /* false: it was there, and IF NOT EXISTS */
};

/* Finds the name and what stands there: drops it for OR REPLACE, answers for IF NOT EXISTS (*ret_done), else 002002. */
bool create_begin(struct run *r, struct creation *c, bool *ret_done, struct err *err) MUST_USE;
/* The same for kinds that stand in no schema. */
bool create_begin_account(struct run *r, struct creation *c, struct str database, struct str name, bool *ret_done,
                          struct err *err) MUST_USE;
/* Writes the object; takes over the definition. ret may be NULL. */
bool create_object(struct run *r, struct creation *c, json_t *definition, struct str comment, struct object **ret,
                   struct err *err) MUST_USE;
/* `Table T successfully created.`; always true. */
bool create_done(struct run *r, const struct creation *c);
struct str create_comment(const struct settings *s);
/* Every setting must be in the NULL-terminated list, and have a value that its option takes; short_lived is what is
 * transient or temporary. */
bool check_options(const struct settings *s, const char *const *allowed, const char *what, bool short_lived,
                   struct err *err) MUST_USE;
/* The same for the statement's own settings. */
bool create_only_settings(struct run *r, const char *const *allowed, const char *what, struct err *err) MUST_USE;
/* Procedures are known by name and argument types: `P(NUMBER, VARCHAR)`. */
struct str procedure_key(struct run *r, struct str name, const struct type *types, size_t n);
/* Appends what stands in DuckDB's CREATE SEQUENCE behind the name. */
void add_sequence_range(struct buf *sql, int64_t start, int64_t step);
/* The columns that the query of USING TEMPLATE describes: an array of objects with COLUMN_NAME, TYPE and NULLABLE, as
 * INFER_SCHEMA gives them. */
bool template_columns(struct run *r, const struct node *query, struct columns *ret, struct err *err) MUST_USE;
/* Can a table have these columns? At the statement's place. */
bool check_columns(const struct columns *columns, const struct statement *st, struct err *err) MUST_USE;
/* The columns that a statement writes, with their defaults checked. */
bool columns_written(struct run *r, const struct column_definition *definitions, size_t n, bool of_query,
                     struct columns *ret, struct err *err) MUST_USE;
/* 002025 at the statement's place; always false. */
bool duplicate_column(const struct statement *st, struct str name, struct err *err);
/* DATA_RETENTION_TIME_IN_DAYS, which check_options has seen; `missing` when it is not there. */
int64_t retention_days(const struct settings *s, int64_t missing);
struct str current_role(struct run *r);

/* stages.c: brings a stage's directory table up to date; ret as directory_table_refresh has it. */
bool refresh_directory(struct run *r, struct object *stage, struct str subpath, struct listing *ret,
                       struct err *err) MUST_USE;
/* Drops an object with all that it holds. */
bool drop_object(struct run *r, struct object *o, struct err *err) MUST_USE;
/* The object that DROP and DESCRIBE name; 002003 when there is none. types are a procedure's arguments. */
bool find_existing(struct run *r, enum object_kind kind, const struct object_name *written, const struct type *types,
                   size_t n_types, struct object **ret, struct err *err) MUST_USE;

/* For CREATE and ALTER WAREHOUSE. */
extern const char *const warehouse_options[];

/* Of CREATE TASK and ALTER TASK SET: the warehouse exists, and session parameters have values that a session can set.
 */
bool check_task_settings(struct run *r, const struct settings *s, struct err *err) MUST_USE;
/* Roles and warehouses that every account has without their being created: by name, and the n-th of a kind or NULL. */
bool is_built_in(enum object_kind kind, struct str name);
const char *built_in_name(enum object_kind kind, size_t n);
/* What is granted on future objects is granted on the new one. */
bool grants_apply_future(struct run *r, const struct object *o, struct err *err) MUST_USE;
/* An object that gets another name keeps its privileges: `to` is the full name. */
bool grants_rename(struct connection *conn, const struct object *o, struct str to, struct err *err) MUST_USE;
/* A dropped object's privileges, and those of a dropped role. */
bool grants_forget(struct catalog *c, struct connection *conn, const struct object *o, struct err *err) MUST_USE;

/* temporary.c: drops the temporary objects of a session, or of all (0: no session is open), in a transaction of their
 * own. */
bool temporary_drop(struct catalog *c, struct transaction *t, int64_t session, struct err *err) MUST_USE;
/* What an object has in the database beside its row in the catalog and its grants; in the caller's transaction. */
bool object_drop_parts(struct connection *conn, const struct object *o, struct err *err) MUST_USE;

/* plain.c: the DuckDB schema and views that stand for a schema and its tables; none for a temporary table. */
bool plain_create_schema(struct connection *conn, const struct object *schema, struct err *err) MUST_USE;
bool plain_drop_schema(struct run *r, const struct object *schema, struct err *err) MUST_USE;
bool plain_create_view(struct catalog *c, struct connection *conn, const struct object *table,
                       const struct columns *columns, struct err *err) MUST_USE;
bool plain_drop_view(struct run *r, const struct object *table, struct err *err) MUST_USE;

/* CREATE by kind; run_create has the table. ctx is the struct creation. */
write_function create_table, create_stage, create_format, create_pipe, create_stream, create_task, create_procedure,
    create_warehouse, create_role, create_integration;
/* Writes an object that stands in no schema, unless it was there; takes over the definition. */
bool create_account_object(struct run *r, struct creation *c, json_t *definition, struct err *err) MUST_USE;
