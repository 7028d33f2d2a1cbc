/* Results on paper: as a table for people, as CSV or JSON for programs.
 *
 *   table  aligned columns, numbers to the right, NULL as NULL, `N rows` below; values are never cut
 *   csv    RFC 4180 with \n: a header line, quotes only where they are needed, NULL nothing, the empty string ""
 *   json   one object for each row, a row a line: numbers, true and false, VARIANT as it is, NULL as null */
#pragma once
#include <stdio.h>

#include "sql/type.h"

enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON };

/* False when there is no such format. */
bool format_named(const char *name, enum format *ret);

struct result;
/* Reads the result to its end. */
void format_result(enum format format, struct result *r, FILE *out);

/* What format_result is made of: cells come row by row; the text of NULL is STR_NULL. */
struct format_column {
    struct str label;
    struct type type;
};
struct formatter;
struct formatter *formatter_new(enum format format, FILE *out, const struct format_column *columns, size_t n_columns);
void formatter_cell(struct formatter *f, bool is_null, struct str text);
/* Prints what is still held back, and frees it. */
void formatter_finish(struct formatter *f);
