/* What the files of the dialect share. A printer appends DuckDB text; each kind of node has one function. */
#pragma once
#include "base/vec.h"
#include "dialect/dialect.h"
#include "sql/type.h"

/* A common table expression in scope. */
struct cte {
    struct str name;
    struct typed_columns columns;
    const struct cte *outer;
};

/* A column of a source; source NULL: an item's alias, or unknown, and then one of `table`, as the text calls it, if
 * that is not empty. */
struct found {
    const struct source *source;
    size_t column;
    struct str table;
};

/* What the columns of a SELECT mean: the tables of its FROM, and those of the queries around it. */
struct source {
    const struct node *node; /* the NODE_ALIASED; NULL: a statement's target, or what ORDER BY orders */
    struct str alias;        /* empty: none */
    struct typed_columns columns;
    struct str printed_alias; /* what the text calls it; not empty */
    struct str *printed;      /* the names of the columns in the text, where DuckDB would confuse theirs; else NULL */
    struct source *next;
};

/* What stands for an alias when aliases are put in place of one another: nodes, and how often that was done. */
struct expansion {
    size_t nodes, steps; /* nodes 0: not counted yet */
    bool queries;        /* there is a query in it */
};

struct names {
    struct source *sources;
    const struct node *select; /* whose items later items may name; NULL: none */
    bool orders;               /* ORDER BY: there the items come before the columns */
    bool merged;               /* NATURAL or USING makes one column of several */
    bool renamed;              /* a * is printed column by column: some have other names, or are none of Snowflake's */
    const struct names *outer;
    size_t scope;                 /* its number: no two have the same */
    int aliases;                  /* how many of them are being looked through at the moment */
    const struct node **by_alias; /* the items that have one, hashed; NULL until one is looked for */
    size_t by_alias_size;
    struct expansion *expansions; /* of by_alias */
    size_t expanded;              /* nodes by steps, of all aliases that were looked up */
    bool items;                   /* the items are being printed */
};

/* Types that known_type has found, by node and scope. */
struct known_memo {
    struct known_slot {
        const struct node *node; /* NULL: free */
        size_t scope;
        enum known known;
    } * slots;
    size_t n, size;
};

/* Where $1 points in the SELECT that is printed: nowhere, to a stage's columns "$1" …, or to the columns of VALUES; in
 * a join to what its qualifier names. */
struct positions {
    enum { POSITIONS_NONE, POSITIONS_STAGE, POSITIONS_VALUES, POSITIONS_SEVERAL } kind;
    const struct node *aliased; /* the stage or the VALUES, a NODE_ALIASED */
};

/* An operand whose value has a name in the text (once.c). */
struct bound {
    const struct node *node;
    size_t number;
    const struct bound *outer;
};

struct printer {
    const struct dialect_context *c;
    const struct cte *ctes;
    struct names *names;
    size_t scopes; /* how many were entered */
    const struct bound *bound;
    size_t bindings; /* how many there were */
    bool draws;      /* something in the tree has another value each time it is computed */
    bool open;       /* outside of the queries there may be names that only DuckDB knows */
    struct known_memo memo;
    struct positions positions;
    bool by_rows; /* what is printed is computed row by row: a window function cannot stand there */
    bool joined;  /* the table function that is printed next stands at the right of a join */
    int queries;  /* how many surround what is printed */
    size_t most;  /* bytes of text */
    struct err *err;
};

