/* The text is known to be good JSON without white space, so a value ends where its brackets and quotes are closed. */
#include "engine/member.h"

#include <jansson.h>

/* The length of the string at the start, with its quotes. */
static size_t string_length(struct str s)
{
    size_t i = 1;
    while (i < s.n && s.p[i] != '"')
        i += s.p[i] == '\\' ? 2 : 1;
    return i < s.n ? i + 1 : s.n;
}

static size_t value_length(struct str s)
{
    size_t i = 0;
    for (int depth = 0; i < s.n;) {
        char c = s.p[i];
        if (depth == 0 && (c == ',' || c == '}' || c == ']'))
            break;
        if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
        i += c == '"' ? string_length(str_sub(s, i, s.n)) : 1;
    }
    return i;
}

struct members members_of(struct str json)
{
    bool object = json.n > 2 && json.p[0] == '{';
    return (struct members){object ? str_sub(json, 1, json.n) : STR("")};
}

static struct str decoded(struct str quoted, struct buf *scratch)
{
    if (!memchr(quoted.p, '\\', quoted.n))
        return str_sub(quoted, 1, quoted.n - 1);
    json_t *json = json_loadb(quoted.p, quoted.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    buf_reset(scratch);
    buf_add(scratch, (struct str){json_string_value(json), json_string_length(json)});
    json_decref(json);
    return buf_str(scratch);
}

bool members_next(struct members *m, struct buf *scratch, struct str *key, struct str *value)
{
    struct str s = m->rest;
    if (s.n < 4 || s.p[0] != '"')
        return false;
    size_t name = string_length(s);
    if (name + 1 >= s.n)
        return false;
    *key = decoded(str_sub(s, 0, name), scratch);
    s = str_sub(s, name + 1, s.n);
    *value = str_sub(s, 0, value_length(s));
    s = str_sub(s, value->n, s.n);
    m->rest = str_sub(s, s.n > 0, s.n);
    return true;
}

struct str member_find(struct str json, struct str key, bool ignore_case)
{
    BUF_SCOPE struct buf scratch = {0};
    struct members m = members_of(json);
    struct str name, value;
    while (members_next(&m, &scratch, &name, &value))
        if (ignore_case ? str_ieq(name, key) : str_eq(name, key))
            return value;
    return STR_NULL;
}
