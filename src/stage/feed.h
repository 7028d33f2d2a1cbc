/* Where text comes from, a piece at a time: a file's bytes, and each step that makes something else of what comes from
 * the step before (stage/content.h). */
#pragma once
#include "base/err.h"
#include "base/str.h"

/* The first member of a step's own struct. */
struct feed {
    /* Up to size bytes; *ret_n 0: there are no more, or `problem` says why. err is for what failed on this machine or
     * on the way. */
    bool (*read)(struct feed *s, char *to, size_t size, size_t *ret_n, struct err *err);
    struct str problem; /* what is wrong with the file itself; p NULL: nothing so far. Lives as long as the feed. */
};

static inline bool feed_read(struct feed *s, char *to, size_t size, size_t *ret_n, struct err *err)
{
    return s->read(s, to, size, ret_n, err);
}

/* What a step has read of the one before and not used yet. */
struct feed_input {
    struct feed *from;
    size_t at, n;
    bool ended;
    char bytes[65536];
};

/* Moves what is left to the front and reads on behind it, until there are `least` bytes or the end has come. */
bool feed_input_fill(struct feed_input *in, size_t least, struct err *err) MUST_USE;
static inline struct str feed_input_rest(const struct feed_input *in)
{
    return (struct str){in->bytes + in->at, in->n - in->at};
}
