/* The content of a file in a stage as text: read, decompressed, made UTF-8, and repaired if the format says so, a piece
 * at a time. Each step is a struct feed that reads from the one before. */
#pragma once
#include "stage/feed.h"
#include "stage/file_format.h"
#include "stage/files.h"

struct content;

/* *ret NULL: the file is gone. */
bool content_open(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                  struct content **ret, struct err *err) MUST_USE;
struct feed *content_feed(struct content *c);
void content_close(struct content *c); /* takes NULL */
/* What the content is known by: a bucket's ETag, or the MD5 of the file's bytes, for which what was not read is read
 * now; p NULL when that fails. In the arena. */
struct str content_hash(struct content *c, struct arena *a);
