/* What the window holds is read as if it were all. A document that ends, or is seen to be wrong, so near to the
 * window's end that more text might change it is read again when there is more. */
#include "stage/json_reader.h"

#include <stdio.h>

#include "base/utf8.h"
#include "engine/canonical.h"

/* No decision looks further ahead than a pair of escaped surrogates, or what a record takes of the line behind it. */
enum { LOOKAHEAD = 32 };

void json_reader_open(struct json_reader *r, const struct file_format *f, struct window *w)
{
    *r = (struct json_reader){.format = f, .window = w, .line = 1};
}

void json_reader_seek(struct json_reader *r, int64_t line, int64_t number)
{
    r->started = true;
    r->lost = false;
    r->place = JSON_SOUGHT;
    r->line = line;
    r->number = number - 1;
}

void json_reader_close(struct json_reader *r)
{
    buf_clear(&r->text);
}

/* Makes sure that there are so many bytes, or that the text ends with those that there are. */
static bool need(struct json_reader *r, ptrdiff_t n, struct err *err)
{
    bool more = true;
    while (more && r->window->end - r->window->at < n)
        if (!window_fill(r->window, &more, err))
            return false;
    return true;
}

static bool is_at_end(const struct json_reader *r)
{
    return r->window->at == r->window->end;
}

