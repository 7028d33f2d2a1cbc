/* Which files count is decided here, once for all kinds of places. */
#include "stage/files.h"

#include <unistd.h>

#include "base/os.h"
#include "base/utf8.h"
#include "stage/md5.h"
#include "stage/place.h"

static const struct stage_place *place_of(const struct stage_location *l)
{
    return l->bucket ? &stage_bucket : &stage_directory;
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

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct stage_file *)a)->path, ((const struct stage_file *)b)->path);
}

bool stage_files(const struct stage_location *l, const struct pattern *pattern, bool pattern_on_path, struct arena *a,
                 struct stage_files *ret, struct err *err)
{
    struct stage_files all = {0};
    size_t kept = 0;
    *ret = all;
    if (!stage_reachable(l, err))
        return false;
    if (climbs(l->prefix))
        return true;
    if (!place_of(l)->list(l, l->prefix, a, &all, err))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        struct str path = all.at[i].path;
        if (!utf8_is_valid(path)) {
            all.left_out = path;
            continue;
        }
        struct str stored = pattern_on_path ? path : str_printf(a, "%.*s%.*s", STR_FMT(l->stored), STR_FMT(path));
        if (!pattern || pattern_matches(pattern, stored))
            all.at[kept++] = all.at[i];
    }
    all.n = kept;
    if (kept)
        qsort(all.at, kept, sizeof *all.at, by_path);
    *ret = all;
    return true;
}

bool stage_files_all(const struct stage_files *files, struct err *err)
{
    if (!files->left_out.p)
        return true;
    BUF_SCOPE struct buf name = {0};
    for (size_t i = 0; i < files->left_out.n; i++)
        buf_addc(&name, files->left_out.p[i] & 0x80 ? '?' : files->left_out.p[i]);
    return err_set(err, 603, "22021", "The name of the file '%s' is not valid UTF-8: it cannot be loaded.", name.p);
}

bool stage_file(const struct stage_location *l, struct str name, struct arena *a, struct stage_file *ret,
                bool *ret_found, struct err *err)
{
    struct str path = str_printf(a, "%.*s%.*s", STR_FMT(l->prefix), STR_FMT(name));
    *ret_found = false;
    while (str_starts(path, STR("/")))
        path = str_sub(path, 1, path.n);
    if (path.n == 0 || climbs(path))
        return true;
    return stage_reachable(l, err) && place_of(l)->look(l, path, a, ret, ret_found, err);
}

bool stage_file_is_complete(const struct stage_location *l, const struct stage_file *f)
{
    return place_of(l)->is_complete(l, f);
}

bool stage_file_md5(const struct stage_location *l, const struct stage_file *f, struct arena *a, struct str *ret,
                    struct err *err)
{
    if (f->etag.p) {
        *ret = f->etag;
        return true;
    }
    STAGE_INPUT_SCOPE struct stage_input *in = NULL;
    if (!stage_input_open(l, f, &in, err))
        return false;
    char part[65536];
    struct md5 *md5 = md5_begin();
    size_t n = 1;
    bool ok = true;
    while (in && ok && n > 0) {
        ok = stage_input_read(in, part, sizeof part, &n, err);
        if (ok)
            md5_add(md5, (struct str){part, n});
    }
    *ret = md5_end(md5, a);
    return ok;
}

bool stage_file_remove(const struct stage_location *l, struct str path, struct err *err)
{
    return stage_reachable(l, err) && place_of(l)->remove(l, path, err);
}

bool stage_input_open(const struct stage_location *l, const struct stage_file *f, struct stage_input **ret,
                      struct err *err)
{
    return place_of(l)->open(l, f, ret, err);
}

bool stage_input_read(struct stage_input *in, char *to, size_t size, size_t *ret_n, struct err *err)
{
    return in->read(in, to, size, ret_n, err);
}

void stage_input_close(struct stage_input *in)
{
    if (in)
        in->close(in);
}

static bool copy_to(struct stage_input *in, int fd, const struct stage_location *l, struct err *err)
{
    char part[65536];
    for (size_t n = 1; n > 0;) {
        if (!stage_input_read(in, part, sizeof part, &n, err))
            return false;
        if (!os_write(fd, (struct str){part, n}))
            return err_os(err, "cannot write below", l->scratch.p);
    }
    return true;
}

bool stage_file_local(const struct stage_location *l, const struct stage_file *f, int *ret_fd, struct err *err)
{
    *ret_fd = -1;
    if (place_of(l)->open_local)
        return place_of(l)->open_local(l, f, ret_fd, err);
    STAGE_INPUT_SCOPE struct stage_input *in = NULL;
    int fd;
    if (!stage_input_open(l, f, &in, err))
        return false;
    if (!in)
        return true;
    if (!os_make_dirs(l->scratch.p, err) || !os_scratch(l->scratch.p, STAGE_SCRATCH, &fd, err))
        return false;
    if (!copy_to(in, fd, l, err)) {
        close(fd);
        return false;
    }
    *ret_fd = fd;
    return true;
}

bool stage_output_create(const struct stage_location *l, struct str path, struct stage_output **ret, struct err *err)
{
    *ret = NULL;
    if (climbs(path) || path.n == 0)
        return err_set(err, 1011, "42601", "SQL compilation error:\ninvalid path '%.*s'", STR_FMT(path));
    return stage_reachable(l, err) && place_of(l)->create(l, path, ret, err);
}

bool stage_output_write(struct stage_output *out, struct str part, struct err *err)
{
    return out->write(out, part, err);
}

bool stage_output_commit(struct stage_output *out, struct err *err)
{
    return out->commit(out, err);
}

void stage_output_free(struct stage_output *out)
{
    if (out)
        out->free(out);
}
