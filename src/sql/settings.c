/* Options of the form KEY = value, the same for every statement: strings in single or double quotes, words, numbers,
 * lists `('a', 'b')` and groups `(TYPE = CSV, SKIP_HEADER = 1)`; with blanks, commas or both between them. Nothing is
 * checked here but that no key comes twice: the owners of the objects know which keys there are. */
#include "sql/parts.h"

const struct setting *settings_find(const struct settings *s, const char *key)
{
    struct str wanted = str_from(key);
    for (size_t i = s->n; i > 0; i--)
        if (str_eq(s->at[i - 1].key, wanted))
            return &s->at[i - 1];
    return NULL;
}

static bool twice(struct parser *p, const struct settings *s, const struct setting *item)
{
    if (s == p->of_copy)
        return err_at(p->err, item->line, item->col, 1424, "22023",
                      "SQL compilation error: conflicting values for copy option '%.*s'", STR_FMT(item->key));
    return err_at(p->err, item->line, item->col, 1003, "42000", "SQL compilation error:\nduplicate property '%.*s';",
                  STR_FMT(item->key));
}

bool settings_add(struct parser *p, struct settings *s, struct setting item)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->at[i].key, item.key))
            return twice(p, s, &item);
    if ((s->n & (s->n - 1)) == 0) { /* full: it grows when n is a power of two */
        struct setting *to = ARENA_ARRAY(p->arena, struct setting, s->n ? 2 * s->n : 1);
        if (s->n)
            memcpy(to, s->at, s->n * sizeof *to);
        s->at = to;
    }
    s->at[s->n++] = item;
    return true;
}

/* a, a.b.c, "a"."b", SKIP_FILE_10% */
static bool parse_word_value(struct parser *p, struct setting *ret)
{
    static const char *const allowed[] = {"TRUE", "FALSE", "NULL", "ALL"};
    const struct token *t = parser_peek(p, 0);
    bool reserved = token_is_reserved(t);
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed && reserved; i++)
        reserved = !str_eq(t->value, str_from(allowed[i]));
    if (reserved)
        return parser_unexpected(p);
    ret->kind = SETTING_WORD;
    for (;;) {
        t = parser_peek(p, 0);
        if (t->kind != TOK_WORD && t->kind != TOK_QUOTED)
            return parser_unexpected(p);
        struct str part = t->kind == TOK_QUOTED ? t->value : t->text;
        ret->text = ret->text.n ? str_printf(p->arena, "%.*s.%.*s", STR_FMT(ret->text), STR_FMT(part)) : part;
        p->at++;
        if (!parser_op(p, '.'))
            break;
    }
    const struct token *percent = parser_peek(p, 0);
    if (percent->kind == TOK_OP && percent->op == '%' && percent->offset == t->offset + t->text.n) {
        ret->text = str_printf(p->arena, "%.*s%%", STR_FMT(ret->text));
        p->at++;
    }
    return true;
}

static bool parse_scalar(struct parser *p, struct setting *ret)
{
    const struct token *t = parser_peek(p, 0);
    switch (t->kind) {
    case TOK_STRING:
    case TOK_DOLLAR:
        ret->kind = SETTING_STRING;
        return parse_string(p, &ret->text);
    case TOK_QUOTED:
        if (parser_is_op(p, 1, '.'))
            return parse_word_value(p, ret);
        ret->kind = SETTING_STRING;
        ret->double_quoted = true;
        ret->text = t->value;
        p->at++;
        return true;
    case TOK_WORD:
        return parse_word_value(p, ret);
    case TOK_NUMBER:
        ret->kind = SETTING_NUMBER;
        ret->text = t->text;
        p->at++;
        return true;
    case TOK_OP:
        if ((t->op != '-' && t->op != '+') || parser_peek(p, 1)->kind != TOK_NUMBER)
            return parser_unexpected(p);
        ret->kind = SETTING_NUMBER;
        ret->text = str_printf(p->arena, "%s%.*s", t->op == '-' ? "-" : "", STR_FMT(parser_peek(p, 1)->text));
        p->at += 2;
        return true;
    case TOK_VARIABLE:
        return parser_unsupported(p, "session variable as the value of an option");
    case TOK_STAGE:
    case TOK_FILE:
    case TOK_POSITION:
    case TOK_BROKEN:
    case TOK_END:
        break;
    }
    return parser_unexpected(p);
}

static bool parse_setting(struct parser *p, struct settings *s);

static bool parse_group(struct parser *p, struct setting *ret)
{
    ret->kind = SETTING_GROUP;
    while (!parser_op(p, ')')) {
        if (!parse_setting(p, ret->items))
            return false;
        if (parser_op(p, ',') && parser_is_op(p, 0, ')'))
            return parser_unexpected(p);
    }
    return true;
}

static bool parse_list_items(struct parser *p, struct setting *ret)
{
    VEC(struct setting) items = {0};
    ret->kind = SETTING_LIST;
    if (parser_op(p, ')'))
        return true;
    do {
        const struct token *t = parser_peek(p, 0);
        struct setting item = {.line = t->line, .col = t->col};
        if (!parse_scalar(p, &item))
            return false;
        vec_push(p->arena, &items, item);
    } while (parser_op(p, ','));
    *ret->items = (struct settings){items.at, items.n};
    return parser_expect_op(p, ')');
}

static bool parse_value(struct parser *p, struct setting *ret)
{
    uint32_t first = p->at;
    if (!parser_op(p, '('))
        return parse_scalar(p, ret);
    if (++p->depth > PARSE_MAX_DEPTH)
        return parser_unsupported(p, "options nested this deep");
    ret->items = ARENA_NEW(p->arena, struct settings);
    bool named = parser_peek(p, 0)->kind == TOK_WORD || parser_peek(p, 0)->kind == TOK_QUOTED;
    if (!(named && parser_is_op(p, 1, '=') ? parse_group(p, ret) : parse_list_items(p, ret)))
        return false;
    p->depth--;
    ret->text = tokens_text(p->tokens, first, p->at);
    return true;
}

static bool parse_setting(struct parser *p, struct settings *s)
{
    const struct token *t = parser_peek(p, 0);
    if (t->kind != TOK_WORD && t->kind != TOK_QUOTED)
        return parser_unexpected(p);
    struct setting item = {.key = t->value, .line = t->line, .col = t->col};
    p->at++;
    return parser_expect_op(p, '=') && parse_value(p, &item) && settings_add(p, s, item);
}

bool parse_settings(struct parser *p, struct settings *s)
{
    while (parser_peek(p, 0)->kind == TOK_WORD && parser_is_op(p, 1, '=')) {
        if (!parse_setting(p, s))
            return false;
        if (parser_op(p, ',') && p->at >= p->end)
            return parser_unexpected(p);
    }
    return true;
}

bool parse_setting_keys(struct parser *p, struct settings *s)
{
    do {
        const struct token *t = parser_peek(p, 0);
        if (t->kind != TOK_WORD)
            return parser_unexpected(p);
        if (str_eq(t->value, STR("TAG")))
            return parser_unsupported(p, "TAG");
        p->at++;
        if (!settings_add(p, s, (struct setting){.key = t->value, .line = t->line, .col = t->col}))
            return false;
    } while (parser_op(p, ','));
    return true;
}
