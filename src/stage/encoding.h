/* ENCODING, a step on the way from a file's bytes to its text: the character sets of Snowflake's page "CREATE FILE
 * FORMAT", made UTF-8. */
#pragma once
#include "stage/feed.h"

/* A row of the table, for struct file_format; NULL stands for UTF-8. */
struct encoding;

/* False: there is no such character set. UTF8 is *ret NULL. */
bool encoding_find(struct str name, const struct encoding **ret);

/* Bytes that mean nothing in the character set become 0xFF, which is no UTF-8 either: to those who read on it is like
 * what is wrong in a file that says that it is UTF-8. */
struct transcoder;
struct transcoder *transcoder_new(const struct encoding *e, struct feed *from);
struct feed *transcoder_feed(struct transcoder *t);
void transcoder_free(struct transcoder *t); /* takes NULL */
