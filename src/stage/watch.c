/* One inotify descriptor, and a list that maps its watch descriptors to directories and tags. inotify gives a directory
 * one watch descriptor however often it is added, so events go to every entry with that descriptor. */
#include "stage/watch.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/os.h"

struct directory {
    int wd;
    int64_t tag;
    char *path;
};

struct watch {
    int fd;
    struct directory *at;
    size_t n, size;
};

enum { EVENTS = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR | IN_EXCL_UNLINK };

/* Who is told, and of what, while a new directory is walked; callback NULL: nobody. */
struct listener {
    watch_callback *callback;
    void *ctx;
};

bool watch_new(struct watch **ret, struct err *err)
{
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0)
        return err_os(err, "cannot watch", "directories");
    struct watch *w = xmalloc(sizeof *w);
    *w = (struct watch){.fd = fd};
    *ret = w;
    return true;
}

void watch_free(struct watch *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < w->n; i++)
        free(w->at[i].path);
    free(w->at);
    close(w->fd);
    free(w);
}

int watch_fd(const struct watch *w)
{
    return w->fd;
}

static void tell(struct listener to, int64_t tag, const char *path)
{
    if (to.callback)
        to.callback(to.ctx, tag, path);
}

static bool is_watched(const struct watch *w, int wd, int64_t tag)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->at[i].wd == wd && w->at[i].tag == tag)
            return true;
    return false;
}

/* Watches path and what is below it. The watch is set before the directory is read, so a file that arrives in between
 * is reported twice rather than never. */
static bool add(struct watch *w, const char *path, int64_t tag, struct listener to)
{
    int wd = inotify_add_watch(w->fd, path, EVENTS);
    if (wd < 0)
        return errno == ENOENT || errno == ENOTDIR;
    if (is_watched(w, wd, tag)) {
        /* Moved, or a link leads here, perhaps in a circle. */
        tell(to, tag, NULL);
        return true;
    }
    if (w->n == w->size) {
        w->size = w->size ? w->size * 2 : 16;
        w->at = xrealloc(w->at, w->size * sizeof *w->at);
    }
    w->at[w->n++] = (struct directory){wd, tag, xstrdup(path)};
    DIR *d = opendir(path);
    if (!d)
        return errno == ENOENT;
    bool ok = true;
    for (struct dirent *entry; (entry = readdir(d));) {
        struct stat st;
        char *child;
        if (entry->d_name[0] == '.' || fstatat(dirfd(d), entry->d_name, &st, 0) != 0)
            continue;
        if (asprintf(&child, "%s/%s", path, entry->d_name) < 0)
            abort();
        if (S_ISDIR(st.st_mode))
            ok = add(w, child, tag, to) && ok;
        else if (S_ISREG(st.st_mode))
            tell(to, tag, child);
        free(child);
    }
    closedir(d);
    return ok;
}

bool watch_add_directory(struct watch *w, const char *path, int64_t tag, struct err *err)
{
    if (!os_make_dirs(path, err))
        return false;
    char *copy = xstrdup(path);
    for (size_t n = strlen(copy); n > 1 && copy[n - 1] == '/'; n--)
        copy[n - 1] = 0;
    bool ok = add(w, copy, tag, (struct listener){0}) || err_os(err, "cannot watch", copy);
    free(copy);
    return ok;
}

static void forget(struct watch *w, size_t i)
{
    free(w->at[i].path);
    w->at[i] = w->at[--w->n];
}

void watch_remove(struct watch *w, int64_t tag)
{
    for (size_t i = w->n; i-- > 0;) {
        if (w->at[i].tag != tag)
            continue;
        int wd = w->at[i].wd;
        forget(w, i);
        bool used = false;
        for (size_t k = 0; k < w->n; k++)
            used = used || w->at[k].wd == wd;
        if (!used)
            inotify_rm_watch(w->fd, wd);
    }
}

static void overflow(struct watch *w, struct listener to)
{
    for (size_t i = 0; i < w->n; i++) {
        bool told = false;
        for (size_t k = 0; k < i; k++)
            told = told || w->at[k].tag == w->at[i].tag;
        if (!told)
            tell(to, w->at[i].tag, NULL);
    }
}

static void handle(struct watch *w, const struct inotify_event *e, struct listener to)
{
    if (e->mask & IN_Q_OVERFLOW) {
        overflow(w, to);
        return;
    }
    /* From the end, because watching a new subdirectory appends entries and an ignored one is removed. */
    for (size_t i = w->n; i-- > 0;) {
        if (i >= w->n || w->at[i].wd != e->wd)
            continue;
        if (e->mask & IN_IGNORED) {
            forget(w, i);
            continue;
        }
        if (e->len == 0 || e->name[0] == '.')
            continue;
        int64_t tag = w->at[i].tag;
        char *path;
        if (asprintf(&path, "%s/%s", w->at[i].path, e->name) < 0)
            abort();
        if (e->mask & IN_ISDIR) {
            if (!add(w, path, tag, to))
                tell(to, tag, NULL);
        } else if (e->mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) {
            tell(to, tag, path);
        }
        free(path);
    }
}

void watch_drain(struct watch *w, watch_callback *callback, void *ctx)
{
    _Alignas(struct inotify_event) char buffer[65536];
    ssize_t n;
    while ((n = read(w->fd, buffer, sizeof buffer)) > 0)
        for (char *p = buffer; p < buffer + n;) {
            const struct inotify_event *e = (const struct inotify_event *)p;
            p += sizeof *e + e->len;
            handle(w, e, (struct listener){callback, ctx});
        }
}
