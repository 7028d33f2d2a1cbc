/* SHOW and DESCRIBE (Snowflake's pages "SHOW <objects>" and "DESCRIBE <object>"). */
#include "sql/parts.h"

/* What SHOW lists beside the kinds of objects. */
static const char *const lists[] = {"VARIABLES", "PARAMETERS", "COLUMNS", "OBJECTS", "TRANSACTIONS"};
static const char *const refused_lists[] = {
    "BUILTIN FUNCTIONS", "EXPORTED KEYS",   "GLOBAL ACCOUNTS",      "IMPORTED KEYS",         "LOCKS",
    "PRIMARY KEYS",      "REGIONS",         "REPLICATION ACCOUNTS", "REPLICATION DATABASES", "UNIQUE KEYS",
    "USER FUNCTIONS",    "USER PROCEDURES",
};

/* ON ACCOUNT | ON kind name | TO kind name | OF kind name | nothing */
static bool parse_grants(struct parser *p, struct statement *s)
{
    static const char *const directions[] = {[GRANTS_ON] = "ON", [GRANTS_TO] = "TO", [GRANTS_OF] = "OF"};
    s->show.what = STR("GRANTS");
    s->show.kind = OBJECT_KINDS;
    for (int i = GRANTS_ON; i <= GRANTS_OF && s->show.direction == GRANTS_MINE; i++)
        if (parser_word(p, directions[i]))
            s->show.direction = i;
    if (s->show.direction == GRANTS_ON && parser_word(p, "ACCOUNT")) {
        s->show.grants_kind = STR("ACCOUNT");
    } else if (s->show.direction != GRANTS_MINE) {
        if (!parse_object_kind(p, false, &s->show.kind, &s->show.grants_kind))
            return parser_unexpected(p);
        if (!parse_name(p, &s->show.in))
            return false;
        if (s->show.kind == OBJECT_PROCEDURE && !parse_type_list(p, &s->show.argument_types, &s->show.n_argument_types))
            return false;
    }
    return true;
}

/* IN {ACCOUNT | SESSION | DATABASE [d] | SCHEMA [s] | kind name | name}; stands behind IN. */
static bool parse_scope(struct parser *p, struct statement *s)
{
    static const struct {
        const char *word;
        int scope;
    } containers[] = {{"DATABASE", SHOW_IN_DATABASE}, {"SCHEMA", SHOW_IN_SCHEMA}};
    if (parser_word(p, "ACCOUNT")) {
        s->show.scope = SHOW_IN_ACCOUNT;
        return true;
    }
    bool parameters = str_eq(s->show.what, STR("PARAMETERS")), columns = str_eq(s->show.what, STR("COLUMNS"));
    bool objects = !s->show.what.n || str_eq(s->show.what, STR("OBJECTS"));
    if (parameters && parser_word(p, "SESSION"))
        return true;
    for (size_t i = 0; i < sizeof containers / sizeof *containers; i++)
        if (parser_word(p, containers[i].word)) {
            const struct token *t = parser_peek(p, 0);
            bool named = t->kind == TOK_QUOTED || (t->kind == TOK_WORD && !token_is_reserved(t) &&
                                                   !parser_is(p, 0, "STARTS") && !parser_is(p, 0, "LIMIT"));
            s->show.scope = containers[i].scope == SHOW_IN_DATABASE ? SHOW_IN_DATABASE : SHOW_IN_SCHEMA;
            return !named || parse_short_name(p, s->show.scope == SHOW_IN_DATABASE ? 1 : 2, &s->show.in);
        }
    if (objects) {
        s->show.scope = s->show.kind == OBJECT_SCHEMA ? SHOW_IN_DATABASE : SHOW_IN_SCHEMA;
        return parse_short_name(p, s->show.scope == SHOW_IN_DATABASE ? 1 : 2, &s->show.in);
    }
    struct str words;
    s->show.scope = SHOW_IN_OBJECT;
    if (!parse_object_kind(p, false, &s->show.kind, &words)) {
        if (!columns)
            return parser_unexpected(p);
        s->show.kind = OBJECT_TABLE; /* the word may be left out */
    }
    return parse_name(p, &s->show.in);
}

