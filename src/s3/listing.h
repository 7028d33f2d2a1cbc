/* One page of what a bucket holds: the answer to ListObjectsV2. */
#pragma once
#include "base/err.h"
#include "base/vec.h"

struct s3_object {
    struct str key;   /* any bytes */
    int64_t size;     /* bytes */
    int64_t modified; /* microseconds since 1970 UTC */
    struct str etag;  /* without its quotes; an MD5 in hex, where the object was written at one stroke without a key */
};

struct s3_objects {
    struct s3_object *at;
    size_t n, size;
};

struct s3_page {
    struct s3_objects objects; /* in the order of the answer */
    struct str next;           /* the token that brings the next page; empty: this is the last */
};

/* All in the arena. 091003 (22000) when the text is no whole page: not well-formed, cut off, an object without a key,
 * a size or a time, more to come but no token. A key that begins a "directory" (it ends in '/') is an object like any
 * other. */
bool s3_page_read(struct arena *a, struct str text, struct s3_page *ret, struct err *err) MUST_USE;
