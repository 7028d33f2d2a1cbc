/* Text that comes in pieces: a feed for tests. */
#pragma once
#include "stage/feed.h"

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
