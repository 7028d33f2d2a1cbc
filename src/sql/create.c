/* CREATE: modifiers, the kind of object, its name, then what the kind's row of the table parses. Most objects are a
 * name with options; tables and views are in create_table.c, procedures in create_procedure.c. */
#include "sql/parts.h"

/* --- parts that kinds share --------------------------------------------------------------------------------------- */

bool parse_properties(struct parser *p, struct statement_create *c)
{
    for (;;) {
        uint32_t before = p->at;
        if (parser_is(p, 0, "WITH") && parser_is_op(p, 2, '='))
            p->at++;
        if (!parse_settings(p, &c->settings))
            return false;
        if (parser_is(p, 0, "TAG") || (parser_is(p, 0, "WITH") && parser_is(p, 1, "TAG")))
            return parser_unsupported(p, "TAG");
        if (p->at == before)
            return true;
    }
}

bool parse_clone(struct parser *p, struct statement_create *c)
{
    if (!parser_word(p, "CLONE"))
        return true;
    if (!parse_name(p, &c->clone))
        return false;
    if (!parser_is(p, 0, "AT") && !parser_is(p, 0, "BEFORE"))
        return true;
    return (c->at = parse_at(p)) != NULL;
}

static bool add_word(struct parser *p, struct settings *s, const char *key, const struct token *value)
{
    struct setting item = {str_from(key), SETTING_WORD, value->text, false, NULL, value->line, value->col};
    return settings_add(p, s, item);
}

/* --- objects that are a name with options ------------------------------------------------------------------------- */

static bool parse_plain(struct parser *p, struct statement_create *c)
{
    return parse_clone(p, c) && parse_properties(p, c);
}

/* DATABASE and SCHEMA */
static bool parse_container(struct parser *p, struct statement_create *c)
{
    static const char *const refused[] = {"FROM SHARE", "FROM LISTING", "AS REPLICA OF", "WITH MANAGED ACCESS"};
    if (!parse_plain(p, c))
        return false;
    uint32_t at = p->at;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (parser_words(p, refused[i])) {
            p->at = at;
            return parser_unsupported(p, refused[i]);
        }
    return true;
}

/* The type may stand without `TYPE =` at the beginning. */
static bool parse_file_format(struct parser *p, struct statement_create *c)
{
    static const char *const types[] = {"CSV", "JSON", "PARQUET", "AVRO", "ORC", "XML"};
    const struct token *t = parser_peek(p, 0);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (!parser_is_op(p, 1, '=') && parser_word(p, types[i])) {
            if (!add_word(p, &c->settings, "TYPE", t))
                return false;
            if (parser_op(p, ',') && p->at >= p->end)
                return parser_unexpected(p);
            break;
        }
    return parse_plain(p, c);
}

static bool parse_sequence_number(struct parser *p, struct statement_create *c, const char *key, const char *filler)
{
    const struct token *t = parser_peek(p, 0);
    int64_t value;
    (void)parser_word(p, filler);
    (void)parser_op(p, '=');
    if (!parse_integer(p, &value))
        return false;
    struct setting item = {.key = str_from(key), .kind = SETTING_NUMBER, .line = t->line, .col = t->col};
    item.text = str_printf(p->arena, "%lld", (long long)value);
    return settings_add(p, &c->settings, item);
}

/* START [WITH] [=] n, INCREMENT [BY] [=] n and ORDER become the settings START, INCREMENT and ORDER (TRUE, or FALSE for
 * NOORDER). */
static bool parse_sequence(struct parser *p, struct statement_create *c)
{
    if (!parse_clone(p, c))
        return false;
    if (parser_is(p, 0, "WITH") && parser_is(p, 1, "START"))
        p->at++;
    for (;;) {
        uint32_t before = p->at;
        const struct token *t = parser_peek(p, 0);
        struct token order = {.line = t->line, .col = t->col};
        if (parser_word(p, "START") && !parse_sequence_number(p, c, "START", "WITH"))
            return false;
        if (parser_word(p, "INCREMENT") && !parse_sequence_number(p, c, "INCREMENT", "BY"))
            return false;
        if (parser_word(p, "ORDER"))
            order.text = STR("TRUE");
        else if (parser_word(p, "NOORDER"))
            order.text = STR("FALSE");
        if (order.text.n && !add_word(p, &c->settings, "ORDER", &order))
            return false;
        if (p->at > before && parser_op(p, ',') && p->at == p->end)
            return parser_unexpected(p);
        if (!parse_properties(p, c))
            return false;
        if (p->at == before)
            return true;
    }
}

