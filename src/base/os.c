/* POSIX files behind a seam. */
#include "base/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

static atomic_int writes_left = -1;

void os_fail_writes_after(int n)
{
    atomic_store(&writes_left, n);
}

static bool write_allowed(void)
{
    if (atomic_load(&writes_left) < 0)
        return true;
    if (atomic_load(&writes_left) > 0) {
        atomic_fetch_sub(&writes_left, 1);
        return true;
    }
    errno = EIO;
    return false;
}

bool os_read(int fd, char *to, size_t size, size_t *ret_n)
{
    ssize_t got;
    while ((got = read(fd, to, size)) < 0 && errno == EINTR)
        ;
    *ret_n = got > 0 ? (size_t)got : 0;
    return got >= 0;
}

bool os_read_file(struct arena *a, const char *path, struct str *ret, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_os(err, "cannot open", path);
    struct stat st;
    if (fstat(fd, &st) != 0 || S_ISDIR(st.st_mode)) {
        if (S_ISDIR(st.st_mode))
            errno = EISDIR;
        err_os(err, "cannot read", path);
        close(fd);
        return false;
    }
    /* A pipe has no size: read until the end in growing steps. */
    size_t size = st.st_size > 0 ? (size_t)st.st_size + 1 : 65536, n = 0;
    char *p = arena_alloc(a, size + 1);
    for (;;) {
        size_t got;
        if (!os_read(fd, p + n, size - n, &got)) {
            err_os(err, "cannot read", path);
            close(fd);
            return false;
        }
        if (got == 0)
            break;
        n += got;
        if (n == size) {
            char *more = arena_alloc(a, size * 2 + 1);
            memcpy(more, p, n);
            p = more;
            size *= 2;
        }
    }
    close(fd);
    p[n] = 0;
    *ret = (struct str){p, n};
    return true;
}

