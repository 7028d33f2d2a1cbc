/* What is UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
#pragma once
#include "base/str.h"

/* The length of the UTF-8 sequence at p, or 0 when there is no valid one. */
size_t utf8_sequence(const unsigned char *p, const unsigned char *end);
/* How many bytes stand before the first one that is not UTF-8; all, when there is none. */
size_t utf8_valid_prefix(struct str s);
bool utf8_is_valid(struct str s);
/* The text, cut at a character when it takes more than `most` bytes. */
struct str utf8_cut(struct str s, size_t most);
/* The first so many characters, or all. */
struct str utf8_left(struct str s, int64_t characters);
/* How many characters it has. */
int64_t utf8_length(struct str s);
/* Writes a code point, four bytes at most, and returns how many. */
size_t utf8_put(char *to, uint32_t code);
