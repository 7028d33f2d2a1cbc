/* Rows as JSON documents, one in each line: of one column of a semi-structured type, and nothing else (Snowflake's page
 * "COPY INTO <location>", usage notes). A NULL is the document null. */
#include "pipe/unload.h"

static bool check(const struct rows *rows, size_t n, struct err *err)
{
    return (n == 1 && rows_type(rows, 0).kind == TYPE_VARIANT) ||
           err_unsupported(err, 0, 0, "unloading of more than one column or non-json values");
}

static bool row(const struct unload_plan *p, const struct rows *rows, size_t n, const struct zone *zone,
                struct buf *out, struct err *err)
{
    (void)p;
    (void)n;
    (void)zone;
    (void)err;
    buf_add(out, rows_null(rows, 0) ? STR("null") : rows_slice(rows, 0));
    buf_addc(out, '\n');
    return true;
}

const struct unload_writer unload_json = {.check = check, .row = row};