static void step(struct json_reader *r)
{
    char c = *r->window->at++;
    r->line += c == '\n';
    r->indent = c == '\n' ? 0 : r->indent >= 0 && (c == ' ' || c == '\t' || c == '\r') ? r->indent + 1 : -1;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool skip_space(struct json_reader *r, struct err *err)
{
    do {
        while (!is_at_end(r) && is_space(*r->window->at))
            step(r);
        if (!need(r, 1, err))
            return false;
    } while (!is_at_end(r) && is_space(*r->window->at));
    return true;
}

static bool start(struct json_reader *r, struct err *err)
{
    struct window *w = r->window;
    if (!need(r, LOOKAHEAD, err))
        return false;
    r->started = true;
    if (r->format->skip_bom && str_starts((struct str){w->at, (size_t)(w->end - w->at)}, STR("\xEF\xBB\xBF")))
        w->at += 3;
    return true;
}

/* Goes on to the next line that looks like the one on which the bad document began. */
static bool find_next(struct json_reader *r, struct err *err)
{
    for (; r->lost; step(r)) {
        if (!need(r, 1, err))
            return false;
        if (is_at_end(r)) {
            r->lost = false;
            r->place = JSON_OUTSIDE;
            return true;
        }
        bool opens = *r->window->at == '{' || *r->window->at == '[';
        if (opens && r->indent >= 0 && (r->expected < 0 || r->indent == r->expected)) {
            r->lost = false;
            r->place = r->place == JSON_OUTSIDE ? JSON_OUTSIDE : JSON_VALUE;
            return true;
        }
    }
    return true;
}

/* Behind what stands between two documents. *ret_fault: what is wrong with it, or NULL. */
static bool find_document(struct json_reader *r, const char **ret_fault, struct err *err)
{
    *ret_fault = NULL;
    for (;;) {
        if (!skip_space(r, err))
            return false;
        char c = is_at_end(r) ? 0 : *r->window->at;
        switch (r->place) {
        case JSON_SOUGHT:
            return true;
        case JSON_OUTSIDE:
            if (is_at_end(r) || c != '[' || !r->format->strip_outer_array)
                return true;
            r->place = JSON_FIRST;
            step(r);
            continue;
        case JSON_FIRST:
        case JSON_VALUE:
        case JSON_NEXT:
            break;
        }
        if (is_at_end(r)) {
            *ret_fault = "incomplete array value";
            return true;
        }
        if (c == ']') {
            r->place = JSON_OUTSIDE;
            step(r);
        } else if (r->place != JSON_NEXT) {
            return true;
        } else if (c == ',') {
            r->place = JSON_VALUE;
            step(r);
        } else {
            *ret_fault = "missing comma";
            return true;
        }
    }
}

/* The document at the window's place, as far as the window goes: whether it is one, and how many bytes were read. */
static bool parse(struct json_reader *r, size_t *ret_end)
{
    const struct file_format *f = r->format;
    const struct json_rules rules = {
        .allow_duplicate = f->allow_duplicate,
        .strip_nulls = f->strip_null_values,
        .octal = f->enable_octal,
        .trim = f->trim_space,
        .null_if = f->null_if,
        .n_null_if = f->n_null_if,
    };
    struct str text = {r->window->at, (size_t)(r->window->end - r->window->at)};
    const char *newline = f->multi_line ? NULL : memchr(text.p, '\n', text.n);
    struct json_fault fault;
    if (newline)
        text.n = (size_t)(newline - text.p);
    buf_reset(&r->text);
    if (json_canonical_value(text, &rules, &r->text, ret_end, &fault))
        return true;
    snprintf(r->reason, sizeof r->reason, "%s", fault.reason);
    return false;
}

/* The same, once the window holds as much as is needed to tell. *ret_end -1: the text ends in a problem. */
static bool read_document(struct json_reader *r, bool *ret_good, ptrdiff_t *ret_end, struct err *err)
{
    const struct window *w = r->window;
    for (bool more = true;;) {
        size_t end;
        *ret_good = parse(r, &end);
        *ret_end = (ptrdiff_t)end;
        if (w->end - w->at >= *ret_end + LOOKAHEAD || (w->ended && !w->problem.p))
            return true;
        if (!window_fill(r->window, &more, err))
            return false;
        if (!more) {
            *ret_end = -1;
            return true;
        }
    }
}

static void fault(struct record *rec, enum record_fault kind, const char *at, struct str text)
{
    rec->fault = kind;
    rec->fault_at = at;
    rec->fault_text = text;
}

/* Completes the record, of which `length` bytes were read, and goes on behind it. */
static void finish(struct json_reader *r, struct record *rec, ptrdiff_t length)
{
    struct window *w = r->window;
    rec->offset = window_offset(w, rec->start);
    rec->end = rec->start + length;
    rec->next = rec->end;
    /* the rest of its line, when there is not much on it */
    while (rec->next < w->end && rec->next - rec->end < LOOKAHEAD / 2 && *rec->next != '\n' && is_space(*rec->next))
        rec->next++;
    rec->next = rec->next < w->end && *rec->next == '\n' ? rec->next + 1 : rec->end;
    rec->last = w->ended && rec->next == w->end;
    if (rec->fault) {
        while (w->at < rec->end)
            step(r);
        return;
    }
    for (const char *p = w->at; (p = memchr(p, '\n', (size_t)(rec->end - p))); p++)
        r->line++;
    w->at = rec->end;
    r->indent = -1;
}

static void lose(struct json_reader *r, ptrdiff_t indent)
{
    r->lost = true;
    r->expected = indent;
}

bool json_reader_next(struct json_reader *r, struct record *rec, bool *ret_some, struct err *err)
{
    struct window *w = r->window;
    const char *between;
    *ret_some = false;
    if ((!r->started && !start(r, err)) || !find_next(r, err) || !find_document(r, &between, err) ||
        !need(r, LOOKAHEAD, err))
        return false;
    if (w->problem.p && is_at_end(r))
        return true;
    if (is_at_end(r) && !between)
        return true;
    ptrdiff_t end = 0, indent = r->indent;
    bool good = false;
    if (between)
        snprintf(r->reason, sizeof r->reason, "%s, pos 1", between);
    else if (!read_document(r, &good, &end, err))
        return false;
    if (end < 0)
        return true;
    *rec = (struct record){.fields = &r->field, .n = 1, .start = w->at, .number = ++r->number, .line = r->line};
    struct str source = {w->at, (size_t)end}, text = good ? buf_str(&r->text) : source;
    r->field = (struct record_field){.text = text, .at = w->at};
    r->field.null = good && *w->at != 'n' && str_eq(text, STR("null"));
    if (w->invalid && !utf8_is_valid(source))
        fault(rec, RECORD_INVALID_UTF8, w->at, STR_NULL);
    else if (!good)
        fault(rec, RECORD_NOT_JSON, w->at + end, str_from(r->reason));
    finish(r, rec, end);
    if (good)
        r->place = r->place == JSON_FIRST || r->place == JSON_VALUE ? JSON_NEXT : JSON_OUTSIDE;
    else
        lose(r, indent);
    *ret_some = true;
    return true;
}
