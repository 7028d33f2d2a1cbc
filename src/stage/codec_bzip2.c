/* bzip2: libbz2. */
#include <bzlib.h>
#include <stdlib.h>

#include "stage/codec.h"

/* The magic, the size of blocks, and the mark of the first block or of the end: text may begin with the first alone. */
static bool is_bzip2(struct str start)
{
    return start.n >= 10 && str_starts(start, STR("BZh")) && start.p[3] >= '1' && start.p[3] <= '9' &&
           (memcmp(start.p + 4, "\x31\x41\x59\x26\x53\x59", 6) == 0 ||
            memcmp(start.p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

static void *open_stream(void)
{
    bz_stream *z = xmalloc(sizeof *z);
    *z = (bz_stream){0};
    if (BZ2_bzDecompressInit(z, 0, 0) != BZ_OK)
        abort(); /* memory has run out */
    return z;
}

static enum codec_state run(void *state, struct codec_piece *piece)
{
    bz_stream *z = state;
    unsigned n_in = piece->n_in > UINT32_MAX ? UINT32_MAX : (unsigned)piece->n_in,
             n_out = piece->n_out > UINT32_MAX ? UINT32_MAX : (unsigned)piece->n_out;
    z->next_in = (char *)(uintptr_t)piece->in;
    z->avail_in = n_in;
    z->next_out = piece->out;
    z->avail_out = n_out;
    int code = BZ2_bzDecompress(z);
    piece->in += n_in - z->avail_in;
    piece->n_in -= n_in - z->avail_in;
    piece->out += n_out - z->avail_out;
    piece->n_out -= n_out - z->avail_out;
    return code == BZ_STREAM_END ? CODEC_END : code == BZ_OK ? CODEC_MORE : CODEC_DAMAGED;
}

static void close_stream(void *state)
{
    BZ2_bzDecompressEnd(state);
    free(state);
}

const struct codec codec_bzip2 = {
    FILE_COMPRESSION_BZ2, "BZ2", ".bz2", is_bzip2, true, open_stream, run, close_stream,
};
