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
#include "stage/repair.h"
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

/* A reader under test. */
struct reader_kind {
    void (*open)(void *reader, const struct file_format *f, struct window *w);
    bool (*next)(void *reader, struct record *ret, bool *ret_some, struct err *err);
    void (*seek)(void *reader, int64_t line, int64_t number);
    void (*close)(void *reader);
    void (*check)(const struct record *r); /* what else holds for a record; may be NULL */
    bool ends_lines;                       /* what stands between two records belongs to the first */
    bool seeks_faults;                     /* a record with a fault can be sought, too */
};

struct reading {
    const struct reader_kind *kind;
    void *reader;
    struct pieces pieces;
    struct repair *repair;
    struct window window;
};

static inline void reading_open(struct reading *r, const struct file_format *f, struct str text, size_t window,
                                size_t piece)
{
    enum { MOST = 1 << 22 };
    r->pieces = (struct pieces){{.read = pieces_read}, text, piece};
    struct feed *feed = &r->pieces.base;
    r->repair = f->replace_invalid ? repair_new(feed) : NULL;
    window_open(&r->window, r->repair ? repair_feed(r->repair) : feed, window, MOST);
    r->kind->open(r->reader, f, &r->window);
}

static inline void reading_close(struct reading *r)
{
    r->kind->close(r->reader);
    window_close(&r->window);
    repair_free(r->repair);
}

static inline bool reading_next(struct reading *r, struct record *ret)
{
    ERR_SCOPE struct err err = {0};
    bool some;
    PROMISE(r->kind->next(r->reader, ret, &some, &err), 0);
    PROMISE(!r->window.problem.p, 0);
    return some;
}

/* All records; notes one of them. */
static inline void reading_all(struct reading *r, const struct file_format *f, struct str text, size_t window,
                               size_t piece, int64_t number, struct record *ret_noted, struct buf *noted,
                               struct buf *out)
{
    struct record rec;
    int64_t end = 0;
    reading_open(r, f, text, window, piece);
    while (reading_next(r, &rec)) {
        PROMISE(rec.offset >= end, (size_t)rec.offset);
        end = rec.offset + ((r->kind->ends_lines ? rec.next : rec.end) - rec.start);
        if (r->kind->check)
            r->kind->check(&rec);
        if (rec.number == number && (!rec.fault || r->kind->seeks_faults)) {
            *ret_noted = rec;
            record_describe(&rec, noted);
        }
        record_describe(&rec, out);
    }
    reading_close(r);
}

/* The same records through any window; and the same when one of them is sought. */
static inline void reading_check(const struct reader_kind *kind, void *reader, const struct file_format *f,
                                 struct choices *c)
{
    size_t window = 1 + choose(c, 100), piece = 1 + choose(c, 50);
    int64_t number = 1 + choose(c, 20);
    struct str text = {(const char *)c->at, (size_t)(c->end - c->at)};
    BUF_SCOPE struct buf whole = {0}, parts = {0}, noted = {0}, ignored = {0}, sought = {0};
    struct reading r = {.kind = kind, .reader = reader};
    struct record rec = {0}, again;
    reading_all(&r, f, text, text.n * 3 + 64, text.n + 1, number, &rec, &noted, &whole);
    reading_all(&r, f, text, window, piece, number, &again, &ignored, &parts);
    PROMISE(str_eq(buf_str(&whole), buf_str(&parts)), 0);
    if (!rec.number)
        return;
    ERR_SCOPE struct err err = {0};
    reading_open(&r, f, text, window, piece);
    kind->seek(reader, rec.line, rec.number);
    PROMISE(window_seek(&r.window, rec.offset, &err), (size_t)rec.offset);
    PROMISE(reading_next(&r, &again), (size_t)rec.offset);
    record_describe(&again, &sought);
    PROMISE(str_eq(buf_str(&sought), buf_str(&noted)), (size_t)rec.offset);
    reading_close(&r);
}
