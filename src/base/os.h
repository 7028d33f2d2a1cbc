/* The seam to files: what the program itself reads, looks for, writes and removes goes through here, so that tests can
 * make a write fail (os_fail_writes_after). Two go their own way: DuckDB, which keeps its file, log and spilled data,
 * and the watching of directories (stage/watch.h), which is the operating system's own. Paths are NUL-terminated. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"

struct os_file {
    struct str path;  /* below the listed directory, with '/' between, no leading one */
    int64_t size;     /* bytes */
    int64_t modified; /* microseconds since 1970 UTC */
};

struct os_files {
    struct os_file *at;
    size_t n;
};

/* The whole file; ret is in the arena and NUL-terminated. */
bool os_read_file(struct arena *a, const char *path, struct str *ret, struct err *err) MUST_USE;
/* read(2) that goes on after a signal. False: errno says why. */
bool os_read(int fd, char *to, size_t size, size_t *ret_n) MUST_USE;
/* A file without a name, which is gone when *ret_fd is closed, to be written and read; prefix: how the name that it has
 * for a moment begins. */
bool os_scratch(const char *dir, const char *prefix, int *ret_fd, struct err *err) MUST_USE;
/* All of it; errno says why not. */
bool os_write(int fd, struct str part) MUST_USE;
/* Writes to a hidden temporary name in the same directory, fsyncs, renames: the file appears whole or not at all, and
 * never over another one: when path exists, nothing is written and *ret_exists is true (no error). */
bool os_create_file(const char *path, struct str content, bool *ret_exists, struct err *err) MUST_USE;
/* The same in parts, and in place of a file of that name, if there is one, at the commit. Freed without a commit the
 * file was never there. */
struct os_output;
bool os_output_create(const char *path, struct os_output **ret, struct err *err) MUST_USE;
bool os_output_write(struct os_output *o, struct str part, struct err *err) MUST_USE;
bool os_output_commit(struct os_output *o, struct err *err) MUST_USE;
void os_output_free(struct os_output *o); /* takes NULL; after the commit, too */
/* Regular files below dir at any depth, sorted by path; names that begin with '.' are not listed. A missing dir is an
 * empty list. Links are followed, but not in a circle. */
bool os_list(struct arena *a, const char *dir, struct os_files *ret, struct err *err) MUST_USE;
enum os_kind { OS_NOTHING, OS_FILE, OS_DIRECTORY, OS_OTHER };
/* What is at the path, links followed; OS_NOTHING also where one may not look. ret (may be NULL): its size and time. */
enum os_kind os_look(const char *path, struct os_file *ret);
/* Is something there that we may not read? */
bool os_is_denied(const char *path);
/* Has nobody the file open for writing? Asked by a lease. Where there are none (a file of another owner, a network file
 * system), a file counts as complete when it does not change for a moment. */
bool os_is_complete(const char *path);
/* The name of the directory's entry that is called so but for case; in the arena. */
bool os_find_entry(struct arena *a, const char *dir, struct str name, struct str *ret);
/* mkdir -p. */
bool os_make_dirs(const char *path, struct err *err) MUST_USE;
/* The same; the last one, if it was not there, is for its owner alone. */
bool os_make_private_dir(const char *path, struct err *err) MUST_USE;
/* The names of the directories in a directory, in any order; a missing one has none. */
bool os_list_directories(struct arena *a, const char *path, struct str **ret, size_t *ret_n, struct err *err) MUST_USE;
/* A directory and all that is in it; links are removed, not followed. That it is not there is no error. */
bool os_remove_directory(const char *path, struct err *err) MUST_USE;
bool os_remove(const char *path, struct err *err) MUST_USE;
/* An exclusive lock on a file that holds our pid, kept until the process ends or os_unlock. When another process has
 * it: false with err set, its pid in *ret_pid. */
bool os_lock(const char *path, int *ret_fd, int *ret_pid, struct err *err) MUST_USE;
void os_unlock(int fd);
/* For tests: after n more writes (write, fsync or rename) every one fails with EIO; -1 turns it off. */
void os_fail_writes_after(int n);
