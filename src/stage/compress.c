/* Each kind of compression is a row of a table: how a state of the library's begins, takes text, and ends. They all
 * hand what they have made to put(). */
#include "stage/compress.h"

#include <brotli/encode.h>
#include <bzlib.h>
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

/* SLACK: headers and ends, and what incompressible text grows by. */
enum { CHUNK = 65536, PART = 1 << 20, SLACK = 64, BROTLI_LEVEL = 5 };

struct compress {
    const struct codec *codec;
    struct stage_output *to;
    int64_t read, written;
    int64_t read_at_write; /* how much had come in before the part that last made something go out */
    union {
        z_stream zlib;
        bz_stream bzip;
        ZSTD_CStream *zstd;
        BrotliEncoderState *brotli;
    };
    char chunk[CHUNK];
};

struct codec {
    const char *extension;
    bool (*begin)(struct compress *c);
    /* part.n 0 with last: the end. */
    bool (*add)(struct compress *c, struct str part, bool last, struct err *err);
    void (*free)(struct compress *c);
};

static bool put(struct compress *c, struct str made, struct err *err)
{
    if (made.n == 0)
        return true;
    c->written += (int64_t)made.n;
    c->read_at_write = c->read;
    return stage_output_write(c->to, made, err);
}

static bool failed(const char *library, struct err *err)
{
    return err_internal(err, "%s cannot compress", library);
}

/* --- none ------------------------------------------------------------------------------------------------------- */

static bool plain_begin(struct compress *c)
{
    (void)c;
    return true;
}

static bool plain_add(struct compress *c, struct str part, bool last, struct err *err)
{
    (void)last;
    return put(c, part, err);
}

static void plain_free(struct compress *c)
{
    (void)c;
}

/* --- zlib: gzip, deflate, raw deflate ------------------------------------------------------------------------------
 */

enum { WINDOW = 15, GZIP_HEADER = 16, MEMORY_LEVEL = 8 };

static bool zlib_begin(struct compress *c, int window)
{
    return deflateInit2(&c->zlib, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) == Z_OK;
}

static bool gzip_begin(struct compress *c)
{
    return zlib_begin(c, WINDOW + GZIP_HEADER);
}

static bool deflate_begin(struct compress *c)
{
    return zlib_begin(c, WINDOW);
}

static bool raw_begin(struct compress *c)
{
    return zlib_begin(c, -WINDOW);
}

static bool zlib_add(struct compress *c, struct str part, bool last, struct err *err)
{
    int state;
    c->zlib.next_in = (Bytef *)(uintptr_t)part.p;
    c->zlib.avail_in = (uInt)part.n;
    do {
        c->zlib.next_out = (Bytef *)c->chunk;
        c->zlib.avail_out = CHUNK;
        state = deflate(&c->zlib, last ? Z_FINISH : Z_NO_FLUSH);
        if (state == Z_STREAM_ERROR)
            return failed("zlib", err);
        if (!put(c, (struct str){c->chunk, CHUNK - c->zlib.avail_out}, err))
            return false;
    } while (c->zlib.avail_out == 0 || (last && state != Z_STREAM_END));
    return true;
}

static void zlib_free(struct compress *c)
{
    deflateEnd(&c->zlib);
}

/* --- bzip2 ------------------------------------------------------------------------------------------------------- */

static bool bzip_begin(struct compress *c)
{
    return BZ2_bzCompressInit(&c->bzip, 9, 0, 0) == BZ_OK;
}

static bool bzip_add(struct compress *c, struct str part, bool last, struct err *err)
{
    int state = BZ_RUN_OK;
    c->bzip.next_in = (char *)(uintptr_t)part.p;
    c->bzip.avail_in = (unsigned)part.n;
    while (last ? state != BZ_STREAM_END : c->bzip.avail_in > 0) {
        c->bzip.next_out = c->chunk;
        c->bzip.avail_out = CHUNK;
        state = BZ2_bzCompress(&c->bzip, last ? BZ_FINISH : BZ_RUN);
        if (state < 0)
            return failed("bzip2", err);
        if (!put(c, (struct str){c->chunk, CHUNK - c->bzip.avail_out}, err))
            return false;
    }
    return true;
}

static void bzip_free(struct compress *c)
{
    BZ2_bzCompressEnd(&c->bzip);
}

/* --- zstd -------------------------------------------------------------------------------------------------------- */

