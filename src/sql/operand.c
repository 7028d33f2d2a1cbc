/* Operands: literals, names, calls with their windows, CASE, casts, parentheses, and what stands behind an operand:
 * `::type`, `[i]` and `:path`. Operators are expression.c's. */
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

/* --- windows ------------------------------------------------------------------------------------------------------ */

static struct node *parse_bound(struct parser *p)
{
    static const char *const words[] = {"UNBOUNDED PRECEDING", "UNBOUNDED FOLLOWING", "CURRENT ROW"};
    struct node *bound = start(p, NODE_KEYWORD);
    for (size_t i = 0; i < 3; i++)
        if (parser_words(p, words[i])) {
            bound->text = str_from(words[i]);
            return finish(p, bound);
        }
    bound->kind = NODE_ARGUMENT;
    struct node *e = parse_level(p, LEVEL_CONCAT);
    if (!e)
        return NULL;
    node_add(bound, e, ROLE_OPERAND);
    if (parser_word(p, "PRECEDING"))
        bound->text = STR("PRECEDING");
    else if (parser_word(p, "FOLLOWING"))
        bound->text = STR("FOLLOWING");
    else
        return parser_unexpected(p), NULL;
    return finish(p, bound);
}

static struct node *parse_frame(struct parser *p)
{
    struct node *frame = start(p, NODE_FRAME), *bound;
    frame->text = parser_peek(p, 0)->value;
    p->at++;
    bool between = parser_word(p, "BETWEEN");
    if (!(bound = parse_bound(p)))
        return NULL;
    node_add(frame, bound, ROLE_OPERAND);
    if (between) {
        if (!parser_expect_word(p, "AND") || !(bound = parse_bound(p)))
            return NULL;
        node_add(frame, bound, ROLE_OPERAND);
    }
    return finish(p, frame);
}

struct node *parse_over(struct parser *p)
{
    struct node *over = start(p, NODE_OVER);
    if (!parser_op(p, '(')) {
        if (!parse_identifier(p, &over->text))
            return NULL;
        return finish(p, over);
    }
    if (parser_words(p, "PARTITION BY") && !parse_expressions(p, over, ROLE_PARTITION))
        return NULL;
    if (parser_words(p, "ORDER BY") && !parse_order_by(p, over, ROLE_ORDER))
        return NULL;
    if (next_is(p, 0, "ROWS") || next_is(p, 0, "RANGE") || next_is(p, 0, "GROUPS")) {
        struct node *frame = parse_frame(p);
        if (!frame)
            return NULL;
        node_add(over, frame, ROLE_FRAME);
    }
    if (!parser_expect_op(p, ')'))
        return NULL;
    return finish(p, over);
}

/* --- calls -------------------------------------------------------------------------------------------------------- */

static bool parse_nulls(struct parser *p, struct node *call)
{
    if (parser_words(p, "IGNORE NULLS"))
        call->op |= CALL_IGNORE_NULLS;
    else if (!parser_words(p, "RESPECT NULLS"))
        return false;
    return true;
}

static struct node *parse_argument(struct parser *p)
{
    struct token *t = parser_peek(p, 0);
    if ((t->kind == TOK_WORD || t->kind == TOK_QUOTED) && next_is_op(p, 1, OP_ARROW)) {
        struct node *argument = start(p, NODE_ARGUMENT);
        argument->text = t->value;
        p->at += 2;
        struct node *e = parse_expression(p);
        if (!e)
            return NULL;
        node_add(argument, e, ROLE_OPERAND);
        return finish(p, argument);
    }
    if (t->kind == TOK_WORD && next_is_op(p, 1, OP_RARROW))
        return parser_unsupported(p, "lambda expression"), NULL;
    if (next_is(p, 0, "SELECT") || next_is(p, 0, "WITH")) { /* f(SELECT …): a query needs no parentheses of its own */
        struct node *query = start(p, NODE_SUBQUERY), *body = parse_query(p);
        if (!body)
            return NULL;
        node_add(query, body, ROLE_BODY);
        return finish(p, query);
    }
    return parse_expression(p);
}

static bool parse_arguments(struct parser *p, struct node *call)
{
    if (parser_word(p, "DISTINCT"))
        call->op |= CALL_DISTINCT;
    else if (next_is(p, 0, "ALL") && !next_is_op(p, 1, ')'))
        p->at++;
    if (parser_op(p, ')'))
        return true;
    do {
        struct node *argument = parse_argument(p);
        if (!argument)
            return false;
        node_add(call, argument, ROLE_ARGUMENT);
    } while (parser_op(p, ','));
    (void)parse_nulls(p, call);
    return parser_expect_op(p, ')');
}

