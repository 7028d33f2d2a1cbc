/* A search through the text, as what a broken statement means cannot be told from its tokens: a key's name, `=`, and
 * what is in the quotes behind it. Empty values are none. */
#include "sql/secrets.h"

#include <stdlib.h>

#include "base/buf.h"

/* CREDENTIALS itself: for a list in the place of its keys. */
static const char *const keys[] = {"MASTER_KEY", "CREDENTIALS"};
/* Any name that has one of each: also the names of the environment's variables, and slips of the pen. */
static const char *const clouds[] = {"AWS_", "AZURE_"}, *const secrets[] = {"KEY", "SECRET", "TOKEN"};
enum { SHORTEST = 8 }; /* a shorter value, out of its quotes, may be any word of a message */

struct range {
    size_t from, to;
};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

static size_t skip_comment(struct str text, size_t at)
{
    struct str rest = str_sub(text, at, text.n);
    bool block = str_starts(rest, STR("/*"));
    if (!block && !str_starts(rest, STR("--")) && !str_starts(rest, STR("//")))
        return at;
    ptrdiff_t end = str_find(rest, block ? STR("*/") : STR("\n"));
    return end < 0 ? text.n : at + (size_t)end + (block ? 2 : 1);
}

static size_t skip_blanks(struct str text, size_t at)
{
    for (;;) {
        size_t before = at;
        while (at < text.n && is_blank(text.p[at]))
            at++;
        at = skip_comment(text, at);
        if (at == before)
            return at;
    }
}

static bool is_of_cloud(struct str word)
{
    bool cloud = false;
    for (size_t i = 0; i < sizeof clouds / sizeof *clouds; i++)
        cloud = cloud || str_istarts(word, str_from(clouds[i]));
    for (size_t at = 0; cloud && at < word.n; at++)
        for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
            if (str_istarts(str_sub(word, at, word.n), str_from(secrets[i])))
                return true;
    return false;
}

/* The length of the key's name that stands there as a word; 0: none. */
static size_t key_at(struct str text, size_t at)
{
    if (!strchr("AaMmCc", text.p[at]) || (at > 0 && is_word(text.p[at - 1])))
        return 0;
    size_t end = at;
    while (end < text.n && is_word(text.p[end]))
        end++;
    struct str word = str_sub(text, at, end);
    bool found = is_of_cloud(word);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        found = found || str_ieq(word, str_from(keys[i]));
    return found ? word.n : 0;
}

/* What quotes the value: ' or ", doubled or behind backslashes within another string, or $$. */
static struct str opening(struct str text, size_t at)
{
    size_t i = at;
    while (i < text.n && text.p[i] == '\\')
        i++;
    if (i >= text.n || (text.p[i] != '\'' && text.p[i] != '"' && text.p[i] != '$'))
        return STR_NULL;
    bool doubled = i + 1 < text.n && text.p[i + 1] == text.p[i];
    return str_sub(text, at, i + (doubled ? 2 : 1));
}

/* A quote in single quotes is doubled, or stands behind a backslash. */
static size_t closing(struct str text, size_t at, struct str quote)
{
    for (; at < text.n; at++) {
        bool skips = quote.n == 1 && (text.p[at] == '\\' || text.p[at] == quote.p[0]) && at + 1 < text.n;
        if (skips && (text.p[at] == '\\' || text.p[at + 1] == quote.p[0]))
            at++;
        else if (str_starts(str_sub(text, at, text.n), quote))
            return at;
    }
    return text.n;
}

static size_t bare_end(struct str text, size_t at)
{
    while (at < text.n && !is_blank(text.p[at]) && text.p[at] != ',' && text.p[at] != ')' && text.p[at] != ';')
        at++;
    return at;
}

/* The value at *at, behind which it leaves *at. False: there is none. Empty quotes are an empty range. */
static bool value_at(struct str text, size_t *at, struct range *ret)
{
    struct str quote = opening(text, *at);
    if (!quote.p)
        return false;
    size_t from = *at + quote.n;
    /* two quotes and nothing that a value could begin with */
    if (quote.n == 2 && text.p[*at] != '\\' && text.p[*at] != '$' &&
        (from == text.n || is_blank(text.p[from]) || strchr(",);'\"", text.p[from]))) {
        *ret = (struct range){from, from};
        *at = from;
        return true;
    }
    *ret = (struct range){from, closing(text, from, quote)};
    size_t behind = skip_blanks(text, ret->to + quote.n < text.n ? ret->to + quote.n : text.n);
    if (quote.p[0] == '"' && behind < text.n && text.p[behind] == '=')
        return false; /* the name of a key */
    *at = ret->to + quote.n < text.n ? ret->to + quote.n : text.n;
    return true;
}

