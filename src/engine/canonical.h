/* JSON text as a VARIANT holds it: compact, the keys of objects sorted. */
#pragma once
#include "base/buf.h"

/* Why a text is no JSON, in Snowflake's words; or the key that an object has twice, which stands at *duplicate. */
struct json_fault {
    char reason[200];
    char duplicate[100];
};

/* False when the text is no JSON or an object has a key twice; *out is then undefined. Numbers are copied as they are
 * written. */
bool json_canonical(struct str json, struct buf *out, struct json_fault *fault);

/* What is read otherwise (Snowflake's page "CREATE FILE FORMAT", TYPE = JSON). All zero: as above. */
struct json_rules {
    bool allow_duplicate;      /* of two members of one key the last counts */
    bool strip_nulls;          /* members and elements that are null are left out */
    bool octal;                /* 017 is 15 */
    bool trim;                 /* strings without the white space at both ends */
    const struct str *null_if; /* strings and numbers that are null */
    size_t n_null_if;
};
/* One value at the start of a text, white space before it included, is added to *out. *ret_end is where what was read
 * ends: behind the value, or where it is seen that there is none. What stands behind it does not change the result,
 * save for the next few bytes. */
bool json_canonical_value(struct str text, const struct json_rules *rules, struct buf *out, size_t *ret_end,
                          struct json_fault *fault);
