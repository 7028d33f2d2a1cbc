/* A hand-written tokenizer: one pass, slices into the source; only strings with escapes are copied. */
#include "sql/token.h"

struct lexer {
    struct arena *arena;
    struct str source;
    size_t at;
    int line;
    size_t line_start;
    VEC(struct token) tokens;
    struct err *err;
};

static int peek(const struct lexer *l, size_t ahead)
{
    return l->at + ahead < l->source.n ? (unsigned char)l->source.p[l->at + ahead] : -1;
}

static void step(struct lexer *l)
{
    int c = peek(l, 0);
    l->at++;
    if (c == '\n' || (c == '\r' && peek(l, 0) != '\n')) {
        l->line++;
        l->line_start = l->at;
    }
}

static bool is_word_start(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(int c)
{
    return is_word_start(c) || is_digit(c) || c == '$';
}

static bool is_space(int c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool fail(struct lexer *l, const struct token *t, const char *what)
{
    return err_at(l->err, t->line, t->col, 1003, "42000", "SQL compilation error:\n%s line %d at position %d.", what,
                  t->line, t->col - 1);
}

/* `//`, but not that of a URL: PUT takes file:///tmp/x without quotes. */
static bool is_slashes(const struct lexer *l)
{
    if (peek(l, 0) != '/' || peek(l, 1) != '/')
        return false;
    struct str before = str_sub(l->source, 0, l->at);
    return !str_ends(before, STR(":")) && !str_ends(before, STR(":/"));
}

static bool skip_blanks_and_comments(struct lexer *l)
{
    for (;;) {
        int c = peek(l, 0);
        if (is_space(c)) {
            step(l);
        } else if ((c == '-' && peek(l, 1) == '-') || is_slashes(l)) {
            while (peek(l, 0) != -1 && peek(l, 0) != '\n' && peek(l, 0) != '\r')
                step(l);
        } else if (c == '/' && peek(l, 1) == '*') {
            struct token start = {.line = l->line, .col = (int)(l->at - l->line_start) + 1};
            step(l);
            step(l);
            while (!(peek(l, 0) == '*' && peek(l, 1) == '/')) {
                if (peek(l, 0) == -1)
                    return fail(l, &start, "unterminated comment that begins at");
                step(l);
            }
            step(l);
            step(l);
        } else {
            return true;
        }
    }
}

static void add_utf8(char **out, unsigned code)
{
    char *p = *out;
    if (code < 0x80) {
        *p++ = (char)code;
    } else if (code < 0x800) {
        *p++ = (char)(0xc0 | code >> 6);
        *p++ = (char)(0x80 | (code & 0x3f));
    } else {
        *p++ = (char)(0xe0 | code >> 12);
        *p++ = (char)(0x80 | (code >> 6 & 0x3f));
        *p++ = (char)(0x80 | (code & 0x3f));
    }
    *out = p;
}

static int digit_value(int c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 16;
}

/* Reads up to `most` digits of the base; their number is returned. */
static size_t read_digits(struct str raw, size_t i, size_t most, int base, unsigned *ret)
{
    size_t n = 0;
    *ret = 0;
    while (n < most && i + n < raw.n && digit_value((unsigned char)raw.p[i + n]) < base)
        *ret = *ret * (unsigned)base + (unsigned)digit_value((unsigned char)raw.p[i + n++]);
    return n;
}

/* '' and the backslash escapes of spec/sql.md, 1. The result is never longer than what was written. */
static struct str unescape(struct arena *a, struct str raw)
{
    if (!memchr(raw.p, '\\', raw.n) && !memchr(raw.p, '\'', raw.n))
        return raw;
    char *start = arena_alloc(a, raw.n + 1), *out = start;
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];
        if (c == '\'') {
            i++; /* the second of two */
            *out++ = '\'';
            continue;
        }
        if (c != '\\' || i + 1 == raw.n) {
            *out++ = c;
            continue;
        }
        unsigned code;
        size_t n;
        switch (c = raw.p[++i]) {
        case 'n':
            *out++ = '\n';
            break;
        case 't':
            *out++ = '\t';
            break;
        case 'r':
            *out++ = '\r';
            break;
        case 'b':
            *out++ = '\b';
            break;
        case 'f':
            *out++ = '\f';
            break;
        case 'x':
        case 'u':
            n = read_digits(raw, i + 1, c == 'x' ? 2 : 4, 16, &code);
            if (n == (c == 'x' ? 2u : 4u)) {
                add_utf8(&out, code);
                i += n;
            } else {
                *out++ = c;
            }
            break;
        case '0':
        case '1':
        case '2':
        case '3':
        case '4':
        case '5':
        case '6':
        case '7':
            n = read_digits(raw, i, 3, 8, &code);
            add_utf8(&out, code);
            i += n - 1;
            break;
        default: /* unknown: the backslash is dropped */
            *out++ = c;
        }
    }
    return (struct str){start, (size_t)(out - start)};
}

