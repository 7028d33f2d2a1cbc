/* What the files of the dialect share. A printer appends DuckDB text; each kind of node has one function. */
#pragma once
#include "dialect/dialect.h"
#include "sql/type.h"

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
    KNOWN_VARIANT,
    KNOWN_BINARY,
};

/* A common table expression in scope. */
struct cte {
    struct str name;
    const struct cte *outer;
};

/* Where $1 points in the SELECT that is printed: nowhere, to a stage's columns "$1" …, or to the columns of VALUES. */
struct positions {
    enum { POSITIONS_NONE, POSITIONS_STAGE, POSITIONS_VALUES } kind;
    const struct node *values; /* the NODE_ALIASED */
};

struct printer {
    const struct dialect_context *c;
    const struct cte *ctes;
    struct positions positions;
    int queries; /* how many surround what is printed */
    struct err *err;
};

bool print_node(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
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
/* What FROM and USING hold: tables with aliases, joins. */
bool print_from(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* A query without WITH and ORDER BY: SELECT, a set operation, VALUES. */
bool print_body(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
bool print_call(struct printer *p, const struct node *call, struct buf *out) MUST_USE;
bool print_order_by(struct printer *p, const struct node *of, enum node_role role, struct buf *out) MUST_USE;
/* TABLE(f(…)) that the session does not know: FLATTEN, GENERATOR, SPLIT_TO_TABLE. */
bool print_table_function(struct printer *p, const struct node *call, struct buf *out) MUST_USE;
bool print_path(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* `sql` converted to the type as a cast does. */
void print_cast(struct buf *out, struct str sql, struct type type, bool try);
/* An expression as text, as Snowflake casts to VARCHAR; as it stands when it is known to be text. */
bool print_text(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* An operand of arithmetic: a VARIANT, or text that is no literal, as a number. */
bool print_number_operand(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* As a VARIANT. */
bool print_variant(struct printer *p, const struct node *n, struct buf *out) MUST_USE;
/* Is the call COALESCE, IFF … with a VARIANT among the results? Then all of them become one. */
bool call_gives_variant(const struct node *call);
/* A date or timestamp: text is parsed. */
bool print_moment(struct printer *p, const struct node *n, struct buf *out) MUST_USE;

/* The children with a role, separated by commas. */
bool print_list(struct printer *p, const struct node *n, enum node_role role, struct buf *out) MUST_USE;

enum known known_type(const struct node *n);
enum known known_of(struct type type);
bool case_gives_variant(const struct node *n);
/* A literal integer, without a sign. */
bool is_integer(const struct node *n);
/* Without parentheses around it. */
const struct node *bare(const struct node *n);
/* Does the tree hold a call that the table of functions lists as an aggregate or a window function? */
bool has_aggregate(const struct node *n);

bool fail_unsupported(struct printer *p, const struct node *n, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A row of the table of functions. A name may have several rows for different numbers of arguments. */
struct function {
    const char *name;
    int min, max; /* arguments; max -1: any number */
    enum { SCALAR, AGGREGATE, WINDOW } kind;
    enum known returns;
    /* DuckDB's function, called with the arguments as they are; or a template, in which %1 %2 … are arguments and %*
     * all of them. A letter before the digit converts: %t1 text, %m1 a date or timestamp, %i1 INTEGER, %w1 wide, %o1 as
     * an operand; %n is the statement's time. NULL when `print` does it. */
    const char *text;
    bool (*print)(struct printer *p, const struct node *call, struct buf *out);
};

const struct function *function_find(struct str name, int arguments);
bool function_is_known(struct str name);

/* Arguments of a call: the i-th (from 0), or NULL. */
const struct node *call_argument(const struct node *call, size_t i);
/* FILTER and OVER of a call. */
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
