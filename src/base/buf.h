/* Text under construction. Owns its memory (malloc); buf_clear frees it. buf.p is always NUL-terminated once
 * something was written. A zeroed struct is an empty buffer. */
#pragma once
#include "base/str.h"

struct buf {
    char *p;
    size_t n, size;
};

#define BUF_SCOPE __attribute__((cleanup(buf_clear)))

void buf_clear(struct buf *b);
/* Empties it and keeps the memory. */
void buf_reset(struct buf *b);
void buf_add(struct buf *b, struct str s);
void buf_addc(struct buf *b, char c);
void buf_adds(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* An SQL identifier in double quotes, or an SQL string in single quotes, the quotes inside doubled; a NUL, which no SQL
 * text can hold, becomes chr(0). */
void buf_ident(struct buf *b, struct str name);
void buf_literal(struct buf *b, struct str text);

static inline struct str buf_str(const struct buf *b)
{
    return (struct str){b->p, b->n};
}
