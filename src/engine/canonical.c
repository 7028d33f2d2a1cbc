/* A recursive descent over the text that copies strings and numbers verbatim, so that nothing of them is lost. The
 * members of an object are written one after the other, as most texts have them in order; if they are not, they are put
 * in order when the object ends. */
#include "engine/canonical.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

enum { MAX_DEPTH = 512 };

/* Where a member stands in what was written. */
struct member {
    struct str key; /* in the text, with its quotes */
    size_t from, to;
};

struct reader {
    struct str whole, rest;
    const struct json_rules *rules;
    struct json_fault *fault;
    int depth;
    struct member *members; /* of the objects that are open, the innermost last */
    size_t n_members, size_members;
    struct buf scratch;
};

static bool read_value(struct reader *r, struct buf *out);

/* The first reason counts; its position is behind what was read, which begins at 1. */
__attribute__((format(printf, 2, 3))) static bool fail(struct reader *r, const char *format, ...)
{
    if (r->fault->reason[0])
        return false;
    int line = 1, column = 1;
    for (const char *p = r->whole.p; p < r->rest.p; p++, column++)
        if (*p == '\n')
            line++, column = 0;
    char what[160], where[32] = "";
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    if (line > 1)
        snprintf(where, sizeof where, "line %d, ", line);
    snprintf(r->fault->reason, sizeof r->fault->reason, "%s, %spos %d", what, where, column);
    return false;
}

static void skip(struct reader *r, size_t n)
{
    r->rest = str_sub(r->rest, n, r->rest.n);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void skip_space(struct reader *r)
{
    while (r->rest.n && is_space(*r->rest.p))
        skip(r, 1);
}

static bool take(struct reader *r, char c)
{
    skip_space(r);
    if (!r->rest.n || *r->rest.p != c)
        return false;
    skip(r, 1);
    return true;
}

/* --- strings ----------------------------------------------------------------------------------------------------- */

/* The code of \uXXXX at the start, or -1. */
static long escaped_code(struct str s)
{
    long code = 0;
    if (s.n < 6 || s.p[0] != '\\' || s.p[1] != 'u')
        return -1;
    for (size_t i = 2; i < 6; i++) {
        if (!isxdigit((unsigned char)s.p[i]))
            return -1;
        code = code * 16 + (s.p[i] <= '9' ? s.p[i] - '0' : (s.p[i] | 32) - 'a' + 10);
    }
    return code;
}

/* The length of the escape at the start; 0: there is none. Half of a surrogate pair is none. */
static size_t escape_length(struct str s)
{
    if (s.n < 2 || !strchr("\"\\/bfnrtu", s.p[1]) || !s.p[1])
        return 0;
    if (s.p[1] != 'u')
        return 2;
    long code = escaped_code(s);
    if (code < 0 || (code >= 0xDC00 && code < 0xE000))
        return 0;
    if (code < 0xD800 || code >= 0xE000)
        return 6;
    long low = escaped_code(str_sub(s, 6, s.n));
    return low >= 0xDC00 && low < 0xE000 ? 12 : 0;
}

/* With its quotes. */
static bool read_string(struct reader *r, struct str *ret, bool *ret_escapes)
{
    struct str s = r->rest;
    *ret_escapes = false;
    for (size_t i = 1; i < s.n;) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"') {
            *ret = str_sub(s, 0, i + 1);
            skip(r, i + 1);
            return true;
        }
        size_t n = c == '\\' ? escape_length(str_sub(s, i, s.n)) : c >= 0x20;
        if (n == 0) {
            skip(r, i + 1);
            return fail(r, c == '\\' ? "invalid escaped character in a string" : "invalid character in a string");
        }
        *ret_escapes |= n > 1;
        i += n;
    }
    skip(r, s.n);
    return fail(r, "unfinished string");
}

static bool read_key(struct reader *r, struct str *ret)
{
    bool escapes;
    skip_space(r);
    if (!r->rest.n || *r->rest.p != '"')
        return fail(r, r->rest.n ? "missing attribute name" : "incomplete object value");
    return read_string(r, ret, &escapes);
}

/* What the inside of a string says. */
static struct str unescaped(struct reader *r, struct str inside)
{
    buf_reset(&r->scratch);
    for (size_t i = 0; i < inside.n;) {
        static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
        struct str at = str_sub(inside, i, inside.n);
        size_t n = at.p[0] == '\\' ? escape_length(at) : 1;
        const char *control = n == 2 ? strchr(from, at.p[1]) : NULL;
        char bytes[4];
        uint32_t code = n >= 6 ? (uint32_t)escaped_code(at) : 0;
        if (n == 12)
            code = 0x10000 + ((code - 0xD800) << 10) + ((uint32_t)escaped_code(str_sub(at, 6, at.n)) - 0xDC00);
        if (n >= 6)
            buf_add(&r->scratch, (struct str){bytes, utf8_put(bytes, code)});
        else
            buf_addc(&r->scratch, control ? to[control - from] : at.p[n - 1]);
        i += n;
    }
    return buf_str(&r->scratch);
}

