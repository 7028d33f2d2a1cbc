/* REPLACE_INVALID_CHARACTERS, a step on the way from a file's bytes to its text: U+FFFD in place of NULs and of each
 * byte that is not UTF-8. */
#pragma once
#include "stage/feed.h"

struct repair;
struct repair *repair_new(struct feed *from);
struct feed *repair_feed(struct repair *r);
void repair_free(struct repair *r); /* takes NULL */
