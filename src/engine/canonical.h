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