static bool read_string(struct lexer *l, struct token *t)
{
    step(l);
    size_t start = l->at;
    for (;;) {
        int c = peek(l, 0);
        if (c == -1)
            return fail(l, t, "parse error: unterminated string that begins at");
        if (c == '\\' && peek(l, 1) != -1) {
            step(l);
        } else if (c == '\'') {
            if (peek(l, 1) != '\'')
                break;
            step(l);
        }
        step(l);
    }
    t->kind = TOK_STRING;
    t->value = unescape(l->arena, str_sub(l->source, start, l->at));
    step(l);
    return true;
}

static bool read_quoted(struct lexer *l, struct token *t)
{
    step(l);
    size_t start = l->at;
    bool doubled = false;
    for (;; step(l)) {
        int c = peek(l, 0);
        if (c == -1)
            return fail(l, t, "parse error: unterminated quoted identifier that begins at");
        if (c == 0)
            return fail(l, t, "parse error: character 0 in the quoted identifier that begins at");
        if (c == '"') {
            if (peek(l, 1) != '"')
                break;
            doubled = true;
            step(l);
        }
    }
    t->kind = TOK_QUOTED;
    t->value = str_sub(l->source, start, l->at);
    if (doubled) {
        char *out = arena_alloc(l->arena, t->value.n);
        size_t n = 0;
        for (size_t i = 0; i < t->value.n; i++) {
            out[n++] = t->value.p[i];
            if (t->value.p[i] == '"')
                i++;
        }
        t->value = (struct str){out, n};
    }
    step(l);
    return true;
}

static bool read_dollar(struct lexer *l, struct token *t)
{
    if (peek(l, 1) == '$') {
        step(l);
        step(l);
        size_t start = l->at;
        while (!(peek(l, 0) == '$' && peek(l, 1) == '$')) {
            if (peek(l, 0) == -1)
                return fail(l, t, "parse error: unterminated $$ that begins at");
            step(l);
        }
        t->kind = TOK_DOLLAR;
        t->value = str_sub(l->source, start, l->at);
        step(l);
        step(l);
        return true;
    }
    size_t start = l->at + 1;
    if (is_digit(peek(l, 1))) {
        t->kind = TOK_POSITION;
        do
            step(l);
        while (is_digit(peek(l, 0)));
        t->value = str_sub(l->source, start, l->at);
        return true;
    }
    if (!is_word_start(peek(l, 1)))
        return fail(l, t, "parse error: unexpected '$' in");
    t->kind = TOK_VARIABLE;
    do
        step(l);
    while (is_word(peek(l, 0)));
    t->value = str_upper(l->arena, str_sub(l->source, start, l->at));
    return true;
}

static void read_number(struct lexer *l, struct token *t)
{
    t->kind = TOK_NUMBER;
    while (is_digit(peek(l, 0)))
        step(l);
    if (peek(l, 0) == '.' && peek(l, 1) != '.') {
        step(l);
        while (is_digit(peek(l, 0)))
            step(l);
    }
    int e = peek(l, 0), sign = peek(l, 1) == '+' || peek(l, 1) == '-';
    if ((e == 'e' || e == 'E') && is_digit(peek(l, 1 + (size_t)sign))) {
        for (int i = 0; i < 1 + sign; i++)
            step(l);
        while (is_digit(peek(l, 0)))
            step(l);
    }
}

