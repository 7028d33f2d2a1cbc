/* The small steps that all parsers of the folder share: looking at the next token, taking words and operators, names,
 * and the two kinds of complaint. Positions in messages count from the statement's first token, as Snowflake's do;
 * those in struct err are the text's.
 *
 * A forgotten `;` is the most common mistake of all, so a complaint looks whether the next token, or the one before it
 * that was taken for an alias or a name, begins a line and a statement, and says so. */
#include "base/utf8.h"
#include "sql/parts.h"

enum { TEXT_IN_MESSAGE = 100 };

struct token *parser_peek(struct parser *p, uint32_t ahead)
{
    uint32_t i = p->at + ahead;
    return &p->tokens->at[i < p->end ? i : p->tokens->n - 1];
}

static bool is_word(const struct token *t, const char *word)
{
    return t->kind == TOK_WORD && str_eq(t->value, str_from(word));
}

bool parser_is(struct parser *p, uint32_t ahead, const char *word)
{
    return is_word(parser_peek(p, ahead), word);
}

bool parser_is_op(struct parser *p, uint32_t ahead, int op)
{
    const struct token *t = parser_peek(p, ahead);
    return t->kind == TOK_OP && t->op == op;
}

bool parser_word(struct parser *p, const char *word)
{
    if (!parser_is(p, 0, word))
        return false;
    p->at++;
    return true;
}

bool parser_words(struct parser *p, const char *words)
{
    uint32_t ahead = 0;
    while (*words) {
        size_t n = strcspn(words, " ");
        const struct token *t = parser_peek(p, ahead++);
        if (t->kind != TOK_WORD || !str_eq(t->value, (struct str){words, n}))
            return false;
        words += n + (words[n] == ' ');
    }
    p->at += ahead;
    return true;
}

bool parser_op(struct parser *p, int op)
{
    if (!parser_is_op(p, 0, op))
        return false;
    p->at++;
    return true;
}

bool parser_expect_word(struct parser *p, const char *word)
{
    return parser_word(p, word) || parser_unexpected(p);
}

bool parser_expect_op(struct parser *p, int op)
{
    return parser_op(p, op) || parser_unexpected(p);
}

/* The words a statement begins with, and what must follow where the word is common elsewhere; `@` is a stage. */
static const struct {
    const char *word, *second;
} beginnings[] = {
    {"ALTER", NULL},
    {"BEGIN", NULL},
    {"CALL", NULL},
    {"COMMENT", "ON IF"},
    {"COMMIT", NULL},
    {"COPY", "INTO"},
    {"CREATE", NULL},
    {"DECLARE", NULL},
    {"DELETE", "FROM"},
    {"DESC", NULL},
    {"DESCRIBE", NULL},
    {"DROP", NULL},
    {"EXECUTE", "TASK IMMEDIATE ALERT SERVICE"},
    {"EXPLAIN", NULL},
    {"GET", "@"},
    {"GRANT", NULL},
    {"INSERT", NULL},
    {"LIST", "@"},
    {"LS", "@"},
    {"MERGE", "INTO"},
    {"PUT", NULL},
    {"REMOVE", "@"},
    {"REVOKE", NULL},
    {"RM", "@"},
    {"ROLLBACK", NULL},
    {"SELECT", NULL},
    {"SET", NULL},
    {"SHOW", NULL},
    {"START", "TRANSACTION"},
    {"TRUNCATE", NULL},
    {"UNDROP", NULL},
    {"UNSET", NULL},
    {"UPDATE", NULL},
    {"USE", NULL},
    {"WITH", NULL},
};

static bool has_word(const char *words, struct str word)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        if (str_eq(word, (struct str){words, n}))
            return true;
        words += n + (words[n] == ' ');
    }
    return false;
}

static bool begins_statement(const struct token *t, const struct token *next)
{
    if (t->kind != TOK_WORD)
        return false;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (!str_eq(t->value, str_from(beginnings[i].word)))
            continue;
        const char *second = beginnings[i].second;
        if (!second)
            return true;
        return *second == '@' ? next->kind == TOK_STAGE : next->kind == TOK_WORD && has_word(second, next->value);
    }
    return false;
}