static bool is_null_text(struct reader *r, struct str text)
{
    for (size_t i = 0; i < r->rules->n_null_if; i++)
        if (str_eq(text, r->rules->null_if[i]))
            return true;
    return false;
}

/* The white space at both ends, as it is or as an escape. */
static struct str trimmed(struct str inside)
{
    while (inside.n) {
        bool escape = inside.n > 1 && inside.p[0] == '\\' && strchr("tnr", inside.p[1]);
        if (!escape && inside.p[0] != ' ')
            break;
        inside = str_sub(inside, escape ? 2 : 1, inside.n);
    }
    while (inside.n) {
        size_t slashes = 0;
        while (inside.n > slashes + 1 && inside.p[inside.n - 2 - slashes] == '\\')
            slashes++;
        bool escape = slashes % 2 && strchr("tnr", inside.p[inside.n - 1]);
        if (!escape && (inside.p[inside.n - 1] != ' ' || slashes % 2))
            break;
        inside.n -= escape ? 2 : 1;
    }
    return inside;
}

static bool put_string(struct reader *r, struct buf *out)
{
    struct str text;
    bool escapes;
    if (!read_string(r, &text, &escapes))
        return false;
    struct str inside = str_sub(text, 1, text.n - 1);
    if (r->rules->trim)
        inside = trimmed(inside);
    if (r->rules->n_null_if && is_null_text(r, escapes ? unescaped(r, inside) : inside)) {
        buf_adds(out, "null");
        return true;
    }
    buf_addc(out, '"');
    buf_add(out, inside);
    buf_addc(out, '"');
    return true;
}

/* --- numbers and words ------------------------------------------------------------------------------------------- */

