/* Statements as typed structs. sql_next_statement reads one statement; embedded queries and expressions stay trees.
 *
 * Every statement that Snowflake has and freshet has not is refused here by name: 000002 (0A000)
 * `Unsupported feature 'CREATE DYNAMIC TABLE'.` A text that is no statement is a syntax error (001003). */
#pragma once
#include "sql/query.h"

enum statement_kind {
    STATEMENT_QUERY,
    STATEMENT_INSERT,
    STATEMENT_UPDATE,
    STATEMENT_DELETE,
    STATEMENT_MERGE,
    STATEMENT_TRUNCATE,
    STATEMENT_COPY,   /* COPY INTO <table> */
    STATEMENT_UNLOAD, /* COPY INTO <location> */
    STATEMENT_CREATE, /* create.kind says what */
    STATEMENT_DROP,
    STATEMENT_SHOW,
    STATEMENT_DESCRIBE,
    STATEMENT_USE,
    STATEMENT_GRANT, /* and REVOKE */
    STATEMENT_BEGIN,
    STATEMENT_COMMIT,
    STATEMENT_ROLLBACK,
    STATEMENT_ALTER_TASK,
    STATEMENT_ALTER_SESSION,
    STATEMENT_ALTER_PIPE,
    STATEMENT_ALTER_FORMAT,
    STATEMENT_ALTER_WAREHOUSE,
    STATEMENT_ALTER_INTEGRATION,
    STATEMENT_EXECUTE_TASK,
    STATEMENT_CALL,
    STATEMENT_LIST,
    STATEMENT_SET,
    STATEMENT_UNSET,
};

enum object_kind {
    OBJECT_DATABASE,
    OBJECT_SCHEMA,
    OBJECT_TABLE,
    OBJECT_VIEW,
    OBJECT_SEQUENCE,
    OBJECT_STAGE,
    OBJECT_FILE_FORMAT,
    OBJECT_PIPE,
    OBJECT_STREAM,
    OBJECT_TASK,
    OBJECT_PROCEDURE,
    OBJECT_WAREHOUSE,
    OBJECT_ROLE,
    OBJECT_INTEGRATION,
    OBJECT_KINDS
};

/* `KEY = value` as written; the const tables of options give it its meaning. Keys are upper case. */
enum setting_kind {
    SETTING_WORD,   /* TRUE, CONTINUE, a.b.c: text as written (quoted identifiers unquoted) */
    SETTING_STRING, /* '…' or $$…$$ or "…": text is the value */
    SETTING_NUMBER,
    SETTING_LIST,  /* ('a', 'b') */
    SETTING_GROUP, /* (KEY = value …); anything else in parentheses is a syntax error */
};

struct setting {
    struct str key;
    enum setting_kind kind;
    struct str text;        /* the value of a WORD, STRING or NUMBER, or the source of the whole value */
    bool double_quoted;     /* a STRING written in double quotes */
    struct settings *items; /* of a LIST (keys empty) or GROUP */
    int line, col;
};

struct settings {
    struct setting *at;
    size_t n;
};

/* The last setting with the key (upper case), or NULL. */
const struct setting *settings_find(const struct settings *s, const char *key);

struct column_definition {
    struct str name;
    bool has_type;
    struct type type;
    bool not_null;
    bool primary_key, unique;
    struct node *default_value; /* NULL: none */
    bool identity;
    int64_t identity_start, identity_step;
    struct str comment;
    int line, col;
};

enum create_flags {
    CREATE_OR_REPLACE = 1,
    CREATE_IF_NOT_EXISTS = 2,
    CREATE_TEMPORARY = 4,
    CREATE_TRANSIENT = 8,
    CREATE_SECURE = 16,
    CREATE_RECURSIVE = 32,
    CREATE_COPY_GRANTS = 64,
};

struct create_argument { /* of a procedure */
    struct str name;     /* as JavaScript sees it: upper case unless quoted */
    struct type type;
    struct node *default_value;
};

struct statement_create {
    enum object_kind kind;
    unsigned flags;
    struct object_name name;
    struct settings settings; /* everything of the form KEY = value, COMMENT included */
    /* TABLE and VIEW */
    struct column_definition *columns;
    size_t n_columns;
    struct node *query; /* AS SELECT …; of a view, its definition */
    struct str query_text;
    struct object_name like;  /* LIKE t: n > 0 */
    struct object_name clone; /* CLONE t: n > 0 */
    struct str *cluster_by;   /* CLUSTER BY (…), as written: recorded, without effect */
    /* STREAM */
    struct object_name source; /* ON TABLE t | ON VIEW v */
    enum object_kind source_kind;
    struct node *at; /* AT | BEFORE (…) */
    /* PIPE */
    struct statement_copy *copy;
    struct str copy_text; /* as written */
    /* TASK */
    struct node *when;               /* NULL: none */
    struct str when_text, body_text; /* as written */
    int body_line, body_col;
    /* PROCEDURE */
    struct create_argument *arguments;
    size_t n_arguments;
    struct type returns;
    bool returns_not_null;
    bool strict; /* STRICT, RETURNS NULL ON NULL INPUT */
    bool execute_as_caller;
    struct str language; /* upper case; only JAVASCRIPT is accepted, others are refused by name */
    struct str body;
    int procedure_body_line;
};

