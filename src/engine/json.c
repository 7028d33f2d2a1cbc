/* jansson reads JSON; it writes doubles with 17 digits, so writing is done here. */
#include "engine/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void double_print(struct buf *out, double d)
{
    if (isnan(d) || isinf(d)) {
        buf_adds(out, isnan(d) ? "NaN" : d < 0 ? "-inf" : "inf");
        return;
    }
    char text[40];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(text, sizeof text, "%.*g", precision, d);
        if (strtod(text, NULL) == d)
            break;
    }
    buf_adds(out, text);
}

/* A number that was written with a point keeps one. */
static void print_real(struct buf *out, double d)
{
    size_t before = out->n;
    double_print(out, d);
    if (strspn(out->p + before, "-0123456789") == out->n - before)
        buf_adds(out, ".0");
}

static void print_string(struct buf *out, const char *text, size_t n)
{
    json_t *string = json_stringn_nocheck(text, n);
    char *quoted = json_dumps(string, JSON_ENCODE_ANY);
    buf_adds(out, quoted ? quoted : "null");
    free(quoted);
    json_decref(string);
}

struct place {
    struct buf *out;
    int indent, depth;
};

static void new_line(const struct place *p, int depth)
{
    if (p->indent)
        buf_printf(p->out, "\n%*s", p->indent * depth, "");
}

static void print(const struct place *p, const json_t *json);

static void print_array(const struct place *p, const json_t *array)
{
    const struct place inside = {p->out, p->indent, p->depth + 1};
    size_t n = json_array_size(array);
    buf_addc(p->out, '[');
    for (size_t i = 0; i < n; i++) {
        buf_adds(p->out, i ? "," : "");
        new_line(p, inside.depth);
        print(&inside, json_array_get(array, i));
    }
    if (n)
        new_line(p, p->depth);
    buf_addc(p->out, ']');
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void print_object(const struct place *p, const json_t *object)
{
    const struct place inside = {p->out, p->indent, p->depth + 1};
    size_t n = json_object_size(object), i = 0;
    const char **keys = xmalloc(n * sizeof *keys), *key;
    json_t *value, *o = (json_t *)(uintptr_t)object;
    json_object_foreach(o, key, value) keys[i++] = key;
    qsort(keys, n, sizeof *keys, compare_keys);
    buf_addc(p->out, '{');
    for (i = 0; i < n; i++) {
        buf_adds(p->out, i ? "," : "");
        new_line(p, inside.depth);
        print_string(p->out, keys[i], strlen(keys[i]));
        buf_adds(p->out, p->indent ? ": " : ":");
        print(&inside, json_object_get(object, keys[i]));
    }
    if (n)
        new_line(p, p->depth);
    buf_addc(p->out, '}');
    free(keys);
}

static void print(const struct place *p, const json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        print_object(p, json);
        break;
    case JSON_ARRAY:
        print_array(p, json);
        break;
    case JSON_STRING:
        print_string(p->out, json_string_value(json), json_string_length(json));
        break;
    case JSON_INTEGER:
        buf_printf(p->out, "%" JSON_INTEGER_FORMAT, json_integer_value(json));
        break;
    case JSON_REAL:
        print_real(p->out, json_real_value(json));
        break;
    case JSON_TRUE:
        buf_adds(p->out, "true");
        break;
    case JSON_FALSE:
        buf_adds(p->out, "false");
        break;
    case JSON_NULL:
        buf_adds(p->out, "null");
        break;
    }
}

void json_print(struct buf *out, const json_t *json, int indent)
{
    print(&(struct place){out, indent, 0}, json);
}
