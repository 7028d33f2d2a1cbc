/* The members of an object that is written as a VARIANT holds it (engine/canonical.h), as they stand there: DuckDB's
 * json_extract turns numbers with a point into doubles. */
#pragma once
#include "base/buf.h"

struct members {
    struct str rest;
};

/* Of what is no object there are none. */
struct members members_of(struct str json);
/* *key is in `scratch` or in the text. False: there is no more. */
bool members_next(struct members *m, struct buf *scratch, struct str *key, struct str *value);
/* The value under the key; ignore_case: under the first that differs in nothing else. p NULL: none. */
struct str member_find(struct str json, struct str key, bool ignore_case);
