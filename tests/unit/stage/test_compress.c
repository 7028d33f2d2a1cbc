/* Every compression: what goes in comes out of the decoder again, in whatever pieces it was written; the numbers of
 * bytes are right; and a file that cannot be written is an error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/random.h"
#include "stage/codec.h"
#include "stage/compress.h"
#include "stage/place.h"

/* A file in memory; `room` bytes of it can be written. */
struct memory {
    struct stage_output base;
    struct buf content;
    size_t room;
};

static bool memory_write(struct stage_output *base, struct str part, struct err *err)
{
    struct memory *m = (struct memory *)base;
    if (m->content.n + part.n > m->room)
        return err_set(err, 603, "58030", "no space left");
    buf_add(&m->content, part);
    return true;
}

struct memory_feed {
    struct feed base;
    struct str left;
};

static bool memory_read(struct feed *base, char *to, size_t size, size_t *ret_n, struct err *err)
{
    struct memory_feed *f = (struct memory_feed *)base;
    (void)err;
    *ret_n = f->left.n < size ? f->left.n : size;
    if (*ret_n)
        memcpy(to, f->left.p, *ret_n);
    f->left = str_sub(f->left, *ret_n, f->left.n);
    return true;
}

static void decode(enum file_compression compression, struct str packed, struct buf *out)
{
    static char chunk[10000];
    struct memory_feed from = {{.read = memory_read}, packed};
    const struct codec *codec = codec_of(compression == FILE_COMPRESSION_AUTO ? FILE_COMPRESSION_GZIP : compression);
    if (!codec) {
        buf_add(out, packed);
        return;
    }
    ERR_SCOPE struct err err = {0};
    struct decoder *d = decoder_new(codec, &from.base, STR("x"));
    for (size_t n = 1; n > 0;) {
        assert_true(feed_read(decoder_feed(d), chunk, sizeof chunk, &n, &err));
        buf_add(out, (struct str){chunk, n});
    }
    assert_null(decoder_feed(d)->problem.p);
    decoder_free(d);
}

/* Half of it repeats itself, half does not. */
static struct str make_text(struct arena *a, size_t n)
{
    char *p = arena_alloc(a, n + 1);
    struct random random;
    random_init(&random, n);
    for (size_t i = 0; i < n; i++)
        p[i] = i < n / 2 ? "name,value\n"[i % 11] : (char)random_below(&random, 256);
    return (struct str){p, n};
}

static const enum file_compression all[] = {
    FILE_COMPRESSION_AUTO,   FILE_COMPRESSION_NONE, FILE_COMPRESSION_GZIP,    FILE_COMPRESSION_BZ2,
    FILE_COMPRESSION_BROTLI, FILE_COMPRESSION_ZSTD, FILE_COMPRESSION_DEFLATE, FILE_COMPRESSION_RAW_DEFLATE,
};

static void check(enum file_compression compression, struct str text, size_t piece)
{
    struct memory file = {.base = {.write = memory_write}, .room = SIZE_MAX};
    struct buf back = {0};
    ERR_SCOPE struct err err = {0};
    struct compress *c = compress_new(compression, &file.base);
    for (size_t at = 0; at < text.n; at += piece)
        assert_true(compress_write(c, str_sub(text, at, at + piece < text.n ? at + piece : text.n), &err));
    int64_t at_most = compress_at_most(c);
    assert_true(compress_finish(c, &err));
    assert_int_equal(compress_read(c), text.n);
    assert_int_equal(compress_written(c), file.content.n);
    assert_true(compress_written(c) <= at_most + 1000);
    compress_free(c);
    decode(compression, buf_str(&file.content), &back);
    assert_true(str_eq(buf_str(&back), text));
    buf_clear(&file.content);
    buf_clear(&back);
}

static void test_round_trip(void **state)
{
    static const size_t sizes[] = {0, 1, 1000, 3000000};
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            ARENA_SCOPE struct arena a = {0};
            struct str text = make_text(&a, sizes[k]);
            check(all[i], text, 70001);
            check(all[i], text, SIZE_MAX / 2);
        }
}

static void test_gzip_has_no_time_and_name(void **state)
{
    (void)state;
    struct memory file = {.base = {.write = memory_write}, .room = SIZE_MAX};
    ERR_SCOPE struct err err = {0};
    struct compress *c = compress_new(FILE_COMPRESSION_AUTO, &file.base);
    assert_true(compress_write(c, STR("1,x\n2,y\n"), &err) && compress_finish(c, &err));
    assert_int_equal(compress_written(c), 28);
    assert_memory_equal(file.content.p, "\x1f\x8b\x08\0\0\0\0\0", 8);
    compress_free(c);
    buf_clear(&file.content);
}

static void test_full_disk(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        struct memory file = {.base = {.write = memory_write}, .room = 100000};
        struct compress *c = compress_new(all[i], &file.base);
        assert_false(compress_write(c, make_text(&a, 3000000), &err) && compress_finish(c, &err));
        assert_string_equal(err.message, "no space left");
        compress_free(c);
        buf_clear(&file.content);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_gzip_has_no_time_and_name),
        cmocka_unit_test(test_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
