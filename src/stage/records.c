/* The whole file in memory, before its first record is given. */
#include "stage/records.h"

#include <stdlib.h>

#include "stage/csv.h"
#include "stage/decompress.h"
#include "stage/md5.h"

struct records {
    struct arena arena;
    struct csv_reader csv;
    struct str problem, hash;
};

static bool read_all(struct stage_input *in, struct buf *out, struct err *err)
{
    char chunk[65536];
    for (size_t n;;) {
        if (!stage_input_read(in, chunk, sizeof chunk, &n, err))
            return false;
        if (n == 0)
            return true;
        buf_add(out, (struct str){chunk, n});
    }
}

bool records_open(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                  struct records **ret, struct err *err)
{
    STAGE_INPUT_SCOPE struct stage_input *in = NULL;
    *ret = NULL;
    if (!stage_input_open(l, file, &in, err))
        return false;
    if (!in)
        return true;
    BUF_SCOPE struct buf raw = {0};
    if (!read_all(in, &raw, err))
        return false;
    struct records *r = memset(xmalloc(sizeof *r), 0, sizeof *r);
    struct str content = str_dup(&r->arena, buf_str(&raw));
    const char *problem = NULL;
    r->hash = file->etag.p ? str_dup(&r->arena, file->etag) : md5_of_text(&r->arena, content);
    if (!decompress(f->compression, file->path, content, &r->arena, &content, &problem)) {
        r->problem = str_from(problem);
        content = STR("");
    }
    csv_open(&r->csv, f, content);
    *ret = r;
    return true;
}

void records_close(struct records *r)
{
    if (!r)
        return;
    csv_close(&r->csv);
    arena_clear(&r->arena);
    free(r);
}

bool records_next(struct records *r, struct record *ret, bool *ret_some, struct err *err)
{
    (void)err;
    *ret_some = csv_next(&r->csv, ret);
    return true;
}

bool records_header(struct records *r, struct record *ret, bool *ret_some, struct err *err)
{
    bool ok = records_next(r, ret, ret_some, err);
    r->csv.number = 0;
    return ok;
}

bool records_seek(struct records *r, int64_t offset, int64_t line, int64_t number, struct err *err)
{
    (void)err;
    csv_seek(&r->csv, (size_t)offset, line, number);
    return true;
}

struct str records_problem(const struct records *r)
{
    return r->problem;
}

struct str records_hash(const struct records *r, struct arena *a)
{
    return str_dup(a, r->hash);
}