/* Does token i, which is not the statement's first, begin a line and a statement, outside of parentheses? */
static bool follows_missing_semicolon(const struct parser *p, uint32_t i)
{
    const struct tokens *t = p->tokens;
    if (i <= p->first || i >= p->end || !begins_statement(&t->at[i], &t->at[i + 1]))
        return false;
    size_t before = t->at[i - 1].offset + t->at[i - 1].text.n;
    size_t between = t->at[i].offset - before;
    if (!memchr(t->source.p + before, '\n', between) && !memchr(t->source.p + before, '\r', between))
        return false;
    int depth = 0;
    for (uint32_t j = p->first; j < i; j++)
        depth += token_is_op(t, j, '(') - token_is_op(t, j, ')');
    return depth == 0;
}

/* The line on which token i ends. */
static int last_line(const struct tokens *t, uint32_t i)
{
    int line = t->at[i].line;
    for (size_t j = 0; j < t->at[i].text.n; j++)
        line += t->at[i].text.p[j] == '\n';
    return line;
}

static bool syntax_error(struct parser *p, uint32_t i, bool missing_semicolon)
{
    const struct token *t = &p->tokens->at[i < p->tokens->n ? i : p->tokens->n - 1];
    struct str text = i >= p->end ? STR("<EOF>") : t->text;
    text = utf8_cut(text, TEXT_IN_MESSAGE);
    struct str hint = STR_NULL;
    p->missing_semicolon = missing_semicolon;
    if (missing_semicolon)
        hint = str_printf(p->arena, " Is a ';' missing at the end of line %d (the statement before it)?",
                          last_line(p->tokens, i - 1));
    return err_at(p->err, t->line, t->col, 1003, "42000",
                  "SQL compilation error:\nsyntax error line %d at position %d unexpected '%.*s'.%.*s",
                  t->line - p->line + 1, t->line == p->line ? t->col - p->col : t->col - 1, STR_FMT(text),
                  STR_FMT(hint));
}

bool parser_unexpected(struct parser *p)
{
    if (follows_missing_semicolon(p, p->at))
        return syntax_error(p, p->at, true);
    /* `from t` and on the next line `show tables`: SHOW was taken for t's alias */
    if (p->at > p->first && p->at <= p->end && !token_is_reserved(&p->tokens->at[p->at - 1]) &&
        follows_missing_semicolon(p, p->at - 1))
        return syntax_error(p, p->at - 1, true);
    return syntax_error(p, p->at, false);
}

bool parser_unsupported(struct parser *p, const char *what)
{
    const struct token *t = parser_peek(p, 0);
    return err_unsupported(p->err, t->line, t->col, "%s", what);
}

/* Snowflake's reserved words that are reserved everywhere, in order. */
static const char *const reserved[] = {
    "ALL",       "ALTER",       "AND",    "ANY",       "AS",      "BETWEEN", "BY",       "CASE",    "CAST",    "CHECK",
    "COLUMN",    "CONNECT",     "CREATE", "CROSS",     "CURRENT", "DELETE",  "DISTINCT", "DROP",    "ELSE",    "EXISTS",
    "FALSE",     "FOLLOWING",   "FOR",    "FROM",      "FULL",    "GRANT",   "GROUP",    "HAVING",  "ILIKE",   "IN",
    "INCREMENT", "INNER",       "INSERT", "INTERSECT", "INTO",    "IS",      "JOIN",     "LATERAL", "LEFT",    "LIKE",
    "MINUS",     "NATURAL",     "NOT",    "NULL",      "OF",      "ON",      "OR",       "ORDER",   "QUALIFY", "REGEXP",
    "REVOKE",    "RIGHT",       "RLIKE",  "ROW",       "ROWS",    "SAMPLE",  "SELECT",   "SET",     "SOME",    "START",
    "TABLE",     "TABLESAMPLE", "THEN",   "TO",        "TRIGGER", "TRUE",    "TRY_CAST", "UNION",   "UNIQUE",  "UPDATE",
    "USING",     "VALUES",      "WHEN",   "WHENEVER",  "WHERE",   "WITH",
};

bool token_is_reserved(const struct token *t)
{
    if (t->kind != TOK_WORD)
        return false;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (str_eq(t->value, str_from(reserved[i])))
            return true;
    return false;
}