bool os_write(int fd, struct str s)
{
    while (s.n) {
        if (!write_allowed())
            return false;
        ssize_t put = write(fd, s.p, s.n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        s = str_sub(s, (size_t)put, s.n);
    }
    return true;
}

bool os_scratch(const char *dir, const char *prefix, int *ret_fd, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    char *path = str_cstr(&a, str_printf(&a, "%s/%sXXXXXX", dir, prefix));
    int fd = write_allowed() ? mkostemp(path, O_CLOEXEC) : -1;
    if (fd < 0)
        return err_os(err, "cannot write", path);
    unlink(path);
    *ret_fd = fd;
    return true;
}

static bool sync_directory_of(const char *path)
{
    char *dir = xstrdup(path), *slash = strrchr(dir, '/');
    if (slash)
        *(slash == dir ? slash + 1 : slash) = 0;
    int fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(dir);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

/* rename, but EEXIST when `to` is there. */
static int rename_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    /* A file system that cannot do it in one step. */
    if (access(to, F_OK) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(from, to);
}

struct os_output {
    int fd;                 /* -1: closed */
    char *path, *temporary; /* the latter NULL: the file is where it belongs */
};

static bool output_open(struct os_output *o, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    static atomic_uint last; /* two threads may write files of one name */
    if (asprintf(&o->temporary, "%.*s.%s.%d.%u.part", (int)(name - path), path, name, (int)getpid(),
                 atomic_fetch_add(&last, 1)) < 0)
        abort();
    o->path = xstrdup(path);
    o->fd = open(o->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    return o->fd >= 0;
}

static bool output_finish(struct os_output *o, bool replace)
{
    bool ok = write_allowed() && fsync(o->fd) == 0;
    int fd = o->fd;
    o->fd = -1;
    if (close(fd) != 0 || !ok || !write_allowed() ||
        (replace ? rename(o->temporary, o->path) : rename_new(o->temporary, o->path)) != 0)
        return false;
    free(o->temporary);
    o->temporary = NULL;
    return sync_directory_of(o->path);
}

static void output_clear(struct os_output *o)
{
    int failure = errno;
    if (o->fd >= 0)
        close(o->fd);
    if (o->temporary)
        unlink(o->temporary);
    free(o->temporary);
    free(o->path);
    errno = failure;
}

bool os_output_create(const char *path, struct os_output **ret, struct err *err)
{
    struct os_output *o = xmalloc(sizeof *o);
    bool ok = output_open(o, path);
    *ret = o;
    if (ok)
        return true;
    err_os(err, "cannot write", path);
    os_output_free(o);
    *ret = NULL;
    return false;
}

bool os_output_write(struct os_output *o, struct str part, struct err *err)
{
    return os_write(o->fd, part) || err_os(err, "cannot write", o->path);
}

bool os_output_commit(struct os_output *o, struct err *err)
{
    return output_finish(o, true) || err_os(err, "cannot write", o->path);
}

void os_output_free(struct os_output *o)
{
    if (!o)
        return;
    output_clear(o);
    free(o);
}

static bool write_file(const char *path, struct str content)
{
    struct os_output o;
    bool ok = output_open(&o, path) && os_write(o.fd, content) && output_finish(&o, false);
    output_clear(&o);
    return ok;
}

bool os_create_file(const char *path, struct str content, bool *ret_exists, struct err *err)
{
    *ret_exists = false;
    if (write_file(path, content))
        return true;
    if (errno != EEXIST)
        return err_os(err, "cannot write", path);
    *ret_exists = true;
    return true;
}

typedef VEC(struct os_file) os_file_vec;

static int64_t modified(const struct stat *st)
{
    return st->st_mtim.tv_sec * INT64_C(1000000) + st->st_mtim.tv_nsec / 1000;
}

/* A directory that is being listed, and those that it lies in: a link back to one of them is not followed. */
struct chain {
    const struct chain *up;
    dev_t dev;
    ino_t ino;
};

static bool is_in(const struct chain *c, const struct stat *st)
{
    for (; c; c = c->up)
        if (c->dev == st->st_dev && c->ino == st->st_ino)
            return true;
    return false;
}

static bool list_into(struct arena *a, const char *root, struct str below, const struct chain *up, os_file_vec *out,
                      struct err *err)
{
    struct str full = below.n ? str_printf(a, "%s/%.*s", root, STR_FMT(below)) : str_from(root);
    DIR *d = opendir(full.p);
    if (!d) {
        if (errno == ENOENT)
            return true;
        return err_os(err, "cannot list", full.p);
    }
    bool ok = true;
    struct stat own;
    struct chain here = {.up = up};
    if (fstat(dirfd(d), &own) == 0)
        here = (struct chain){up, own.st_dev, own.st_ino};
    for (struct dirent *entry; ok && (entry = readdir(d));) {
        if (entry->d_name[0] == '.')
            continue;
        struct str path =
            below.n ? str_printf(a, "%.*s/%s", STR_FMT(below), entry->d_name) : str_printf(a, "%s", entry->d_name);
        struct stat st;
        if (fstatat(dirfd(d), entry->d_name, &st, 0) != 0)
            continue; /* gone since readdir */
        if (S_ISDIR(st.st_mode))
            ok = is_in(&here, &st) || list_into(a, root, path, &here, out, err);
        else if (S_ISREG(st.st_mode))
            vec_push(a, out, ((struct os_file){path, st.st_size, modified(&st)}));
    }
    closedir(d);
    return ok;
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct os_file *)a)->path, ((const struct os_file *)b)->path);
}

bool os_list(struct arena *a, const char *dir, struct os_files *ret, struct err *err)
{
    os_file_vec files = {0};
    if (!list_into(a, dir, STR_NULL, NULL, &files, err))
        return false;
    if (files.n)
        qsort(files.at, files.n, sizeof *files.at, by_path);
    *ret = (struct os_files){.at = files.at, .n = files.n};
    return true;
}

enum os_kind os_look(const char *path, struct os_file *ret)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return OS_NOTHING;
    if (ret)
        *ret = (struct os_file){str_from(path), st.st_size, modified(&st)};
    return S_ISREG(st.st_mode) ? OS_FILE : S_ISDIR(st.st_mode) ? OS_DIRECTORY : OS_OTHER;
}

bool os_is_denied(const char *path)
{
    return access(path, R_OK) != 0 && errno == EACCES;
}

