/* FROM: tables, stages, table functions, VALUES and subqueries with their aliases, and the joins between them. A comma
 * is a join that binds loosest. */
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

struct node *parse_at(struct parser *p)
{
    struct node *at = start(p, NODE_AT);
    at->text = parser_peek(p, 0)->value;
    if (str_eq(at->text, STR("CHANGES")))
        return parser_unsupported(p, "CHANGES"), NULL;
    p->at++;
    if (!parser_expect_op(p, '('))
        return NULL;
    struct node *argument = start(p, NODE_ARGUMENT), *value;
    if (!parse_identifier(p, &argument->text) || !parser_expect_op(p, OP_ARROW) || !(value = parse_expression(p)))
        return NULL;
    node_add(argument, value, ROLE_OPERAND);
    node_add(at, finish(p, argument), ROLE_ARGUMENT);
    if (!parser_expect_op(p, ')'))
        return NULL;
    return finish(p, at);
}

static struct node *parse_table_function(struct parser *p)
{
    struct node *n = start(p, NODE_TABLE_FUNCTION), *call;
    bool wrapped = next_is(p, 0, "TABLE");
    p->at += wrapped ? 2 : 0;
    struct token *t = parser_peek(p, 0);
    if (t->kind != TOK_WORD && t->kind != TOK_QUOTED)
        return parser_unsupported(p, "TABLE(<expression>)"), NULL;
    if (!(call = parse_call(p)) || (wrapped && !parser_expect_op(p, ')')))
        return NULL;
    node_add(n, call, ROLE_OPERAND);
    return finish(p, n);
}

/* A stage's reference, which is in quotes when it has blanks. */
static bool is_stage(const struct token *t)
{
    return t->kind == TOK_STAGE || (t->kind == TOK_STRING && str_starts(t->value, STR("@")));
}

static struct str stage_text(const struct token *t)
{
    return t->kind == TOK_STAGE ? t->text : t->value;
}

/* DIRECTORY(@stage): the call of a function whose argument is the stage, as a text. */
static struct node *parse_directory(struct parser *p)
{
    struct node *n = start(p, NODE_TABLE_FUNCTION), *call = start(p, NODE_CALL);
    call->text = STR("DIRECTORY");
    p->at += 2;
    struct node *stage = start(p, NODE_STRING);
    stage->text = stage_text(parser_peek(p, 0));
    p->at++;
    node_add(call, finish(p, stage), ROLE_ARGUMENT);
    if (!parser_expect_op(p, ')'))
        return NULL;
    node_add(n, finish(p, call), ROLE_OPERAND);
    return finish(p, n);
}

static bool is_directory(struct parser *p)
{
    return is_stage(parser_peek(p, 2)) && next_is(p, 0, "DIRECTORY") && next_is_op(p, 1, '(');
}

static struct node *parse_stage(struct parser *p)
{
    struct node *n = start(p, NODE_STAGE);
    n->text = stage_text(parser_peek(p, 0));
    p->at++;
    if (!parser_op(p, '('))
        return finish(p, n);
    do {
        struct node *argument = start(p, NODE_ARGUMENT), *value;
        if (!parse_identifier(p, &argument->text) || !parser_expect_op(p, OP_ARROW) || !(value = parse_expression(p)))
            return NULL;
        node_add(argument, value, ROLE_OPERAND);
        node_add(n, finish(p, argument), ROLE_ARGUMENT);
    } while (parser_op(p, ','));
    return parser_expect_op(p, ')') ? finish(p, n) : NULL;
}

/* Does the parenthesis at `ahead` hold a query, not a join? */
static bool holds_query(struct parser *p)
{
    uint32_t ahead = 0;
    while (next_is_op(p, ahead, '('))
        ahead++;
    return next_is(p, ahead, "SELECT") || next_is(p, ahead, "WITH") || next_is(p, ahead, "VALUES");
}

static struct node *parse_source(struct parser *p, bool lateral)
{
    struct node *n;
    if (next_is_op(p, 0, '(')) {
        if (holds_query(p))
            return parse_subquery(p);
        n = start(p, NODE_PAREN);
        p->at++;
        struct node *from = parse_from(p);
        if (!from || !parser_expect_op(p, ')'))
            return NULL;
        node_add(n, from, ROLE_OPERAND);
        return finish(p, n);
    }
    if (next_is(p, 0, "VALUES"))
        return parse_values(p);
    if (lateral || (next_is(p, 0, "TABLE") && next_is_op(p, 1, '(')))
        return parse_table_function(p);
    if (is_directory(p))
        return parse_directory(p);
    if (is_stage(parser_peek(p, 0)))
        return parse_stage(p);
    n = start(p, NODE_TABLE);
    n->name = ARENA_NEW(p->arena, struct object_name);
    if (!parse_name(p, n->name))
        return NULL;
    return finish(p, n);
}

/* Clauses behind a table that freshet has not. */
static bool refuse_clauses(struct parser *p)
{
    static const char *const words[] = {"PIVOT", "UNPIVOT", "MATCH_RECOGNIZE", "CHANGES", "RESAMPLE"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct token *after = parser_peek(p, 1);
        bool follows = next_is_op(p, 1, '(') || (after->kind == TOK_WORD && next_is_op(p, 2, '('));
        if (next_is(p, 0, words[i]) && follows)
            return parser_unsupported(p, words[i]);
    }
    return true;
}

