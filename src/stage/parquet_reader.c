/* The file stays open under the number that DuckDB knows it by. */
#include "stage/parquet_reader.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/os.h"
#include "stage/md5.h"

struct parquet_reader {
    int fd;
    struct str etag; /* p NULL: the bytes say what the content is */
    struct parquet_rules rules;
    struct parquet *parquet;
    struct record_field field;
    int64_t number;
    struct arena arena;
};

bool parquet_reader_open(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                         struct parquet_reader **ret, struct err *err)
{
    int fd;
    *ret = NULL;
    if (!l->parquets)
        return err_unsupported(err, 0, 0, "Parquet files here");
    if (!stage_file_local(l, file, &fd, err))
        return false;
    if (fd < 0)
        return true;
    struct parquet_reader *r = xmalloc(sizeof *r);
    *r = (struct parquet_reader){.fd = fd,
                                 .rules = {.logical_types = f->use_logical_type,
                                           .binary_as_text = f->binary_as_text,
                                           .plain_maps = f->use_vectorized_scanner,
                                           .replace_invalid = f->replace_invalid,
                                           .trim = f->trim_space,
                                           .null_if = f->null_if,
                                           .n_null_if = f->n_null_if}};
    r->etag = file->etag.p ? str_dup(&r->arena, file->etag) : STR_NULL;
    if (!parquet_open(l->parquets, fd, &r->rules, &r->parquet, err)) {
        parquet_reader_close(r);
        return false;
    }
    *ret = r;
    return true;
}

void parquet_reader_close(struct parquet_reader *r)
{
    if (!r)
        return;
    parquet_close(r->parquet);
    close(r->fd);
    arena_clear(&r->arena);
    free(r);
}

bool parquet_reader_next(struct parquet_reader *r, struct record *ret, bool *ret_some, struct err *err)
{
    struct str text, invalid;
    if (!parquet_next(r->parquet, &text, ret_some, &invalid, err) || !*ret_some)
        return !err->set;
    r->number++;
    *ret = (struct record){.fields = &r->field,
                           .n = 1,
                           .start = text.p,
                           .end = text.p + text.n,
                           .next = text.p + text.n,
                           .number = r->number,
                           .line = r->number};
    r->field = (struct record_field){.text = text, .at = text.p};
    if (invalid.p) {
        ret->fault = RECORD_INVALID_UTF8;
        ret->fault_at = text.p;
        r->field.text = invalid;
    }
    return true;
}

bool parquet_reader_seek(struct parquet_reader *r, int64_t number, struct err *err)
{
    int64_t between = number - 1 - r->number;
    r->number = number - 1;
    return parquet_skip(r->parquet, between, err);
}

struct str parquet_reader_problem(const struct parquet_reader *r)
{
    return parquet_problem(r->parquet);
}

struct str parquet_reader_hash(const struct parquet_reader *r, struct arena *a)
{
    char part[65536];
    struct md5 *md5;
    bool ok = true;
    if (r->etag.p)
        return str_dup(a, r->etag);
    md5 = md5_begin();
    ok = lseek(r->fd, 0, SEEK_SET) == 0;
    for (size_t n = 1; ok && n > 0;)
        if ((ok = os_read(r->fd, part, sizeof part, &n)))
            md5_add(md5, (struct str){part, n});
    struct str sum = md5_end(md5, a);
    return ok ? sum : STR_NULL;
}

void parquet_reader_columns(const struct parquet_reader *r, const struct parquet_column **ret, size_t *ret_n)
{
    parquet_columns(r->parquet, ret, ret_n);
}