/* A quoted part of a stage's name may hold anything; the rest ends at white space, comma, semicolon or `)`. */
static bool read_stage(struct lexer *l, struct token *t)
{
    t->kind = TOK_STAGE;
    bool in_name = true;
    for (step(l);;) {
        int c = peek(l, 0);
        if (c <= 0 || is_space(c) || c == ',' || c == ';' || c == ')' || c == '(')
            break;
        if (c == '/')
            in_name = false;
        if (c == '"' && in_name) {
            struct token part = *t;
            if (!read_quoted(l, &part))
                return false;
            continue;
        }
        step(l);
    }
    return true;
}

static void read_operator(struct lexer *l, struct token *t)
{
    static const struct {
        const char *text;
        int op;
    } operators[] = {
        {"->>", OP_FLOW},  {"->", OP_RARROW}, {"::", OP_CAST}, {":=", OP_ASSIGN}, {"=>", OP_ARROW},
        {"||", OP_CONCAT}, {"<>", OP_NE},     {"!=", OP_NE},   {"<=", OP_LE},     {">=", OP_GE},
    };
    struct str rest = str_sub(l->source, l->at, l->source.n);
    t->kind = TOK_OP;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (str_starts(rest, str_from(operators[i].text))) {
            t->op = operators[i].op;
            for (size_t n = strlen(operators[i].text); n; n--)
                step(l);
            return;
        }
    t->op = (unsigned char)rest.p[0];
    step(l);
}

static bool read_token(struct lexer *l, struct token *t)
{
    int c = peek(l, 0);
    if (is_word_start(c)) {
        t->kind = TOK_WORD;
        while (is_word(peek(l, 0)))
            step(l);
        t->value = str_upper(l->arena, str_sub(l->source, t->offset, l->at));
    } else if (is_digit(c) || (c == '.' && is_digit(peek(l, 1)) &&
                               !(l->tokens.n && t->offset && is_word((unsigned char)l->source.p[t->offset - 1])))) {
        read_number(l, t);
    } else if (c == '\'') {
        return read_string(l, t);
    } else if (c == '"') {
        return read_quoted(l, t);
    } else if (c == '$') {
        return read_dollar(l, t);
    } else if (c == '@') {
        return read_stage(l, t);
    } else if (c > 32 && c < 127) {
        read_operator(l, t);
    } else {
        /* no token of SQL, such as a smart quote: whoever parses says so, of this statement alone */
        t->kind = TOK_OP;
        do
            step(l);
        while ((peek(l, 0) & 0xc0) == 0x80 && peek(l, 0) != -1);
    }
    return true;
}

bool sql_lex(struct arena *a, struct str source, struct tokens *ret, struct err *err)
{
    struct lexer l = {.arena = a, .source = source, .line = 1, .err = err};
    if (str_starts(source, STR("\xef\xbb\xbf")))
        l.at = l.line_start = 3;
    for (;;) {
        if (!skip_blanks_and_comments(&l))
            return false;
        struct token t = {.offset = l.at, .line = l.line, .col = (int)(l.at - l.line_start) + 1};
        bool end = l.at >= source.n;
        if (!end && !read_token(&l, &t))
            return false;
        t.text = str_sub(source, t.offset, l.at);
        vec_push(a, &l.tokens, t);
        if (end)
            break;
    }
    *ret = (struct tokens){source, l.tokens.at, l.tokens.n};
    return true;
}

struct str tokens_text(const struct tokens *t, uint32_t first, uint32_t last)
{
    if (first >= last)
        return STR_NULL;
    return str_sub(t->source, t->at[first].offset, t->at[last - 1].offset + t->at[last - 1].text.n);
}

bool token_is(const struct tokens *t, uint32_t i, const char *w)
{
    return i < t->n && t->at[i].kind == TOK_WORD && str_eq(t->at[i].value, str_from(w));
}

bool token_is_op(const struct tokens *t, uint32_t i, int op)
{
    return i < t->n && t->at[i].kind == TOK_OP && t->at[i].op == op;
}
