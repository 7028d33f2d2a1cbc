/* The seam to files: everything that touches the file system goes through here, so that tests can make a write fail
 * (os_fail_writes_after). Paths are NUL-terminated. */
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
    struct str left_out; /* see stage_files; os_list leaves none out */
};

/* The whole file; ret is in the arena and NUL-terminated. */
bool os_read_file(struct arena *a, const char *path, struct str *ret, struct err *err) MUST_USE;
/* Writes to a hidden temporary name in the same directory, fsyncs, renames over path: it appears whole or not at all.
 */
bool os_write_file(const char *path, struct str content, struct err *err) MUST_USE;
/* The same, but never over another file: when path exists, nothing is written and *ret_exists is true (no error). */
bool os_create_file(const char *path, struct str content, bool *ret_exists, struct err *err) MUST_USE;
/* Regular files below dir at any depth, sorted by path; names that begin with '.' are not listed. A missing dir is an
 * empty list. Links are followed, but not in a circle. */
bool os_list(struct arena *a, const char *dir, struct os_files *ret, struct err *err) MUST_USE;
bool os_stat(const char *path, struct os_file *ret);
/* mkdir -p. */
bool os_make_dirs(const char *path, struct err *err) MUST_USE;
bool os_remove(const char *path, struct err *err) MUST_USE;
/* An exclusive lock on a file that holds our pid, kept until the process ends or os_unlock. When another process has
 * it: false with err set, its pid in *ret_pid. */
bool os_lock(const char *path, int *ret_fd, int *ret_pid, struct err *err) MUST_USE;
void os_unlock(int fd);
/* For tests: after n more writes (write, fsync or rename) every one fails with EIO; -1 turns it off. */
void os_fail_writes_after(int n);
