/* Dates and times as text, by Snowflake's format models (YYYY-MM-DD HH24:MI:SS.FF3 TZH:TZM, MON, DY, AM …). */
#pragma once
#include "base/buf.h"

enum { MOMENT_NO_OFFSET = 100000 };

struct moment {
    int64_t micros; /* wall clock since 1970 */
    int offset;     /* minutes east of UTC, or MOMENT_NO_OFFSET */
    bool has_date;
};

/* format empty: the automatic formats, ISO first; a text of digits alone counts seconds, milliseconds, microseconds or
 * nanoseconds since 1970, by its size. */
bool moment_parse(struct str text, struct str format, struct moment *ret);
void moment_format(struct moment m, struct str format, struct buf *out);