/* EXTRACT(part FROM e), POSITION(a IN b): the word takes the place of a comma. */
static bool parse_arguments_with(struct parser *p, struct node *call, const char *word)
{
    struct node *first = parse_level(p, LEVEL_CONCAT);
    if (!first)
        return false;
    node_add(call, first, ROLE_ARGUMENT);
    if (parser_word(p, word)) {
        struct node *second = parse_expression(p);
        if (!second)
            return false;
        node_add(call, second, ROLE_ARGUMENT);
        return parser_expect_op(p, ')');
    }
    if (parser_op(p, ',') && !parse_expressions(p, call, ROLE_ARGUMENT))
        return false;
    return parser_expect_op(p, ')');
}

static bool parse_call_tail(struct parser *p, struct node *call)
{
    if (parser_words(p, "WITHIN GROUP")) {
        if (!parser_expect_op(p, '(') || !parser_expect_word(p, "ORDER") || !parser_expect_word(p, "BY") ||
            !parse_order_by(p, call, ROLE_WITHIN) || !parser_expect_op(p, ')'))
            return false;
    }
    (void)parse_nulls(p, call);
    if (next_is(p, 0, "OVER")) {
        p->at++;
        struct node *over = parse_over(p);
        if (!over)
            return false;
        node_add(call, over, ROLE_OVER);
    }
    return true;
}

struct node *parse_call(struct parser *p)
{
    struct node *call = start(p, NODE_CALL);
    BUF_SCOPE struct buf name = {0};
    do {
        struct token *t = parser_peek(p, 0);
        if (t->kind != TOK_WORD && t->kind != TOK_QUOTED)
            return parser_unexpected(p), NULL;
        if (name.n)
            buf_addc(&name, '.');
        buf_add(&name, t->value);
        p->at++;
    } while (parser_op(p, '.'));
    call->text = str_dup(p->arena, buf_str(&name));
    if (!parser_expect_op(p, '('))
        return NULL;
    bool ok;
    if (str_eq(call->text, STR("EXTRACT")))
        ok = parse_arguments_with(p, call, "FROM");
    else if (str_eq(call->text, STR("POSITION")))
        ok = parse_arguments_with(p, call, "IN");
    else
        ok = parse_arguments(p, call);
    if (!ok || !parse_call_tail(p, call))
        return NULL;
    return finish(p, call);
}

/* --- operands ----------------------------------------------------------------------------------------------------- */

static struct node *parse_cast_call(struct parser *p)
{
    struct node *cast = start(p, NODE_CAST), *e;
    cast->op = next_is(p, 0, "TRY_CAST") ? WORD_TRY : 0;
    cast->type = ARENA_NEW(p->arena, struct type);
    p->at += 2;
    if (!(e = parse_expression(p)))
        return NULL;
    node_add(cast, e, ROLE_OPERAND);
    if (!parser_expect_word(p, "AS") || !parse_type(p, cast->type) || !parser_expect_op(p, ')'))
        return NULL;
    return finish(p, cast);
}

static struct node *parse_case(struct parser *p)
{
    struct node *n = start(p, NODE_CASE), *e;
    p->at++;
    if (!next_is(p, 0, "WHEN")) {
        if (!(e = parse_expression(p)))
            return NULL;
        node_add(n, e, ROLE_OPERAND);
    }
    do {
        struct node *when = start(p, NODE_WHEN);
        if (!parser_expect_word(p, "WHEN") || !(e = parse_expression(p)))
            return NULL;
        node_add(when, e, ROLE_CONDITION);
        if (!parser_expect_word(p, "THEN") || !(e = parse_expression(p)))
            return NULL;
        node_add(when, e, ROLE_RESULT);
        node_add(n, finish(p, when), ROLE_WHEN);
    } while (next_is(p, 0, "WHEN"));
    if (parser_word(p, "ELSE")) {
        if (!(e = parse_expression(p)))
            return NULL;
        node_add(n, e, ROLE_ELSE);
    }
    if (!parser_expect_word(p, "END"))
        return NULL;
    return finish(p, n);
}

static struct node *parse_parenthesis(struct parser *p)
{
    /* `((select 1))` is a query, but `((select 1) + 1)` is not: a query is tried only where it begins at once. */
    if (next_is(p, 1, "SELECT") || next_is(p, 1, "WITH"))
        return parse_subquery(p);
    struct node *n = start(p, NODE_PAREN);
    p->at++;
    if (!parse_expressions(p, n, ROLE_OPERAND) || !parser_expect_op(p, ')'))
        return NULL;
    return finish(p, n);
}

