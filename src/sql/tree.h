/* The tree of a query or an expression: lossless, because a node is the tokens [first, last) and its children, in source
 * order, cover parts of it. Printing a node copies the source between its children; so what a translator does not
 * touch comes out as it went in, comments included.
 *
 * Nodes live in the statement's arena. `role` says what a node is to its parent; node_child finds by role. */
#pragma once
#include "sql/token.h"

enum node_kind {
    /* expressions */
    NODE_STRING,     /* literal; text is the value with escapes resolved */
    NODE_NUMBER,     /* literal */
    NODE_KEYWORD,    /* TRUE, FALSE, NULL, DEFAULT; text is the word */
    NODE_COLUMN,     /* a[.b[.c[.d]]]; one ROLE_PART child for each part */
    NODE_PART,       /* one identifier; text is the canonical name */
    NODE_STAR,       /* [t.]* [EXCLUDE ..] [RENAME ..] [REPLACE ..] [ILIKE ..] */
    NODE_POSITION,   /* $1; text is the digits */
    NODE_VARIABLE,   /* $name; text is the name */
    NODE_BIND,       /* ? or :1 (op: 1-based index) or :name (text) */
    NODE_CALL,       /* f(args) [FILTER] [WITHIN GROUP ..] [OVER ..]; text is the name in upper case, dots included */
    NODE_ARGUMENT,   /* name => value; text is the upper-case name; child ROLE_OPERAND. Positional arguments stand bare */
    NODE_OVER,       /* the window of a call: ROLE_PARTITION…, ROLE_ORDER…, ROLE_FRAME */
    NODE_FRAME,      /* ROWS | RANGE … */
    NODE_BINARY,     /* op: character or enum op, or enum word_op */
    NODE_UNARY,      /* op: '-', '+' or WORD_NOT */
    NODE_CAST,       /* e::type or CAST(e AS type) or TRY_CAST(…) (op WORD_TRY); type in node->type */
    NODE_CASE,       /* ROLE_OPERAND?, ROLE_WHEN…, ROLE_ELSE? */
    NODE_WHEN,       /* ROLE_CONDITION, ROLE_RESULT */
    NODE_BETWEEN,    /* [NOT] BETWEEN; three ROLE_OPERANDs */
    NODE_IN,         /* [NOT] IN (list | query); op WORD_NOT when negated */
    NODE_IS,         /* IS [NOT] NULL | TRUE | FALSE | DISTINCT FROM e; text: the words after NOT */
    NODE_LIKE,       /* [NOT] LIKE | ILIKE | RLIKE | REGEXP [ANY | ALL] … [ESCAPE e]; text is the word */
    NODE_EXISTS,     /* EXISTS (query) */
    NODE_PATH,       /* e:a.b[0]."c"; ROLE_OPERAND, then ROLE_PART / ROLE_INDEX steps */
    NODE_SUBSCRIPT,  /* e[i] */
    NODE_PAREN,      /* (e) or (e, e) */
    NODE_SUBQUERY,   /* (query) as an expression or in FROM */
    NODE_INTERVAL,   /* INTERVAL '…' */
    NODE_ARRAY,      /* [a, b] */
    NODE_OBJECT,     /* {'k': v} */
    /* queries */
    NODE_QUERY,      /* [WITH] body [ORDER BY] [LIMIT …] */
    NODE_CTE,        /* name [(columns)] AS (query); text is the canonical name */
    NODE_SET,        /* query op query; op WORD_UNION (text "ALL" or ""), WORD_INTERSECT, WORD_EXCEPT */
    NODE_SELECT,     /* SELECT [DISTINCT] [TOP n] items FROM … WHERE … GROUP BY … HAVING … QUALIFY … */
    NODE_ITEM,       /* e [[AS] alias]; text is the canonical alias, empty when none */
    NODE_VALUES,     /* VALUES (…), (…) */
    NODE_ROW,        /* one parenthesised row of VALUES */
    NODE_ORDER_ITEM, /* e [ASC | DESC] [NULLS FIRST | LAST]; op: bits of enum order_bits */
    NODE_GROUP,      /* GROUP BY …: items, or ALL */
    NODE_LIMIT,      /* LIMIT n [OFFSET m] | FETCH FIRST n ROWS ONLY | OFFSET m; ROLE_COUNT, ROLE_OFFSET; TOP n too */
    /* FROM */
    NODE_TABLE,      /* a name; node->name */
    NODE_TABLE_FUNCTION, /* TABLE(f(…)) or LATERAL f(…); child ROLE_OPERAND is a NODE_CALL */
    NODE_STAGE,      /* @stage [(FILE_FORMAT => …)] */
    NODE_ALIASED,    /* table [AS] alias [(columns)]; child ROLE_TABLE; text is the alias (may be empty) */
    NODE_JOIN,       /* left JOIN right [ON … | USING (…)]; ROLE_LEFT, ROLE_RIGHT, ROLE_CONDITION */
    NODE_AT,         /* AT | BEFORE | CHANGES clause behind a table */
};

enum node_role {
    ROLE_NONE, ROLE_OPERAND, ROLE_PART, ROLE_INDEX, ROLE_ARGUMENT, ROLE_OVER, ROLE_PARTITION, ROLE_ORDER, ROLE_FRAME,
    ROLE_FILTER, ROLE_WITHIN, ROLE_WHEN, ROLE_CONDITION, ROLE_RESULT, ROLE_ELSE, ROLE_ESCAPE, ROLE_CTE, ROLE_BODY,
    ROLE_LIMIT, ROLE_COUNT, ROLE_OFFSET, ROLE_LEFT, ROLE_RIGHT, ROLE_TOP, ROLE_ITEM, ROLE_FROM, ROLE_WHERE, ROLE_GROUP,
    ROLE_HAVING, ROLE_QUALIFY, ROLE_WINDOW, ROLE_TABLE, ROLE_ALIAS, ROLE_ROW, ROLE_AT,
};

enum word_op { WORD_AND = 512, WORD_OR, WORD_NOT, WORD_TRY, WORD_UNION, WORD_INTERSECT, WORD_EXCEPT, WORD_DISTINCT };
enum order_bits { ORDER_DESC = 1, ORDER_NULLS_FIRST = 2, ORDER_NULLS_LAST = 4 };

struct node {
    enum node_kind kind;
    enum node_role role;
    uint32_t first, last; /* tokens */
    int op;
    struct str text;
    struct type *type;        /* NODE_CAST */
    struct object_name *name; /* NODE_TABLE */
    struct node *child;       /* the first */
    struct node *next;        /* the next sibling */
};

/* The first child with the role, or NULL; node_sibling: the next one with the same role. */
struct node *node_child(const struct node *n, enum node_role role);
struct node *node_sibling(const struct node *n);
