/* JSON as Snowflake writes it: keys in order, numbers in the fewest digits that read back the same. */
#pragma once
#include <jansson.h>

#include "base/buf.h"

/* Appends the text; indent 0: without blanks and on one line. */
void json_print(struct buf *out, const json_t *json, int indent);
/* 37.55, not 37.549999999999997. NaN and infinities are words. */
void double_print(struct buf *out, double d);