static size_t digits(struct str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

/* Digits behind a zero. */
static bool put_octal(struct reader *r, struct str text, struct buf *out)
{
    uint64_t value = 0;
    for (size_t i = *text.p == '-'; i < text.n; i++) {
        if (text.p[i] > '7' || value >> 60)
            return false;
        value = value * 8 + (uint64_t)(text.p[i] - '0');
    }
    skip(r, text.n);
    buf_printf(out, "%s%llu", *text.p == '-' ? "-" : "", (unsigned long long)value);
    return true;
}

/* Digits are missing there. */
static bool unfinished_number(struct reader *r, size_t at)
{
    skip(r, at);
    return fail(r, "unfinished number");
}

static bool read_number(struct reader *r, struct buf *out)
{
    struct str s = r->rest;
    size_t i = s.n && *s.p == '-', n = digits(s, i);
    if (n > 1 && s.p[i] == '0' && r->rules->octal)
        return put_octal(r, str_sub(s, 0, i + n), out);
    if (!n || (n > 1 && s.p[i] == '0'))
        return false;
    i += n;
    if (i < s.n && s.p[i] == '.') {
        n = digits(s, i + 1);
        if (!n)
            return unfinished_number(r, i + 1);
        i += n + 1;
    }
    if (i < s.n && (s.p[i] | 32) == 'e') {
        size_t sign = i + 1 < s.n && (s.p[i + 1] == '+' || s.p[i + 1] == '-');
        n = digits(s, i + 1 + sign);
        if (!n)
            return unfinished_number(r, i + 1 + sign);
        i += 1 + sign + n;
    }
    struct str text = str_sub(s, 0, i);
    buf_add(out, r->rules->n_null_if && is_null_text(r, text) ? STR("null") : text);
    skip(r, i);
    return true;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static bool read_word(struct reader *r, struct buf *out)
{
    static const char *const words[] = {"true", "false", "null"};
    struct str word = {r->rest.p, 0};
    while (word.n < r->rest.n && is_word(r->rest.p[word.n]))
        word.n++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(word, str_from(words[i]))) {
            buf_add(out, word);
            skip(r, word.n);
            return true;
        }
    if (!r->rest.n)
        return fail(r, "incomplete value");
    if (word.n) {
        skip(r, word.n);
        return fail(r, "unknown keyword \"%.*s\"", STR_FMT(utf8_cut(word, 100)));
    }
    const unsigned char *p = (const unsigned char *)r->rest.p;
    size_t n = *p < 0x20 ? 0 : utf8_sequence(p, p + r->rest.n);
    word.n = n;
    skip(r, n ? n : 1);
    return n ? fail(r, "misplaced %.*s", STR_FMT(word)) : fail(r, "misplaced 0x%02X", *p);
}

/* --- objects and arrays ------------------------------------------------------------------------------------------ */

static bool fail_duplicate(struct reader *r, struct str key)
{
    struct str name = utf8_cut(str_sub(key, 1, key.n - 1), sizeof r->fault->duplicate - 1);
    snprintf(r->fault->duplicate, sizeof r->fault->duplicate, "%.*s", STR_FMT(name));
    r->rest = (struct str){key.p + key.n, (size_t)(r->whole.p + r->whole.n - key.p) - key.n};
    return fail(r, "duplicate object attribute \"%.*s\"", STR_FMT(name));
}

/* By the key, then by the place in the text. */
static int by_key(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    int order = str_cmp((struct str){x->key.p + 1, x->key.n - 1}, (struct str){y->key.p + 1, y->key.n - 1});
    return order ? order : x->from < y->from ? -1 : 1;
}

static struct member *new_member(struct reader *r)
{
    if (r->n_members == r->size_members) {
        r->size_members = r->size_members ? r->size_members * 2 : 64;
        r->members = xrealloc(r->members, r->size_members * sizeof *r->members);
    }
    return &r->members[r->n_members++];
}

/* Puts the members from `first` on in order in what was written from `start` on. */
static bool sort_members(struct reader *r, size_t first, size_t start, struct buf *out)
{
    size_t n = r->n_members - first;
    if (n < 2)
        return true;
    struct member *members = r->members + first;
    bool sorted = true;
    for (size_t i = 1; i < n && sorted; i++)
        sorted = str_cmp((struct str){members[i - 1].key.p + 1, members[i - 1].key.n - 1},
                         (struct str){members[i].key.p + 1, members[i].key.n - 1}) < 0;
    if (sorted)
        return true;
    qsort(members, n, sizeof *members, by_key);
    buf_reset(&r->scratch);
    for (size_t i = 0; i < n; i++) {
        bool again = i + 1 < n && str_eq(members[i].key, members[i + 1].key);
        if (again && !r->rules->allow_duplicate)
            return fail_duplicate(r, members[i + 1].key);
        if (again)
            continue;
        if (r->scratch.n)
            buf_addc(&r->scratch, ',');
        buf_add(&r->scratch, str_sub(buf_str(out), members[i].from, members[i].to));
    }
    out->n = start;
    buf_add(out, buf_str(&r->scratch));
    return true;
}

static bool read_member(struct reader *r, struct buf *out)
{
    struct str key;
    if (!read_key(r, &key) || (!take(r, ':') && !fail(r, r->rest.n ? "missing colon" : "incomplete object value")))
        return false;
    skip_space(r);
    if (!r->rest.n)
        return fail(r, "incomplete object value");
    size_t from = out->n;
    buf_add(out, key);
    buf_addc(out, ':');
    size_t value = out->n;
    if (!read_value(r, out))
        return false;
    if (r->rules->strip_nulls && str_eq(str_sub(buf_str(out), value, out->n), STR("null")))
        out->n = from;
    else
        *new_member(r) = (struct member){key, from, out->n};
    return true;
}

static bool read_object(struct reader *r, struct buf *out)
{
    size_t first = r->n_members;
    buf_addc(out, '{');
    size_t start = out->n;
    bool closed = take(r, '}');
    if (!closed)
        do {
            if (r->n_members > first)
                buf_addc(out, ',');
            size_t before = out->n, n = r->n_members;
            if (!read_member(r, out))
                return false;
            if (r->n_members == n && n > first) /* stripped: its comma, too */
                out->n = before - 1;
        } while (take(r, ','));
    if (!closed && !take(r, '}'))
        return fail(r, r->rest.n ? "missing comma" : "incomplete object value");
    if (!sort_members(r, first, start, out))
        return false;
    r->n_members = first;
    buf_addc(out, '}');
    return true;
}

static bool read_array(struct reader *r, struct buf *out)
{
    buf_addc(out, '[');
    size_t start = out->n;
    bool closed = take(r, ']');
    if (!closed)
        do {
            size_t before = out->n;
            if (before > start)
                buf_addc(out, ',');
            size_t value = out->n;
            if (!read_value(r, out))
                return false;
            if (r->rules->strip_nulls && str_eq(str_sub(buf_str(out), value, out->n), STR("null")))
                out->n = before;
        } while (take(r, ','));
    if (!closed && !take(r, ']'))
        return fail(r, r->rest.n ? "missing comma" : "incomplete array value");
    buf_addc(out, ']');
    return true;
}

static bool read_value(struct reader *r, struct buf *out)
{
    if (r->depth >= MAX_DEPTH)
        return fail(r, "more than %d levels", MAX_DEPTH);
    r->depth++;
    bool ok;
    if (take(r, '{'))
        ok = read_object(r, out);
    else if (take(r, '['))
        ok = read_array(r, out);
    else if (r->rest.n && *r->rest.p == '"')
        ok = put_string(r, out);
    else
        ok = read_number(r, out) || (!r->fault->reason[0] && read_word(r, out));
    r->depth--;
    return ok;
}

bool json_canonical_value(struct str text, const struct json_rules *rules, struct buf *out, size_t *ret_end,
                          struct json_fault *fault)
{
    struct reader r = {.whole = text, .rest = text, .rules = rules, .fault = fault};
    *fault = (struct json_fault){0};
    bool ok = read_value(&r, out);
    *ret_end = text.n - r.rest.n;
    free(r.members);
    buf_clear(&r.scratch);
    return ok;
}

bool json_canonical(struct str json, struct buf *out, struct json_fault *fault)
{
    static const struct json_rules rules;
    size_t end;
    if (!json_canonical_value(json, &rules, out, &end, fault))
        return false;
    struct reader r = {.whole = json, .rest = str_sub(json, end, json.n), .rules = &rules, .fault = fault};
    skip_space(&r);
    return !r.rest.n || fail(&r, "more than one document in the input");
}
