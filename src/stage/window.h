/* The part of a text that a reader needs at once: at least the record at hand, whatever its length, up to a limit. It
 * slides over the text as the reader goes on. */
#pragma once
#include "stage/feed.h"

enum {
    WINDOW_SIZE = 1 << 20,
    /* A record beyond it ends the reading of its file: the largest VARIANT and VARCHAR of Snowflake have 128 MB. */
    WINDOW_RECORD_MOST = 128 << 20,
};

struct window {
    const char *at, *end; /* the reader's place, which it moves on, and the end of what is there */
    bool ended;           /* nothing follows the end in the text */
    bool invalid;         /* what is not UTF-8, or is a NUL, has come by */
    struct str problem;   /* why reading ends here; p NULL: nothing is wrong */

    struct feed *feed;
    char *text;
    size_t n, size, most;
    size_t checked; /* of the n bytes are known to be UTF-8, or not */
    int64_t offset; /* of text[0] in the whole */
};

/* `size` bytes at a time to begin with; a record may have `most`. */
void window_open(struct window *w, struct feed *feed, size_t size, size_t most);
void window_close(struct window *w);
/* What stands before `at` is given up, and more is there behind the end: with room to spare if that is not enough,
 * twice as much. Every pointer into the window is invalid then. *ret_more false: there is no more, or w->problem is
 * set, and nothing has moved. */
bool window_fill(struct window *w, bool *ret_more, struct err *err) MUST_USE;
/* Goes on to an offset that is not before the window. */
bool window_seek(struct window *w, int64_t offset, struct err *err) MUST_USE;

static inline int64_t window_offset(const struct window *w, const char *p)
{
    return w->offset + (p - w->text);
}
