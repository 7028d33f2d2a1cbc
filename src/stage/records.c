/* A window over the file's content, and the reader of its type. */
#include "stage/records.h"

#include <stdlib.h>

#include "stage/content.h"
#include "stage/csv.h"

struct records {
    struct content *content;
    struct window window;
    struct csv_reader csv;
};

bool records_open(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                  struct records **ret, struct err *err)
{
    struct content *content;
    *ret = NULL;
    if (!content_open(l, file, f, &content, err))
        return false;
    if (!content)
        return true;
    struct records *r = xmalloc(sizeof *r);
    *r = (struct records){.content = content};
    window_open(&r->window, content_feed(content), WINDOW_SIZE, WINDOW_RECORD_MOST);
    csv_open(&r->csv, f, &r->window);
    *ret = r;
    return true;
}

void records_close(struct records *r)
{
    if (!r)
        return;
    csv_close(&r->csv);
    window_close(&r->window);
    content_close(r->content);
    free(r);
}

bool records_next(struct records *r, struct record *ret, bool *ret_some, struct err *err)
{
    return csv_next(&r->csv, ret, ret_some, err);
}

bool records_header(struct records *r, struct record *ret, bool *ret_some, struct err *err)
{
    bool ok = records_next(r, ret, ret_some, err);
    r->csv.number = 0;
    return ok;
}

bool records_seek(struct records *r, int64_t offset, int64_t line, int64_t number, struct err *err)
{
    csv_seek(&r->csv, line, number);
    return window_seek(&r->window, offset, err);
}

struct str records_problem(const struct records *r)
{
    return r->window.problem;
}

struct str records_hash(const struct records *r, struct arena *a)
{
    return content_hash(r->content, a);
}
