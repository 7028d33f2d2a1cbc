/* Brotli: libbrotlidec. Nothing in such a file says that it is one, so it has to be named. */
#include <brotli/decode.h>
#include <stdlib.h>

#include "stage/codec.h"

static void *open_stream(void)
{
    BrotliDecoderState *z = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!z)
        abort(); /* memory has run out */
    return z;
}

static enum codec_state run(void *state, struct codec_piece *piece)
{
    const uint8_t *in = (const uint8_t *)piece->in;
    uint8_t *out = (uint8_t *)piece->out;
    BrotliDecoderResult code = BrotliDecoderDecompressStream(state, &piece->n_in, &in, &piece->n_out, &out, NULL);
    piece->in = (const char *)in;
    piece->out = (char *)out;
    switch (code) {
    case BROTLI_DECODER_RESULT_SUCCESS:
        return CODEC_END;
    case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
    case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT:
        return CODEC_MORE;
    case BROTLI_DECODER_RESULT_ERROR:
        break;
    }
    return CODEC_DAMAGED;
}

static void close_stream(void *state)
{
    BrotliDecoderDestroyInstance(state);
}

const struct codec codec_brotli = {
    FILE_COMPRESSION_BROTLI, "BROTLI", NULL, NULL, false, open_stream, run, close_stream,
};
