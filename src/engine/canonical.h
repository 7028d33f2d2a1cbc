/* JSON text as a VARIANT holds it: compact, the keys of objects sorted, of equal keys the last. */
#pragma once
#include "base/buf.h"

/* False when the text is no JSON; *out is then undefined. Numbers are copied as they are written. */
bool json_canonical(struct str json, struct buf *out);
