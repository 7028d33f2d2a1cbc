/* Queries: WITH, set operations, SELECT and its clauses. FROM is in from.c. A query is always a NODE_QUERY, so that its
 * ORDER BY and LIMIT have one place. INTERSECT binds tighter than UNION, EXCEPT and MINUS, which are read from the
 * left. */
#include "sql/query.h"

static struct node *parse_set(struct parser *p, bool tight);

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

/* One clause that is a single expression: WHERE, HAVING, QUALIFY. */
static bool parse_clause(struct parser *p, const char *word, struct node *to, enum node_role role)
{
    if (!parser_word(p, word))
        return true;
    struct node *e = parse_expression(p);
    if (!e)
        return false;
    node_add(to, e, role);
    return true;
}

/* --- GROUP BY ----------------------------------------------------------------------------------------------------- */

static struct node *parse_group_item(struct parser *p);

static bool parse_group_items(struct parser *p, struct node *to)
{
    do {
        struct node *item = parse_group_item(p);
        if (!item)
            return false;
        node_add(to, item, ROLE_ITEM);
    } while (parser_op(p, ','));
    return true;
}

static struct node *parse_group_item(struct parser *p)
{
    static const char *const words[] = {"GROUPING SETS", "CUBE", "ROLLUP"};
    struct node *group = start(p, NODE_GROUP);
    for (size_t i = 0; i < 3; i++) {
        if (i > 0 && !next_is_op(p, 1, '('))
            continue;
        if (!parser_words(p, words[i]))
            continue;
        group->text = str_from(words[i]);
        if (++p->depth > PARSE_MAX_DEPTH)
            return parser_unsupported(p, "grouping sets nested this deep"), NULL;
        if (!parser_expect_op(p, '(') || !parse_group_items(p, group) || !parser_expect_op(p, ')'))
            return NULL;
        p->depth--;
        return finish(p, group);
    }
    if (next_is_op(p, 0, '(') && next_is_op(p, 1, ')')) {
        group->kind = NODE_PAREN;
        p->at += 2;
        return finish(p, group);
    }
    return parse_expression(p);
}

static struct node *parse_group_by(struct parser *p)
{
    struct node *group = start(p, NODE_GROUP);
    p->at += 2;
    if (parser_word(p, "ALL"))
        group->text = STR("ALL");
    else if (!parse_group_items(p, group))
        return NULL;
    return finish(p, group);
}

/* --- SELECT ------------------------------------------------------------------------------------------------------- */

