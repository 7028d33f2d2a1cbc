/* The files are staged and checked as if they were to be loaded, with all that is wrong noted. */
#include "pipe/validate.h"

#include <stdlib.h>

#include "pipe/load_errors.h"

const struct listing_column validate_columns[] = {
    {"ERROR", LISTING_TEXT},
    {"FILE", LISTING_TEXT},
    {"LINE", LISTING_NUMBER},
    {"CHARACTER", LISTING_NUMBER},
    {"BYTE_OFFSET", LISTING_NUMBER},
    {"CATEGORY", LISTING_TEXT},
    {"CODE", LISTING_NUMBER},
    {"SQL_STATE", LISTING_TEXT},
    {"COLUMN_NAME", LISTING_TEXT},
    {"ROW_NUMBER", LISTING_NUMBER},
    {"ROW_START_LINE", LISTING_NUMBER},
    {"REJECTED_RECORD", LISTING_TEXT},
};
const size_t validate_n_columns = sizeof validate_columns / sizeof *validate_columns;

enum { MISSING_FILE = 100112 };

static void add_number(struct listing *out, int64_t n, bool known)
{
    if (known)
        listing_int(out, n);
    else
        listing_null(out);
}

static void add_error(const struct copy_plan *plan, const struct load_error *e, struct str path, struct listing *out)
{
    bool placed = e->row > 0;
    listing_text(out, e->message);
    listing_text(out, str_printf(out->arena, "%.*s%.*s", STR_FMT(load_error_prefix(&plan->location)), STR_FMT(path)));
    add_number(out, e->line, placed);
    add_number(out, e->character, placed);
    add_number(out, e->offset, placed);
    listing_cstr(out, e->category);
    listing_int(out, e->code);
    listing_cstr(out, e->sqlstate);
    listing_text(out, e->column);
    add_number(out, e->row, placed);
    add_number(out, e->row_line, placed);
    listing_text(out, e->record);
}

static int by_row(const void *a, const void *b)
{
    const struct load_error *left = a, *right = b;
    return (left->row > right->row) - (left->row < right->row);
}

static void list_errors(const struct copy_plan *plan, struct selection *s, struct listing *out)
{
    for (size_t i = 0; i < s->files.n; i++) {
        struct load_file *f = &s->files.at[i];
        if (f->errors.n)
            qsort(f->errors.at, f->errors.n, sizeof *f->errors.at, by_row);
        for (size_t k = 0; k < f->errors.n; k++)
            add_error(plan, &f->errors.at[k], f->file.path, out);
    }
    for (size_t i = 0; i < s->others.n; i++) {
        const struct load_record *r = &s->others.at[i];
        struct load_error missing = {
            .category = "other", .code = MISSING_FILE, .sqlstate = "22000", .message = r->first_error};
        if (r->status == LOAD_FAILED)
            add_error(plan, &missing, r->file_name, out);
    }
}

/* Is there an error among the first records of all? */
static bool first_rows(const struct copy_plan *plan, const struct selection *s, struct err *err)
{
    int64_t before = 0;
    for (size_t i = 0; i < s->files.n && before < plan->options.validation_rows; i++) {
        const struct load_file *f = &s->files.at[i];
        if (f->error.set && before + f->error.row <= plan->options.validation_rows)
            return load_error_raise(plan, f, err);
        before += f->record.rows_parsed;
    }
    return true;
}

static bool keep_rows(struct transaction *t, const struct copy_plan *plan, const struct buf *rows, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "CREATE OR REPLACE TEMP TABLE freshet_rows AS %.*s ORDER BY _file, _row LIMIT %lld",
               STR_FMT(buf_str(rows)), (long long)plan->options.validation_rows);
    return connection_run_as(t->conn, buf_str(&sql), STR_NULL, err);
}

static bool drop_staging(struct transaction *t, struct err *err)
{
    return connection_run_as(t->conn, STR("DROP TABLE temp.freshet_load"), STR_NULL, err);
}

bool copy_validate(struct load_context *c, struct transaction *t, const struct copy_plan *plan, struct selection *s,
                   struct arena *a, struct listing *ret, struct str *ret_rows, struct err *err)
{
    BUF_SCOPE struct buf rows = {0};
    if (s->files.n && !load_validate(c, t, plan, s->files.at, s->files.n, a, &rows, err))
        return false;
    if (plan->options.validation == VALIDATION_ROWS && s->files.n) {
        *ret_rows = STR("FROM temp.freshet_rows");
        return first_rows(plan, s, err) && keep_rows(t, plan, &rows, err) && drop_staging(t, err);
    }
    if (s->files.n && !drop_staging(t, err))
        return false;
    *ret = (struct listing){.arena = a, .columns = validate_columns, .n_columns = validate_n_columns};
    list_errors(plan, s, ret);
    return true;
}
