/* PATTERN = '…': a regular expression in Java's style that must match the whole text. */
#pragma once
#include "base/err.h"

struct pattern;

bool pattern_compile(struct str text, struct pattern **ret, struct err *err) MUST_USE;
bool pattern_matches(const struct pattern *p, struct str text);
void pattern_free(struct pattern *p); /* takes NULL */
#define PATTERN_SCOPE __attribute__((cleanup(pattern_cleanup)))
static inline void pattern_cleanup(struct pattern **p)
{
    pattern_free(*p);
}
