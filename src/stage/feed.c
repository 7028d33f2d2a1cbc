/* What the steps share: the piece that was read and is not used up. */
#include "stage/feed.h"

bool feed_input_fill(struct feed_input *in, size_t least, struct err *err)
{
    if (in->at) {
        memmove(in->bytes, in->bytes + in->at, in->n - in->at);
        in->n -= in->at;
        in->at = 0;
    }
    while (!in->ended && in->n < least) {
        size_t n;
        if (!feed_read(in->from, in->bytes + in->n, sizeof in->bytes - in->n, &n, err))
            return false;
        in->n += n;
        in->ended = n == 0;
    }
    return true;
}
