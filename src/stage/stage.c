/* References to directories, and directories to files. */
#include "stage/stage.h"

#include <time.h>

#include "base/utf8.h"
#include "stage/integration.h"
#include "stage/md5.h"

/* Where the name of a stage reference ends: at the first / outside quotes. */
static size_t name_end(struct str s)
{
    bool quoted = false;
    size_t i = 0;
    while (i < s.n && (quoted || s.p[i] != '/')) {
        quoted ^= s.p[i] == '"';
        i++;
    }
    return i;
}

/* A path that climbs out of the stage names nothing in it. */
static bool climbs(struct str path)
{
    for (size_t i = 0; i + 1 < path.n; i++)
        if (path.p[i] == '.' && path.p[i + 1] == '.' && (i == 0 || path.p[i - 1] == '/') &&
            (i + 2 == path.n || path.p[i + 2] == '/'))
            return true;
    return false;
}

static void locate_url(const struct stage_map *map, struct arena *a, struct str url, struct stage_location *ret)
{
    size_t slash = url.n;
    while (slash > 0 && url.p[slash - 1] != '/')
        slash--;
    ret->url = ret->display = ret->stored = str_dup(a, str_sub(url, 0, slash));
    ret->prefix = str_dup(a, str_sub(url, slash, url.n));
    ret->directory = stage_map_resolve(map, a, ret->url);
}

static bool locate_stage(const struct stage_map *map, struct arena *a, struct stage_location *ret, struct err *err)
{
    struct settings s = definition_settings(a, ret->stage);
    const struct setting *url = settings_find(&s, "URL");
    if (url) {
        ret->url = ret->display = ret->stored = stage_map_slashed(a, url->text);
        ret->directory = stage_map_resolve(map, a, ret->url);
        return true;
    }
    if (!map->internal_root.n)
        return err_unsupported(err, 0, 0, "internal stage without a data directory");
    ret->url = STR("");
    ret->display = str_printf(a, "%.*s/", STR_FMT(str_lower(a, str_from(ret->stage->name))));
    ret->stored = str_printf(a, "stages/%lld/", (long long)ret->stage->id);
    ret->directory = str_printf(a, "%.*s/%lld/", STR_FMT(map->internal_root), (long long)ret->stage->id);
    return true;
}

bool stage_locate(struct catalog *c, const struct scope *scope, const struct stage_map *map, struct arena *a,
                  struct str text, int line, int col, struct stage_location *ret, struct err *err)
{
    *ret = (struct stage_location){.written = str_dup(a, text)};
    if (!str_starts(text, STR("@"))) {
        locate_url(map, a, text, ret);
        return true;
    }
    struct str reference = str_sub(text, 1, text.n);
    if (str_starts(reference, STR("~")))
        return err_unsupported(err, line, col, "user stage");
    size_t end = name_end(reference);
    struct str name = str_sub(reference, 0, end);
    if (name.n && memchr(name.p, '%', name.n))
        return err_unsupported(err, line, col, "table stage");
    struct object_name parsed = {0};
    if (!name_from_text(a, name, &parsed, err))
        return false;
    parsed.line = line;
    parsed.col = col;
    if (!catalog_resolve(c, scope, OBJECT_STAGE, &parsed, &ret->stage, err))
        return false;
    ret->prefix = end < reference.n ? str_dup(a, str_sub(reference, end + 1, reference.n)) : STR("");
    if (integration_check_stage(c, ret->stage, ret->prefix, err) && locate_stage(map, a, ret, err))
        return true;
    stage_location_release(ret);
    return false;
}

void stage_location_release(struct stage_location *l)
{
    object_unref(l->stage);
    l->stage = NULL;
}

bool stage_reachable(const struct stage_location *l, struct err *err)
{
    return l->directory.p ||
           err_set(err, 3001, "42501",
                   "The location '%.*s' is not mapped: say where it is with --stage-map %.*s=DIRECTORY",
                   STR_FMT(l->url), STR_FMT(l->url));
}

char *stage_file_path(const struct stage_location *l, struct arena *a, struct str path)
{
    return (char *)str_printf(a, "%.*s%.*s", STR_FMT(l->directory), STR_FMT(path)).p;
}