/* IN {SCHEMA | DATABASE} name | TO ROLE name */
static bool parse_future_grants(struct parser *p, struct statement *s)
{
    s->show.what = STR("FUTURE GRANTS");
    s->show.direction = parser_word(p, "IN") ? GRANTS_IN : GRANTS_TO;
    if (s->show.direction == GRANTS_TO && !parser_word(p, "TO"))
        return parser_unexpected(p);
    uint32_t first = p->at;
    bool known = parse_object_kind(p, false, &s->show.kind, &s->show.grants_kind);
    if (known && s->show.direction == GRANTS_TO && str_eq(s->show.grants_kind, STR("DATABASE ROLE")))
        return refuse_object(p, "SHOW FUTURE GRANTS TO", s->show.grants_kind);
    bool container = s->show.kind == OBJECT_SCHEMA || s->show.kind == OBJECT_DATABASE;
    if (!known || (s->show.direction == GRANTS_TO ? s->show.kind != OBJECT_ROLE : !container)) {
        p->at = first;
        return parser_unexpected(p);
    }
    return parse_name(p, &s->show.in);
}

static bool parse_limit(struct parser *p, struct statement *s)
{
    return !parser_word(p, "LIMIT") || parse_integer(p, &s->show.limit);
}

/* [LIKE 'p'] [IN …] [STARTS WITH 'x'] [LIMIT n [FROM 'x']] */
static bool parse_filters(struct parser *p, struct statement *s)
{
    if (parser_word(p, "LIKE") && !parse_string(p, &s->show.like))
        return false;
    if (parser_word(p, "IN")) {
        if (!parse_scope(p, s))
            return false;
    } else if (str_eq(s->show.what, STR("PARAMETERS")) && parser_word(p, "FOR")) {
        if (!parse_scope(p, s))
            return false;
    }
    if (parser_words(p, "STARTS WITH") && !parse_string(p, &s->show.starts_with))
        return false;
    if (s->show.kind == OBJECT_TASK)
        (void)parser_words(p, "ROOT ONLY"); /* there are no others: tasks without AFTER */
    bool limit = parser_is(p, 0, "LIMIT");
    return parse_limit(p, s) && (!limit || !parser_word(p, "FROM") || parse_string(p, &s->show.limit_from));
}

bool parse_show(struct parser *p, struct statement *s)
{
    struct str words;
    s->show.limit = -1;
    s->show.terse = parser_word(p, "TERSE");
    if (parser_word(p, "GRANTS"))
        return parse_grants(p, s) && parse_limit(p, s);
    if (parser_words(p, "FUTURE GRANTS"))
        return parse_future_grants(p, s) && parse_limit(p, s);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (parser_word(p, lists[i])) {
            s->show.what = str_from(lists[i]);
            s->show.kind = OBJECT_KINDS;
            return parse_filters(p, s);
        }
    for (size_t i = 0; i < sizeof refused_lists / sizeof *refused_lists; i++)
        if (parser_words(p, refused_lists[i]))
            return refuse_object(p, "SHOW", str_from(refused_lists[i]));
    uint32_t first = p->at;
    if (!parse_object_kind(p, true, &s->show.kind, &words))
        return parser_unexpected(p);
    if (s->show.kind == OBJECT_KINDS)
        return refuse_object(p, "SHOW", str_upper(p->arena, tokens_text(p->tokens, first, p->at)));
    s->sort = integration_sort(words);
    s->show.history = parser_word(p, "HISTORY");
    return parse_filters(p, s);
}

bool parse_describe(struct parser *p, struct statement *s)
{
    struct str words;
    if (parser_is(p, 0, "RESULT"))
        return refuse_object(p, "DESCRIBE", STR("RESULT"));
    if (!parse_object_kind(p, false, &s->describe.kind, &words))
        return parser_unexpected(p);
    if (s->describe.kind == OBJECT_KINDS)
        return refuse_object(p, "DESCRIBE", words);
    s->sort = integration_sort(words);
    if (!parse_name(p, &s->describe.name))
        return false;
    if (s->describe.kind == OBJECT_PROCEDURE)
        return parse_type_list(p, &s->describe.argument_types, &s->describe.n_argument_types);
    if (parser_is(p, 0, "TYPE") && parser_is_op(p, 1, '='))
        return parser_unsupported(p, "DESCRIBE … TYPE");
    return true;
}
