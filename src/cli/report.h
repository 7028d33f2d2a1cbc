/* Errors as the user sees them: one line `name:line:col: error 002003 (42S02): message`, the line of the source, and a
 * caret below it. Line breaks inside a message become blanks. */
#pragma once
#include <stdio.h>

#include "base/err.h"

/* `name` is the file's, or `-` for stdin, or `-q`. Flushes stdout first, so that the two stay in order. */
void report_error(FILE *out, const char *name, struct str source, const struct err *err);
/* The same without a source: `freshet run: error 055006 (55006): message`. */
void report_failure(FILE *out, const char *who, const struct err *err);