struct statement_copy {
    struct object_name table;
    struct str *columns; /* explicit column list; n_columns 0: none */
    size_t n_columns;
    /* The TOK_STAGE's text, or 's3://…' / 'file://…' as the location itself; empty: the table's stage, or the query's.
     */
    struct str stage;
    int stage_line, stage_col;
    struct node *query;          /* FROM (SELECT … FROM @stage …): a NODE_QUERY of any shape, or NULL */
    const struct tokens *tokens; /* the query's */
    struct str *files;           /* FILES = (…) */
    size_t n_files;
    struct str pattern;       /* p NULL: none */
    struct settings settings; /* FILE_FORMAT and the copy options */
};

struct statement_unload {
    struct str location;    /* the TOK_STAGE's text, or 's3://…' / 'file://…' */
    int line, col;          /* of the location */
    struct node *table;     /* FROM t, a NODE_ALIASED, or … */
    struct node *query;     /* … FROM (query), a NODE_QUERY; the other is NULL */
    struct node *partition; /* PARTITION BY e, or NULL */
    struct settings settings;
};

enum merge_action { MERGE_UPDATE, MERGE_DELETE, MERGE_INSERT };

struct assignment {
    struct str column;    /* canonical; a prefix that names the target was dropped, any other is an error */
    struct str qualifier; /* as written before the column, canonical; empty: none. The session checks it */
    struct node *value;   /* a NODE_KEYWORD DEFAULT means the column's default */
    int line, col;
};

struct merge_clause {
    bool matched;
    enum merge_action action;
    struct node *condition; /* NULL: none */
    struct assignment
        *set; /* MERGE_UPDATE: SET; MERGE_INSERT: columns and values, column empty when no list was written */
    size_t n_set;
    bool has_column_list;
    bool all_by_name; /* UPDATE | INSERT ALL BY NAME */
    int line, col;
};

/* One INTO of INSERT ALL | FIRST. */
struct insert_into {
    struct object_name target;
    struct assignment *columns; /* column and position; value unused */
    size_t n_columns;
    struct node *values; /* ROLE_ARGUMENTs; NULL: the query's columns by position */
    size_t when;         /* which of the conditions, or INSERT_ELSE; without meaning when there are none */
};
#define INSERT_ELSE SIZE_MAX

struct statement_dml {
    struct object_name target;
    struct str target_alias; /* empty: none */
    /* INSERT */
    bool overwrite;
    struct assignment *columns; /* column and position; value unused */
    size_t n_columns;
    struct insert_into *into; /* INSERT ALL | FIRST; target and columns are unused then */
    size_t n_into;
    struct node **conditions; /* of WHEN */
    size_t n_conditions;
    bool first;
    struct node *query; /* INSERT … SELECT; of VALUES a NODE_VALUES whose rows may hold NODE_KEYWORD DEFAULT */
    /* UPDATE */
    struct assignment *set;
    size_t n_set;
    /* UPDATE … FROM, DELETE … USING, MERGE … USING: a table tree for parse_from / parse_table */
    struct node *source;
    struct node *condition; /* WHERE, or MERGE's ON */
    struct merge_clause *clauses;
    size_t n_clauses;
};

enum alter_task_action {
    ALTER_TASK_RESUME,
    ALTER_TASK_SUSPEND,
    ALTER_TASK_SET,
    ALTER_TASK_UNSET,
    ALTER_TASK_MODIFY_AS,
    ALTER_TASK_MODIFY_WHEN,
    ALTER_TASK_REMOVE_WHEN
};