bool stage_files(const struct stage_location *l, const struct pattern *pattern, bool pattern_on_path, struct arena *a,
                 struct os_files *ret, struct err *err)
{
    /* Only the directory that the prefix names has to be read. */
    size_t slash = l->prefix.n;
    while (slash > 0 && l->prefix.p[slash - 1] != '/')
        slash--;
    struct str below = str_sub(l->prefix, 0, slash);
    VEC(struct os_file) kept = {0};
    struct os_files all = {0};
    struct str left_out = STR_NULL;
    *ret = all;
    if (!stage_reachable(l, err))
        return false;
    if (climbs(l->prefix))
        return true;
    char *directory = stage_file_path(l, a, below);
    directory[l->directory.n + below.n - 1] = 0; /* without the last / */
    enum os_kind kind = *directory ? os_look(directory, NULL) : OS_DIRECTORY;
    if (kind == OS_FILE || kind == OS_OTHER)
        return true;
    if (!os_list(a, *directory ? directory : "/", &all, err))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        struct os_file f = all.at[i];
        f.path = str_printf(a, "%.*s%.*s", STR_FMT(below), STR_FMT(f.path));
        if (!str_starts(f.path, l->prefix))
            continue;
        if (!utf8_is_valid(f.path)) {
            left_out = f.path;
            continue;
        }
        struct str stored = pattern_on_path ? f.path : str_printf(a, "%.*s%.*s", STR_FMT(l->stored), STR_FMT(f.path));
        if (!pattern || pattern_matches(pattern, stored))
            vec_push(a, &kept, f);
    }
    *ret = (struct os_files){kept.at, kept.n, left_out};
    return true;
}

bool stage_files_all(const struct os_files *files, struct err *err)
{
    if (!files->left_out.p)
        return true;
    BUF_SCOPE struct buf name = {0};
    for (size_t i = 0; i < files->left_out.n; i++)
        buf_addc(&name, files->left_out.p[i] & 0x80 ? '?' : files->left_out.p[i]);
    return err_set(err, 603, "22021", "The name of the file '%s' is not valid UTF-8: it cannot be loaded.", name.p);
}

bool stage_file(const struct stage_location *l, struct str name, struct arena *a, struct os_file *ret)
{
    struct str path = str_printf(a, "%.*s%.*s", STR_FMT(l->prefix), STR_FMT(name));
    while (str_starts(path, STR("/")))
        path = str_sub(path, 1, path.n);
    if (path.n == 0 || climbs(path) || os_look(stage_file_path(l, a, path), ret) != OS_FILE)
        return false;
    ret->path = path;
    return true;
}

/* --- LIST -------------------------------------------------------------------------------------------------------- */

static const struct listing_column list_columns[] = {
    {"name", LISTING_TEXT}, {"size", LISTING_NUMBER}, {"md5", LISTING_TEXT}, {"last_modified", LISTING_TEXT}};

static bool list(const struct stage_location *l, const struct pattern *pattern, struct arena *a, struct listing *ret,
                 struct err *err)
{
    struct os_files files;
    if (!stage_files(l, pattern, false, a, &files, err))
        return false;
    for (size_t i = 0; i < files.n; i++) {
        struct str md5;
        char modified[64];
        time_t seconds = (time_t)(files.at[i].modified / 1000000);
        struct tm tm;
        gmtime_r(&seconds, &tm);
        strftime(modified, sizeof modified, "%a, %d %b %Y %H:%M:%S GMT", &tm);
        if (!md5_of_file(a, stage_file_path(l, a, files.at[i].path), &md5, err))
            return false;
        listing_text(ret, str_printf(a, "%.*s%.*s", STR_FMT(l->display), STR_FMT(files.at[i].path)));
        listing_int(ret, files.at[i].size);
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
    if ((text.p && !pattern_compile(text, &pattern, err)) || !stage_locate(c, scope, map, a, reference, 0, 0, &l, err))
        return false;
    bool ok = list(&l, pattern, a, ret, err);
    stage_location_release(&l);
    return ok;
}
