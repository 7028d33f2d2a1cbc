/* A hand-written tokenizer: one pass, slices into the source; only strings with escapes are copied. */
#include "base/utf8.h"
#include "sql/token.h"

struct lexer {
    struct arena *arena;
    struct str source;
    size_t at;
    int line;
    size_t line_start;
    VEC(struct token) tokens;
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

static struct token token_here(const struct lexer *l)
{
    return (struct token){.offset = l->at, .line = l->line, .col = (int)(l->at - l->line_start) + 1};
}

/* The token from *t on is none. */
static void broken(struct lexer *l, struct token *t, const char *what)
{
    t->kind = TOK_BROKEN;
    t->value = str_printf(l->arena, "%s line %d at position %d", what, t->line, t->col - 1);
}

/* Of a word, a name in quotes or a variable's. */
static void check_name(struct lexer *l, struct token *t, struct str name)
{
    if (name.n > IDENTIFIER_LENGTH && utf8_length(name) > IDENTIFIER_LENGTH)
        broken(l, t, "parse error: identifier of more than 255 characters that begins at");
}

/* `//`, but not that of a URL: PUT takes file:///tmp/x without quotes. */
static bool is_slashes(const struct lexer *l)
{
    if (peek(l, 0) != '/' || peek(l, 1) != '/')
        return false;
    struct str before = str_sub(l->source, 0, l->at);
    return !str_ends(before, STR(":")) && !str_ends(before, STR(":/"));
}

/* False: a comment is not closed, and *t is all of it. */
static bool skip_blanks_and_comments(struct lexer *l, struct token *t)
{
    for (;;) {
        int c = peek(l, 0);
        if (is_space(c)) {
            step(l);
        } else if ((c == '-' && peek(l, 1) == '-') || is_slashes(l)) {
            while (peek(l, 0) != -1 && peek(l, 0) != '\n' && peek(l, 0) != '\r')
                step(l);
        } else if (c == '/' && peek(l, 1) == '*') {
            *t = token_here(l);
            step(l);
            step(l);
            while (!(peek(l, 0) == '*' && peek(l, 1) == '/')) {
                if (peek(l, 0) == -1) {
                    broken(l, t, "unterminated comment that begins at");
                    return false;
                }
                step(l);
            }
            step(l);
            step(l);
        } else {
            return true;
        }
    }
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

static bool is_surrogate(unsigned code)
{
    return code >= 0xD800 && code < 0xE000;
}

/* \xHH, \uHHHH and \ooo, whose first character stands at *i, which moves to the last; characters beyond U+FFFF are
 * written as two surrogates. False: no such escape. */
static bool read_code(struct str raw, size_t *i, unsigned *ret)
{
    char c = raw.p[*i];
    if (c >= '0' && c <= '7') {
        *i += read_digits(raw, *i, 3, 8, ret) - 1;
        return true;
    }
    size_t most = c == 'x' ? 2 : c == 'u' ? 4 : 0;
    if (!most || read_digits(raw, *i + 1, most, 16, ret) < most)
        return false;
    *i += most;
    unsigned low;
    if (*ret >= 0xD800 && *ret < 0xDC00 && *i + 2 < raw.n && raw.p[*i + 1] == '\\' && raw.p[*i + 2] == 'u' &&
        read_digits(raw, *i + 3, 4, 16, &low) == 4 && low >= 0xDC00 && low < 0xE000) {
        *ret = 0x10000 + ((*ret - 0xD800) << 10) + (low - 0xDC00);
        *i += 6;
    }
    return true;
}

/* '' and the backslash escapes of Snowflake's strings. The result is never longer than what was written. False: half of
 * a character that is written as two surrogates. */
static bool unescape(struct arena *a, struct str raw, struct str *ret)
{
    static const char from[] = "ntrbf", to[] = "\n\t\r\b\f";
    *ret = raw;
    if (!memchr(raw.p, '\\', raw.n) && !memchr(raw.p, '\'', raw.n))
        return true;
    char *start = arena_alloc(a, raw.n + 1), *out = start;
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];
        unsigned code;
        if (c == '\'') {
            i++; /* the second of two */
        } else if (c == '\\' && i + 1 < raw.n) {
            c = raw.p[++i];
            const char *known = memchr(from, c, sizeof from - 1);
            if (known) {
                c = to[known - from];
            } else if (read_code(raw, &i, &code)) {
                if (is_surrogate(code))
                    return false;
                out += utf8_put(out, code);
                continue;
            } /* unknown: the backslash is dropped */
        }
        *out++ = c;
    }
    *ret = (struct str){start, (size_t)(out - start)};
    return true;
}