bool parse_identifier(struct parser *p, struct str *ret)
{
    const struct token *t = parser_peek(p, 0);
    if (t->kind != TOK_QUOTED && (t->kind != TOK_WORD || token_is_reserved(t)))
        return parser_unexpected(p);
    p->at++;
    *ret = t->value;
    return true;
}

/* IDENTIFIER('text' | $variable | ? | :n); stands on the token within the parentheses. */
static bool parse_identifier_call(struct parser *p, struct object_name *name)
{
    const struct token *t = parser_peek(p, 0);
    int64_t bind;
    if (t->kind == TOK_STRING) {
        name->identifier_text = t->value;
    } else if (t->kind == TOK_VARIABLE) {
        name->identifier_variable = t->value;
    } else if (t->kind == TOK_OP && t->op == '?') {
        name->identifier_bind = ++p->binds;
    } else if (t->kind == TOK_OP && t->op == ':' && parser_peek(p, 1)->kind == TOK_NUMBER &&
               str_to_int64(parser_peek(p, 1)->text, &bind) && bind > 0 && bind < INT32_MAX) {
        name->identifier_bind = (int)bind;
        p->at++;
    } else {
        return parser_unexpected(p);
    }
    p->at++;
    return parser_expect_op(p, ')');
}

bool parse_name(struct parser *p, struct object_name *ret)
{
    const struct token *t = parser_peek(p, 0);
    struct object_name name = {.line = t->line, .col = t->col};
    const struct token *open = parser_peek(p, 1);
    if (is_word(t, "IDENTIFIER") && open->kind == TOK_OP && open->op == '(') {
        p->at += 2;
        if (!parse_identifier_call(p, &name))
            return false;
        *ret = name;
        return true;
    }
    for (;;) {
        if (!parse_identifier(p, &name.part[name.n++]))
            return false;
        if (name.n == 3 || !parser_op(p, '.'))
            break;
        if (name.n == 1 && parser_op(p, '.'))
            name.part[name.n++] = STR("PUBLIC");
    }
    *ret = name;
    return true;
}

bool parse_type(struct parser *p, struct type *ret)
{
    if (type_parse(p->tokens, &p->at, ret, p->err))
        return true;
    if (p->err->code != 1003)
        return false;
    err_clear(p->err); /* to say it with a position in the statement */
    return parser_unexpected(p);
}

bool parse_short_name(struct parser *p, int most, struct object_name *ret)
{
    uint32_t first = p->at;
    if (!parse_name(p, ret))
        return false;
    if (ret->n <= most)
        return true;
    p->at = first + 2 * (uint32_t)most - 1; /* the dot that is too many */
    return parser_unexpected(p);
}

bool parser_if_exists(struct parser *p)
{
    return parser_words(p, "IF EXISTS");
}

bool parse_string(struct parser *p, struct str *ret)
{
    const struct token *t = parser_peek(p, 0);
    if (t->kind != TOK_STRING && t->kind != TOK_DOLLAR)
        return parser_unexpected(p);
    if (t->value.n && memchr(t->value.p, 0, t->value.n))
        return parser_unsupported(p, "a NUL character in a comment, a pattern or the value of an option");
    p->at++;
    *ret = t->value;
    return true;
}

bool parse_integer(struct parser *p, int64_t *ret)
{
    bool negative = parser_op(p, '-');
    if (!negative)
        (void)parser_op(p, '+');
    const struct token *t = parser_peek(p, 0);
    if (t->kind != TOK_NUMBER || !str_to_int64(t->text, ret))
        return parser_unexpected(p);
    p->at++;
    if (negative)
        *ret = -*ret;
    return true;
}

bool parse_type_list(struct parser *p, struct type **ret, size_t *ret_n)
{
    VEC(struct type) types = {0};
    if (!parser_expect_op(p, '('))
        return false;
    if (!parser_is_op(p, 0, ')')) {
        do {
            struct type type;
            if (!parse_type(p, &type))
                return false;
            vec_push(p->arena, &types, type);
        } while (parser_op(p, ','));
    }
    *ret = types.at;
    *ret_n = types.n;
    return parser_expect_op(p, ')');
}
