/* Grows by doubling. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void reserve(struct buf *b, size_t more)
{
    if (b->size - b->n > more)
        return;
    size_t size = b->size ? b->size : 128;
    while (size - b->n <= more)
        size *= 2;
    b->p = xrealloc(b->p, size);
    b->size = size;
}

void buf_clear(struct buf *b)
{
    free(b->p);
    *b = (struct buf){0};
}

void buf_reset(struct buf *b)
{
    b->n = 0;
    if (b->p)
        b->p[0] = 0;
}

void buf_add(struct buf *b, struct str s)
{
    reserve(b, s.n);
    if (s.n)
        memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = 0;
}

void buf_addc(struct buf *b, char c)
{
    buf_add(b, (struct str){&c, 1});
}

void buf_adds(struct buf *b, const char *s)
{
    buf_add(b, str_from(s));
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    reserve(b, (size_t)n);
    vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
    va_end(again);
    b->n += (size_t)n;
}

static void quoted(struct buf *b, struct str s, char quote)
{
    reserve(b, s.n + 2);
    buf_addc(b, quote);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == quote)
            buf_addc(b, quote);
        buf_addc(b, s.p[i]);
    }
    buf_addc(b, quote);
}

void buf_ident(struct buf *b, struct str name)
{
    quoted(b, name, '"');
}

void buf_literal(struct buf *b, struct str text)
{
    if (!text.n || !memchr(text.p, 0, text.n)) {
        quoted(b, text, '\'');
        return;
    }
    buf_addc(b, '(');
    for (const char *nul; (nul = memchr(text.p, 0, text.n)); text = str_sub(text, (size_t)(nul - text.p) + 1, text.n)) {
        quoted(b, str_sub(text, 0, (size_t)(nul - text.p)), '\'');
        buf_adds(b, " || chr(0) || ");
    }
    quoted(b, text, '\'');
    buf_addc(b, ')');
}
