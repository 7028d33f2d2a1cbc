/* The values of an INSERT as text, each with a comma before it. */
#pragma once
#include "base/buf.h"

static inline void values_text(struct buf *out, struct str text) /* p NULL: NULL */
{
    buf_adds(out, ", ");
    if (text.p)
        buf_literal(out, text);
    else
        buf_adds(out, "NULL");
}

/* An empty one is NULL, too. */
static inline void values_some_text(struct buf *out, struct str text)
{
    values_text(out, text.n ? text : STR_NULL);
}

static inline void values_int(struct buf *out, int64_t n) /* negative: NULL */
{
    if (n < 0)
        buf_adds(out, ", NULL");
    else
        buf_printf(out, ", %lld", (long long)n);
}