/* Not reserved, but never an alias without AS: they begin the clause that follows. */
static bool begins_clause(struct parser *p)
{
    static const char *const words[] = {"LIMIT",           "OFFSET", "FETCH",   "WINDOW",
                                        "EXCEPT",          "PIVOT",  "UNPIVOT", "MATCH_RECOGNIZE",
                                        "MATCH_CONDITION", "ASOF",   "END",     "DIRECTED"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (next_is(p, 0, words[i]))
            return true;
    return false;
}

bool parser_alias(struct parser *p, struct str *ret)
{
    struct token *t = parser_peek(p, 0);
    if (parser_word(p, "AS")) {
        t = parser_peek(p, 0);
        if (t->kind != TOK_WORD && t->kind != TOK_QUOTED)
            return parser_unexpected(p);
        *ret = t->value;
        p->at++;
        return true;
    }
    bool alias = t->kind == TOK_QUOTED || (t->kind == TOK_WORD && !token_is_reserved(t) && !begins_clause(p));
    if (!alias)
        return true;
    *ret = t->value;
    p->at++;
    return true;
}

static bool parse_items(struct parser *p, struct node *select)
{
    do {
        /* a comma before FROM is allowed */
        if (node_child(select, ROLE_ITEM) && next_is(p, 0, "FROM"))
            return true;
        struct node *item = start(p, NODE_ITEM), *e = parse_expression(p);
        if (!e)
            return false;
        node_add(item, e, ROLE_OPERAND);
        if (e->kind != NODE_STAR && !parser_alias(p, &item->text))
            return false;
        node_add(select, finish(p, item), ROLE_ITEM);
    } while (parser_op(p, ','));
    return true;
}

static bool parse_windows(struct parser *p, struct node *select)
{
    if (!parser_word(p, "WINDOW"))
        return true;
    do {
        struct str name;
        if (!parse_identifier(p, &name) || !parser_expect_word(p, "AS"))
            return false;
        if (!next_is_op(p, 0, '('))
            return parser_unexpected(p);
        struct node *over = parse_over(p);
        if (!over)
            return false;
        over->text = name;
        node_add(select, over, ROLE_WINDOW);
    } while (parser_op(p, ','));
    return true;
}

static bool parse_top(struct parser *p, struct node *select)
{
    struct token *t = parser_peek(p, 1);
    if (!next_is(p, 0, "TOP") || (t->kind != TOK_NUMBER && t->kind != TOK_VARIABLE))
        return true;
    struct node *top = start(p, NODE_LIMIT);
    p->at++;
    struct node *count = node_new(p->arena, t->kind == TOK_NUMBER ? NODE_NUMBER : NODE_VARIABLE, p->at++);
    count->text = t->kind == TOK_NUMBER ? t->text : t->value;
    node_add(top, finish(p, count), ROLE_COUNT);
    node_add(select, finish(p, top), ROLE_TOP);
    return true;
}

static struct node *parse_select(struct parser *p)
{
    struct node *select = start(p, NODE_SELECT);
    p->at++;
    if (parser_word(p, "DISTINCT"))
        select->op = WORD_DISTINCT;
    else
        (void)parser_word(p, "ALL");
    if (!parse_top(p, select) || !parse_items(p, select))
        return NULL;
    if (next_is(p, 0, "INTO"))
        return parser_unsupported(p, "SELECT … INTO outside of a block"), NULL;
    if (parser_word(p, "FROM")) {
        struct node *from = parse_from(p);
        if (!from)
            return NULL;
        node_add(select, from, ROLE_FROM);
    }
    if (!parse_clause(p, "WHERE", select, ROLE_WHERE))
        return NULL;
    if ((next_is(p, 0, "CONNECT") && next_is(p, 1, "BY")) || (next_is(p, 0, "START") && next_is(p, 1, "WITH")))
        return parser_unsupported(p, "CONNECT BY"), NULL;
    if (next_is(p, 0, "GROUP") && next_is(p, 1, "BY")) {
        struct node *group = parse_group_by(p);
        if (!group)
            return NULL;
        node_add(select, group, ROLE_GROUP);
    }
    if (!parse_clause(p, "HAVING", select, ROLE_HAVING) || !parse_windows(p, select) ||
        !parse_clause(p, "QUALIFY", select, ROLE_QUALIFY) || !parse_windows(p, select))
        return NULL;
    return finish(p, select);
}

struct node *parse_values(struct parser *p)
{
    struct node *values = start(p, NODE_VALUES);
    p->at++;
    do {
        struct node *row = start(p, NODE_ROW);
        if (!parser_expect_op(p, '(') || !parse_expressions(p, row, ROLE_ARGUMENT) || !parser_expect_op(p, ')'))
            return NULL;
        node_add(values, finish(p, row), ROLE_ROW);
        if (!(next_is_op(p, 0, ',') && next_is_op(p, 1, '(')))
            break;
    } while (parser_op(p, ','));
    return finish(p, values);
}

/* --- set operations, WITH, ORDER BY, LIMIT ------------------------------------------------------------------------ */

static struct node *parse_body(struct parser *p)
{
    if (next_is(p, 0, "SELECT"))
        return parse_select(p);
    if (next_is(p, 0, "VALUES"))
        return parse_values(p);
    if (next_is_op(p, 0, '('))
        return parse_subquery(p);
    return parser_unexpected(p), NULL;
}

static int set_operator(struct parser *p)
{
    static const struct {
        const char *word;
        int op;
    } words[] = {{"UNION", WORD_UNION}, {"INTERSECT", WORD_INTERSECT}, {"EXCEPT", WORD_EXCEPT}, {"MINUS", WORD_EXCEPT}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (next_is(p, 0, words[i].word))
            return words[i].op;
    return 0;
}

static struct node *parse_set(struct parser *p, bool tight)
{
    struct node *left = tight ? parse_body(p) : parse_set(p, true);
    for (int op, length = 0; left && (op = set_operator(p)); length++) {
        if (tight != (op == WORD_INTERSECT))
            return left;
        if (length > PARSE_MAX_DEPTH)
            return parser_unsupported(p, "this many set operations"), NULL;
        struct node *n = node_new(p->arena, NODE_SET, left->first);
        n->op = op;
        p->at++;
        if (next_is(p, 0, "ALL")) {
            if (op != WORD_UNION)
                return parser_unsupported(p, op == WORD_INTERSECT ? "INTERSECT ALL" : "EXCEPT ALL"), NULL;
            n->text = STR("ALL");
            p->at++;
        } else {
            (void)parser_word(p, "DISTINCT");
        }
        if (parser_words(p, "BY NAME"))
            return p->at -= 2, parser_unsupported(p, "UNION BY NAME"), NULL;
        struct node *right = tight ? parse_body(p) : parse_set(p, true);
        if (!right)
            return NULL;
        node_add(n, left, ROLE_LEFT);
        node_add(n, right, ROLE_RIGHT);
        left = finish(p, n);
    }
    return left;
}

static struct node *parse_cte(struct parser *p)
{
    struct node *cte = start(p, NODE_CTE), *body;
    if (!parse_identifier(p, &cte->text))
        return NULL;
    if (parser_op(p, '(')) {
        do {
            struct node *part = start(p, NODE_PART);
            if (!parse_identifier(p, &part->text))
                return NULL;
            node_add(cte, finish(p, part), ROLE_PART);
        } while (parser_op(p, ','));
        if (!parser_expect_op(p, ')'))
            return NULL;
    }
    if (!parser_expect_word(p, "AS") || !parser_expect_op(p, '(') || !(body = parse_query(p)) ||
        !parser_expect_op(p, ')'))
        return NULL;
    node_add(cte, body, ROLE_BODY);
    return finish(p, cte);
}

static bool parse_ctes(struct parser *p, struct node *query)
{
    if (!parser_word(p, "WITH"))
        return true;
    (void)parser_word(p, "RECURSIVE");
    do {
        struct node *cte = parse_cte(p);
        if (!cte)
            return false;
        node_add(query, cte, ROLE_CTE);
    } while (parser_op(p, ','));
    return true;
}

static bool parse_count(struct parser *p, struct node *limit, enum node_role role)
{
    struct node *e = parse_expression(p);
    if (!e)
        return false;
    node_add(limit, e, role);
    return true;
}

/* LIMIT n [OFFSET m] | OFFSET m [ROWS] [FETCH [FIRST | NEXT] n [ROW[S]] [ONLY]] */
static bool parse_limit(struct parser *p, struct node *query)
{
    struct node *limit = start(p, NODE_LIMIT);
    if (parser_word(p, "LIMIT")) {
        if (!parse_count(p, limit, ROLE_COUNT))
            return false;
    }
    if (parser_word(p, "OFFSET")) {
        if (!parse_count(p, limit, ROLE_OFFSET))
            return false;
        if (!parser_word(p, "ROWS"))
            (void)parser_word(p, "ROW");
    }
    if (!node_child(limit, ROLE_COUNT) && parser_word(p, "FETCH")) {
        if (!parser_word(p, "FIRST"))
            (void)parser_word(p, "NEXT");
        if (!parse_count(p, limit, ROLE_COUNT))
            return false;
        if (!parser_word(p, "ROWS"))
            (void)parser_word(p, "ROW");
        (void)parser_word(p, "ONLY");
    }
    if (limit->child)
        node_add(query, finish(p, limit), ROLE_LIMIT);
    return true;
}

struct node *parse_query(struct parser *p)
{
    struct node *query = start(p, NODE_QUERY), *body;
    if (++p->depth > PARSE_MAX_DEPTH)
        return parser_unsupported(p, "a query nested this deep"), NULL;
    if (!parse_ctes(p, query) || !(body = parse_set(p, false)))
        return NULL;
    node_add(query, body, ROLE_BODY);
    if (parser_words(p, "ORDER BY") && !parse_order_by(p, query, ROLE_ORDER))
        return NULL;
    if (!parse_limit(p, query))
        return NULL;
    p->depth--;
    return finish(p, query);
}

struct node *parse_subquery(struct parser *p)
{
    struct node *n = start(p, NODE_SUBQUERY), *body;
    if (!parser_expect_op(p, '(') || !(body = parse_query(p)) || !parser_expect_op(p, ')'))
        return NULL;
    node_add(n, body, ROLE_BODY);
    return finish(p, n);
}
