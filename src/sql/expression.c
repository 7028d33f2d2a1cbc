/* Expressions, by precedence climbing. From loose to tight: OR, AND, NOT, comparisons and predicates, ||, + -, * / %,
 * signs, and what stands behind an operand (operand.c). So -x::int is -(x::int). */
#include "sql/query.h"

static struct node *start(struct parser *p, enum node_kind kind)
{
    return node_new(p->arena, kind, p->at);
}

static struct node *finish(struct parser *p, struct node *n)
{
    n->last = p->at;
    return n;
}

static bool next_is(struct parser *p, uint32_t ahead, const char *word)
{
    struct token *t = parser_peek(p, ahead);
    return t->kind == TOK_WORD && str_eq(t->value, str_from(word));
}

static bool next_is_op(struct parser *p, uint32_t ahead, int op)
{
    struct token *t = parser_peek(p, ahead);
    return t->kind == TOK_OP && t->op == op;
}

bool parse_expressions(struct parser *p, struct node *to, enum node_role role)
{
    do {
        struct node *e = parse_expression(p);
        if (!e)
            return false;
        node_add(to, e, role);
    } while (parser_op(p, ','));
    return true;
}

bool parse_order_by(struct parser *p, struct node *to, enum node_role role)
{
    do {
        struct node *item = start(p, NODE_ORDER_ITEM), *e;
        if (next_is(p, 0, "ALL")) {
            e = start(p, NODE_KEYWORD);
            e->text = STR("ALL");
            p->at++;
            finish(p, e);
        } else {
            e = parse_expression(p);
        }
        if (!e)
            return false;
        node_add(item, e, ROLE_OPERAND);
        if (parser_word(p, "DESC"))
            item->op |= ORDER_DESC;
        else
            (void)parser_word(p, "ASC");
        if (parser_words(p, "NULLS FIRST"))
            item->op |= ORDER_NULLS_FIRST;
        else if (parser_words(p, "NULLS LAST"))
            item->op |= ORDER_NULLS_LAST;
        node_add(to, finish(p, item), role);
    } while (parser_op(p, ','));
    return true;
}

static struct node *parse_signed(struct parser *p)
{
    struct token *t = parser_peek(p, 0);
    if (t->kind != TOK_OP || (t->op != '-' && t->op != '+'))
        return parse_operand(p);
    struct node *n = start(p, NODE_UNARY), *e;
    n->op = t->op;
    p->at++;
    if (!(e = parse_level(p, LEVEL_SIGN)))
        return NULL;
    node_add(n, e, ROLE_OPERAND);
    return finish(p, n);
}

/* --- operators ---------------------------------------------------------------------------------------------------- */

/* The binary operator that begins at the next token, and its level; 0 when there is none. */
static int binary_operator(struct parser *p, int *ret_level)
{
    static const struct {
        int op, level;
    } operators[] = {{'=', LEVEL_COMPARE},   {OP_NE, LEVEL_COMPARE}, {'<', LEVEL_COMPARE},      {'>', LEVEL_COMPARE},
                     {OP_LE, LEVEL_COMPARE}, {OP_GE, LEVEL_COMPARE}, {OP_CONCAT, LEVEL_CONCAT}, {'+', LEVEL_ADD},
                     {'-', LEVEL_ADD},       {'*', LEVEL_MULTIPLY},  {'/', LEVEL_MULTIPLY},     {'%', LEVEL_MULTIPLY}};
    struct token *t = parser_peek(p, 0);
    if (next_is(p, 0, "OR"))
        return *ret_level = LEVEL_OR, WORD_OR;
    if (next_is(p, 0, "AND"))
        return *ret_level = LEVEL_AND, WORD_AND;
    for (size_t i = 0; t->kind == TOK_OP && i < sizeof operators / sizeof *operators; i++)
        if (t->op == operators[i].op)
            return *ret_level = operators[i].level, t->op;
    return 0;
}

static struct node *parse_in(struct parser *p, struct node *n)
{
    if (next_is_op(p, 0, '(') && (next_is(p, 1, "SELECT") || next_is(p, 1, "WITH"))) {
        p->at++;
        struct node *body = parse_query(p);
        if (!body)
            return NULL;
        node_add(n, body, ROLE_BODY);
        return parser_expect_op(p, ')') ? n : NULL;
    }
    return parser_expect_op(p, '(') && parse_expressions(p, n, ROLE_ARGUMENT) && parser_expect_op(p, ')') ? n : NULL;
}