bool print_node(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* Does the tree hold a value that is another each time it is computed? */
bool has_drawn(const struct node *n);
/* An operand by its name, if it has one. */
bool print_bound_operand(struct printer *p, const struct node *n, struct buf *out);
/* A node that computes such an operand several times, so that it is computed once; others are not printed. */
bool print_once(struct printer *p, const struct node *n, struct buf *out, bool *ret_printed) MUST_USE;
/* In parentheses when it is an operation, so that it can be an operand of any operator. */
bool print_operand(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* Literal integers as BIGINT: where the value's type is that of a column or of a result. */
bool print_wide(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* NODE_BINARY, NODE_UNARY; the operand of a predicate that is compared with `other`. */
bool print_binary(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
bool print_unary(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
bool print_compared(struct printer *p, const struct node *n, const struct node *other, struct buf *out) MUST_USE;
/* What FROM takes: a NODE_ALIASED or NODE_JOIN. */
bool print_from(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
bool print_query(struct printer *p, const struct node *query, struct buf *out) MUST_USE;
/* VALUES as a query by itself, under the names COLUMN1, COLUMN2 … */
bool print_values_query(struct printer *p, const struct node *values, struct buf *out) MUST_USE;
/* A query without WITH and ORDER BY: SELECT, a set operation, VALUES. */
bool print_body(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
bool print_call(struct printer *p, const struct node *call, struct buf *out) MUST_USE;
bool print_order_by(struct printer *p, const struct node *of, enum node_role role, struct buf *out) MUST_USE;
/* TABLE(f(…)) that the session does not know: FLATTEN, GENERATOR, SPLIT_TO_TABLE; `joined` at the right of a join. */
bool print_table_function(struct printer *p, const struct node *call, bool joined, struct buf *out) MUST_USE;
/* An argument that has to be a VARIANT, OBJECT or ARRAY. */
bool print_structured(struct printer *p, const struct node *n, const struct node *call, struct buf *out) MUST_USE;
bool print_path(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* `sql` converted to the type as a cast does. */
void print_cast(struct buf *out, struct str sql, struct type type, bool try);
/* An expression as text, as Snowflake casts to VARCHAR; as it stands when it is known to be text. */
bool print_text(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* As an argument of a numeric function: text and VARIANTs as FLOAT; exact: text as NUMBER(18,5). */
bool print_exact_operand(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
bool print_number_operand(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* As a VARIANT. */
bool print_variant(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* What may become the result of a CASE, or of COALESCE, IFF … */
struct function;
size_t case_results(struct printer *p, const struct node *n, const struct node *const **ret);
size_t call_results(struct printer *p, const struct node *call, const struct function *f,
                    const struct node *const **ret);
/* What of text and VARIANTs (and numbers where a BOOLEAN is wanted) is converted to the type; NOTHING and NULL: as it
 * stands. print_all_as: several, separated by commas, to what they have in common. */
bool print_as(struct printer *p, const struct node *n, enum known to, struct buf *out) MUST_USE;
bool print_all_as(struct printer *p, const struct node *const *n, size_t count, struct buf *out) MUST_USE;
/* Refuses two values that cannot be compared. */
bool check_compared(struct printer *p, const struct node *a, const struct node *b) MUST_USE;
/* The same of SQL text; does anything have to be done? */
void convert_known(struct str sql, enum known from, enum known to, struct buf *out);
bool known_converts(enum known from, enum known to);
/* As an operand of a comparison whose operands become `to` (known_compared). */
bool print_compared_as(struct printer *p, const struct node *n, enum known to, struct buf *out) MUST_USE;
/* A query whose columns are converted: to[i], one for each of `columns`. */
bool print_query_as(struct printer *p, const struct node *query, const struct typed_columns *columns,
                    const enum known *to, struct buf *out) MUST_USE;
/* Is it a TIMESTAMP_TZ? Its instant as TIMESTAMPTZ; its wall clock as TIMESTAMP, and what else is a date or timestamp;
 * a wall clock that was computed from that of n, as a TIMESTAMP_TZ when n is one. */
bool has_offset(struct printer *p, const struct node *n);
bool print_instant(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
bool print_wall(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
bool print_at_offset_of(struct printer *p, const struct node *n, struct str wall, struct buf *out) MUST_USE;
/* A condition: text is parsed. */
bool print_truth(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* l / r, or function(l, r); l % r. Refuses what are no numbers, as of the node `at`. */
bool print_quotient_of(struct printer *p, const struct node *at, const struct node *l, const struct node *r,
                       const char *function, struct buf *out) MUST_USE;
bool print_remainder_of(struct printer *p, const struct node *at, const struct node *l, const struct node *r,
                        struct buf *out) MUST_USE;
/* A date or timestamp: text is parsed. */
bool print_moment(struct printer *p, const struct node *n, struct buf *out) MUST_USE;

/* The children with a role, separated by commas. */
bool print_list(struct printer *p, const struct node *n, enum node_role role, struct buf *out) MUST_USE;
/* What a value is told apart by: of a TIMESTAMP_TZ the instant. */
bool print_key(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
bool print_keys(struct printer *p, const struct node *n, enum node_role role, struct buf *out) MUST_USE;

enum known known_type(struct printer *p, const struct node *n);
/* What several values become when they are results of one CASE, COALESCE, column of a UNION …: text becomes what the
 * others are, a VARIANT swallows all. KNOWN_NOTHING when one of them is unknown; false when they do not go together. */
bool known_common(enum known a, enum known b, enum known *ret);
bool known_common_of(struct printer *p, const struct node *const *n, size_t count, enum known *ret) MUST_USE;
/* What two values that are compared are converted to: as above, but a VARIANT and a NUMBER give way. */
enum known known_compared(enum known a, enum known b);
/* The type as messages name it. */
const char *known_name(enum known known);

/* Names and types of what a query gives, and of what a FROM offers to its SELECT. */
struct typed_columns columns_of_query(struct printer *p, const struct node *query);
struct typed_columns columns_of_body(struct printer *p, const struct node *body);
/* What a * stands for before its clauses choose among them. */
struct typed_columns columns_of_star(struct printer *p, const struct node *star);
/* Enters a SELECT: its names are known until names_leave. */
void names_enter(struct printer *p, struct names *own, const struct node *select);
/* What the $n of a FROM are. */
struct positions positions_of(const struct node *from);
/* Those of the table that the qualifier of a $n names. */
struct positions names_positions(struct printer *p, const struct node *qualifier);
/* Enters what an expression of a statement that is no query may name. */
void names_of_statement(struct printer *p, struct names *own, const struct node *root);
/* The same for the ORDER BY behind a body. */
void names_enter_order(struct printer *p, struct names *own, const struct node *body);
void names_leave(struct printer *p);
/* A common table expression is known from here on; is it a UNION ALL that names itself? */
void cte_enter(struct printer *p, const struct node *cte);
bool cte_is_recursive(const struct node *cte);
/* A table of the FROM that is printed; its columns. */
const struct source *names_source(struct printer *p, const struct node *aliased);
/* An item may be called like a table, and DuckDB would take its name for the table's row: then the text calls the table
 * something else. */
void names_hide(struct printer *p, struct names *names);
struct str names_printed_alias(struct printer *p, struct str alias);
/* What a column's name means, or an invalid identifier. */
bool names_look_up(struct printer *p, const struct node *column, struct found *ret) MUST_USE;
/* The expression that has to be printed again in place of an alias, because DuckDB takes no alias of a subquery in
 * another item; NULL: the alias will do. */
const struct node *names_again(struct printer *p, const struct node *column);
/* Do the parts from `first` until `end` name the table? None: any. */
bool names_qualifies(const struct source *s, const struct node *first, const struct node *end);
/* GENERATOR(…) has no columns: DuckDB's, which numbers the rows, is not seen. */
bool names_is_generator(const struct source *s);
/* Refuses a * that has no columns on Snowflake: that of a stage, or of nothing but a GENERATOR. */
bool names_check_star(struct printer *p, const struct node *star) MUST_USE;
/* Prints a * whose columns DuckDB would confuse; refuses one of a table that is not there. */
bool names_star(struct printer *p, const struct node *star, struct buf *out, bool *ret_printed) MUST_USE;
/* The type of a column of USING on one side of the join. */
bool names_of_from(struct printer *p, const struct node *from, const struct node *part, enum known *ret) MUST_USE;
bool names_of_using(struct printer *p, const struct source *sources, const struct node *part, enum known *ret) MUST_USE;
/* The label of an item without an alias: its text, upper case. */
struct str label_of(struct printer *p, const struct node *n);
enum known names_find(struct printer *p, const struct node *column);
/* The type in full; NULL: unknown. */
const struct type *names_type(struct printer *p, const struct node *column);
/* The same of any expression. */
const struct type *type_in_full(struct printer *p, const struct node *e);
/* One that holds the values of both; NULL: not of one kind. */
const struct type *wider_type(struct printer *p, const struct type *a, const struct type *b);
/* In full, or at least the family's. NULL: unknown, or NULL's. */
const struct type *typed_in_full(const struct typed_column *c);
/* A literal integer, without a sign. */
bool is_integer(const struct node *n);
/* Without parentheses around it. */
const struct node *bare(const struct node *n);
/* Does the tree hold a call that the table of functions lists as an aggregate or a window function? */
bool has_aggregate(const struct node *n);

/* invalid identifier 'X', of a column. */
bool fail_identifier(struct printer *p, const struct node *n);
/* Invalid argument types for function '…': (A[, B]); b NOTHING: one argument. */
bool fail_arguments(struct printer *p, const struct node *n, const char *function, enum known a, enum known b);
/* `SQL compilation error: error line 1 at position 7\n…` of a node. */
bool fail_compilation(struct printer *p, const struct node *n, int code, const char *sqlstate, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
bool fail_unsupported(struct printer *p, const struct node *n, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A row of the table of functions. A name may have several rows for different numbers of arguments. */
struct function {
    const char *name;
    int min, max; /* arguments; max -1: any number */
    enum { SCALAR, AGGREGATE, WINDOW } kind;
    enum known returns;
    /* DuckDB's function, called with the arguments as they are; or a template, in which %1 %2 … are arguments and %*
     * all of them. A letter before the digit converts: %t1 text, %m1 a date or timestamp, %p1 one whose parts are
     * taken, %i1 INTEGER, %l1 BIGINT,
     * %a1 a number (text is FLOAT), %d1 a number (text is NUMBER(18,5)), %b1 a condition, %j1 semi-structured, %r1 one
     * of the results, %c1 compared with the other argument, %w1 wide, %v1 a VARIANT, %o1 as an operand; %n is the
     * statement's time. NULL when `print` does it. A function that is only named and gives a FLOAT takes numbers. */
    const char *text;
    bool (*print)(struct printer *p, const struct node *call, struct buf *out);
};

const struct function *function_find(struct str name, int arguments);
bool function_is_known(struct str name);
/* Does the template, or a macro of prelude.sql that it calls, compute an argument several times? Those that begin with
 * coalesce( do not count: they are readings of one value by its type, of which one is taken. */
bool template_repeats(const char *template);

/* Arguments of a call: the i-th (from 0), or NULL. */
const struct node *call_argument(const struct node *call, size_t i);
/* OVER of a call. */
bool print_tail(struct printer *p, const struct node *call, struct buf *out) MUST_USE;
bool print_over(struct printer *p, const struct node *over, bool whole_partition, struct buf *out) MUST_USE;

/* left / right with Snowflake's scale. */
void print_quotient(struct str left, struct str right, struct buf *out);

/* A date part by any of its names. */
struct date_part {
    const char *names; /* separated by spaces, lower case */
    const char *name;  /* DuckDB's */
    const char *adder; /* makes an INTERVAL of a number; NULL: not for DATEADD */
    bool days;         /* a day or more: a DATE plus this stays a DATE */
};
const struct date_part *date_part_find(struct str name);
