/* Places in the body of a procedure: its lines, the columns that JavaScript counts in UTF-16 units, and its throw
 * statements. JavaScriptCore does not tell where a value that is no Error was thrown, so the throw statements are
 * looked up here, by a scan that knows comments, strings, templates and regular expressions. Only messages depend on
 * it. */
#include "base/vec.h"
#include "procedure/host.h"

struct str source_line(struct str body, int line)
{
    size_t from = 0;
    for (int at = 1;; at++) {
        size_t end = from;
        while (end < body.n && body.p[end] != '\n' && body.p[end] != '\r')
            end++;
        if (at == line)
            return str_sub(body, from, end);
        if (end == body.n)
            return STR_NULL;
        bool pair = body.p[end] == '\r' && end + 1 < body.n && body.p[end + 1] == '\n';
        from = end + 1 + pair;
    }
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

size_t source_offset(struct str line, size_t position)
{
    size_t at = 0;
    while (at < line.n && position > 0) {
        size_t units = (unsigned char)line.p[at] >= 0xF0 ? 2 : 1;
        position -= units < position ? units : position;
        for (at++; at < line.n && is_continuation(line.p[at]); at++) {
        }
    }
    return at;
}

size_t source_position(struct str line, size_t offset)
{
    size_t units = 0;
    for (size_t i = 0; i < offset && i < line.n; i++)
        if (!is_continuation(line.p[i]))
            units += (unsigned char)line.p[i] >= 0xF0 ? 2 : 1;
    return units;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           (unsigned char)c >= 0x80;
}

size_t source_word_start(struct str line, size_t offset)
{
    while (offset > 0 && is_word(line.p[offset - 1]))
        offset--;
    return offset;
}

/* --- the scan ----------------------------------------------------------------------------------------------------- */

struct scan {
    struct str body;
    size_t at;
    char before;                  /* the last character that was no space and no comment; 0 at the start */
    bool word_before_is_operator; /* return, typeof, …: what follows is an operand */
    struct arena *arena;
    VEC(struct source_throw) throws;
};

static bool looking_at(const struct scan *s, const char *text)
{
    return str_starts(str_sub(s->body, s->at, s->body.n), str_from(text));
}

static void skip_past(struct scan *s, const char *end)
{
    while (s->at < s->body.n && !looking_at(s, end))
        s->at++;
    s->at += s->at < s->body.n ? strlen(end) : 0;
}

static void skip_quoted(struct scan *s)
{
    char quote = s->body.p[s->at++];
    while (s->at < s->body.n && s->body.p[s->at] != quote && s->body.p[s->at] != '\n')
        s->at += s->body.p[s->at] == '\\' ? 2 : 1;
    s->at++;
}

static void skip_regexp(struct scan *s)
{
    bool in_class = false;
    for (s->at++; s->at < s->body.n && s->body.p[s->at] != '\n'; s->at++) {
        char c = s->body.p[s->at];
        if (c == '/' && !in_class)
            break;
        in_class = c == '[' || (in_class && c != ']');
        s->at += c == '\\';
    }
    s->at++;
}

static void scan_code(struct scan *s, bool in_template);

static void scan_template(struct scan *s)
{
    for (s->at++; s->at < s->body.n && s->body.p[s->at] != '`';) {
        if (looking_at(s, "${")) {
            s->at += 2;
            scan_code(s, true);
        }
        if (s->at < s->body.n && s->body.p[s->at] != '`')
            s->at += s->body.p[s->at] == '\\' ? 2 : 1;
    }
    s->at++;
}

static struct source_place place(struct str body, size_t offset)
{
    struct source_place ret = {1, 0};
    size_t from = 0;
    for (size_t i = 0; i < offset; i++) {
        if (body.p[i] == '\n' || (body.p[i] == '\r' && !(i + 1 < body.n && body.p[i + 1] == '\n'))) {
            ret.line++;
            from = i + 1;
        }
    }
    ret.position = source_position(str_sub(body, from, body.n), offset - from);
    return ret;
}

static void scan_word(struct scan *s)
{
    static const char *const operators[] = {"return", "typeof", "case", "in", "of", "new", "delete", "void", "throw"};
    size_t from = s->at;
    while (s->at < s->body.n && is_word(s->body.p[s->at]))
        s->at++;
    struct str word = str_sub(s->body, from, s->at);
    s->word_before_is_operator = false;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        s->word_before_is_operator |= str_eq(word, str_from(operators[i]));
    if (str_eq(word, STR("throw")) && s->before != '.') {
        size_t end = s->at;
        while (end < s->body.n && s->body.p[end] != '\n' && s->body.p[end] != '\r')
            end++;
        struct source_throw found = {place(s->body, from), str_trim(str_sub(s->body, s->at, end))};
        vec_push(s->arena, &s->throws, found);
    }
}

/* Whether a slash here begins a regular expression: where an operand is wanted. */
static bool wants_operand(const struct scan *s)
{
    if (is_word(s->before))
        return s->word_before_is_operator;
    return s->before != ')' && s->before != ']' && s->before != '}' && s->before != '"' && s->before != '\'' &&
           s->before != '`';
}

/* Up to the end, or in a template's `${` up to the `}` that closes it. */
static void scan_code(struct scan *s, bool in_template)
{
    int depth = 0;
    while (s->at < s->body.n) {
        char c = s->body.p[s->at];
        if (looking_at(s, "//")) {
            skip_past(s, "\n");
            continue;
        }
        if (looking_at(s, "/*")) {
            s->at += 2;
            skip_past(s, "*/");
            continue;
        }
        if (is_word(c)) {
            scan_word(s);
        } else if (c == '"' || c == '\'') {
            skip_quoted(s);
        } else if (c == '`') {
            scan_template(s);
        } else if (c == '/' && wants_operand(s)) {
            skip_regexp(s);
        } else {
            depth += (c == '{') - (c == '}');
            if (in_template && depth < 0)
                return;
            s->at++;
        }
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
            s->before = c;
    }
}

struct source_throw *source_throws(struct arena *a, struct str body, size_t *ret_n)
{
    struct scan s = {.body = body, .arena = a};
    scan_code(&s, false);
    *ret_n = s.throws.n;
    return s.throws.at;
}