static bool zstd_begin(struct compress *c)
{
    return (c->zstd = ZSTD_createCStream());
}

static bool zstd_add(struct compress *c, struct str part, bool last, struct err *err)
{
    ZSTD_inBuffer in = {part.p, part.n, 0};
    size_t left;
    do {
        ZSTD_outBuffer out = {c->chunk, CHUNK, 0};
        left = ZSTD_compressStream2(c->zstd, &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
        if (ZSTD_isError(left))
            return failed("zstd", err);
        if (!put(c, (struct str){c->chunk, out.pos}, err))
            return false;
    } while (last ? left > 0 : in.pos < in.size);
    return true;
}

static void zstd_free(struct compress *c)
{
    ZSTD_freeCStream(c->zstd);
}

/* --- brotli ------------------------------------------------------------------------------------------------------ */

static bool brotli_begin(struct compress *c)
{
    c->brotli = BrotliEncoderCreateInstance(NULL, NULL, NULL);
    return c->brotli && BrotliEncoderSetParameter(c->brotli, BROTLI_PARAM_QUALITY, BROTLI_LEVEL);
}

static bool brotli_add(struct compress *c, struct str part, bool last, struct err *err)
{
    BrotliEncoderOperation operation = last ? BROTLI_OPERATION_FINISH : BROTLI_OPERATION_PROCESS;
    const uint8_t *in = (const uint8_t *)part.p;
    size_t n = part.n;
    do {
        uint8_t *out = (uint8_t *)c->chunk;
        size_t room = CHUNK;
        if (!BrotliEncoderCompressStream(c->brotli, operation, &n, &in, &room, &out, NULL))
            return failed("brotli", err);
        if (!put(c, (struct str){c->chunk, CHUNK - room}, err))
            return false;
    } while (n > 0 || BrotliEncoderHasMoreOutput(c->brotli));
    return true;
}

static void brotli_free(struct compress *c)
{
    BrotliEncoderDestroyInstance(c->brotli);
}

/* ----------------------------------------------------------------------------------------------------------------- */

static const struct codec codecs[] = {
    [FILE_COMPRESSION_AUTO] = {"gz", gzip_begin, zlib_add, zlib_free},
    [FILE_COMPRESSION_NONE] = {"", plain_begin, plain_add, plain_free},
    [FILE_COMPRESSION_GZIP] = {"gz", gzip_begin, zlib_add, zlib_free},
    [FILE_COMPRESSION_BZ2] = {"bz2", bzip_begin, bzip_add, bzip_free},
    [FILE_COMPRESSION_BROTLI] = {"br", brotli_begin, brotli_add, brotli_free},
    [FILE_COMPRESSION_ZSTD] = {"zst", zstd_begin, zstd_add, zstd_free},
    [FILE_COMPRESSION_DEFLATE] = {"deflate", deflate_begin, zlib_add, zlib_free},
    [FILE_COMPRESSION_RAW_DEFLATE] = {"raw_deflate", raw_begin, zlib_add, zlib_free},
};

struct str compress_extension(enum file_compression compression)
{
    return str_from(codecs[compression].extension);
}

struct compress *compress_new(enum file_compression compression, struct stage_output *to)
{
    struct compress *c = xmalloc(sizeof *c);
    memset(c, 0, offsetof(struct compress, chunk));
    c->codec = &codecs[compression];
    c->to = to;
    if (!c->codec->begin(c))
        abort(); /* out of memory: there is no other reason */
    return c;
}

bool compress_write(struct compress *c, struct str part, struct err *err)
{
    while (part.n) { /* zlib and bzip2 count in ints */
        size_t n = part.n < PART ? part.n : PART;
        if (!c->codec->add(c, str_sub(part, 0, n), false, err))
            return false;
        c->read += (int64_t)n;
        part = str_sub(part, n, part.n);
    }
    return true;
}

bool compress_finish(struct compress *c, struct err *err)
{
    return c->codec->add(c, STR(""), true, err);
}

int64_t compress_read(const struct compress *c)
{
    return c->read;
}

int64_t compress_written(const struct compress *c)
{
    return c->written;
}

int64_t compress_at_most(const struct compress *c)
{
    int64_t held = c->read - c->read_at_write;
    return *c->codec->extension ? c->written + held + held / 100 + SLACK : c->written;
}

void compress_free(struct compress *c)
{
    if (!c)
        return;
    c->codec->free(c);
    free(c);
}
