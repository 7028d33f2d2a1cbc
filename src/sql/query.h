/* Parsing of expressions and queries into trees, by recursive descent with precedence climbing. All functions take the
 * token to begin at in *at and leave it behind what they read. Errors are 001003 (42000), in Snowflake's words:
 * `SQL compilation error:\nsyntax error line 1 at position 7 unexpected 'x'.`, with line and column of the token. */
#pragma once
#include "sql/name.h"
#include "sql/tree.h"
#include "sql/type.h"

struct parser {
    struct arena *arena;
    const struct tokens *tokens;
    uint32_t at;                    /* the next token */
    uint32_t end;                   /* one past the last token of the statement: `;` or TOK_END stands there */
    uint32_t first;                 /* the statement's first token */
    int line, col;                  /* where the statement begins: messages count from there */
    int binds;                      /* how many `?` were seen */
    int depth;                      /* of nesting; past MAX_DEPTH parsing fails instead of overflowing the stack */
    bool missing_semicolon;         /* the error is about one */
    const struct settings *of_copy; /* a key that comes twice among these is refused in COPY's words */
    struct err *err;
};

/* The longest chain of operators on one level is limited too: what walks a tree recurses once for each. */
enum { PARSE_MAX_DEPTH = 500, PARSE_MAX_CHAIN = 4000 };

struct node *parse_expression(struct parser *p); /* NULL: p->err is set */
/* SELECT, WITH, VALUES or a parenthesised query, with ORDER BY and LIMIT. */
struct node *parse_query(struct parser *p);
/* A table, subquery, table function or stage with its alias: what FROM and USING take. No joins. */
struct node *parse_table(struct parser *p);
/* FROM's list with commas and joins; stands on the first table. */
struct node *parse_from(struct parser *p);
/* AT | BEFORE (name => e, …), standing on the word; CHANGES is refused. */
struct node *parse_at(struct parser *p);
/* Parts that expressions and queries share. Lists are added to `to` with the role; items are separated by commas. */
bool parse_order_by(struct parser *p, struct node *to, enum node_role role) MUST_USE; /* after ORDER BY */
bool parse_expressions(struct parser *p, struct node *to, enum node_role role) MUST_USE;
enum { LEVEL_OR = 1, LEVEL_AND, LEVEL_NOT, LEVEL_COMPARE, LEVEL_CONCAT, LEVEL_ADD, LEVEL_MULTIPLY, LEVEL_SIGN };
struct node *parse_level(struct parser *p, int level); /* operators that bind at least so tightly */
struct node *parse_operand(struct parser *p);
/* [AS] alias; none when what follows cannot be one. */
bool parser_alias(struct parser *p, struct str *ret) MUST_USE;
struct node *parse_over(struct parser *p);     /* stands on `(` or a window's name */
struct node *parse_values(struct parser *p);   /* stands on VALUES */
struct node *parse_subquery(struct parser *p); /* stands on `(` */
/* f(…) with its argument list and what may follow; stands on the name. */
struct node *parse_call(struct parser *p);
bool parse_name(struct parser *p, struct object_name *ret) MUST_USE;
/* An identifier: quoted, or a word that is not reserved. */
bool parse_identifier(struct parser *p, struct str *ret) MUST_USE;

/* type_parse within the statement. */
bool parse_type(struct parser *p, struct type *ret) MUST_USE;

/* Small steps that statement parsers share. */
struct token *parser_peek(struct parser *p, uint32_t ahead); /* the TOK_END when past p->end */
bool parser_word(struct parser *p, const char *word);        /* takes it if it is next */
bool parser_words(struct parser *p, const char *words);      /* takes all of `A B C` if all are next, else none */
bool parser_op(struct parser *p, int op);
bool parser_expect_word(struct parser *p, const char *word) MUST_USE;
bool parser_expect_op(struct parser *p, int op) MUST_USE;
/* Always false: `syntax error … unexpected 'token'`, or a word about a missing `;` when the token begins a line and
 * a statement. */
bool parser_unexpected(struct parser *p);
/* Is the token an unquoted word that no object, column or alias can have as its name? */
bool token_is_reserved(const struct token *t);
bool parser_unsupported(struct parser *p, const char *what); /* Unsupported feature 'what', at the next token */
