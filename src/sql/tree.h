/* The tree of a query or an expression: lossless, because a node is the tokens [first, last) and its children, in
 * source order, cover parts of it. Printing a node copies the source between its children; so what a translator does
 * not touch comes out as it went in, comments included.
 *
 * Nodes live in the statement's arena. `role` says what a node is to its parent; node_child finds by role. */
#pragma once
#include "base/buf.h"
#include "sql/token.h"

struct type;
struct object_name;

enum node_kind {
    /* expressions */
    NODE_STRING,  /* literal; text is the value with escapes resolved */
    NODE_NUMBER,  /* literal; text is as written */
    NODE_KEYWORD, /* TRUE, FALSE, NULL, DEFAULT; text is the word */
    NODE_COLUMN,  /* a[.b[.c[.d]]]; one ROLE_PART child for each part */
    NODE_PART,    /* one identifier; text is the canonical name; a step of a path: the key as written */
    NODE_STAR, /* [t.]*: ROLE_PART… the qualifier; EXCLUDE: ROLE_EXCLUDE NODE_PARTs; RENAME: ROLE_RENAME NODE_ITEMs;
                  REPLACE: ROLE_REPLACE NODE_ITEMs; ILIKE: ROLE_FILTER NODE_STRING */
    NODE_POSITION, /* [t.]$1; text is the digits; ROLE_PART the qualifier */
    NODE_VARIABLE, /* $name; text is the name */
    NODE_BIND,     /* ? or :1 (op: 1-based index) or :name (op 0, text) */
    NODE_CALL,     /* f(args) [WITHIN GROUP ..] [OVER ..]; text is the canonical name, dots included; op: bits of
                      enum call_bits; ROLE_ARGUMENT…, ROLE_WITHIN order items, ROLE_OVER */
    NODE_ARGUMENT, /* name => value; text is the upper-case name; child ROLE_OPERAND. Positional arguments stand bare */
    NODE_OVER,  /* the window of a call: ROLE_PARTITION…, ROLE_ORDER…, ROLE_FRAME; of OVER w, only text, the name */
    NODE_FRAME, /* ROWS | RANGE … (text: the unit); one or two ROLE_OPERAND bounds, of which a NODE_KEYWORD has the
                   text `UNBOUNDED PRECEDING`, `CURRENT ROW` …, and a NODE_ARGUMENT `PRECEDING` | `FOLLOWING` a value */
    NODE_BINARY,    /* op: character or enum op, or enum word_op; ROLE_LEFT, ROLE_RIGHT */
    NODE_UNARY,     /* op: '-', '+' or WORD_NOT; ROLE_OPERAND */
    NODE_CAST,      /* e::type, CAST(e AS type), DATE '…' or TRY_CAST(…) (op WORD_TRY); type in node->type */
    NODE_CASE,      /* ROLE_OPERAND?, ROLE_WHEN…, ROLE_ELSE? */
    NODE_WHEN,      /* ROLE_CONDITION, ROLE_RESULT */
    NODE_BETWEEN,   /* [NOT] BETWEEN; three ROLE_OPERANDs; op WORD_NOT when negated, as in the next three */
    NODE_IN,        /* [NOT] IN: ROLE_OPERAND, then ROLE_ARGUMENTs or one ROLE_BODY, a query */
    NODE_IS,        /* IS [NOT]; text: NULL, TRUE, FALSE or DISTINCT FROM, which has a second ROLE_OPERAND */
    NODE_LIKE,      /* [NOT] LIKE | ILIKE | RLIKE | REGEXP, text with ` ANY` or ` ALL` when so; ROLE_OPERAND,
                       ROLE_ARGUMENT…, ROLE_ESCAPE? */
    NODE_EXISTS,    /* EXISTS (query): ROLE_BODY */
    NODE_PATH,      /* e:a.b[0]."c"; ROLE_OPERAND, then ROLE_PART / ROLE_INDEX steps */
    NODE_SUBSCRIPT, /* e[i]; ROLE_OPERAND, ROLE_INDEX */
    NODE_PAREN,     /* (e) or (e, e), a join in parentheses, or () among grouping sets; ROLE_OPERAND… */
    NODE_SUBQUERY, /* (query) as an expression, in FROM, or as an operand of a set operation: ROLE_BODY, a NODE_QUERY */
    NODE_INTERVAL, /* INTERVAL '…'; text */
    NODE_ARRAY,    /* [a, b]; ROLE_ARGUMENT… */
    NODE_OBJECT,   /* {'k': v}; ROLE_ARGUMENT…, keys and values in turn */
    /* queries */
    NODE_QUERY,  /* ROLE_CTE…, ROLE_BODY, ROLE_ORDER…, ROLE_LIMIT */
    NODE_CTE,    /* name [(columns)] AS (query): ROLE_PART…, ROLE_BODY; text is the canonical name */
    NODE_SET,    /* op WORD_UNION (text "ALL" or ""), WORD_INTERSECT, WORD_EXCEPT; ROLE_LEFT, ROLE_RIGHT */
    NODE_SELECT, /* op WORD_DISTINCT or 0; ROLE_TOP?, ROLE_ITEM…, ROLE_FROM?, ROLE_WHERE?, ROLE_GROUP?, ROLE_HAVING?,
                    ROLE_WINDOW…, ROLE_QUALIFY? */
    NODE_ITEM,   /* e [[AS] alias]: ROLE_OPERAND; text is the canonical alias, empty when none */
    NODE_VALUES, /* VALUES (…), (…): ROLE_ROW… */
    NODE_ROW,    /* one parenthesised row of VALUES: ROLE_ARGUMENT… */
    NODE_ORDER_ITEM, /* e [ASC | DESC] [NULLS FIRST | LAST]: ROLE_OPERAND; op: bits of enum order_bits */
    NODE_GROUP,      /* GROUP BY: ROLE_ITEM…; text "ALL"; as an item: GROUPING SETS, CUBE or ROLLUP (items) */
    NODE_LIMIT,      /* LIMIT n [OFFSET m] | FETCH FIRST n ROWS ONLY | OFFSET m; ROLE_COUNT, ROLE_OFFSET; TOP n too */
    /* FROM */
    NODE_TABLE,          /* a name; node->name */
    NODE_TABLE_FUNCTION, /* TABLE(f(…)) or LATERAL f(…); child ROLE_OPERAND is a NODE_CALL */
    NODE_STAGE,          /* @stage [(FILE_FORMAT => …)]; text without quotes; ROLE_ARGUMENT… */
    NODE_ALIASED, /* [LATERAL] table [AT …] [[AS] alias [(columns)]]: ROLE_TABLE, ROLE_AT?, ROLE_PART… columns,
                     ROLE_SAMPLE?; text is the alias (may be empty); op 1: LATERAL */
    NODE_JOIN,    /* ROLE_LEFT, ROLE_RIGHT, ROLE_CONDITION?, ROLE_PART… of USING; text: `,`, or the words before JOIN
                     in full: INNER, LEFT, RIGHT, FULL, CROSS, NATURAL INNER, NATURAL LEFT … */
    NODE_SAMPLE,  /* SAMPLE | TABLESAMPLE [method] (p | n ROWS) [SEED (s)]: text BERNOULLI or SYSTEM, op 1: ROWS;
                     ROLE_COUNT, ROLE_INDEX the seed */
    NODE_AT,      /* AT | BEFORE | CHANGES (name => e, …) behind a table: text, ROLE_ARGUMENT… */
};