struct statement {
    enum statement_kind kind;
    uint32_t first, last; /* tokens; the terminating `;` is not included */
    struct str text;      /* source of these tokens */
    int line, col;        /* of the first token */
    struct str sort;      /* of an integration, where it is written: STORAGE or NOTIFICATION; else empty */
    union {
        struct node *query;
        struct statement_dml dml; /* INSERT, UPDATE, DELETE, MERGE */
        struct statement_copy copy;
        struct statement_unload unload;
        struct statement_create create;
        struct {
            struct object_name table;
            bool if_exists;
        } truncate;
        struct {
            enum object_kind kind;
            struct object_name name;
            bool if_exists;
            struct type *argument_types; /* of a procedure */
            size_t n_argument_types;
            bool has_arguments;
        } drop;
        struct {
            enum object_kind kind; /* with what: of the object that IN or ON names; OBJECT_KINDS when it says none */
            struct str what; /* GRANTS, VARIABLES, PARAMETERS, COLUMNS, TRANSACTIONS …; empty for SHOW <objects> */
            bool terse, history;
            struct str like;        /* p NULL: none */
            struct str starts_with; /* p NULL: none */
            int64_t limit;          /* -1: none */
            struct str limit_from;
            enum { SHOW_DEFAULT, SHOW_IN_ACCOUNT, SHOW_IN_DATABASE, SHOW_IN_SCHEMA, SHOW_IN_OBJECT } scope;
            struct object_name in; /* n 0: the current one */
            /* SHOW GRANTS [ON kind name | TO kind name | OF ROLE name], SHOW FUTURE GRANTS {IN kind name | TO ROLE
             * name}; `in` is the name */
            enum { GRANTS_MINE, GRANTS_ON, GRANTS_TO, GRANTS_OF, GRANTS_IN } direction;
            struct str grants_kind; /* TABLE, ROLE, USER, ACCOUNT …: of `in` */
            struct type *argument_types;
            size_t n_argument_types;
        } show;
        struct {
            enum object_kind kind;
            struct object_name name;
            struct type *argument_types;
            size_t n_argument_types;
        } describe;
        struct {
            /* USE d, USE DATABASE d, USE [SCHEMA] d.s, USE SCHEMA s, USE ROLE r, USE WAREHOUSE w, USE SECONDARY ROLES …
             */
            enum object_kind kind;
            struct object_name name;
            bool bare;      /* USE d or USE d.s without a keyword */
            bool secondary; /* USE SECONDARY ROLES … */
        } use;
        struct {
            bool revoke;
            struct str
                *privileges; /* upper case: `SELECT`, `EXECUTE TASK`, `ALL`; of GRANT ROLE r the one word `ROLE` */
            size_t n_privileges;
            struct str on_kind;      /* TABLE, DATABASE, ACCOUNT, ROLE …: with ALL and FUTURE, too, in the singular */
            enum object_kind object; /* of `on`, or of ALL and FUTURE; OBJECT_KINDS when only Snowflake has it */
            enum { GRANT_ON_ONE, GRANT_ON_ALL, GRANT_ON_FUTURE } extent;
            bool in_schema;              /* ALL or FUTURE … IN SCHEMA: `on` is a schema, else a database */
            struct object_name on;       /* n 0 for ACCOUNT */
            struct type *argument_types; /* of a procedure or function */
            size_t n_argument_types;
            struct str to_kind; /* ROLE, USER, `DATABASE ROLE` … */
            struct object_name to;
            bool grant_option;
            /* GRANT OWNERSHIP: what becomes of the other privileges on the object */
            enum { GRANT_NO_CURRENT, GRANT_COPY_CURRENT, GRANT_REVOKE_CURRENT } current;
        } grant;
        struct {
            struct object_name name;
            bool if_exists;
            enum alter_task_action action;
            struct settings settings; /* SET; UNSET: keys only */
            struct node *when;
            struct str text; /* MODIFY AS body, MODIFY WHEN condition, as written */
            int body_line, body_col;
        } alter_task;
        struct {
            bool unset;
            struct settings settings; /* ALTER SESSION SET k = v …; UNSET: keys only */
        } alter_session;
        struct {
            struct object_name name;
            bool if_exists;
            bool refresh;             /* REFRESH [PREFIX = 'p'] [MODIFIED_AFTER = 't']: in settings */
            bool unset;               /* settings: keys only */
            struct settings settings; /* SET PIPE_EXECUTION_PAUSED = b, COMMENT = … */
        } alter_pipe;
        struct {
            struct object_name name, to; /* RENAME TO: to, with rename */
            bool if_exists, rename;
            struct settings settings; /* SET */
        } alter_format;
        struct {
            struct object_name name;
            bool if_exists, unset; /* unset: keys only */
            struct settings settings;
        } alter_integration;
        struct {
            struct object_name name;
            bool if_exists;
            struct str action; /* SUSPEND, RESUME, RESUME IF SUSPENDED, SET */
            struct settings settings;
        } alter_warehouse;
        struct object_name execute_task;
        struct {
            struct object_name procedure;
            struct node **arguments; /* NODE_ARGUMENT for name => value */
            size_t n_arguments;
        } call;
        struct {
            struct str stage;   /* the TOK_STAGE's text */
            struct str pattern; /* p NULL: none */
        } list;
        struct {
            struct str *names; /* upper case */
            /* Expressions; SET (a, b) = (SELECT …) has the NODE_SUBQUERY in values[0] and NULL in the others. */
            struct node **values;
            size_t n;
        } set; /* UNSET: names only */
    };
};

/* Splits and parses: reads the statement that begins at token *at, skipping empty ones, and moves *at behind its `;`.
 * *ret is NULL at the end of the text. On a syntax error *at stands behind the broken statement's `;`, so that a caller
 * may go on. BEGIN … END and DECLARE … BEGIN … END blocks (in task bodies too) are one statement, whatever `;` they
 * hold. */
bool sql_next_statement(struct arena *a, const struct tokens *t, uint32_t *at, struct statement **ret,
                        struct err *err) MUST_USE;
/* The plural word of SHOW and the words of messages: `TABLE`/`TABLES`, `Table`. */
const char *object_kind_word(enum object_kind kind);   /* "TABLE", "FILE FORMAT" */
const char *object_kind_plural(enum object_kind kind); /* "TABLES" */
const char *object_kind_title(enum object_kind kind);  /* "Table", "Stage area" as statuses say it */
const char *object_kind_noun(enum object_kind kind);   /* "Table", "Stage", "Procedure" as errors say it */
