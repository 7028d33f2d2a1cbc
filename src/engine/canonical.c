/* A recursive descent over the text that copies strings and numbers verbatim, so that nothing of them is lost. An
 * object's members are written one after the other and then put in order. */
#include "engine/canonical.h"

#include <stdlib.h>

#include "base/vec.h"

enum { MAX_DEPTH = 512 };

struct reader {
    struct str rest;
    struct arena *arena;
    int depth;
};

struct member {
    struct str key, value;
    size_t place;
};

static bool read_value(struct reader *r, struct buf *out);

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
        return false;
    for (size_t i = 1; i < r->rest.n; i++) {
        if (r->rest.p[i] == '"') {
            *ret = str_sub(r->rest, 0, i + 1);
            r->rest = str_sub(r->rest, i + 1, r->rest.n);
            return true;
        }
        if ((unsigned char)r->rest.p[i] < 0x20)
            return false;
        if (r->rest.p[i] == '\\' && !is_escape(str_sub(r->rest, i, r->rest.n)))
            return false;
        i += r->rest.p[i] == '\\';
    }
    return false;
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

static bool read_object(struct reader *r, struct buf *out)
{
    VEC(struct member) members = {0};
    while (!members.n ? !take(r, '}') : take(r, ',')) {
        struct member m = {.place = members.n};
        BUF_SCOPE struct buf value = {0};
        if (!read_string(r, &m.key) || !take(r, ':') || !read_value(r, &value))
            return false;
        m.value = str_dup(r->arena, buf_str(&value));
        vec_push(r->arena, &members, m);
    }
    if (members.n && !take(r, '}'))
        return false;
    if (members.n > 1)
        qsort(members.at, members.n, sizeof *members.at, by_key);
    bool first = true;
    buf_addc(out, '{');
    for (size_t i = 0; i < members.n; i++) {
        if (i + 1 < members.n && str_eq(members.at[i].key, members.at[i + 1].key))
            continue;
        buf_printf(out, "%s%.*s:%.*s", first ? "" : ",", STR_FMT(members.at[i].key), STR_FMT(members.at[i].value));
        first = false;
    }
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
        return false;
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
    return false;
}

static bool read_value(struct reader *r, struct buf *out)
{
    struct str text;
    if (r->depth >= MAX_DEPTH)
        return false;
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

bool json_canonical(struct str json, struct buf *out)
{
    ARENA_SCOPE struct arena arena = {0};
    struct reader r = {.rest = json, .arena = &arena};
    if (!read_value(&r, out))
        return false;
    skip_space(&r);
    return !r.rest.n;
}
