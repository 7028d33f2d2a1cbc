/* Which codec, and the step that runs it. */
#include "stage/codec.h"

#include <stdlib.h>

static const struct codec *const codecs[] = {&codec_gzip,   &codec_bzip2,   &codec_zstd,
                                             &codec_brotli, &codec_deflate, &codec_raw_deflate};
enum { N_CODECS = sizeof codecs / sizeof *codecs };

const struct codec *codec_of(enum file_compression compression)
{
    for (size_t i = 0; i < N_CODECS; i++)
        if (codecs[i]->compression == compression)
            return codecs[i];
    return NULL;
}

const struct codec *codec_find(enum file_compression compression, struct str path, struct str start)
{
    if (compression != FILE_COMPRESSION_AUTO)
        return codec_of(compression);
    for (size_t i = 0; i < N_CODECS; i++)
        if (codecs[i]->is && codecs[i]->is(start))
            return codecs[i];
    for (size_t i = 0; i < N_CODECS; i++)
        if (codecs[i]->extension && str_ends(path, str_from(codecs[i]->extension)))
            return codecs[i];
    return NULL;
}

struct decoder {
    struct feed base;
    const struct codec *codec;
    void *state; /* NULL between two streams */
    struct arena arena;
    struct str path;
    bool any; /* something was read */
    struct feed_input in;
};

static void damaged(struct decoder *d, const char *cause)
{
    d->base.problem = str_printf(&d->arena,
                                 "Invalid data encountered during decompression for file: '%.*s',"
                                 "compression type used: '%s', cause: '%s'",
                                 STR_FMT(d->path), d->codec->name, cause);
}

static void end_stream(struct decoder *d)
{
    if (d->state)
        d->codec->close(d->state);
    d->state = NULL;
}

/* Behind a stream: another one, or nothing. */
static bool next_stream(struct decoder *d)
{
    if (d->any && !d->codec->members) {
        damaged(d, "data behind the end");
        return false;
    }
    d->any = true;
    d->state = d->codec->open();
    return true;
}

static bool decoder_read(struct feed *base, char *to, size_t size, size_t *ret_n, struct err *err)
{
    struct decoder *d = (struct decoder *)base;
    struct codec_piece piece = {.out = to, .n_out = size};
    while (piece.n_out == size && !base->problem.p) {
        if (d->in.at == d->in.n && !feed_input_fill(&d->in, 1, err))
            return false;
        struct str rest = feed_input_rest(&d->in);
        if (!d->state && (!rest.n || !next_stream(d)))
            break;
        piece.in = rest.p;
        piece.n_in = rest.n;
        enum codec_state state = d->codec->run(d->state, &piece);
        d->in.at = d->in.n - piece.n_in;
        if (state == CODEC_DAMAGED)
            damaged(d, "data error");
        else if (state == CODEC_END)
            end_stream(d);
        else if (!rest.n && piece.n_out == size)
            damaged(d, "unexpected end of file");
    }
    if (d->in.from->problem.p)
        base->problem = d->in.from->problem;
    *ret_n = size - piece.n_out;
    return true;
}

struct decoder *decoder_new(const struct codec *codec, struct feed *from, struct str path)
{
    struct decoder *d = xmalloc(sizeof *d);
    memset(d, 0, offsetof(struct decoder, in.bytes));
    d->base.read = decoder_read;
    d->codec = codec;
    d->path = str_dup(&d->arena, path);
    d->in.from = from;
    return d;
}

struct feed *decoder_feed(struct decoder *d)
{
    return &d->base;
}

void decoder_free(struct decoder *d)
{
    if (!d)
        return;
    end_stream(d);
    arena_clear(&d->arena);
    free(d);
}