/* --- PIPE, STREAM, TASK ------------------------------------------------------------------------------------------- */

static bool parse_pipe(struct parser *p, struct statement_create *c)
{
    if (!parse_properties(p, c) || !parser_expect_word(p, "AS"))
        return false;
    bool parenthesised = parser_op(p, '(');
    uint32_t first = p->at;
    c->copy = ARENA_NEW(p->arena, struct statement_copy);
    if (!parser_expect_word(p, "COPY") || !parser_expect_word(p, "INTO") || !parse_copy_statement(p, c->copy))
        return false;
    c->copy_text = tokens_text(p->tokens, first, p->at);
    return !parenthesised || parser_expect_op(p, ')');
}

static bool parse_stream(struct parser *p, struct statement_create *c)
{
    if (!parse_clone(p, c) || !parse_properties(p, c))
        return false;
    if (parser_words(p, "COPY GRANTS"))
        c->flags |= CREATE_COPY_GRANTS;
    if (c->clone.line)
        return true;
    if (!parser_expect_word(p, "ON"))
        return false;
    const struct token *t = parser_peek(p, 0);
    struct str words;
    if (!parse_object_kind(p, false, &c->source_kind, &words))
        return parser_unexpected(p);
    if (c->source_kind != OBJECT_TABLE && c->source_kind != OBJECT_VIEW)
        return err_unsupported(p->err, t->line, t->col, "CREATE STREAM … ON %.*s", STR_FMT(words));
    if (!parse_name(p, &c->source))
        return false;
    if ((parser_is(p, 0, "AT") || parser_is(p, 0, "BEFORE")) && !(c->at = parse_at(p)))
        return false;
    return parse_settings(p, &c->settings);
}

bool parse_body(struct parser *p, struct str *ret_text, int *ret_line, int *ret_col)
{
    const struct token *t = parser_peek(p, 0);
    struct parser body = *p;
    struct statement *s = ARENA_NEW(p->arena, struct statement);
    if (p->at >= p->end)
        return parser_unexpected(p);
    body.first = p->at;
    uint32_t end;
    if (begins_block(p->tokens, p->at) && !block_end(p->arena, p->tokens, p->at, &end)) {
        p->at = p->end;
        return parser_unexpected(p);
    }
    if (!parse_statement(&body, s) || (body.at != body.end && !parser_unexpected(&body))) {
        p->missing_semicolon = body.missing_semicolon;
        return false;
    }
    *ret_text = tokens_text(p->tokens, p->at, p->end);
    *ret_line = t->line;
    *ret_col = t->col;
    p->at = p->end;
    return true;
}

static bool parse_when(struct parser *p, struct statement_create *c)
{
    uint32_t first = p->at;
    if (!(c->when = parse_expression(p)))
        return false;
    c->when_text = tokens_text(p->tokens, first, p->at);
    return true;
}

bool check_no_finalizer(struct parser *p, const struct settings *s)
{
    const struct setting *finalize = settings_find(s, "FINALIZE");
    return !finalize || err_unsupported(p->err, finalize->line, finalize->col, "FINALIZE");
}

bool parse_create_task(struct parser *p, struct statement_create *c)
{
    if (!parse_clone(p, c))
        return false;
    if (c->clone.line)
        return true;
    while (!parser_word(p, "AS")) {
        uint32_t before = p->at;
        if (parser_is(p, 0, "AFTER"))
            return parser_unsupported(p, "AFTER");
        if (parser_is(p, 0, "EXECUTE") && parser_is(p, 1, "AS"))
            return parser_unsupported(p, "EXECUTE AS USER");
        if (!parse_properties(p, c) || !check_no_finalizer(p, &c->settings))
            return false;
        if (!c->when && parser_word(p, "WHEN") && !parse_when(p, c))
            return false;
        if (p->at == before)
            return parser_unexpected(p);
    }
    return parse_body(p, &c->body_text, &c->body_line, &c->body_col);
}

