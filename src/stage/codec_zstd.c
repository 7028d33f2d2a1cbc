/* Zstandard: libzstd. */
#include <stdlib.h>
#include <zstd.h>

#include "stage/codec.h"

static bool is_zstd(struct str start)
{
    return str_starts(start, STR("\x28\xB5\x2F\xFD"));
}

static void *open_stream(void)
{
    ZSTD_DStream *z = ZSTD_createDStream();
    if (!z)
        abort(); /* memory has run out */
    return z;
}

static enum codec_state run(void *state, struct codec_piece *piece)
{
    ZSTD_inBuffer in = {piece->in, piece->n_in, 0};
    ZSTD_outBuffer out = {piece->out, piece->n_out, 0};
    size_t code = ZSTD_decompressStream(state, &out, &in);
    piece->in += in.pos;
    piece->n_in -= in.pos;
    piece->out += out.pos;
    piece->n_out -= out.pos;
    return ZSTD_isError(code) ? CODEC_DAMAGED : code == 0 ? CODEC_END : CODEC_MORE;
}

static void close_stream(void *state)
{
    ZSTD_freeDStream(state);
}

const struct codec codec_zstd = {
    FILE_COMPRESSION_ZSTD, "ZSTD", ".zst", is_zstd, true, open_stream, run, close_stream,
};
