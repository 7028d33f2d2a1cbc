/* Slices of text: pointer and length, not NUL-terminated, not owned. The empty slice may have a null pointer. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

struct str {
    const char *p;
    size_t n;
};

#define STR(lit) ((struct str){(lit), sizeof(lit) - 1})
#define STR_NULL ((struct str){NULL, 0})
/* For printf: printf("%.*s", STR_FMT(s)). */
#define STR_FMT(s) (int)(s).n, (s).p ? (s).p : ""

static inline struct str str_from(const char *s)
{
    return (struct str){s, s ? strlen(s) : 0};
}

static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || (a.p && b.p && memcmp(a.p, b.p, a.n) == 0));
}

static inline struct str str_sub(struct str s, size_t from, size_t to)
{
    return (struct str){s.p + from, to - from};
}

static inline bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || (s.p && memcmp(s.p, prefix.p, prefix.n) == 0));
}

static inline bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* Equal without regard to the case of ASCII letters. */
bool str_ieq(struct str a, struct str b);
static inline bool str_istarts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_ieq(str_sub(s, 0, prefix.n), prefix);
}
/* Less than, equal, greater: by bytes. */
int str_cmp(struct str a, struct str b);
/* Without white space at both ends. */
struct str str_trim(struct str s);
/* Where needle begins in s, or -1. */
ptrdiff_t str_find(struct str s, struct str needle);
/* Copies in the arena. str_cstr is NUL-terminated. */
struct str str_dup(struct arena *a, struct str s);
char *str_cstr(struct arena *a, struct str s);
struct str str_upper(struct arena *a, struct str s);
struct str str_lower(struct arena *a, struct str s);
struct str str_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The whole of s as a decimal integer; false when it is not one or does not fit. */
bool str_to_int64(struct str s, int64_t *ret);
/* SQL LIKE with % and _, no escape; ignore_case folds ASCII letters. */
bool str_like(struct str s, struct str pattern, bool ignore_case);