static struct node *parse_literal(struct parser *p, enum node_kind kind, struct str text)
{
    struct node *n = start(p, kind);
    n->text = text;
    p->at++;
    return finish(p, n);
}

static struct node *parse_bind(struct parser *p)
{
    struct node *n = start(p, NODE_BIND);
    struct token *t = parser_peek(p, 1);
    if (parser_op(p, '?')) {
        n->op = ++p->binds;
        return finish(p, n);
    }
    p->at++;
    int64_t index;
    if (t->kind == TOK_NUMBER && str_to_int64(t->text, &index) && index > 0 && index < 100000)
        n->op = (int)index;
    else if (t->kind == TOK_WORD || t->kind == TOK_QUOTED)
        n->text = t->value;
    else
        return parser_unexpected(p), NULL;
    p->at++;
    return finish(p, n);
}

static struct node *parse_array(struct parser *p)
{
    struct node *n = start(p, NODE_ARRAY);
    p->at++;
    if (!parser_op(p, ']') && (!parse_expressions(p, n, ROLE_ARGUMENT) || !parser_expect_op(p, ']')))
        return NULL;
    return finish(p, n);
}

static struct node *parse_object(struct parser *p)
{
    struct node *n = start(p, NODE_OBJECT), *value;
    p->at++;
    if (next_is_op(p, 0, '*'))
        return parser_unsupported(p, "{*}"), NULL;
    while (!parser_op(p, '}')) {
        if (n->child && !parser_expect_op(p, ','))
            return NULL;
        struct token *key = parser_peek(p, 0);
        if (key->kind != TOK_STRING)
            return parser_unexpected(p), NULL;
        struct node *name = parse_literal(p, NODE_STRING, key->value);
        if (!name || !parser_expect_op(p, ':') || !(value = parse_expression(p)))
            return NULL;
        node_add(n, name, ROLE_ARGUMENT);
        node_add(n, value, ROLE_ARGUMENT);
    }
    return finish(p, n);
}

static struct node *parse_part(struct parser *p)
{
    struct token *t = parser_peek(p, 0);
    if (t->kind != TOK_WORD && t->kind != TOK_QUOTED)
        return parser_unexpected(p), NULL;
    return parse_literal(p, NODE_PART, t->value);
}

static bool parse_renames(struct parser *p, struct node *star, bool replace)
{
    bool list = parser_op(p, '(');
    do {
        struct node *item = start(p, NODE_ITEM), *e = parse_expression(p);
        if (!e)
            return false;
        node_add(item, e, ROLE_OPERAND);
        if (!parser_expect_word(p, "AS") || !parse_identifier(p, &item->text))
            return false;
        node_add(star, finish(p, item), replace ? ROLE_REPLACE : ROLE_RENAME);
    } while (list && parser_op(p, ','));
    return !list || parser_expect_op(p, ')');
}

/* What may stand behind a star: [ILIKE 'p' | EXCLUDE …] [REPLACE (…)] [RENAME …]. */
static struct node *parse_star(struct parser *p, struct node *star)
{
    p->at++;
    star->kind = NODE_STAR;
    if (parser_word(p, "ILIKE")) {
        struct token *t = parser_peek(p, 0);
        if (t->kind != TOK_STRING)
            return parser_unexpected(p), NULL;
        struct node *pattern = parse_literal(p, NODE_STRING, t->value);
        if (!pattern)
            return NULL;
        node_add(star, pattern, ROLE_FILTER);
    }
    if (parser_word(p, "EXCLUDE")) {
        bool list = parser_op(p, '(');
        do {
            struct node *part = parse_part(p);
            if (!part)
                return NULL;
            node_add(star, part, ROLE_EXCLUDE);
        } while (list && parser_op(p, ','));
        if (list && !parser_expect_op(p, ')'))
            return NULL;
    }
    if (next_is(p, 0, "REPLACE") && next_is_op(p, 1, '(')) {
        p->at++;
        if (!parse_renames(p, star, true))
            return NULL;
    }
    if (parser_word(p, "RENAME") && !parse_renames(p, star, false))
        return NULL;
    return finish(p, star);
}

static bool at_outer_join_mark(struct parser *p)
{
    return next_is_op(p, 0, '(') && next_is_op(p, 1, '+') && next_is_op(p, 2, ')');
}

/* So many columns DuckDB is asked for; binding takes the square of them. */
static bool check_position(struct parser *p, const struct token *t)
{
    enum { LARGEST_POSITION = 10000 };
    int64_t n;
    return (str_to_int64(t->value, &n) && n <= LARGEST_POSITION) ||
           parser_unsupported(p, "position of a column above 10000");
}

