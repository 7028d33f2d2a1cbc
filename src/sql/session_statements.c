/* Statements about the session itself: USE, transactions, variables; and CALL and EXECUTE TASK. */
#include "sql/parts.h"

/* --- USE ---------------------------------------------------------------------------------------------------------- */

bool parse_use(struct parser *p, struct statement *s)
{
    static const struct {
        const char *word;
        enum object_kind kind;
        int parts;
    } forms[] = {
        {"DATABASE", OBJECT_DATABASE, 1},
        {"SCHEMA", OBJECT_SCHEMA, 2},
        {"ROLE", OBJECT_ROLE, 1},
        {"WAREHOUSE", OBJECT_WAREHOUSE, 1},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (parser_word(p, forms[i].word)) {
            s->use.kind = forms[i].kind;
            return parse_short_name(p, forms[i].parts, &s->use.name);
        }
    if (parser_words(p, "SECONDARY ROLES")) {
        s->use.kind = OBJECT_ROLE;
        s->use.secondary = true;
        if (parser_word(p, "ALL") || parser_word(p, "NONE"))
            return true;
        struct object_name role;
        do {
            if (!parse_short_name(p, 1, &role))
                return false;
        } while (parser_op(p, ','));
        return true;
    }
    s->use.bare = true;
    if (!parse_short_name(p, 2, &s->use.name))
        return false;
    s->use.kind = s->use.name.n == 2 ? OBJECT_SCHEMA : OBJECT_DATABASE;
    return true;
}

/* --- transactions ------------------------------------------------------------------------------------------------- */

bool parse_begin(struct parser *p, struct statement *s)
{
    (void)s;
    struct str name; /* only a label in the list of transactions */
    if (!parser_word(p, "WORK"))
        (void)parser_word(p, "TRANSACTION");
    return !parser_word(p, "NAME") || parse_identifier(p, &name);
}

bool parse_transaction_end(struct parser *p, struct statement *s)
{
    (void)s;
    (void)parser_word(p, "WORK");
    return true;
}

/* --- variables ---------------------------------------------------------------------------------------------------- */

static bool parse_variable_name(struct parser *p, struct str *ret)
{
    const struct token *t = parser_peek(p, 0);
    if (t->kind != TOK_WORD && t->kind != TOK_QUOTED)
        return parser_unexpected(p);
    *ret = str_upper(p->arena, t->value);
    p->at++;
    return true;
}

/* a, or (a, b, …) */
static bool parse_variable_names(struct parser *p, struct statement *s, bool *ret_list)
{
    VEC(struct str) names = {0};
    *ret_list = parser_op(p, '(');
    do {
        struct str name;
        if (!parse_variable_name(p, &name))
            return false;
        vec_push(p->arena, &names, name);
    } while (*ret_list && parser_op(p, ','));
    s->set.names = names.at;
    s->set.n = names.n;
    return !*ret_list || parser_expect_op(p, ')');
}

bool parse_set_variable(struct parser *p, struct statement *s)
{
    bool list;
    if (!parse_variable_names(p, s, &list) || !parser_expect_op(p, '='))
        return false;
    s->set.values = ARENA_ARRAY(p->arena, struct node *, s->set.n);
    bool query = parser_is_op(p, 0, '(') && (parser_is(p, 1, "SELECT") || parser_is(p, 1, "WITH"));
    if (!list || query)
        return (s->set.values[0] = parse_expression(p)) != NULL;
    if (!parser_expect_op(p, '('))
        return false;
    for (size_t i = 0; i < s->set.n; i++) {
        if (i > 0 && !parser_expect_op(p, ','))
            return false;
        if (!(s->set.values[i] = parse_expression(p)))
            return false;
    }
    return parser_expect_op(p, ')');
}

bool parse_unset_variable(struct parser *p, struct statement *s)
{
    bool list;
    return parse_variable_names(p, s, &list);
}

/* --- CALL, EXECUTE TASK ------------------------------------------------------------------------------------------ */

static struct node *parse_call_argument(struct parser *p)
{
    const struct token *t = parser_peek(p, 0);
    bool named = (t->kind == TOK_WORD || t->kind == TOK_QUOTED) && parser_is_op(p, 1, OP_ARROW);
    if (!named)
        return parse_expression(p);
    struct node *argument = node_new(p->arena, NODE_ARGUMENT, p->at), *value;
    argument->text = t->value;
    p->at += 2;
    if (!(value = parse_expression(p)))
        return NULL;
    node_add(argument, value, ROLE_OPERAND);
    argument->last = p->at;
    return argument;
}

bool parse_procedure_call(struct parser *p, struct statement *s)
{
    VEC(struct node *) arguments = {0};
    if (!parse_name(p, &s->call.procedure) || !parser_expect_op(p, '('))
        return false;
    if (!parser_is_op(p, 0, ')')) {
        do {
            struct node *argument = parse_call_argument(p);
            if (!argument)
                return false;
            vec_push(p->arena, &arguments, argument);
        } while (parser_op(p, ','));
    }
    s->call.arguments = arguments.at;
    s->call.n_arguments = arguments.n;
    return parser_expect_op(p, ')');
}

bool parse_execute_task(struct parser *p, struct statement *s)
{
    if (!parser_expect_word(p, "TASK") || !parse_name(p, &s->execute_task))
        return false;
    if (parser_is(p, 0, "RETRY"))
        return parser_unsupported(p, "EXECUTE TASK … RETRY");
    if (parser_is(p, 0, "USING") && parser_is(p, 1, "CONFIG"))
        return parser_unsupported(p, "EXECUTE TASK … USING CONFIG");
    return true;
}