static struct node *parse_like(struct parser *p, struct node *n)
{
    struct node *e;
    bool any = next_is(p, 0, "ANY") || next_is(p, 0, "SOME"), all = next_is(p, 0, "ALL");
    if (any || all) {
        n->text = str_printf(p->arena, "%.*s %s", STR_FMT(n->text), any ? "ANY" : "ALL");
        p->at++;
        if (next_is_op(p, 0, '(') && next_is(p, 1, "SELECT"))
            return parser_unsupported(p, "LIKE ANY (SELECT …)"), NULL;
        if (!parser_expect_op(p, '(') || !parse_expressions(p, n, ROLE_ARGUMENT) || !parser_expect_op(p, ')'))
            return NULL;
    } else {
        if (!(e = parse_level(p, LEVEL_CONCAT)))
            return NULL;
        node_add(n, e, ROLE_ARGUMENT);
    }
    if (parser_word(p, "ESCAPE")) {
        if (!(e = parse_level(p, LEVEL_CONCAT)))
            return NULL;
        node_add(n, e, ROLE_ESCAPE);
    }
    return n;
}

static struct node *parse_between(struct parser *p, struct node *n)
{
    struct node *low, *high;
    if (!(low = parse_level(p, LEVEL_CONCAT)) || !parser_expect_word(p, "AND") ||
        !(high = parse_level(p, LEVEL_CONCAT)))
        return NULL;
    node_add(n, low, ROLE_OPERAND);
    node_add(n, high, ROLE_OPERAND);
    return n;
}

static struct node *parse_is(struct parser *p, struct node *n)
{
    n->op = parser_word(p, "NOT") ? WORD_NOT : 0;
    n->text = parser_peek(p, 0)->value;
    if (parser_word(p, "NULL") || parser_word(p, "TRUE") || parser_word(p, "FALSE"))
        return n;
    if (!parser_words(p, "DISTINCT FROM"))
        return parser_unexpected(p), NULL;
    n->text = STR("DISTINCT FROM");
    struct node *e = parse_level(p, LEVEL_CONCAT);
    if (!e)
        return NULL;
    node_add(n, e, ROLE_OPERAND);
    return n;
}

/* [NOT] IN, LIKE, BETWEEN …, IS. *ret stays when none follows; NULL after an error. */
static bool parse_predicate(struct parser *p, struct node **ret)
{
    static const struct {
        const char *word;
        enum node_kind kind;
        struct node *(*parse)(struct parser *p, struct node *n);
    } predicates[] = {{"IN", NODE_IN, parse_in},         {"LIKE", NODE_LIKE, parse_like},
                      {"ILIKE", NODE_LIKE, parse_like},  {"RLIKE", NODE_LIKE, parse_like},
                      {"REGEXP", NODE_LIKE, parse_like}, {"BETWEEN", NODE_BETWEEN, parse_between},
                      {"IS", NODE_IS, parse_is}};
    bool negated = next_is(p, 0, "NOT");
    for (size_t i = 0; i < sizeof predicates / sizeof *predicates; i++) {
        if (!next_is(p, negated, predicates[i].word) || (negated && predicates[i].kind == NODE_IS))
            continue;
        struct node *n = node_new(p->arena, predicates[i].kind, (*ret)->first);
        node_add(n, *ret, ROLE_OPERAND);
        n->text = str_from(predicates[i].word);
        n->op = negated ? WORD_NOT : 0;
        p->at += 1 + negated;
        if ((*ret = predicates[i].parse(p, n)))
            finish(p, n);
        return true;
    }
    return false;
}

static struct node *climb_loop(struct parser *p, int level, struct node *left)
{
    for (int length = 0; left; length++) {
        int op_level, op;
        if (length > PARSE_MAX_CHAIN)
            return parser_unsupported(p, "an expression of this length"), NULL;
        if (level <= LEVEL_COMPARE && parse_predicate(p, &left))
            continue;
        if (!(op = binary_operator(p, &op_level)) || op_level < level)
            return left;
        struct node *n = node_new(p->arena, NODE_BINARY, left->first), *right;
        n->op = op;
        p->at++;
        if ((next_is(p, 0, "ANY") || next_is(p, 0, "ALL") || next_is(p, 0, "SOME")) && next_is_op(p, 1, '('))
            return parser_unsupported(p, "ANY, ALL (SELECT …)"), NULL;
        if (!(right = parse_level(p, op_level + 1)))
            return NULL;
        node_add(n, left, ROLE_LEFT);
        node_add(n, right, ROLE_RIGHT);
        left = finish(p, n);
    }
    return left;
}

struct node *parse_level(struct parser *p, int level)
{
    if (++p->depth > PARSE_MAX_DEPTH)
        return parser_unsupported(p, "an expression nested this deep"), NULL;
    struct node *n = level >= LEVEL_SIGN ? parse_signed(p) : climb_loop(p, level, parse_signed(p));
    p->depth--;
    return n;
}

struct node *parse_expression(struct parser *p)
{
    return parse_level(p, LEVEL_OR);
}