static void read_string(struct lexer *l, struct token *t)
{
    step(l);
    size_t start = l->at;
    for (;;) {
        int c = peek(l, 0);
        if (c == -1) {
            broken(l, t, "parse error: unterminated string that begins at");
            return;
        }
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
    if (!unescape(l->arena, str_sub(l->source, start, l->at), &t->value))
        broken(l, t, "parse error: one half of a surrogate pair in the string that begins at");
    step(l);
}

static void read_quoted(struct lexer *l, struct token *t)
{
    step(l);
    size_t start = l->at;
    bool doubled = false;
    for (;; step(l)) {
        int c = peek(l, 0);
        if (c == -1) {
            broken(l, t, "parse error: unterminated quoted identifier that begins at");
            return;
        }
        if (c == 0) {
            broken(l, t, "parse error: character 0 in the quoted identifier that begins at");
            return;
        }
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
    check_name(l, t, t->value);
}

/* $$text$$ */
static void read_dollars(struct lexer *l, struct token *t)
{
    step(l);
    step(l);
    size_t start = l->at;
    while (!(peek(l, 0) == '$' && peek(l, 1) == '$')) {
        if (peek(l, 0) == -1) {
            broken(l, t, "parse error: unterminated $$ that begins at");
            return;
        }
        step(l);
    }
    t->kind = TOK_DOLLAR;
    t->value = str_sub(l->source, start, l->at);
    step(l);
    step(l);
}

/* $1, $name */
static void read_variable(struct lexer *l, struct token *t)
{
    size_t start = l->at + 1;
    bool position = is_digit(peek(l, 1));
    do
        step(l);
    while (position ? is_digit(peek(l, 0)) : is_word(peek(l, 0)));
    struct str name = str_sub(l->source, start, l->at);
    t->kind = position ? TOK_POSITION : TOK_VARIABLE;
    t->value = position ? name : str_upper(l->arena, name);
    if (!position)
        check_name(l, t, name);
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
static void read_stage(struct lexer *l, struct token *t)
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
            read_quoted(l, &part);
            if (part.kind == TOK_BROKEN) {
                *t = part;
                return;
            }
            continue;
        }
        step(l);
    }
}

static bool last_is(const struct lexer *l, size_t back, const char *word)
{
    size_t n = l->tokens.n;
    return n >= back && l->tokens.at[n - back].kind == TOK_WORD && str_eq(l->tokens.at[n - back].value, str_from(word));
}

/* A path holds what elsewhere begins a comment: file:// stands for itself where PUT and GET take a file, that is behind
 * PUT, and behind GET and a stage. */
static bool is_file(const struct lexer *l)
{
    size_t n = l->tokens.n;
    bool from_stage = n >= 2 && (l->tokens.at[n - 1].kind == TOK_STAGE || l->tokens.at[n - 1].kind == TOK_STRING) &&
                      last_is(l, 2, "GET");
    return (last_is(l, 1, "PUT") || from_stage) && str_istarts(str_sub(l->source, l->at, l->source.n), STR("file://"));
}

