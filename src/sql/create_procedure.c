/* CREATE PROCEDURE (Snowflake's page "CREATE PROCEDURE"): arguments, RETURNS, then clauses in any order, then the body
 * as a string. Only LANGUAGE JAVASCRIPT is accepted; others are refused by name, SQL also when no language is given. */
#include "sql/parts.h"

static bool parse_argument(struct parser *p, struct create_argument *ret)
{
    *ret = (struct create_argument){0};
    bool moded = parser_peek(p, 1)->kind == TOK_WORD && parser_peek(p, 2)->kind == TOK_WORD;
    if (moded && (parser_is(p, 0, "OUT") || parser_is(p, 0, "INOUT")))
        return parser_unsupported(p, "OUT argument");
    (void)parser_word(p, "IN");
    if (!parse_identifier(p, &ret->name) || !parse_type(p, &ret->type))
        return false;
    return !parser_word(p, "DEFAULT") || (ret->default_value = parse_expression(p));
}

static bool parse_arguments(struct parser *p, struct statement_create *c)
{
    VEC(struct create_argument) arguments = {0};
    if (!parser_expect_op(p, '('))
        return false;
    if (parser_op(p, ')'))
        return true;
    do {
        struct create_argument argument;
        if (!parse_argument(p, &argument))
            return false;
        vec_push(p->arena, &arguments, argument);
    } while (parser_op(p, ','));
    c->arguments = arguments.at;
    c->n_arguments = arguments.n;
    return parser_expect_op(p, ')');
}

static bool parse_returns(struct parser *p, struct statement_create *c)
{
    if (!parser_expect_word(p, "RETURNS"))
        return false;
    if (parser_is(p, 0, "TABLE"))
        return parser_unsupported(p, "RETURNS TABLE");
    if (!parse_type(p, &c->returns))
        return false;
    c->returns_not_null = parser_words(p, "NOT NULL");
    if (!c->returns_not_null)
        (void)parser_word(p, "NULL");
    return true;
}

static bool parse_language(struct parser *p, struct statement_create *c)
{
    const struct token *t = parser_peek(p, 0);
    if (t->kind != TOK_WORD || c->language.n)
        return parser_unexpected(p);
    if (!str_eq(t->value, STR("JAVASCRIPT")))
        return err_unsupported(p->err, t->line, t->col, "LANGUAGE %.*s", STR_FMT(t->value));
    c->language = t->value;
    p->at++;
    return true;
}

static bool parse_execute_as(struct parser *p, struct statement_create *c)
{
    if (parser_is(p, 0, "RESTRICTED"))
        return parser_unsupported(p, "EXECUTE AS RESTRICTED CALLER");
    c->execute_as_caller = parser_word(p, "CALLER");
    return c->execute_as_caller || parser_expect_word(p, "OWNER");
}

static bool take_strict(struct parser *p, struct statement_create *c)
{
    (void)p;
    return c->strict = true;
}

static bool take_copy_grants(struct parser *p, struct statement_create *c)
{
    (void)p;
    c->flags |= CREATE_COPY_GRANTS;
    return true;
}

/* Clauses behind RETURNS. Volatility is recorded by Snowflake, without effect on procedures. */
static const struct {
    const char *words;
    bool (*parse)(struct parser *p, struct statement_create *c); /* NULL: what it says is the default, or is nothing */
} clauses[] = {
    {"LANGUAGE", parse_language},
    {"EXECUTE AS", parse_execute_as},
    {"STRICT", take_strict},
    {"RETURNS NULL ON NULL INPUT", take_strict},
    {"CALLED ON NULL INPUT", NULL},
    {"VOLATILE", NULL},
    {"IMMUTABLE", NULL},
    {"COPY GRANTS", take_copy_grants},
};

/* Takes one clause or some options; *ret_any tells whether there was one. */
static bool parse_clause(struct parser *p, struct statement_create *c, bool *ret_any)
{
    uint32_t before = p->at;
    for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++)
        if (parser_words(p, clauses[i].words))
            return *ret_any = true, !clauses[i].parse || clauses[i].parse(p, c);
    if (!parse_settings(p, &c->settings))
        return false;
    *ret_any = p->at > before;
    return true;
}

bool parse_create_procedure(struct parser *p, struct statement_create *c)
{
    if (!parse_arguments(p, c))
        return false;
    if (parser_words(p, "COPY GRANTS"))
        c->flags |= CREATE_COPY_GRANTS;
    if (!parse_returns(p, c))
        return false;
    for (bool any = true; any;)
        if (!parse_clause(p, c, &any))
            return false;
    const struct token *t = parser_peek(p, 1);
    if (parser_is(p, 0, "AS") && !c->language.n)
        return parser_unsupported(p, "LANGUAGE SQL");
    if (!parser_expect_word(p, "AS"))
        return false;
    if (t->kind != TOK_DOLLAR && t->kind != TOK_STRING)
        return parser_unexpected(p);
    c->body = t->value;
    c->procedure_body_line = t->line;
    p->at++;
    return true;
}
