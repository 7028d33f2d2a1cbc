/* Runs of good text are copied as a whole. */
#include "stage/repair.h"

#include <stdlib.h>

#include "base/utf8.h"

#define REPLACEMENT STR("\xEF\xBF\xBD")
enum { LONGEST_CHARACTER = 4 };

struct repair {
    struct feed base;
    size_t owed; /* bytes of a replacement that found no room */
    size_t good; /* of the input's next bytes are known to be good: room may end within a character */
    struct feed_input in;
};

/* How many of the first bytes are good text. */
static size_t good_prefix(struct str s)
{
    const char *nul = s.n ? memchr(s.p, 0, s.n) : NULL;
    return utf8_valid_prefix(nul ? str_sub(s, 0, (size_t)(nul - s.p)) : s);
}

static size_t give(struct str s, char *to, size_t room)
{
    size_t n = s.n < room ? s.n : room;
    if (n)
        memcpy(to, s.p, n);
    return n;
}

/* What the next bytes are, of which there are enough to tell. */
static void look(struct repair *r, struct str rest)
{
    r->good = good_prefix(rest);
    if (r->good == 0 && (rest.n >= LONGEST_CHARACTER || r->in.ended)) {
        r->owed = REPLACEMENT.n;
        r->in.at++;
    }
}

static bool repair_read(struct feed *base, char *to, size_t size, size_t *ret_n, struct err *err)
{
    struct repair *r = (struct repair *)base;
    size_t n = 0;
    while (n < size) {
        size_t given = give(str_sub(REPLACEMENT, REPLACEMENT.n - r->owed, REPLACEMENT.n), to + n, size - n);
        r->owed -= given;
        n += given;
        given = give(str_sub(feed_input_rest(&r->in), 0, r->good), to + n, size - n);
        r->good -= given;
        r->in.at += given;
        n += given;
        if (r->owed || r->good)
            continue;
        if (r->in.n - r->in.at < LONGEST_CHARACTER && !r->in.ended) {
            if (n)
                break;
            if (!feed_input_fill(&r->in, LONGEST_CHARACTER, err))
                return false;
        }
        struct str rest = feed_input_rest(&r->in);
        if (!rest.n)
            break;
        look(r, rest);
    }
    base->problem = r->in.from->problem;
    *ret_n = n;
    return true;
}

struct repair *repair_new(struct feed *from)
{
    struct repair *r = xmalloc(sizeof *r);
    memset(r, 0, offsetof(struct repair, in.bytes));
    r->base.read = repair_read;
    r->in.from = from;
    return r;
}

struct feed *repair_feed(struct repair *r)
{
    return &r->base;
}

void repair_free(struct repair *r)
{
    free(r);
}
