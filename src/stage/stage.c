/* References to directories, and directories to files. */
#include "stage/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"

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

static struct str with_slash(struct arena *a, struct str s)
{
    return str_ends(s, STR("/")) ? str_dup(a, s) : str_printf(a, "%.*s/", STR_FMT(s));
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

static bool locate_url(const struct stage_map *map, struct arena *a, struct str url, struct stage_location *ret,
                       struct err *err)
{
    size_t slash = url.n;
    while (slash > 0 && url.p[slash - 1] != '/')
        slash--;
    ret->url = ret->display = ret->stored = str_dup(a, str_sub(url, 0, slash));
    ret->prefix = str_dup(a, str_sub(url, slash, url.n));
    return stage_map_resolve(map, a, ret->url, &ret->directory, err);
}

static bool locate_stage(const struct stage_map *map, struct arena *a, struct stage_location *ret, struct err *err)
{
    struct settings s = definition_settings(a, ret->stage);
    const struct setting *url = settings_find(&s, "URL");
    if (url) {
        ret->url = ret->display = ret->stored = with_slash(a, url->text);
        return stage_map_resolve(map, a, ret->url, &ret->directory, err);
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
    if (!str_starts(text, STR("@")))
        return locate_url(map, a, text, ret, err);
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
    if (locate_stage(map, a, ret, err))
        return true;
    stage_location_release(ret);
    return false;
}

void stage_location_release(struct stage_location *l)
{
    object_unref(l->stage);
    l->stage = NULL;
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
    if (climbs(l->prefix))
        return true;
    char *directory = stage_file_path(l, a, below);
    directory[l->directory.n + below.n - 1] = 0; /* without the last / */
    struct stat st;
    if (*directory && stat(directory, &st) == 0 && !S_ISDIR(st.st_mode))
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
    struct buf name BUF_SCOPE = {0};
    for (size_t i = 0; i < files->left_out.n; i++)
        buf_addc(&name, files->left_out.p[i] & 0x80 ? '?' : files->left_out.p[i]);
    return err_set(err, 603, "22021", "The name of the file '%s' is not valid UTF-8: it cannot be loaded.", name.p);
}

bool stage_file(const struct stage_location *l, struct str name, struct arena *a, struct os_file *ret)
{
    struct str path = str_printf(a, "%.*s%.*s", STR_FMT(l->prefix), STR_FMT(name));
    while (str_starts(path, STR("/")))
        path = str_sub(path, 1, path.n);
    struct stat st;
    const char *full = stage_file_path(l, a, path);
    if (path.n == 0 || climbs(path) || stat(full, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    if (!os_stat(full, ret))
        return false;
    ret->path = path;
    return true;
}

/* A lease is refused while somebody has the file open for writing. Where there are no leases (a file of another owner,
 * a network file system), a file counts as complete when it does not change for a moment. */
bool stage_file_is_complete(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    fcntl(fd, F_SETSIG, SIGURG); /* a writer that comes while we look must not send the default SIGIO, which kills */
    bool complete = fcntl(fd, F_SETLEASE, F_RDLCK) == 0;
    if (complete) {
        fcntl(fd, F_SETLEASE, F_UNLCK);
    } else if (errno != EAGAIN) {
        struct stat first, second;
        complete = fstat(fd, &first) == 0 &&
                   (time(NULL) - first.st_mtime > 2 ||
                    (usleep(20000) == 0 && fstat(fd, &second) == 0 && first.st_size == second.st_size &&
                     first.st_mtim.tv_sec == second.st_mtim.tv_sec && first.st_mtim.tv_nsec == second.st_mtim.tv_nsec));
    }
    close(fd);
    return complete;
}

/* --- LIST
 * ------------------------------------------------------------------------------------------------------------- */

static const struct listing_column list_columns[] = {
    {"name", LISTING_TEXT}, {"size", LISTING_NUMBER}, {"md5", LISTING_TEXT}, {"last_modified", LISTING_TEXT}};

static bool md5_of_file(const char *path, char ret[33], struct err *err)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    char buffer[65536];
    FILE *f = fopen(path, "rbe");
    if (!f)
        return err_os(err, "cannot open", path);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_DigestInit_ex(ctx, EVP_md5(), NULL);
    for (size_t got; (got = fread(buffer, 1, sizeof buffer, f)) > 0;)
        EVP_DigestUpdate(ctx, buffer, got);
    bool ok = !ferror(f) || err_os(err, "cannot read", path);
    EVP_DigestFinal_ex(ctx, digest, &n);
    EVP_MD_CTX_free(ctx);
    fclose(f);
    for (unsigned i = 0; i < n && i < 16; i++)
        snprintf(ret + 2 * i, 3, "%02x", digest[i]);
    return ok;
}

static bool list(const struct stage_location *l, const struct pattern *pattern, struct arena *a, struct listing *ret,
                 struct err *err)
{
    struct os_files files;
    if (!stage_files(l, pattern, false, a, &files, err))
        return false;
    for (size_t i = 0; i < files.n; i++) {
        char md5[33] = "", modified[64];
        time_t seconds = (time_t)(files.at[i].modified / 1000000);
        struct tm tm;
        gmtime_r(&seconds, &tm);
        strftime(modified, sizeof modified, "%a, %d %b %Y %H:%M:%S GMT", &tm);
        if (!md5_of_file(stage_file_path(l, a, files.at[i].path), md5, err))
            return false;
        listing_text(ret, str_printf(a, "%.*s%.*s", STR_FMT(l->display), STR_FMT(files.at[i].path)));
        listing_int(ret, files.at[i].size);
        listing_cstr(ret, md5);
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