/* What may stand before a value and between two of them. */
static size_t skip_between(struct str text, size_t at)
{
    at = skip_blanks(text, at);
    while (at < text.n && (text.p[at] == ',' || text.p[at] == '('))
        at = skip_blanks(text, at + 1);
    return at;
}

/* Goes on from *at: the next value that is not empty. `open`: more may follow the last one. */
static bool next(struct str text, size_t *at, bool *open, struct range *ret)
{
    while (*at < text.n) {
        if (*open) {
            *open = value_at(text, at, ret);
            if (!*open)
                continue;
            size_t value = *at;
            *at = skip_between(text, value);
            *open = *at > value;
            if (ret->to > ret->from)
                return true;
            continue;
        }
        size_t n = key_at(text, *at);
        if (!n) {
            ++*at;
            continue;
        }
        *at += n;
        bool group = str_ieq(str_sub(text, *at - n, *at), STR("CREDENTIALS"));
        size_t behind = skip_blanks(text, *at < text.n && text.p[*at] == '"' ? *at + 1 : *at);
        if (behind >= text.n || text.p[behind] != '=')
            continue;
        *at = skip_between(text, behind + 1);
        *open = true;
        bool bare = !group && *at < text.n && !opening(text, *at).p;
        if (bare) {
            *open = false;
            *ret = (struct range){*at, bare_end(text, *at)};
            *at = ret->to;
            if (ret->to > ret->from)
                return true;
        }
    }
    return false;
}

struct str secrets_masked(struct arena *a, struct str text)
{
    BUF_SCOPE struct buf out = {0};
    size_t at = 0, done = 0;
    bool open = false;
    for (struct range r; next(text, &at, &open, &r); done = r.to) {
        buf_add(&out, str_sub(text, done, r.from));
        buf_adds(&out, "****");
    }
    if (!done)
        return text;
    buf_add(&out, str_sub(text, done, text.n));
    return str_dup(a, buf_str(&out));
}

struct str secrets_blotted(struct arena *a, struct str text)
{
    size_t at = 0;
    bool open = false;
    char *out = NULL;
    for (struct range r; next(text, &at, &open, &r);) {
        if (!out) {
            out = arena_alloc(a, text.n);
            memcpy(out, text.p, text.n);
        }
        for (size_t i = r.from; i < r.to; i++)
            if (out[i] != '\n' && out[i] != '\r')
                out[i] = '*';
    }
    return out ? (struct str){out, text.n} : text;
}

static struct str without(struct arena *a, struct str message, struct str secret, struct str with)
{
    BUF_SCOPE struct buf out = {0};
    ptrdiff_t at = str_find(message, secret);
    if (at < 0)
        return message;
    for (; at >= 0; at = str_find(message, secret)) {
        buf_add(&out, str_sub(message, 0, (size_t)at));
        buf_add(&out, with);
        message = str_sub(message, (size_t)at + secret.n, message.n);
    }
    buf_add(&out, message);
    return str_dup(a, buf_str(&out));
}

void secrets_mask_error(struct str text, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    size_t at = 0;
    bool open = false;
    if (!err->set || !err->message)
        return;
    struct str before = str_from(err->message), message = before;
    for (struct range r; next(text, &at, &open, &r);) {
        struct str secret = str_sub(text, r.from, r.to);
        size_t begin = r.from > 0 ? r.from - 1 : 0, end = r.to < text.n ? r.to + 1 : r.to;
        message = without(&a, message, str_sub(text, begin, end), STR("'****'"));
        if (secret.n >= SHORTEST)
            message = without(&a, message, secret, STR("****"));
    }
    if (message.p == before.p)
        return;
    char *masked = xstrdup(str_cstr(&a, message));
    free(err->message);
    err->message = masked;
}
