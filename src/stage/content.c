/* The file's bytes are summed up as they come by. */
#include "stage/content.h"

#include <stdlib.h>

#include "stage/codec.h"
#include "stage/encoding.h"
#include "stage/md5.h"
#include "stage/repair.h"

/* The first step. */
struct bytes {
    struct feed base;
    struct stage_input *in;
    struct md5 *md5;         /* NULL: the file has an ETag */
    char start[CODEC_START]; /* seen, and not yet passed on */
    size_t start_at, start_n;
};

struct content {
    struct arena arena;
    struct bytes bytes;
    struct decoder *decoder;
    struct transcoder *transcoder;
    struct repair *repair;
    struct feed *last;
    struct str hash;
};

static bool bytes_take(struct bytes *b, char *to, size_t size, size_t *ret_n, struct err *err)
{
    if (!stage_input_read(b->in, to, size, ret_n, err))
        return false;
    if (b->md5)
        md5_add(b->md5, (struct str){to, *ret_n});
    return true;
}

static bool bytes_read(struct feed *base, char *to, size_t size, size_t *ret_n, struct err *err)
{
    struct bytes *b = (struct bytes *)base;
    size_t left = b->start_n - b->start_at;
    if (!left)
        return bytes_take(b, to, size, ret_n, err);
    *ret_n = left < size ? left : size;
    memcpy(to, b->start + b->start_at, *ret_n);
    b->start_at += *ret_n;
    return true;
}

static bool read_start(struct bytes *b, struct err *err)
{
    for (size_t n = 1; n && b->start_n < sizeof b->start; b->start_n += n)
        if (!bytes_take(b, b->start + b->start_n, sizeof b->start - b->start_n, &n, err))
            return false;
    return true;
}

static bool chain(struct content *c, const struct stage_file *file, const struct file_format *f, struct err *err)
{
    if (!read_start(&c->bytes, err))
        return false;
    const struct codec *codec = codec_find(f->compression, file->path, (struct str){c->bytes.start, c->bytes.start_n});
    c->last = &c->bytes.base;
    if (codec) {
        c->decoder = decoder_new(codec, c->last, file->path);
        c->last = decoder_feed(c->decoder);
    }
    if (f->encoding) {
        c->transcoder = transcoder_new(f->encoding, c->last);
        c->last = transcoder_feed(c->transcoder);
    }
    if (f->replace_invalid) {
        c->repair = repair_new(c->last);
        c->last = repair_feed(c->repair);
    }
    return true;
}

bool content_open(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                  struct content **ret, struct err *err)
{
    struct stage_input *in = NULL;
    *ret = NULL;
    if (!stage_input_open(l, file, &in, err))
        return false;
    if (!in)
        return true;
    struct content *c = xmalloc(sizeof *c);
    *c = (struct content){.bytes = {.base = {.read = bytes_read}, .in = in}};
    if (file->etag.p)
        c->hash = str_dup(&c->arena, file->etag);
    else
        c->bytes.md5 = md5_begin();
    if (!chain(c, file, f, err)) {
        content_close(c);
        return false;
    }
    *ret = c;
    return true;
}

struct feed *content_feed(struct content *c)
{
    return c->last;
}

static void read_rest(struct bytes *b, struct arena *a, struct str *ret)
{
    char chunk[16384];
    ERR_SCOPE struct err ignored = {0};
    bool ok = true;
    for (size_t n = 1; ok && n;)
        ok = bytes_take(b, chunk, sizeof chunk, &n, &ignored);
    struct str sum = md5_end(b->md5, a);
    b->md5 = NULL;
    *ret = ok ? sum : STR_NULL;
}

struct str content_hash(struct content *c, struct arena *a)
{
    if (c->bytes.md5)
        read_rest(&c->bytes, &c->arena, &c->hash);
    return c->hash.p ? str_dup(a, c->hash) : STR_NULL;
}

void content_close(struct content *c)
{
    if (!c)
        return;
    repair_free(c->repair);
    transcoder_free(c->transcoder);
    decoder_free(c->decoder);
    if (c->bytes.md5)
        md5_end(c->bytes.md5, &c->arena);
    stage_input_close(c->bytes.in);
    arena_clear(&c->arena);
    free(c);
}
