/* MD5 sums of what is in stages, in hex: LIST shows them, and COPY knows by them a file that came again. */
#pragma once
#include "base/str.h"

struct md5;
struct md5 *md5_begin(void);
void md5_add(struct md5 *m, struct str part);
/* Frees m; the sum is in the arena. */
struct str md5_end(struct md5 *m, struct arena *a);
struct str md5_of_text(struct arena *a, struct str text);
