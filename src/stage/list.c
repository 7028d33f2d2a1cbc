/* LIST @stage. */
#include <time.h>

#include "stage/files.h"

static const struct listing_column list_columns[] = {
    {"name", LISTING_TEXT}, {"size", LISTING_NUMBER}, {"md5", LISTING_TEXT}, {"last_modified", LISTING_TEXT}};

static bool list(const struct stage_location *l, const struct pattern *pattern, struct arena *a, struct listing *ret,
                 struct err *err)
{
    struct stage_files files;
    if (!stage_files(l, pattern, false, a, &files, err))
        return false;
    for (size_t i = 0; i < files.n; i++) {
        const struct stage_file *f = &files.at[i];
        struct str md5;
        char modified[64];
        time_t seconds = (time_t)(f->modified / 1000000);
        struct tm tm;
        gmtime_r(&seconds, &tm);
        strftime(modified, sizeof modified, "%a, %d %b %Y %H:%M:%S GMT", &tm);
        if (!stage_file_md5(l, f, a, &md5, err))
            return false;
        listing_text(ret, str_printf(a, "%.*s%.*s", STR_FMT(l->display), STR_FMT(f->path)));
        listing_int(ret, f->size);
        listing_text(ret, md5);
        listing_cstr(ret, modified);
    }
    return true;
}

bool stage_list(struct catalog *c, const struct scope *scope, const struct stage_map *map, struct arena *a,
                struct str reference, struct str text, struct listing *ret, struct err *err)
{
    struct stage_location l;
    PATTERN_SCOPE struct pattern *pattern = NULL;
    *ret =
        (struct listing){.arena = a, .columns = list_columns, .n_columns = sizeof list_columns / sizeof *list_columns};
    if ((text.p && !pattern_compile(text, &pattern, err)) ||
        !stage_locate(c, scope, map, a, reference, NULL, 0, 0, &l, err))
        return false;
    bool ok = list(&l, pattern, a, ret, err);
    stage_location_release(&l);
    return ok;
}
