/* LIST and REMOVE: a row for each file. */
#include <time.h>

#include "stage/commands.h"
#include "stage/files.h"

static const struct listing_column list_columns[] = {
    {"name", LISTING_TEXT}, {"size", LISTING_NUMBER}, {"md5", LISTING_TEXT}, {"last_modified", LISTING_TEXT}};
static const struct listing_column remove_columns[] = {{"name", LISTING_TEXT}, {"result", LISTING_TEXT}};

typedef bool row_function(const struct stage_location *l, const struct stage_file *f, struct listing *out,
                          struct err *err);

static void add_name(const struct stage_location *l, const struct stage_file *f, struct listing *out)
{
    listing_text(out, str_printf(out->arena, "%.*s%.*s", STR_FMT(l->display), STR_FMT(f->path)));
}

static bool list_file(const struct stage_location *l, const struct stage_file *f, struct listing *out, struct err *err)
{
    struct str md5;
    char modified[64];
    time_t seconds = (time_t)(f->modified / 1000000);
    struct tm tm;
    gmtime_r(&seconds, &tm);
    strftime(modified, sizeof modified, "%a, %d %b %Y %H:%M:%S GMT", &tm);
    if (!stage_file_md5(l, f, out->arena, &md5, err))
        return false;
    add_name(l, f, out);
    listing_int(out, f->size);
    listing_text(out, md5);
    listing_cstr(out, modified);
    return true;
}

static bool remove_file(const struct stage_location *l, const struct stage_file *f, struct listing *out,
                        struct err *err)
{
    if (!stage_file_remove(l, f->path, err))
        return false;
    add_name(l, f, out);
    listing_cstr(out, "removed");
    return true;
}

static bool each_file(const struct stage_command *c, row_function *row, struct listing *out, struct err *err)
{
    struct stage_location l;
    struct stage_files files = {0};
    PATTERN_SCOPE struct pattern *pattern = NULL;
    if ((c->pattern.p && !pattern_compile(c->pattern, &pattern, err)) ||
        !stage_locate(c->catalog, c->scope, c->map, out->arena, c->reference, NULL, 0, 0, &l, err))
        return false;
    bool ok = stage_files(&l, pattern, false, out->arena, &files, err);
    for (size_t i = 0; i < files.n && ok; i++)
        ok = stage_command_stopped(c) ? err_set(err, 604, "57014", "SQL execution canceled")
                                      : row(&l, &files.at[i], out, err);
    stage_location_release(&l);
    return ok;
}

bool stage_list(const struct stage_command *c, struct listing *ret, struct err *err)
{
    ret->columns = list_columns;
    ret->n_columns = sizeof list_columns / sizeof *list_columns;
    return each_file(c, list_file, ret, err);
}

bool stage_remove(const struct stage_command *c, struct listing *ret, struct err *err)
{
    ret->columns = remove_columns;
    ret->n_columns = sizeof remove_columns / sizeof *remove_columns;
    return each_file(c, remove_file, ret, err);
}
