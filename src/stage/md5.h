/* MD5 sums of what is in stages, in hex: LIST shows them, and COPY knows by them a file that came again. */
#pragma once
#include "base/err.h"

/* The sums are in the arena. */
struct str md5_of_text(struct arena *a, struct str text);
bool md5_of_file(struct arena *a, const char *path, struct str *ret, struct err *err) MUST_USE;