/* a.b.c, a.b.*, a.$1, and calls, which begin alike. */
static struct node *parse_names(struct parser *p)
{
    uint32_t ahead = 1;
    while (next_is_op(p, ahead, '.')) {
        struct token *t = parser_peek(p, ahead + 1);
        if (t->kind != TOK_WORD && t->kind != TOK_QUOTED)
            break;
        ahead += 2;
    }
    if (next_is_op(p, ahead, '(') && !(next_is_op(p, ahead + 1, '+') && next_is_op(p, ahead + 2, ')')))
        return parse_call(p);
    struct node *n = start(p, NODE_COLUMN);
    do {
        struct token *t = parser_peek(p, 0);
        if (n->child && t->kind == TOK_OP && t->op == '*')
            return parse_star(p, n);
        if (n->child && t->kind == TOK_POSITION) {
            if (!check_position(p, t))
                return NULL;
            n->kind = NODE_POSITION;
            n->text = t->value;
            p->at++;
            return finish(p, n);
        }
        struct node *part = parse_part(p);
        if (!part)
            return NULL;
        node_add(n, part, ROLE_PART);
    } while (parser_op(p, '.'));
    if (at_outer_join_mark(p))
        return parser_unsupported(p, "(+)"), NULL;
    return finish(p, n);
}

/* Functions that need no parentheses. */
static bool is_bare_function(struct str word)
{
    static const char *const names[] = {"CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME",
                                        "LOCALTIMESTAMP",    "LOCALTIME",    "CURRENT_USER"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(word, str_from(names[i])))
            return true;
    return false;
}

