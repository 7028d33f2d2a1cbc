/* COPY INTO <table>, by itself or in a pipe (Snowflake's page "COPY INTO <table>"). The clauses come in any order;
 * FILES and PATTERN are taken out of the options. COPY INTO <location> is sql/unload.c's. */
#include "sql/parts.h"

enum { FILES_LIMIT = 1000 };

static bool parse_location(struct parser *p, struct statement_copy *c)
{
    const struct token *t = parser_peek(p, 0);
    c->stage_line = t->line;
    c->stage_col = t->col;
    if (parser_op(p, '(')) {
        c->tokens = p->tokens;
        c->query = parse_query(p);
        return c->query && parser_expect_op(p, ')');
    }
    if (t->kind != TOK_STAGE && t->kind != TOK_STRING)
        return parser_unexpected(p);
    if (t->kind == TOK_STRING && !t->value.n)
        return err_at(p->err, t->line, t->col, 1011, "42601",
                      "SQL compilation error:\ninvalid URL prefix found in: ''");
    c->stage = t->kind == TOK_STAGE ? t->text : t->value;
    p->at++;
    return true;
}

static bool wrong_value(struct parser *p, const struct setting *s)
{
    return err_at(p->err, s->line, s->col, 1003, "42000",
                  "SQL compilation error:\ninvalid value [%.*s] for parameter '%.*s'", STR_FMT(s->text),
                  STR_FMT(s->key));
}

static bool take_files(struct parser *p, struct statement_copy *c, const struct setting *s)
{
    if (s->kind != SETTING_LIST || !s->items->n)
        return wrong_value(p, s);
    if (s->items->n > FILES_LIMIT)
        return err_at(p->err, s->line, s->col, 1003, "42000",
                      "SQL compilation error:\nFILES names %zu files, which is more than the %d that are allowed",
                      s->items->n, FILES_LIMIT);
    c->n_files = s->items->n;
    c->files = ARENA_ARRAY(p->arena, struct str, c->n_files);
    for (size_t i = 0; i < c->n_files; i++) {
        if (s->items->at[i].kind != SETTING_STRING)
            return wrong_value(p, s);
        c->files[i] = s->items->at[i].text;
    }
    return true;
}

/* Moves FILES and PATTERN from the options to their own fields. */
static bool take_own_options(struct parser *p, struct statement_copy *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->settings.n; i++) {
        const struct setting s = c->settings.at[i];
        if (str_eq(s.key, STR("FILES"))) {
            if (!take_files(p, c, &s))
                return false;
        } else if (str_eq(s.key, STR("PATTERN"))) {
            if (s.kind != SETTING_STRING)
                return wrong_value(p, &s);
            c->pattern = s.text;
        } else {
            c->settings.at[n++] = s;
        }
    }
    c->settings.n = n;
    return true;
}

static bool parse_columns(struct parser *p, struct statement_copy *c)
{
    VEC(struct str) columns = {0};
    do {
        struct str column;
        if (!parse_identifier(p, &column))
            return false;
        vec_push(p->arena, &columns, column);
    } while (parser_op(p, ','));
    c->columns = columns.at;
    c->n_columns = columns.n;
    return parser_expect_op(p, ')');
}

bool parse_copy_statement(struct parser *p, struct statement_copy *c)
{
    if (!parse_name(p, &c->table) || (parser_op(p, '(') && !parse_columns(p, c)))
        return false;
    bool from = false;
    p->of_copy = &c->settings;
    for (;;) {
        uint32_t before = p->at;
        if (!from && (from = parser_word(p, "FROM")) &&
            (!parse_location(p, c) || (parser_op(p, ',') && p->at >= p->end && !parser_unexpected(p))))
            return false;
        if (!parse_settings(p, &c->settings))
            return false;
        if (p->at == before)
            return take_own_options(p, c);
    }
}

bool parse_copy(struct parser *p, struct statement *s)
{
    if (!parser_expect_word(p, "INTO"))
        return false;
    const struct token *t = parser_peek(p, 0);
    if (t->kind != TOK_STAGE && t->kind != TOK_STRING)
        return parse_copy_statement(p, &s->copy);
    s->kind = STATEMENT_UNLOAD;
    return parse_unload(p, &s->unload);
}
