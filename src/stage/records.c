/* A window over the file's content, and the reader of its type; Parquet is not text, its reader has the file itself. */
#include "stage/records.h"

#include <stdlib.h>

#include "stage/content.h"
#include "stage/csv.h"
#include "stage/json_reader.h"
#include "stage/parquet_reader.h"

struct records {
    struct content *content;
    struct window window;
    enum file_type type;
    struct csv_reader csv;
    struct json_reader json;
    struct parquet_reader *parquet; /* then there is no content */
};

static bool open_parquet(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                         struct records **ret, struct err *err)
{
    struct parquet_reader *parquet;
    if (!parquet_reader_open(l, file, f, &parquet, err))
        return false;
    if (!parquet)
        return true;
    *ret = xmalloc(sizeof **ret);
    **ret = (struct records){.type = FILE_PARQUET, .parquet = parquet};
    return true;
}

bool records_open(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                  struct records **ret, struct err *err)
{
    struct content *content;
    *ret = NULL;
    if (f->type == FILE_PARQUET)
        return open_parquet(l, file, f, ret, err);
    if (!content_open(l, file, f, &content, err))
        return false;
    if (!content)
        return true;
    struct records *r = xmalloc(sizeof *r);
    *r = (struct records){.content = content, .type = f->type};
    window_open(&r->window, content_feed(content), WINDOW_SIZE, WINDOW_RECORD_MOST);
    csv_open(&r->csv, f, &r->window);
    json_reader_open(&r->json, f, &r->window);
    *ret = r;
    return true;
}

static void close_text(struct records *r)
{
    csv_close(&r->csv);
    json_reader_close(&r->json);
    window_close(&r->window);
    content_close(r->content);
}

void records_close(struct records *r)
{
    if (!r)
        return;
    parquet_reader_close(r->parquet);
    if (!r->parquet)
        close_text(r);
    free(r);
}
bool records_next(struct records *r, struct record *ret, bool *ret_some, struct err *err)
{
    switch (r->type) {
    case FILE_CSV:
        return csv_next(&r->csv, ret, ret_some, err);
    case FILE_JSON:
        return json_reader_next(&r->json, ret, ret_some, err);
    case FILE_PARQUET:
        return parquet_reader_next(r->parquet, ret, ret_some, err);
    }
    *ret_some = false;
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
    if (r->parquet)
        return parquet_reader_seek(r->parquet, number, err);
    csv_seek(&r->csv, line, number);
    json_reader_seek(&r->json, line, number);
    return window_seek(&r->window, offset, err);
}

struct str records_problem(const struct records *r)
{
    return r->parquet ? parquet_reader_problem(r->parquet) : r->window.problem;
}

struct str records_hash(const struct records *r, struct arena *a)
{
    return r->parquet ? parquet_reader_hash(r->parquet, a) : content_hash(r->content, a);
}
