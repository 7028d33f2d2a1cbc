/* Files in directories of this machine. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/os.h"
#include "stage/place.h"

static char *path_of(const struct stage_location *l, struct arena *a, struct str path)
{
    return str_cstr(a, str_printf(a, "%.*s%.*s", STR_FMT(l->directory), STR_FMT(path)));
}

static bool list(const struct stage_location *l, struct str prefix, struct arena *a, struct stage_files *ret,
                 struct err *err)
{
    /* Only the directory that the prefix names has to be read. */
    size_t slash = prefix.n;
    while (slash > 0 && prefix.p[slash - 1] != '/')
        slash--;
    struct str below = str_sub(prefix, 0, slash);
    char *directory = path_of(l, a, below);
    VEC(struct stage_file) kept = {0};
    struct os_files all = {0};
    directory[l->directory.n + below.n - 1] = 0; /* without the last / */
    enum os_kind kind = *directory ? os_look(directory, NULL) : OS_DIRECTORY;
    if (kind == OS_FILE || kind == OS_OTHER)
        return true;
    if (!os_list(a, *directory ? directory : "/", &all, err))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        struct str path = str_printf(a, "%.*s%.*s", STR_FMT(below), STR_FMT(all.at[i].path));
        if (str_starts(path, prefix))
            vec_push(a, &kept, ((struct stage_file){path, all.at[i].size, all.at[i].modified, STR_NULL}));
    }
    ret->at = kept.at;
    ret->n = kept.n;
    return true;
}

static bool look(const struct stage_location *l, struct str path, struct arena *a, struct stage_file *ret,
                 bool *ret_found, struct err *err)
{
    struct os_file file;
    (void)err;
    *ret_found = os_look(path_of(l, a, path), &file) == OS_FILE;
    if (*ret_found)
        *ret = (struct stage_file){path, file.size, file.modified, STR_NULL};
    return true;
}

static bool is_complete(const struct stage_location *l, const struct stage_file *f)
{
    ARENA_SCOPE struct arena a = {0};
    const char *path = path_of(l, &a, f->path);
    return os_is_denied(path) || os_is_complete(path);
}

static bool remove_file(const struct stage_location *l, struct str path, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    const char *full = path_of(l, &a, path);
    return os_look(full, NULL) == OS_NOTHING || os_remove(full, err);
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

struct input {
    struct stage_input base;
    int fd;
    char *path;
};

static bool input_read(struct stage_input *base, char *to, size_t size, size_t *ret_n, struct err *err)
{
    struct input *in = (struct input *)base;
    return os_read(in->fd, to, size, ret_n) || err_os(err, "cannot read", in->path);
}

static void input_close(struct stage_input *base)
{
    struct input *in = (struct input *)base;
    close(in->fd);
    free(in->path);
    free(in);
}

static bool open_local(const struct stage_location *l, const struct stage_file *f, int *ret_fd, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    const char *path = path_of(l, &a, f->path);
    *ret_fd = open(path, O_RDONLY | O_CLOEXEC);
    /* ENOTDIR: a file is where its directory was */
    return *ret_fd >= 0 || errno == ENOENT || errno == ENOTDIR || err_os(err, "cannot read", path);
}

static bool open_file(const struct stage_location *l, const struct stage_file *f, struct stage_input **ret,
                      struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    int fd;
    *ret = NULL;
    if (!open_local(l, f, &fd, err) || fd < 0)
        return !err->set;
    struct input *in = xmalloc(sizeof *in);
    *in = (struct input){{input_read, input_close}, fd, xstrdup(path_of(l, &a, f->path))};
    *ret = &in->base;
    return true;
}

/* --- writing ----------------------------------------------------------------------------------------------------- */

struct output {
    struct stage_output base;
    struct os_output *file;
};

static bool output_write(struct stage_output *base, struct str part, struct err *err)
{
    return os_output_write(((struct output *)base)->file, part, err);
}

static bool output_commit(struct stage_output *base, struct err *err)
{
    return os_output_commit(((struct output *)base)->file, err);
}

static void output_free(struct stage_output *base)
{
    os_output_free(((struct output *)base)->file);
    free(base);
}

static bool create(const struct stage_location *l, struct str path, struct stage_output **ret, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    const char *full = path_of(l, &a, path);
    struct os_output *file;
    struct str directory = str_sub(str_from(full), 0, (size_t)(strrchr(full, '/') - full));
    if ((directory.n && !os_make_dirs(str_cstr(&a, directory), err)) || !os_output_create(full, &file, err))
        return false;
    struct output *out = xmalloc(sizeof *out);
    *out = (struct output){{output_write, output_commit, output_free}, file};
    *ret = &out->base;
    return true;
}

const struct stage_place stage_directory = {
    .list = list,
    .look = look,
    .is_complete = is_complete,
    .remove = remove_file,
    .open = open_file,
    .open_local = open_local,
    .create = create,
};
