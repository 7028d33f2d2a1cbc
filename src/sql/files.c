/* LIST, REMOVE, PUT and GET (Snowflake's pages of these names). */
#include "sql/parts.h"

static bool parse_stage(struct parser *p, struct statement *s)
{
    const struct token *t = parser_peek(p, 0);
    if (t->kind != TOK_STAGE && (t->kind != TOK_STRING || !str_starts(t->value, STR("@"))))
        return parser_unexpected(p);
    s->files.stage = t->kind == TOK_STAGE ? t->text : t->value;
    p->at++;
    return true;
}

bool parse_list(struct parser *p, struct statement *s)
{
    if (!parse_stage(p, s) || !parser_word(p, "PATTERN"))
        return !p->err->set;
    return parser_expect_op(p, '=') && parse_string(p, &s->files.pattern);
}

static bool parse_file(struct parser *p, struct statement *s)
{
    const struct token *t = parser_peek(p, 0);
    struct str file = t->kind == TOK_STRING ? t->value : t->text;
    if ((t->kind != TOK_STRING && t->kind != TOK_FILE) || !str_istarts(file, STR("file://")))
        return parser_unexpected(p);
    s->files.file = file;
    s->files.file_line = t->line;
    s->files.file_col = t->col;
    p->at++;
    return true;
}

/* PATTERN is taken out of the options. */
static bool parse_options(struct parser *p, struct statement *s, bool has_pattern)
{
    struct settings *all = &s->files.settings;
    if (!parse_settings(p, all))
        return false;
    for (size_t i = 0; i < all->n && has_pattern; i++) {
        const struct setting item = all->at[i];
        if (!str_eq(item.key, STR("PATTERN")))
            continue;
        if (item.kind != SETTING_STRING)
            return err_at(p->err, item.line, item.col, 1003, "42000",
                          "SQL compilation error:\ninvalid value [%.*s] for parameter 'PATTERN'", STR_FMT(item.text));
        s->files.pattern = item.text;
        all->at[i--] = all->at[--all->n];
        has_pattern = false;
    }
    return true;
}

bool parse_put(struct parser *p, struct statement *s)
{
    return parse_file(p, s) && parse_stage(p, s) && parse_options(p, s, false);
}

bool parse_get(struct parser *p, struct statement *s)
{
    return parse_stage(p, s) && parse_file(p, s) && parse_options(p, s, true);
}
