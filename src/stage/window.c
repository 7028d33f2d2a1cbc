/* One block of memory, which grows when a record does not fit, and keeps its size. */
#include "stage/window.h"

#include <stdlib.h>

#include "base/utf8.h"

void window_open(struct window *w, struct feed *feed, size_t size, size_t most)
{
    *w = (struct window){.feed = feed, .size = size, .most = most, .text = xmalloc(size)};
    w->at = w->end = w->text;
}

void window_close(struct window *w)
{
    free(w->text);
    *w = (struct window){0};
}

/* Notes whether what was read is UTF-8 without NULs. A character that is cut off by the window's end is judged with the
 * next piece. */
static void check(struct window *w)
{
    struct str news = {w->text + w->checked, w->n - w->checked};
    if (w->invalid || !news.n)
        return;
    size_t valid = utf8_valid_prefix(news);
    bool cut = !w->ended && news.n - valid < 4;
    w->invalid = memchr(news.p, 0, news.n) || (valid < news.n && !cut);
    w->checked += valid;
}

/* Reads until the block is full or the text has ended. */
static bool fill(struct window *w, struct err *err)
{
    while (!w->ended && w->n < w->size) {
        size_t n;
        if (!feed_read(w->feed, w->text + w->n, w->size - w->n, &n, err))
            return false;
        w->n += n;
        w->ended = n == 0;
    }
    w->problem = w->ended ? w->feed->problem : STR_NULL;
    check(w);
    w->end = w->text + w->n;
    return true;
}

static void forget(struct window *w, size_t used)
{
    memmove(w->text, w->text + used, w->n - used);
    w->n -= used;
    w->checked -= used < w->checked ? used : w->checked;
    w->offset += (int64_t)used;
}

bool window_fill(struct window *w, bool *ret_more, struct err *err)
{
    size_t used = (size_t)(w->at - w->text);
    *ret_more = false;
    if (w->ended || w->problem.p)
        return true;
    /* one move of the rest for each window, not for each piece */
    if (w->n - used > w->size / 2) {
        if (w->size >= w->most) {
            w->problem = STR("A record of the file is too long to be read");
            return true;
        }
        size_t size = w->size * 2 < w->most ? w->size * 2 : w->most;
        w->text = xrealloc(w->text, size);
        w->size = size;
    }
    if (used)
        forget(w, used);
    w->at = w->text;
    *ret_more = true;
    return fill(w, err);
}

bool window_seek(struct window *w, int64_t offset, struct err *err)
{
    bool more = true;
    while (more && offset > w->offset + (int64_t)w->n) {
        w->at = w->end;
        if (!window_fill(w, &more, err))
            return false;
    }
    int64_t in_window = offset - w->offset;
    w->at = w->text + (in_window < 0 ? 0 : (size_t)in_window < w->n ? (size_t)in_window : w->n);
    return true;
}