/* --- the statement ------------------------------------------------------------------------------------------------ */

static const struct {
    const char *word;
    unsigned flag;
} modifiers[] = {
    {"LOCAL TEMP", CREATE_TEMPORARY},  {"LOCAL TEMPORARY", CREATE_TEMPORARY},
    {"GLOBAL TEMP", CREATE_TEMPORARY}, {"GLOBAL TEMPORARY", CREATE_TEMPORARY},
    {"TEMP", CREATE_TEMPORARY},        {"TEMPORARY", CREATE_TEMPORARY},
    {"VOLATILE", CREATE_TEMPORARY},    {"TRANSIENT", CREATE_TRANSIENT},
    {"SECURE", CREATE_SECURE},         {"RECURSIVE", CREATE_RECURSIVE},
};

static const struct {
    unsigned modifiers; /* which are allowed */
    int parts;          /* of the name */
    bool (*parse)(struct parser *p, struct statement_create *c);
} kinds[OBJECT_KINDS] = {
    [OBJECT_DATABASE] = {CREATE_TRANSIENT, 1, parse_container},
    [OBJECT_SCHEMA] = {CREATE_TRANSIENT, 2, parse_container},
    [OBJECT_TABLE] = {CREATE_TEMPORARY | CREATE_TRANSIENT, 3, parse_create_table},
    [OBJECT_VIEW] = {CREATE_TEMPORARY | CREATE_SECURE | CREATE_RECURSIVE, 3, parse_create_view},
    [OBJECT_SEQUENCE] = {0, 3, parse_sequence},
    [OBJECT_STAGE] = {CREATE_TEMPORARY, 3, parse_plain},
    [OBJECT_FILE_FORMAT] = {CREATE_TEMPORARY, 3, parse_file_format},
    [OBJECT_PIPE] = {0, 3, parse_pipe},
    [OBJECT_STREAM] = {0, 3, parse_stream},
    [OBJECT_TASK] = {0, 3, parse_create_task},
    [OBJECT_PROCEDURE] = {CREATE_TEMPORARY | CREATE_SECURE, 3, parse_create_procedure},
    [OBJECT_WAREHOUSE] = {0, 1, parse_plain},
    [OBJECT_ROLE] = {0, 1, parse_plain},
    [OBJECT_INTEGRATION] = {0, 1, parse_plain},
};

static void parse_modifiers(struct parser *p, unsigned *flags)
{
    for (size_t i = 0; i < sizeof modifiers / sizeof *modifiers; i++)
        if (parser_words(p, modifiers[i].word)) {
            *flags |= modifiers[i].flag;
            i = (size_t)-1; /* from the top */
        }
}

bool parse_create(struct parser *p, struct statement *s)
{
    struct statement_create *c = &s->create;
    struct str words;
    if (parser_words(p, "OR REPLACE"))
        c->flags |= CREATE_OR_REPLACE;
    else if (parser_is(p, 0, "OR") && parser_is(p, 1, "ALTER"))
        return refuse_object(p, "CREATE OR ALTER", STR_NULL);
    parse_modifiers(p, &c->flags);
    uint32_t at = p->at;
    if (!parse_object_kind(p, false, &c->kind, &words))
        return parser_unexpected(p);
    if (c->kind == OBJECT_KINDS)
        return refuse_object(p, "CREATE", words);
    if (c->flags & ~(CREATE_OR_REPLACE | kinds[c->kind].modifiers))
        return p->at = at, parser_unexpected(p);
    s->sort = integration_sort(words);
    if (c->kind == OBJECT_INTEGRATION && !s->sort.n)
        return p->at = at, parser_unexpected(p);
    at = p->at;
    if (parser_words(p, "IF NOT EXISTS"))
        c->flags |= CREATE_IF_NOT_EXISTS;
    if (c->flags & CREATE_IF_NOT_EXISTS && c->flags & CREATE_OR_REPLACE)
        return err_at(p->err, p->tokens->at[at].line, p->tokens->at[at].col, 2, "0A000",
                      "SQL compilation error:\noptions IF NOT EXISTS and OR REPLACE are incompatible");
    return parse_short_name(p, kinds[c->kind].parts, &c->name) && kinds[c->kind].parse(p, c);
}