/* DATE '2024-01-01' and its kin: a type's name before a string is a cast. */
static struct node *parse_typed_literal(struct parser *p)
{
    static const char *const names[] = {"DATE",          "TIME",          "TIMESTAMP",   "DATETIME",
                                        "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ"};
    struct token *t = parser_peek(p, 0), *value = parser_peek(p, 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (value->kind == TOK_STRING && str_eq(t->value, str_from(names[i]))) {
            struct node *cast = start(p, NODE_CAST);
            cast->type = ARENA_NEW(p->arena, struct type);
            struct node *literal;
            if (!parse_type(p, cast->type) || !(literal = parse_literal(p, NODE_STRING, value->value)))
                return NULL;
            node_add(cast, literal, ROLE_OPERAND);
            return finish(p, cast);
        }
    return NULL;
}

static struct node *parse_interval(struct parser *p)
{
    struct node *n = start(p, NODE_INTERVAL), *text;
    p->at++;
    if (!(text = parse_literal(p, NODE_STRING, parser_peek(p, 0)->value)))
        return NULL;
    n->text = text->text;
    return finish(p, n);
}

static struct node *parse_exists(struct parser *p)
{
    struct node *n = start(p, NODE_EXISTS);
    p->at++;
    if (!parser_expect_op(p, '('))
        return NULL;
    struct node *body = parse_query(p);
    if (!body || !parser_expect_op(p, ')'))
        return NULL;
    node_add(n, body, ROLE_BODY);
    return finish(p, n);
}

static struct node *parse_word_operand(struct parser *p)
{
    struct token *t = parser_peek(p, 0);
    bool call = next_is_op(p, 1, '(');
    if (call && (str_eq(t->value, STR("CAST")) || str_eq(t->value, STR("TRY_CAST"))))
        return parse_cast_call(p);
    if (str_eq(t->value, STR("CASE")))
        return parse_case(p);
    if (str_eq(t->value, STR("EXISTS")))
        return parse_exists(p);
    if (str_eq(t->value, STR("NOT"))) {
        struct node *n = start(p, NODE_UNARY), *e;
        n->op = WORD_NOT;
        p->at++;
        if (!(e = parse_level(p, LEVEL_NOT)))
            return NULL;
        node_add(n, e, ROLE_OPERAND);
        return finish(p, n);
    }
    if (str_eq(t->value, STR("TRUE")) || str_eq(t->value, STR("FALSE")) || str_eq(t->value, STR("NULL")) ||
        (str_eq(t->value, STR("DEFAULT")) && !call && !next_is_op(p, 1, '.')))
        return parse_literal(p, NODE_KEYWORD, t->value);
    if (str_eq(t->value, STR("INTERVAL")) && parser_peek(p, 1)->kind == TOK_STRING)
        return parse_interval(p);
    if (str_eq(t->value, STR("PRIOR")) && parser_peek(p, 1)->kind == TOK_WORD)
        return parser_unsupported(p, "CONNECT BY"), NULL;
    struct node *literal = parse_typed_literal(p);
    if (literal || p->err->set)
        return literal;
    if (!call && is_bare_function(t->value) && !next_is_op(p, 1, '.')) {
        struct node *n = parse_literal(p, NODE_CALL, t->value);
        n->op = CALL_BARE;
        return n;
    }
    /* LEFT(…), RIGHT(…), INSERT(…), LIKE(…), RLIKE(…) are functions, though reserved as names. */
    if (!call && token_is_reserved(t))
        return parser_unexpected(p), NULL;
    return parse_names(p);
}

static struct node *parse_bare_operand(struct parser *p)
{
    struct token *t = parser_peek(p, 0);
    switch (t->kind) {
    case TOK_WORD:
        return parse_word_operand(p);
    case TOK_QUOTED:
        return parse_names(p);
    case TOK_STRING:
    case TOK_DOLLAR:
        return parse_literal(p, NODE_STRING, t->value);
    case TOK_NUMBER:
        return parse_literal(p, NODE_NUMBER, t->text);
    case TOK_VARIABLE:
        return parse_literal(p, NODE_VARIABLE, t->value);
    case TOK_POSITION:
        return check_position(p, t) ? parse_literal(p, NODE_POSITION, t->value) : NULL;
    case TOK_STAGE:
        return parser_unsupported(p, "stage as an expression"), NULL;
    case TOK_OP:
        if (t->op == '(')
            return parse_parenthesis(p);
        if (t->op == '?' || t->op == ':')
            return parse_bind(p);
        if (t->op == '[')
            return parse_array(p);
        if (t->op == '{')
            return parse_object(p);
        if (t->op == '*')
            return parse_star(p, start(p, NODE_STAR));
        break;
    case TOK_FILE:
    case TOK_BROKEN:
    case TOK_END:
        break;
    }
    return parser_unexpected(p), NULL;
}

/* --- what follows an operand -------------------------------------------------------------------------------------- */

static bool parse_path_step(struct parser *p, struct node *path)
{
    struct token *t = parser_peek(p, 0);
    if (t->kind != TOK_WORD && t->kind != TOK_QUOTED)
        return parser_unexpected(p);
    node_add(path, parse_literal(p, NODE_PART, t->kind == TOK_WORD ? t->text : t->value), ROLE_PART);
    return true;
}

static struct node *wrap(struct parser *p, enum node_kind kind, struct node *operand, enum node_role role)
{
    struct node *n = node_new(p->arena, kind, operand->first);
    node_add(n, operand, role);
    return finish(p, n);
}

static struct node *parse_index(struct parser *p, struct node *e)
{
    p->at++;
    struct node *index = parse_expression(p);
    if (!index || !parser_expect_op(p, ']'))
        return NULL;
    if (e->kind != NODE_PATH)
        e = wrap(p, NODE_SUBSCRIPT, e, ROLE_OPERAND);
    node_add(e, index, ROLE_INDEX);
    return finish(p, e);
}

struct node *parse_operand(struct parser *p)
{
    struct node *e = parse_bare_operand(p);
    for (int length = 0; e && e->kind != NODE_STAR; length++) {
        struct token *t = parser_peek(p, 0), *after = parser_peek(p, 1);
        bool key = after->kind == TOK_WORD || after->kind == TOK_QUOTED;
        if (length > PARSE_MAX_CHAIN)
            return parser_unsupported(p, "an expression of this length"), NULL;
        if (t->kind == TOK_OP && t->op == OP_CAST) {
            p->at++;
            e = wrap(p, NODE_CAST, e, ROLE_OPERAND);
            e->type = ARENA_NEW(p->arena, struct type);
            if (!parse_type(p, e->type))
                return NULL;
            finish(p, e);
        } else if (t->kind == TOK_OP && t->op == '[') {
            e = parse_index(p, e);
        } else if (t->kind == TOK_OP && key &&
                   ((t->op == ':' && e->kind != NODE_STRING) ||
                    (t->op == '.' && (e->kind == NODE_PATH || e->kind == NODE_SUBSCRIPT)))) {
            p->at++;
            if (e->kind != NODE_PATH)
                e = wrap(p, NODE_PATH, e, ROLE_OPERAND);
            if (!parse_path_step(p, e))
                return NULL;
            finish(p, e);
        } else if (t->kind == TOK_WORD && str_eq(t->value, STR("COLLATE"))) {
            return parser_unsupported(p, "COLLATE"), NULL;
        } else {
            break;
        }
    }
    return e;
}