enum node_role {
    ROLE_NONE,
    ROLE_OPERAND,
    ROLE_PART,
    ROLE_INDEX,
    ROLE_ARGUMENT,
    ROLE_OVER,
    ROLE_PARTITION,
    ROLE_ORDER,
    ROLE_FRAME,
    ROLE_FILTER,
    ROLE_WITHIN,
    ROLE_WHEN,
    ROLE_CONDITION,
    ROLE_RESULT,
    ROLE_ELSE,
    ROLE_ESCAPE,
    ROLE_EXCLUDE,
    ROLE_RENAME,
    ROLE_REPLACE,
    ROLE_CTE,
    ROLE_BODY,
    ROLE_LIMIT,
    ROLE_COUNT,
    ROLE_OFFSET,
    ROLE_LEFT,
    ROLE_RIGHT,
    ROLE_TOP,
    ROLE_ITEM,
    ROLE_FROM,
    ROLE_WHERE,
    ROLE_GROUP,
    ROLE_HAVING,
    ROLE_QUALIFY,
    ROLE_WINDOW,
    ROLE_TABLE,
    ROLE_ROW,
    ROLE_AT,
    ROLE_SAMPLE,
};

enum word_op { WORD_AND = 512, WORD_OR, WORD_NOT, WORD_TRY, WORD_UNION, WORD_INTERSECT, WORD_EXCEPT, WORD_DISTINCT };
enum order_bits { ORDER_DESC = 1, ORDER_NULLS_FIRST = 2, ORDER_NULLS_LAST = 4 };
enum call_bits { CALL_DISTINCT = 1, CALL_IGNORE_NULLS = 2, CALL_BARE = 4 /* without parentheses: current_timestamp */ };

struct node {
    enum node_kind kind;
    enum node_role role;
    uint32_t first, last; /* tokens */
    int op;
    struct str text;
    struct type *type;        /* NODE_CAST */
    struct object_name *name; /* NODE_TABLE */
    struct node *child;       /* the first */
    struct node *tail;        /* the last */
    struct node *next;        /* the next sibling */
};

struct node *node_new(struct arena *a, enum node_kind kind, uint32_t first);
/* Children are added in source order. */
void node_add(struct node *parent, struct node *child, enum node_role role);
/* The first child with the role, or NULL; node_sibling: the next one with the same role. */
struct node *node_child(const struct node *n, enum node_role role);
struct node *node_sibling(const struct node *n);
size_t node_count(const struct node *n, enum node_role role);
/* Appends the source of a node with every token as written and one space where anything stood between two: comments are
 * dropped, runs of white space collapsed. It is what a node's label and its messages are made from. */
void node_source(const struct tokens *t, const struct node *n, struct buf *out);
