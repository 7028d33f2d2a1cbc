/* gzip, deflate (which is zlib's format) and raw deflate: zlib. */
#include <stdlib.h>
#include <zlib.h>

#include "stage/codec.h"

enum { WINDOW = 15, GZIP = 16 };

static bool is_gzip(struct str start)
{
    return str_starts(start, STR("\x1f\x8b"));
}

static void *open_stream(int window)
{
    z_stream *z = xmalloc(sizeof *z);
    *z = (z_stream){0};
    if (inflateInit2(z, window) != Z_OK)
        abort(); /* memory has run out */
    return z;
}

static void *open_gzip(void)
{
    return open_stream(WINDOW + GZIP);
}

static void *open_deflate(void)
{
    return open_stream(WINDOW);
}

static void *open_raw_deflate(void)
{
    return open_stream(-WINDOW);
}

static enum codec_state run(void *state, struct codec_piece *piece)
{
    z_stream *z = state;
    uInt n_in = piece->n_in > UINT32_MAX ? UINT32_MAX : (uInt)piece->n_in,
         n_out = piece->n_out > UINT32_MAX ? UINT32_MAX : (uInt)piece->n_out;
    z->next_in = (Bytef *)(uintptr_t)piece->in;
    z->avail_in = n_in;
    z->next_out = (Bytef *)piece->out;
    z->avail_out = n_out;
    int code = inflate(z, Z_NO_FLUSH);
    piece->in += n_in - z->avail_in;
    piece->n_in -= n_in - z->avail_in;
    piece->out += n_out - z->avail_out;
    piece->n_out -= n_out - z->avail_out;
    return code == Z_STREAM_END ? CODEC_END : code == Z_OK || code == Z_BUF_ERROR ? CODEC_MORE : CODEC_DAMAGED;
}

static void close_stream(void *state)
{
    inflateEnd(state);
    free(state);
}

const struct codec codec_gzip = {
    FILE_COMPRESSION_GZIP, "GZIP", ".gz", is_gzip, true, open_gzip, run, close_stream,
};
const struct codec codec_deflate = {
    FILE_COMPRESSION_DEFLATE, "DEFLATE", ".deflate", NULL, false, open_deflate, run, close_stream,
};
const struct codec codec_raw_deflate = {
    FILE_COMPRESSION_RAW_DEFLATE, "RAW_DEFLATE", ".raw_deflate", NULL, false, open_raw_deflate, run, close_stream,
};