static void read_file(struct lexer *l, struct token *t)
{
    t->kind = TOK_FILE;
    while (peek(l, 0) != -1 && !is_space(peek(l, 0)) && peek(l, 0) != ';')
        step(l);
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

static void read_token(struct lexer *l, struct token *t)
{
    int c = peek(l, 0), next = peek(l, 1);
    if (is_file(l)) {
        read_file(l, t);
    } else if (is_word_start(c)) {
        t->kind = TOK_WORD;
        while (is_word(peek(l, 0)))
            step(l);
        t->value = str_upper(l->arena, str_sub(l->source, t->offset, l->at));
        check_name(l, t, t->value);
    } else if (is_digit(c) || (c == '.' && is_digit(next) &&
                               !(l->tokens.n && t->offset && is_word((unsigned char)l->source.p[t->offset - 1])))) {
        read_number(l, t);
    } else if (c == '\'') {
        read_string(l, t);
    } else if (c == '"') {
        read_quoted(l, t);
    } else if (c == '$' && next == '$') {
        read_dollars(l, t);
    } else if (c == '$' && (is_digit(next) || is_word_start(next))) {
        read_variable(l, t);
    } else if (c == '@') {
        read_stage(l, t);
    } else if (c > 32 && c < 127) {
        read_operator(l, t);
    } else {
        /* no token of SQL, such as a smart quote: whoever parses says so, of this statement alone */
        t->kind = TOK_OP;
        do
            step(l);
        while ((peek(l, 0) & 0xc0) == 0x80 && peek(l, 0) != -1);
    }
}

/* Behind the byte order mark, which is in no column. */
static struct lexer at_start(struct arena *a, struct str source)
{
    size_t mark = str_starts(source, STR("\xef\xbb\xbf")) ? 3 : 0;
    return (struct lexer){.arena = a, .source = source, .line = 1, .at = mark, .line_start = mark};
}

/* JSON, DuckDB and the clients hold text in UTF-8, and NUL ends it in too many places. */
static bool check_encoding(struct str source, struct err *err)
{
    size_t valid = utf8_valid_prefix(source);
    const char *nul = source.n ? memchr(source.p, 0, valid) : NULL;
    if (valid == source.n && !nul)
        return true;
    struct lexer l = at_start(NULL, source);
    size_t bad = nul ? (size_t)(nul - source.p) : valid;
    while (l.at < bad)
        step(&l);
    struct token t = token_here(&l);
    if (nul)
        return err_at(err, t.line, t.col, 1003, "42000",
                      "SQL compilation error:\nparse error: character 0, line %d at position %d.", t.line, t.col - 1);
    return err_at(
        err, t.line, t.col, 1003, "42000",
        "SQL compilation error:\nparse error: byte 0x%02X, which is not text in UTF-8, line %d at position %d.",
        (unsigned char)source.p[bad], t.line, t.col - 1);
}

bool sql_lex_script(struct arena *a, struct str source, struct tokens *ret, struct err *err)
{
    struct lexer l = at_start(a, source);
    if (!check_encoding(source, err))
        return false;
    for (bool end = false; !end;) {
        struct token t;
        if (skip_blanks_and_comments(&l, &t)) {
            t = token_here(&l);
            end = l.at >= source.n;
            if (!end)
                read_token(&l, &t);
        }
        t.text = str_sub(source, t.offset, l.at);
        vec_push(a, &l.tokens, t);
    }
    *ret = (struct tokens){source, l.tokens.at, l.tokens.n};
    return true;
}

bool tokens_check(const struct tokens *t, uint32_t first, uint32_t last, struct err *err)
{
    for (uint32_t i = first; i < last; i++)
        if (t->at[i].kind == TOK_BROKEN)
            return err_at(err, t->at[i].line, t->at[i].col, 1003, "42000", "SQL compilation error:\n%.*s.",
                          STR_FMT(t->at[i].value));
    return true;
}

bool sql_lex(struct arena *a, struct str source, struct tokens *ret, struct err *err)
{
    return sql_lex_script(a, source, ret, err) && tokens_check(ret, 0, (uint32_t)ret->n, err);
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
