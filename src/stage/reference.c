/* One pass over the name, which ends at the first / outside of quotes. */
#include "stage/reference.h"

#include "base/buf.h"

struct reader {
    struct arena *arena;
    struct str text;
    size_t at;
    struct err *err;
};

static bool unexpected(const struct reader *r)
{
    struct str rest = str_sub(r->text, r->at, r->text.n);
    if (!rest.n)
        rest = STR("<EOF>");
    return err_set(r->err, 1003, "42000",
                   "SQL compilation error:\nsyntax error in the stage '%.*s' at position %zu unexpected '%.*s'.",
                   STR_FMT(r->text), r->at, STR_FMT(rest));
}

static int peek(const struct reader *r)
{
    return r->at < r->text.n ? (unsigned char)r->text.p[r->at] : -1;
}

static bool take(struct reader *r, char c)
{
    if (peek(r) != (unsigned char)c)
        return false;
    r->at++;
    return true;
}

static bool begins_name(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool continues_name(int c)
{
    return begins_name(c) || (c >= '0' && c <= '9') || c == '$';
}

/* Behind the opening quote; a doubled one stands for one. */
static bool read_quoted(struct reader *r, struct str *ret)
{
    BUF_SCOPE struct buf name = {0};
    for (;;) {
        int c = peek(r);
        if (c < 0)
            return unexpected(r);
        r->at++;
        if (c == '"' && !take(r, '"'))
            break;
        buf_addc(&name, (char)c);
    }
    if (!name.n)
        return unexpected(r);
    *ret = str_dup(r->arena, buf_str(&name));
    return true;
}

static bool read_name(struct reader *r, struct str *ret)
{
    size_t from = r->at;
    if (take(r, '"'))
        return read_quoted(r, ret);
    if (!begins_name(peek(r)))
        return unexpected(r);
    while (continues_name(peek(r)))
        r->at++;
    *ret = str_upper(r->arena, str_sub(r->text, from, r->at));
    return true;
}

/* [[db.]schema.]name, the last with a % before it when it is a table. */
static bool read_names(struct reader *r, struct stage_reference *to)
{
    for (;;) {
        if (take(r, '%'))
            to->kind = STAGE_OF_TABLE;
        if (!read_name(r, &to->part[to->n++]))
            return false;
        if (to->n == 3 || to->kind == STAGE_OF_TABLE || !take(r, '.'))
            return true;
        if (to->n == 1 && take(r, '.'))
            to->part[to->n++] = STR("PUBLIC");
    }
}

/* Any bytes, which printf would end at the first 0. */
static struct str slashed(struct arena *a, struct str text)
{
    char *p = arena_alloc(a, text.n + 1);
    memcpy(p, text.p, text.n);
    p[text.n] = '/';
    return (struct str){p, text.n + 1};
}

/* A bucket without anything behind its name is all of it. */
static void split_url(struct reader *r, struct stage_reference *to)
{
    ptrdiff_t scheme = str_find(r->text, STR("://"));
    if (scheme >= 0 && str_find(str_sub(r->text, (size_t)scheme + 3, r->text.n), STR("/")) < 0)
        r->text = slashed(r->arena, r->text);
    size_t slash = r->text.n;
    while (slash > 0 && r->text.p[slash - 1] != '/')
        slash--;
    to->kind = STAGE_URL;
    to->url = str_dup(r->arena, str_sub(r->text, 0, slash));
    to->path = str_dup(r->arena, str_sub(r->text, slash, r->text.n));
}

bool stage_reference_parse(struct arena *a, struct str text, struct stage_reference *ret, struct err *err)
{
    struct reader r = {a, text, 0, err};
    struct stage_reference to = {.kind = STAGE_NAMED};
    if (!take(&r, '@')) {
        split_url(&r, &to);
        *ret = to;
        return true;
    }
    if (take(&r, '~'))
        to.kind = STAGE_OF_USER;
    else if (!read_names(&r, &to))
        return false;
    to.whole = peek(&r) < 0;
    if (!to.whole && !take(&r, '/'))
        return unexpected(&r);
    to.path = str_dup(a, str_sub(text, r.at, text.n));
    *ret = to;
    return true;
}
