/* Writing a stage's file compressed, as COMPRESSION says: the counterpart of stage/decompress.h. The text goes through
 * a compressor of bounded memory into a struct stage_output as it comes; nothing is kept. */
#pragma once
#include "stage/file_format.h"
#include "stage/files.h"

struct compress;

/* The end of a file's name, without its dot: gz, bz2, br, zst, deflate, raw_deflate; "" for none. AUTO is gzip. */
struct str compress_extension(enum file_compression compression);
/* `to` stays the caller's, who commits and frees it. */
struct compress *compress_new(enum file_compression compression, struct stage_output *to);
bool compress_write(struct compress *c, struct str part, struct err *err) MUST_USE;
/* Writes what is still held, and the end. Nothing may be written then. */
bool compress_finish(struct compress *c, struct err *err) MUST_USE;
int64_t compress_read(const struct compress *c);    /* bytes that came in so far */
int64_t compress_written(const struct compress *c); /* bytes that went out so far; all of them after the finish */
/* No more than this many bytes would be written if the file ended now: what was, and what is held in full length. */
int64_t compress_at_most(const struct compress *c);
void compress_free(struct compress *c); /* takes NULL */
