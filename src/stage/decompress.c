/* gzip through zlib; other compressions are recognised and refused. */
#include "stage/decompress.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

static const struct {
    struct str magic;
    const char *problem;
} unsupported[] = {
    {{"BZh", 3}, "Unsupported feature 'COMPRESSION = BZ2'."},
    {{"\x28\xB5\x2F\xFD", 4}, "Unsupported feature 'COMPRESSION = ZSTD'."},
};

static bool gunzip(struct str raw, struct arena *a, struct str *ret)
{
    z_stream z = {0};
    BUF_SCOPE struct buf out = {0};
    char *chunk = arena_alloc(a, 1 << 18);
    if (inflateInit2(&z, 15 + 16) != Z_OK)
        return false;
    int state = Z_OK;
    size_t at = 0;
    /* A file may be several gzip members, one after the other. */
    while (state == Z_OK && (at < raw.n || z.avail_in)) {
        if (z.avail_in == 0) {
            size_t n = raw.n - at > INT_MAX ? INT_MAX : raw.n - at;
            z.next_in = (Bytef *)(uintptr_t)(raw.p + at);
            z.avail_in = (uInt)n;
            at += n;
        }
        do {
            z.next_out = (Bytef *)chunk;
            z.avail_out = 1 << 18;
            state = inflate(&z, Z_NO_FLUSH);
            buf_add(&out, (struct str){chunk, (1 << 18) - z.avail_out});
        } while (state == Z_OK && z.avail_out == 0);
        if (state == Z_STREAM_END && (z.avail_in || at < raw.n))
            state = inflateReset(&z);
    }
    inflateEnd(&z);
    *ret = str_dup(a, buf_str(&out));
    return state == Z_STREAM_END;
}

bool decompress(enum file_compression compression, struct str path, struct str raw, struct arena *a, struct str *ret,
                const char **ret_problem)
{
    bool automatic = compression == FILE_COMPRESSION_AUTO;
    *ret = raw;
    if (compression > FILE_COMPRESSION_GZIP) {
        *ret_problem = "Unsupported feature 'loading files that are compressed like this'.";
        return false;
    }
    for (size_t i = 0; automatic && i < sizeof unsupported / sizeof *unsupported; i++)
        if (str_starts(raw, unsupported[i].magic)) {
            *ret_problem = unsupported[i].problem;
            return false;
        }
    bool zipped = compression == FILE_COMPRESSION_GZIP ||
                  (automatic && (str_starts(raw, STR("\x1f\x8b")) || str_ends(path, STR(".gz"))));
    if (!zipped || raw.n == 0 || gunzip(raw, a, ret))
        return true;
    *ret_problem = "The file is not in gzip format or is damaged.";
    return false;
}
