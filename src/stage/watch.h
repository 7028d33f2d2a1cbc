/* Notices files as they arrive below directories: closed after writing, or renamed into place (inotify). New
 * subdirectories are watched as they appear, and the files already in them are reported.
 *
 * Used by one thread; watch_fd becomes readable when something happened. Names that begin with '.' are never reported.
 */
#pragma once
#include "base/err.h"

struct watch;

bool watch_new(struct watch **ret, struct err *err) MUST_USE;
void watch_free(struct watch *w); /* takes NULL */
/* Watches a directory, which is created if it is missing, and everything below it. The tag comes back with each event;
 * a directory may be watched under several tags. */
bool watch_add_directory(struct watch *w, const char *path, int64_t tag, struct err *err) MUST_USE;
/* Forgets all directories of a tag. */
void watch_remove(struct watch *w, int64_t tag);
/* For poll(). */
int watch_fd(const struct watch *w);

/* path NULL: list the directory again. Events were lost (an overflow, or a directory that could not be watched), or a
 * directory has a new name. */
typedef void watch_callback(void *ctx, int64_t tag, const char *path);
/* Reports what happened since the last call; never blocks. */
void watch_drain(struct watch *w, watch_callback *callback, void *ctx);