static bool is_at_rest(int fd)
{
    struct stat first, second;
    return fstat(fd, &first) == 0 &&
           (time(NULL) - first.st_mtime > 2 ||
            (usleep(20000) == 0 && fstat(fd, &second) == 0 && first.st_size == second.st_size &&
             first.st_mtim.tv_sec == second.st_mtim.tv_sec && first.st_mtim.tv_nsec == second.st_mtim.tv_nsec));
}

bool os_is_complete(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    fcntl(fd, F_SETSIG, SIGURG); /* a writer that comes while we look must not send the default SIGIO, which kills */
    bool complete = fcntl(fd, F_SETLEASE, F_RDLCK) == 0;
    if (complete)
        fcntl(fd, F_SETLEASE, F_UNLCK);
    else if (errno != EAGAIN)
        complete = is_at_rest(fd);
    close(fd);
    return complete;
}

bool os_find_entry(struct arena *a, const char *dir, struct str name, struct str *ret)
{
    DIR *d = opendir(dir);
    bool found = false;
    if (!d)
        return false;
    for (struct dirent *entry; !found && (entry = readdir(d));)
        if ((found = str_ieq(str_from(entry->d_name), name)))
            *ret = str_dup(a, str_from(entry->d_name));
    closedir(d);
    return found;
}

static bool make_dirs(const char *path, mode_t mode, struct err *err)
{
    char *copy = xstrdup(path);
    bool ok = true;
    for (char *p = copy + (copy[0] == '/');; p++)
        if (*p == '/' || *p == 0) {
            char c = *p;
            *p = 0;
            if (*copy && mkdir(copy, c ? 0755 : mode) != 0 && errno != EEXIST) {
                ok = err_os(err, "cannot create directory", copy);
                break;
            }
            *p = c;
            if (!c)
                break;
        }
    struct stat st;
    if (ok && (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))) {
        errno = ENOTDIR;
        ok = err_os(err, "cannot create directory", path);
    }
    free(copy);
    return ok;
}

bool os_make_dirs(const char *path, struct err *err)
{
    return make_dirs(path, 0755, err);
}

bool os_make_private_dir(const char *path, struct err *err)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    char *bare = xstrdup(path);
    bare[n] = 0;
    bool ok = make_dirs(bare, 0700, err);
    free(bare);
    return ok;
}

bool os_list_directories(struct arena *a, const char *path, struct str **ret, size_t *ret_n, struct err *err)
{
    VEC(struct str) names = {0};
    DIR *d = opendir(path);
    if (!d && errno != ENOENT)
        return err_os(err, "cannot list", path);
    for (struct dirent *entry; d && (entry = readdir(d));) {
        struct stat st;
        bool own = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (!own && fstatat(dirfd(d), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode))
            vec_push(a, &names, str_dup(a, str_from(entry->d_name)));
    }
    if (d)
        closedir(d);
    *ret = names.at;
    *ret_n = names.n;
    return true;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

bool os_remove_directory(const char *path, struct err *err)
{
    enum { OPEN_DIRECTORIES = 16 };
    return nftw(path, remove_entry, OPEN_DIRECTORIES, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT ||
           err_os(err, "cannot remove", path);
}

bool os_remove(const char *path, struct err *err)
{
    return unlink(path) == 0 || err_os(err, "cannot remove", path);
}

bool os_lock(const char *path, int *ret_fd, int *ret_pid, struct err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return err_os(err, "cannot open", path);
    char text[32] = "";
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (pread(fd, text, sizeof text - 1, 0) < 0)
            text[0] = 0;
        *ret_pid = (int)strtol(text, NULL, 10);
        close(fd);
        return err_set(err, 603, "55006", "the data directory is in use by process %d (lock file '%s')", *ret_pid,
                       path);
    }
    int n = snprintf(text, sizeof text, "%d\n", (int)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)n, 0) != n) {
        err_os(err, "cannot write", path);
        close(fd);
        return false;
    }
    *ret_fd = fd;
    return true;
}

void os_unlock(int fd)
{
    if (fd >= 0)
        close(fd);
}
