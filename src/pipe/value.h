/* What becomes of a field of a record, c<i> and n<i> of pipe/read.h, in its column: DuckDB's expressions. */
#pragma once
#include "pipe/load.h"

/* The value in the column's type: NULL when the field does not convert. */
void load_value(const struct copy_plan *plan, size_t i, struct buf *out);
/* The condition under which field i is not good, `value` being what load_value has said: it does not convert, or is
 * NULL and must not be. False: it is always good. */
bool load_bad(const struct copy_plan *plan, size_t i, struct str value, struct buf *out);
