/* Any text either has an error with a place, or becomes tokens that cover it: in order, each at its place, and between
 * them nothing but white space and comments. A token by itself is read as the same token again. */
#include "fuzz.h"

#include "sql/secrets.h"

struct place {
    size_t offset;
    int line;
    size_t line_start;
};

static void advance(struct place *at, struct str source, size_t to)
{
    for (; at->offset < to; at->offset++) {
        const char *c = source.p + at->offset;
        if (*c == '\n' || (*c == '\r' && !(at->offset + 1 < source.n && c[1] == '\n'))) {
            at->line++;
            at->line_start = at->offset + 1;
        }
    }
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\v' || c == '\f' || c == '\r';
}

/* What stands between two tokens. */
static void check_gap(struct str source, size_t from, size_t to)
{
    PROMISE(source.p || to == 0, to);
    if (from == 0 && str_starts(source, STR("\xef\xbb\xbf")))
        from = 3;
    PROMISE(from <= to && to <= source.n, from);
    while (from < to) {
        struct str rest = str_sub(source, from, to);
        if (is_white(*rest.p)) {
            from++;
        } else if (str_starts(rest, STR("/*"))) {
            ptrdiff_t end = str_find(str_sub(rest, 2, rest.n), STR("*/"));
            PROMISE(end >= 0, from);
            from += (size_t)end + 4;
        } else {
            PROMISE(str_starts(rest, STR("--")) || str_starts(rest, STR("//")), from);
            while (from < to && source.p[from] != '\n' && source.p[from] != '\r')
                from++;
        }
    }
}

/* The quotes that were undoubled are the only difference. */
static void check_quoted(const struct token *t)
{
    BUF_SCOPE struct buf again = {0};
    buf_ident(&again, t->value);
    PROMISE(str_eq(buf_str(&again), t->text), t->offset);
}

static void check_value(struct arena *a, const struct token *t)
{
    char first = *t->text.p;
    struct str inner = t->text.n >= 2 ? str_sub(t->text, 1, t->text.n - 1) : STR_NULL;
    switch (t->kind) {
    case TOK_END:
        break;
    case TOK_WORD:
        PROMISE(str_eq(t->value, str_upper(a, t->text)), t->offset);
        break;
    case TOK_QUOTED:
        check_quoted(t);
        break;
    case TOK_STRING:
        PROMISE(inner.p && first == '\'' && t->text.p[t->text.n - 1] == '\'', t->offset);
        PROMISE(t->value.n <= inner.n, t->offset);
        PROMISE(memchr(inner.p, '\\', inner.n) || memchr(inner.p, '\'', inner.n) || str_eq(t->value, inner), t->offset);
        break;
    case TOK_DOLLAR:
        PROMISE(t->text.n >= 4 && str_eq(t->value, str_sub(t->text, 2, t->text.n - 2)), t->offset);
        PROMISE(str_starts(t->text, STR("$$")) && str_ends(t->text, STR("$$")), t->offset);
        break;
    case TOK_NUMBER:
        PROMISE((first >= '0' && first <= '9') || first == '.', t->offset);
        break;
    case TOK_VARIABLE:
    case TOK_POSITION:
        PROMISE(first == '$' && str_ieq(t->value, str_sub(t->text, 1, t->text.n)), t->offset);
        break;
    case TOK_STAGE:
        PROMISE(first == '@', t->offset);
        break;
    case TOK_FILE:
        PROMISE(str_istarts(t->text, STR("file://")), t->offset);
        break;
    case TOK_BROKEN:
        PROMISE(t->value.n > 0, t->offset);
        break;
    case TOK_OP:
        PROMISE(t->op >= OP_CAST || t->op == 0 || (t->text.n == 1 && t->op == first), t->offset);
        break;
    }
}

/* Behind a space, as a byte order mark is one only at the start. */
static void check_alone(struct arena *a, const struct token *t)
{
    ERR_SCOPE struct err err = {0};
    struct tokens alone;
    char *text = arena_alloc(a, t->text.n + 1);
    *text = ' ';
    memcpy(text + 1, t->text.p, t->text.n);
    PROMISE(sql_lex_script(a, (struct str){text, t->text.n + 1}, &alone, &err), t->offset);
    PROMISE(alone.n == 2 && alone.at[0].kind == t->kind && alone.at[0].op == t->op, t->offset);
    PROMISE(str_eq(alone.at[0].text, t->text) && str_eq(alone.at[0].value, t->value), t->offset);
}

static void check_tokens(struct arena *a, struct str source, const struct tokens *tokens)
{
    PROMISE(tokens->n > 0, 0);
    struct place at = {.line = 1, .line_start = str_starts(source, STR("\xef\xbb\xbf")) ? 3 : 0};
    size_t end = 0;
    for (size_t i = 0; i < tokens->n; i++) {
        const struct token *t = &tokens->at[i];
        bool last = i + 1 == tokens->n;
        PROMISE((t->kind == TOK_END) == last && (t->text.n == 0) == last, t->offset);
        PROMISE(t->text.p == source.p + t->offset, t->offset);
        check_gap(source, end, t->offset);
        advance(&at, source, t->offset);
        PROMISE(t->line == at.line && t->col == (int)(t->offset - at.line_start) + 1, t->offset);
        end = t->offset + t->text.n;
        if (last)
            break;
        check_value(a, t);
        if (t->kind != TOK_BROKEN && t->kind != TOK_FILE) /* the latter is one only where it stands */
            check_alone(a, t);
    }
    PROMISE(end == source.n, end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct str source = {(const char *)data, size};
    struct tokens tokens;
    PROMISE(secrets_blotted(&a, source).n == source.n, 0);
    PROMISE(secrets_masked(&a, source).p == source.p || source.n > 0, 0);
    if (sql_lex_script(&a, source, &tokens, &err)) {
        PROMISE(!err.set, 0);
        check_tokens(&a, source, &tokens);
    } else {
        fuzz_check_error(source, &err);
        PROMISE(err.code == 1003 && strcmp(err.sqlstate, "42000") == 0, 0);
    }
    return 0;
}