/* SAMPLE | TABLESAMPLE [BERNOULLI | ROW | SYSTEM | BLOCK] (n [ROWS]) [{REPEATABLE | SEED} (s)] */
static bool parse_sample(struct parser *p, struct node *table)
{
    struct node *sample = start(p, NODE_SAMPLE), *e;
    if (node_child(table, ROLE_SAMPLE) || (!parser_word(p, "SAMPLE") && !parser_word(p, "TABLESAMPLE")))
        return true;
    bool blocks = parser_word(p, "SYSTEM") || parser_word(p, "BLOCK");
    if (!blocks && !parser_word(p, "BERNOULLI"))
        (void)parser_word(p, "ROW");
    sample->text = blocks ? STR("SYSTEM") : STR("BERNOULLI");
    if (!parser_expect_op(p, '(') || !(e = parse_expression(p)))
        return false;
    node_add(sample, e, ROLE_COUNT);
    sample->op = parser_word(p, "ROWS");
    if (!parser_expect_op(p, ')'))
        return false;
    if (parser_word(p, "REPEATABLE") || parser_word(p, "SEED")) {
        if (!parser_expect_op(p, '(') || !(e = parse_expression(p)))
            return false;
        node_add(sample, e, ROLE_INDEX);
        if (!parser_expect_op(p, ')'))
            return false;
    }
    node_add(table, finish(p, sample), ROLE_SAMPLE);
    return true;
}

struct node *parse_table(struct parser *p)
{
    struct node *n = start(p, NODE_ALIASED);
    n->op = parser_word(p, "LATERAL");
    struct node *table = parse_source(p, n->op && !next_is_op(p, 0, '('));
    if (!table)
        return NULL;
    node_add(n, table, ROLE_TABLE);
    if (!refuse_clauses(p))
        return NULL;
    if ((next_is(p, 0, "AT") || next_is(p, 0, "BEFORE")) && next_is_op(p, 1, '(')) {
        struct node *at = parse_at(p);
        if (!at)
            return NULL;
        node_add(n, at, ROLE_AT);
    }
    if (!parse_sample(p, n) || !parser_alias(p, &n->text))
        return NULL;
    if (n->text.n && parser_op(p, '(')) {
        do {
            struct node *part = start(p, NODE_PART);
            if (!parse_identifier(p, &part->text))
                return NULL;
            node_add(n, finish(p, part), ROLE_PART);
        } while (parser_op(p, ','));
        if (!parser_expect_op(p, ')'))
            return NULL;
    }
    if (!parse_sample(p, n) || !refuse_clauses(p))
        return NULL;
    return finish(p, n);
}

/* [NATURAL] [INNER | {LEFT | RIGHT | FULL} [OUTER] | CROSS] JOIN; empty when no join follows. */
static bool parse_join_words(struct parser *p, struct str *ret)
{
    static const struct {
        const char *words, *kind;
    } kinds[] = {
        {"JOIN", "INNER"},     {"INNER JOIN", "INNER"},     {"LEFT OUTER JOIN", "LEFT"},
        {"LEFT JOIN", "LEFT"}, {"RIGHT JOIN", "RIGHT"},     {"RIGHT OUTER JOIN", "RIGHT"},
        {"FULL JOIN", "FULL"}, {"FULL OUTER JOIN", "FULL"}, {"CROSS JOIN", "CROSS"},
    };
    *ret = STR_NULL;
    if (next_is(p, 0, "ASOF") && next_is(p, 1, "JOIN"))
        return parser_unsupported(p, "ASOF JOIN");
    if (next_is(p, 0, "DIRECTED") || next_is(p, 1, "DIRECTED"))
        return parser_unsupported(p, "DIRECTED JOIN");
    bool natural = parser_word(p, "NATURAL");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (parser_words(p, kinds[i].words)) {
            *ret = str_printf(p->arena, "%s%s", natural ? "NATURAL " : "", kinds[i].kind);
            return true;
        }
    return natural ? parser_unexpected(p) : true;
}

static bool parse_join_condition(struct parser *p, struct node *join)
{
    if (parser_word(p, "ON")) {
        struct node *e = parse_expression(p);
        if (!e)
            return false;
        node_add(join, e, ROLE_CONDITION);
    }
    if (!node_child(join, ROLE_CONDITION) && parser_word(p, "USING")) {
        if (!parser_expect_op(p, '('))
            return false;
        do {
            struct node *part = start(p, NODE_PART);
            if (!parse_identifier(p, &part->text))
                return false;
            node_add(join, finish(p, part), ROLE_PART);
        } while (parser_op(p, ','));
        return parser_expect_op(p, ')');
    }
    return true;
}

static struct node *parse_joins(struct parser *p)
{
    struct node *left = parse_table(p);
    for (int length = 0; left; length++) {
        struct str words;
        if (!parse_join_words(p, &words))
            return NULL;
        if (!words.n)
            break;
        if (length > PARSE_MAX_DEPTH)
            return parser_unsupported(p, "this many joins"), NULL;
        struct node *join = node_new(p->arena, NODE_JOIN, left->first), *right = parse_table(p);
        if (!right)
            return NULL;
        join->text = words;
        node_add(join, left, ROLE_LEFT);
        node_add(join, right, ROLE_RIGHT);
        if (!parse_join_condition(p, join))
            return NULL;
        left = finish(p, join);
    }
    return left;
}

struct node *parse_from(struct parser *p)
{
    if (++p->depth > PARSE_MAX_DEPTH)
        return parser_unsupported(p, "a join nested this deep"), NULL;
    struct node *left = parse_joins(p);
    for (int length = 0; left && parser_op(p, ','); length++) {
        if (length > PARSE_MAX_DEPTH)
            return parser_unsupported(p, "this many tables"), NULL;
        struct node *join = node_new(p->arena, NODE_JOIN, left->first), *right = parse_joins(p);
        if (!right)
            return NULL;
        join->text = STR(",");
        node_add(join, left, ROLE_LEFT);
        node_add(join, right, ROLE_RIGHT);
        left = finish(p, join);
    }
    p->depth--;
    return left;
}
