/* A recursive descent over the text that copies strings and numbers verbatim, so that nothing of them is lost. An
 * object's members are written one after the other and then put in order. */
#include "engine/canonical.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/vec.h"

enum { MAX_DEPTH = 512 };

struct reader {
    struct str whole, rest;
    struct json_fault *fault;
    struct arena *arena;
    int depth;
};

struct member {
    struct str key, value;
    size_t place;
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
    char what[120], where[32] = "";
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    if (line > 1)
        snprintf(where, sizeof where, "line %d, ", line);
    snprintf(r->fault->reason, sizeof r->fault->reason, "%s, %spos %d", what, where, column);
    return false;
}

static void skip_space(struct reader *r)
{
    while (r->rest.n && strchr(" \t\r\n", *r->rest.p))
        r->rest = str_sub(r->rest, 1, r->rest.n);
}

static bool take(struct reader *r, char c)
{
    skip_space(r);
    if (!r->rest.n || *r->rest.p != c)
        return false;
    r->rest = str_sub(r->rest, 1, r->rest.n);
    return true;
}

static bool is_escape(struct str s)
{
    if (s.n < 2 || !strchr("\"\\/bfnrtu", s.p[1]))
        return false;
    for (size_t i = 2; s.p[1] == 'u' && i < 6; i++)
        if (i >= s.n || !strchr("0123456789abcdefABCDEF", s.p[i]))
            return false;
    return true;
}

/* With its quotes. */
static bool read_string(struct reader *r, struct str *ret)
{
    skip_space(r);
    if (!r->rest.n || *r->rest.p != '"')
        return fail(r, r->rest.n ? "missing attribute name" : "incomplete object value");
    for (size_t i = 1; i < r->rest.n; i++) {
        if (r->rest.p[i] == '"') {
            *ret = str_sub(r->rest, 0, i + 1);
            r->rest = str_sub(r->rest, i + 1, r->rest.n);
            return true;
        }
        bool escape = r->rest.p[i] == '\\' && !is_escape(str_sub(r->rest, i, r->rest.n));
        if ((unsigned char)r->rest.p[i] < 0x20 || escape) {
            r->rest = str_sub(r->rest, i + 1, r->rest.n);
            return fail(r, escape ? "invalid escaped character in a string" : "invalid character in a string");
        }
        i += r->rest.p[i] == '\\';
    }
    r->rest = str_sub(r->rest, r->rest.n, r->rest.n);
    return fail(r, "unfinished string");
}

static size_t digits(struct str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

static bool read_number(struct reader *r, struct buf *out)
{
    struct str s = r->rest;
    size_t i = s.n && *s.p == '-', n = digits(s, i);
    if (!n || (n > 1 && s.p[i] == '0'))
        return false;
    i += n;
    if (i < s.n && s.p[i] == '.') {
        n = digits(s, i + 1);
        if (!n)
            return false;
        i += n + 1;
    }
    if (i < s.n && (s.p[i] | 32) == 'e') {
        size_t sign = i + 1 < s.n && (s.p[i + 1] == '+' || s.p[i + 1] == '-');
        n = digits(s, i + 1 + sign);
        if (!n)
            return false;
        i += 1 + sign + n;
    }
    buf_add(out, str_sub(s, 0, i));
    r->rest = str_sub(s, i, s.n);
    return true;
}

static int by_key(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    int order = str_cmp(x->key, y->key);
    return order ? order : x->place < y->place ? -1 : 1;
}

/* The keys are slices of the text: the position is that behind the second one. */
static bool fail_duplicate(struct reader *r, const struct member *m)
{
    struct str key = str_sub(m->key, 1, m->key.n - 1);
    snprintf(r->fault->duplicate, sizeof r->fault->duplicate, "%.*s", STR_FMT(key));
    r->rest.p = m->key.p + m->key.n;
    return fail(r, "duplicate object attribute \"%.*s\"", STR_FMT(key));
}

static bool read_object(struct reader *r, struct buf *out)
{
    VEC(struct member) members = {0};
    while (!members.n ? !take(r, '}') : take(r, ',')) {
        struct member m = {.place = members.n};
        BUF_SCOPE struct buf value = {0};
        if (!read_string(r, &m.key) ||
            (!take(r, ':') && !fail(r, r->rest.n ? "missing colon" : "incomplete object value")))
            return false;
        skip_space(r);
        if (!r->rest.n)
            return fail(r, "incomplete object value");
        if (!read_value(r, &value))
            return false;
        m.value = str_dup(r->arena, buf_str(&value));
        vec_push(r->arena, &members, m);
    }
    if (members.n && !take(r, '}'))
        return fail(r, r->rest.n ? "missing comma" : "incomplete object value");
    if (members.n > 1)
        qsort(members.at, members.n, sizeof *members.at, by_key);
    for (size_t i = 1; i < members.n; i++)
        if (str_eq(members.at[i - 1].key, members.at[i].key))
            return fail_duplicate(r, &members.at[i]);
    buf_addc(out, '{');
    for (size_t i = 0; i < members.n; i++)
        buf_printf(out, "%s%.*s:%.*s", i ? "," : "", STR_FMT(members.at[i].key), STR_FMT(members.at[i].value));
    buf_addc(out, '}');
    return true;
}

static bool read_array(struct reader *r, struct buf *out)
{
    buf_addc(out, '[');
    for (bool first = true; first ? !take(r, ']') : take(r, ','); first = false) {
        buf_adds(out, first ? "" : ",");
        if (!read_value(r, out))
            return false;
        if (take(r, ']')) {
            buf_addc(out, ']');
            return true;
        }
    }
    if (out->p[out->n - 1] != '[')
        return fail(r, r->rest.n ? "missing comma" : "incomplete array value");
    buf_addc(out, ']');
    return true;
}

static bool read_word(struct reader *r, struct buf *out)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(r->rest, str_from(words[i]))) {
            buf_adds(out, words[i]);
            r->rest = str_sub(r->rest, strlen(words[i]), r->rest.n);
            return true;
        }
    size_t n = 0;
    while (n < r->rest.n && (r->rest.p[n] == '_' || isalnum((unsigned char)r->rest.p[n])))
        n++;
    struct str word = str_sub(r->rest, 0, n ? n : r->rest.n > 0);
    r->rest = str_sub(r->rest, word.n, r->rest.n);
    if (!word.n)
        return fail(r, "incomplete value");
    return n ? fail(r, "unknown keyword \"%.*s\"", STR_FMT(word)) : fail(r, "misplaced %.*s", STR_FMT(word));
}

static bool read_value(struct reader *r, struct buf *out)
{
    struct str text = {0};
    if (r->depth >= MAX_DEPTH)
        return fail(r, "more than %d levels", MAX_DEPTH);
    r->depth++;
    bool ok;
    if (take(r, '{'))
        ok = read_object(r, out);
    else if (take(r, '['))
        ok = read_array(r, out);
    else if (r->rest.n && *r->rest.p == '"') {
        ok = read_string(r, &text);
        if (ok)
            buf_add(out, text);
    } else
        ok = read_number(r, out) || read_word(r, out);
    r->depth--;
    return ok;
}

bool json_canonical(struct str json, struct buf *out, struct json_fault *fault)
{
    ARENA_SCOPE struct arena arena = {0};
    struct reader r = {.whole = json, .rest = json, .fault = fault, .arena = &arena};
    *fault = (struct json_fault){0};
    if (!read_value(&r, out))
        return false;
    skip_space(&r);
    return !r.rest.n || fail(&r, "more than one document in the input");
}
