/* How wide text is on a terminal. Text is UTF-8; what is not counts as one column for each byte. */
#pragma once
#include "base/str.h"

/* The columns that s takes. */
size_t width_of(struct str s);
/* The columns of the character at byte `at`; *ret_next is where the next one begins. */
size_t width_at(struct str s, size_t at, size_t *ret_next);
