/* What the fuzzers of readers share. The first bytes of an input say the options of a format, the size of the window
 * and of the pieces in which text comes; the rest is the file. Its records, read through the window, have to be those
 * that are read when the window holds all of it; they are compared as text. */
#pragma once
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "stage/file_format.h"
#include "stage/record.h"
#include "stage/window.h"

/* The bytes that say the options; 0 behind the end. */
struct choices {
    const uint8_t *at, *end;
};

static inline unsigned choose(struct choices *c, unsigned n)
{
    return c->at < c->end ? *c->at++ % n : 0;
}

/* A feed that gives so many bytes at a time. */
struct pieces {
    struct feed base;
    struct str rest;
    size_t piece;
};

static inline bool pieces_read(struct feed *base, char *to, size_t size, size_t *ret_n, struct err *err)
{
    (void)err;
    struct pieces *p = (struct pieces *)base;
    size_t n = p->rest.n < size ? p->rest.n : size;
    *ret_n = n < p->piece ? n : p->piece;
    if (*ret_n)
        memcpy(to, p->rest.p, *ret_n);
    p->rest = str_sub(p->rest, *ret_n, p->rest.n);
    return true;
}

/* A record as text; says, too, what holds for each. */
static inline void record_describe(const struct record *r, struct buf *out)
{
    size_t at = (size_t)r->offset;
    PROMISE(r->start <= r->end && r->end <= r->next, at);
    PROMISE(r->number > 0 && r->line > 0 && r->n > 0, at);
    buf_printf(out, "%lld %lld %lld %d %d %td %td", (long long)r->offset, (long long)r->number, (long long)r->line,
               r->last, r->blank, r->end - r->start, r->next - r->start);
    if (r->fault) {
        PROMISE(r->fault_field < r->n, at);
        PROMISE(r->fault_at >= r->start && r->fault_at <= r->next, at);
        PROMISE(!r->fault_text.p || utf8_is_valid(r->fault_text), at);
        buf_printf(out, " !%d %zu %td %.*s", (int)r->fault, r->fault_field, r->fault_at - r->start,
                   STR_FMT(r->fault_text));
    }
    for (size_t i = 0; i < r->n; i++) {
        const struct record_field *f = &r->fields[i];
        PROMISE(r->fault || !f->text.n || utf8_is_valid(f->text), at);
        PROMISE(r->fault || f->text.n == 0 || !memchr(f->text.p, 0, f->text.n), at);
        buf_printf(out, "\n  %d %d ", f->null, f->enclosed);
        buf_add(out, f->text);
    }
    buf_addc(out, '\n');
}
