/* A large batch goes straight into the table, read, converted and written by as many threads as there are. Where that
 * cannot be, or something is wrong with a record, all records of the batch go as text into one temporary table, with
 * their file and place: a query over it finds the records that do not convert, then ON_ERROR decides file by file, and
 * one INSERT takes what is good. So the work for many small files is that for one, and no value is converted by
 * anything but DuckDB. */
#include "pipe/load.h"

#include <stdio.h>
#include <stdlib.h>

#include "dialect/dialect.h"
#include "pipe/load_errors.h"
#include "pipe/read.h"
#include "pipe/transform.h"
#include "pipe/value.h"

/* What a query reads is staged apart from what it gives. */
bool load_stage_records(struct connection *conn, const struct copy_plan *plan, struct load_file *files, size_t n,
                        struct arena *a, struct err *err)
{
    LOAD_READER_SCOPE struct load_reader *r = load_reader_open(conn, plan, files, n, false, a);
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "CREATE OR REPLACE TEMP TABLE %s AS SELECT source.* FROM ", plan->staging);
    load_reader_text(r, &sql);
    buf_printf(&sql, " AS source%s", plan->table && load_is_large(files, n) ? source_unordered : "");
    return connection_run_as(conn, buf_str(&sql), STR_NULL, err);
}

/* --- what does not convert ---------------------------------------------------------------------------------------- */

/* Appends `CASE WHEN … THEN i … END`: the first field of the record that is not good, or NULL. False when every record
 * is. */
static bool bad_field(const struct copy_plan *plan, struct buf *out)
{
    bool any = false;
    buf_adds(out, "CASE");
    for (size_t i = 0; i < plan->n_fields; i++) {
        BUF_SCOPE struct buf value = {0}, bad = {0};
        load_value(plan, i, &value);
        if (transform_is_guarded(plan, i)) {
            any = true;
            buf_printf(out, " WHEN failed%zu THEN %zu", i, i);
        }
        if (!load_bad(plan, i, buf_str(&value), &bad))
            continue;
        any = true;
        buf_printf(out, " WHEN %.*s THEN %zu", STR_FMT(buf_str(&bad)), i);
    }
    buf_adds(out, " END");
    return any;
}

/* The bad records as a table expression: their place, _bad, the number of the field, and _text, what stands in it. */
static void bad_records(const struct copy_plan *plan, const struct buf *bad, struct buf *out)
{
    buf_adds(out, "(SELECT _file, _row, _offset, _line, _bad, CASE _bad");
    for (size_t i = 0; i < plan->n_fields; i++)
        buf_printf(out,
                   plan->keyed && load_column(plan, i)->type.kind == TYPE_VARCHAR &&
                           !(plan->metadata && plan->metadata[i])
                       ? " WHEN %zu THEN json_extract_string(c%zu, '$')"
                       : " WHEN %zu THEN c%zu::VARCHAR",
                   i, i);
    buf_adds(out, " END AS _text FROM (SELECT *, ");
    buf_add(out, buf_str(bad));
    buf_adds(out, " AS _bad FROM temp.freshet_load) WHERE _bad IS NOT NULL)");
}

/* The file was read once, and is another one now. */
static bool gone(const struct load_file *file, struct err *err)
{
    return err_set(err, 91016, "22000", "Remote file '%.*s' was changed or removed while it was loaded.",
                   STR_FMT(file->file.path));
}

/* What is worked on. */
struct load_batch {
    struct load_context *c;
    struct connection *conn;
    const struct copy_plan *plan;
    struct load_file *files;
    struct arena *a;
};

/* A field that is NULL may be so because its expression has failed. */
static bool note_field(const struct load_batch *b, struct load_file *file, int64_t number, const struct record *rec,
                       struct load_place place, struct err *err)
{
    ERR_SCOPE struct err failure = {0};
    if (!place.text.p && transform_is_guarded(b->plan, place.field)) {
        if (!transform_failure(b->c, b->conn, b->plan, place.field, b->files, number, rec->number, b->a, &failure, err))
            return false;
        place.in_file = transform_first_position(b->plan->query, place.field);
        place.failure = failure.set ? &failure : NULL;
    }
    load_error_note(b->a, b->plan, file, load_error_field(b->a, b->plan, rec, place));
    return true;
}

/* Notes the errors of file `number`: rows stands on the first of them, and behind it on what follows. The columns are
 * those of bad_records. */
static bool note_bad(const struct load_batch *b, int64_t number, struct rows *rows, bool *ret_more, struct err *err)
{
    const struct copy_plan *plan = b->plan;
    struct load_file *file = &b->files[number];
    ARENA_SCOPE struct arena scratch = {0};
    RECORDS_SCOPE struct records *r = NULL;
    struct str ignored = STR_NULL;
    ptrdiff_t *source;
    size_t width;
    if (!records_open(&plan->location, &file->file, &plan->format, &r, err) ||
        (r && !load_map_fields(plan, r, &scratch, &source, &width, &ignored, err)))
        return false;
    if (!r)
        return gone(file, err);
    do {
        struct record rec;
        bool some;
        size_t field = (size_t)rows_int(rows, 4);
        if (!records_seek(r, rows_int(rows, 2), rows_int(rows, 3), rows_int(rows, 1), err) ||
            !records_next(r, &rec, &some, err))
            return false;
        if (!some)
            return gone(file, err);
        struct load_place place = {
            .field = field,
            .in_file = transform_field(plan, source, field),
            .text = rows_null(rows, 5) ? STR_NULL : rows_slice(rows, 5),
        };
        if (!note_field(b, file, number, &rec, place, err))
            return false;
        *ret_more = rows_next(rows);
    } while (*ret_more && rows_int(rows, 0) == number);
    return true;
}

/* Each error is noted, as far as they are kept. */
static bool note_all(const struct load_batch *b, const struct buf *bad, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    buf_adds(&sql, "FROM ");
    bad_records(b->plan, bad, &sql);
    buf_printf(&sql, " QUALIFY row_number() OVER (PARTITION BY _file ORDER BY _row) <= %lld ORDER BY _file, _row",
               (long long)b->plan->errors_kept);
    if (!connection_query(b->conn, buf_str(&sql), &rows, err))
        return false;
    for (bool more = rows_next(rows); more;) {
        int64_t number = rows_int(rows, 0);
        if (!note_bad(b, number, rows, &more, err))
            return false;
    }
    return true;
}

/* Counts the bad records of each file and notes the first of each. */
static bool find_bad(const struct load_batch *b, const struct buf *bad, struct err *err)
{
    const struct copy_plan *plan = b->plan;
    BUF_SCOPE struct buf sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    bool any = false;
    buf_adds(&sql, "SELECT _file, min(_row), arg_min(_offset, _row), arg_min(_line, _row), arg_min(_bad, _row), "
                   "arg_min_null(_text, _row), count(*) FROM ");
    bad_records(plan, bad, &sql);
    buf_adds(&sql, " GROUP BY _file");
    if (!connection_query(b->conn, buf_str(&sql), &rows, err))
        return false;
    for (bool more = rows_next(rows); more; any = true) {
        int64_t number = rows_int(rows, 0);
        struct load_file *file = &b->files[number];
        file->record.errors += rows_int(rows, 6);
        if (plan->errors_kept || (file->error.set && file->error.row < rows_int(rows, 1)))
            more = rows_next(rows);
        else if (!note_bad(b, number, rows, &more, err))
            return false;
    }
    return !any || !plan->errors_kept || note_all(b, bad, err);
}

/* --- deciding and inserting -------------------------------------------------------------------------------------- */

static int64_t error_limit(const struct copy_options *o, int64_t rows)
{
    int64_t share = o->error_limit * rows / 100;
    switch (o->on_error) {
    case ON_ERROR_CONTINUE:
        return rows;
    case ON_ERROR_ABORT:
        return 1;
    case ON_ERROR_SKIP_FILE:
        return o->error_limit;
    case ON_ERROR_SKIP_PERCENT:
        return share > 1 ? share : 1;
    }
    return 1;
}

static void decide(const struct copy_plan *plan, struct load_file *f)
{
    struct load_record *r = &f->record;
    r->file_name = f->file.path;
    r->file_size = f->file.size;
    r->error_limit = error_limit(&plan->options, r->rows_parsed);
    f->dropped = f->unreadable || (plan->options.on_error != ON_ERROR_CONTINUE && r->errors >= r->error_limit);
    r->rows_loaded = f->dropped ? 0 : r->rows_parsed - r->errors - f->blank;
    bool failed = r->rows_loaded == 0 && (r->errors > 0 || f->dropped);
    r->status = failed ? LOAD_FAILED : r->errors ? LOAD_PARTIALLY_LOADED : LOAD_LOADED;
    r->first_error = f->error.set ? f->error.message : STR_NULL;
    r->first_column = f->error.set ? f->error.column : STR_NULL;
    r->first_line = f->error.set && f->error.line ? f->error.line : -1;
    r->first_character = f->error.set && f->error.line ? f->error.character : -1;
    r->rejected = f->errors.at;
    r->n_rejected = f->errors.n;
}

/* The table's columns by name: of those that have a field what `value` says, of others their defaults. */
static bool select_columns(struct load_context *c, const struct copy_plan *plan,
                           void (*value)(const struct copy_plan *plan, size_t field, struct buf *out), struct buf *out,
                           struct err *err)
{
    buf_adds(out, "SELECT ");
    for (size_t i = 0; i < plan->columns.n; i++) {
        const struct column *column = &plan->columns.at[i];
        buf_adds(out, i ? ", " : "");
        if (plan->field_of[i] >= 0)
            value(plan, (size_t)plan->field_of[i], out);
        else if (!column->identity && !column->default_text.p)
            buf_adds(out, "NULL");
        else if (!c->column_default(c->default_ctx, plan->table, column, out, err))
            return false;
        buf_adds(out, " AS ");
        buf_ident(out, column->name);
    }
    return true;
}

/* WHERE a record is good and its file was not dropped. */
static void only_good(const struct load_file *files, size_t n, const struct buf *bad, struct buf *out)
{
    bool some_bad = false, some_dropped = false;
    for (size_t i = 0; i < n; i++) {
        some_bad = some_bad || (!files[i].dropped && files[i].record.errors > 0);
        some_dropped = some_dropped || files[i].dropped;
    }
    buf_adds(out, some_bad || some_dropped ? " WHERE true" : "");
    if (some_dropped) {
        buf_adds(out, " AND _file NOT IN (-1");
        for (size_t i = 0; i < n; i++)
            if (files[i].dropped)
                buf_printf(out, ", %zu", i);
        buf_addc(out, ')');
    }
    if (some_bad && bad->n) {
        buf_adds(out, " AND (");
        buf_add(out, buf_str(bad));
        buf_adds(out, ") IS NULL");
    }
}

/* Of good records that are alike the first alone stays, and is counted. */
static bool make_distinct(struct transaction *t, const struct copy_plan *plan, struct load_file *files, size_t n,
                          const struct buf *bad, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    buf_adds(&sql, "CREATE OR REPLACE TEMP TABLE freshet_load AS SELECT * FROM temp.freshet_load");
    only_good(files, n, bad, &sql);
    buf_adds(&sql, " QUALIFY row_number() OVER (PARTITION BY ");
    for (size_t i = 0; i < plan->n_fields; i++)
        buf_printf(&sql, "%sc%zu", i ? ", " : "", i);
    buf_adds(&sql, " ORDER BY _file, _row) = 1");
    if (!connection_run_as(t->conn, buf_str(&sql), STR_NULL, err) ||
        !connection_query(t->conn, STR("SELECT _file, count(*) FROM temp.freshet_load GROUP BY _file"), &rows, err))
        return false;
    for (size_t i = 0; i < n; i++)
        files[i].record.rows_loaded = 0;
    while (rows_next(rows))
        files[rows_int(rows, 0)].record.rows_loaded = rows_int(rows, 1);
    return true;
}

static bool insert_query(struct load_context *c, const struct copy_plan *plan, const struct load_file *files, size_t n,
                         const struct buf *bad, struct buf *out, struct err *err)
{
    if (!select_columns(c, plan, load_value, out, err))
        return false;
    buf_adds(out, " FROM temp.freshet_load");
    bool distinct = plan->query && transform_is_distinct(plan->query);
    if (!distinct)
        only_good(files, n, bad, out);
    if (n > 1 && (distinct || load_is_large(files, n))) /* the rows of a file stand together */
        buf_adds(out, " ORDER BY _file, _row");
    return true;
}

/* A column that the list leaves out and that must have a value: no record can be loaded. */
static bool check_required(const struct copy_plan *plan, struct err *err)
{
    for (size_t i = 0; i < plan->columns.n; i++) {
        const struct column *column = &plan->columns.at[i];
        if (plan->field_of[i] < 0 && column->not_null && !column->identity && !column->default_text.p)
            return err_set(err, 100072, "22000", "NULL result in a non-nullable column");
    }
    return true;
}

/* Which rows the file became: their version, and the id of the first. */
static void note_rows(struct load_file *file, int64_t version, int64_t first)
{
    file->record.hash = file->hash;
    file->record.version = version;
    file->record.first_row = first;
}

static bool insert(struct load_context *c, struct transaction *t, const struct copy_plan *plan, struct load_file *files,
                   size_t n, const struct buf *bad, int64_t *ret_rows, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    struct write *w;
    int64_t expected = 0;
    *ret_rows = 0;
    if (plan->query && transform_is_distinct(plan->query) && !make_distinct(t, plan, files, n, bad, err))
        return false;
    for (size_t i = 0; i < n; i++)
        expected += files[i].record.rows_loaded;
    if (expected == 0)
        return true;
    struct table table = {plan->table->id, plan->columns, str_from(plan->table->name)};
    if (!check_required(plan, err) || !insert_query(c, plan, files, n, bad, &sql, err) ||
        !transaction_write(t, table.id, &w, err))
        return false;
    int64_t row = w->next_rid, version = w->version;
    if (!table_insert(t, &table, buf_str(&sql), ret_rows, err))
        return false;
    /* the rows stand in the order of the files, and were given their ids in it */
    for (size_t i = 0; i < n; row += files[i++].record.rows_loaded)
        note_rows(&files[i], version, row);
    return *ret_rows == expected ||
           err_internal(err, "%lld rows were inserted instead of %lld", (long long)*ret_rows, (long long)expected);
}

/* The records through the query's items. */
static bool run_query(struct load_context *c, struct transaction *t, const struct copy_plan *plan,
                      const struct load_file *files, size_t n, struct arena *a, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    return !copy_plan_projects(plan) || (transform_query(c, plan, files, n, a, &sql, err) &&
                                         connection_run_as(t->conn, buf_str(&sql), STR_NULL, err));
}

/* Stages the files and notes what is wrong with them; *ret_bad as bad_field appends it. */
static bool check_files(struct load_context *c, struct transaction *t, const struct copy_plan *plan,
                        struct load_file *files, size_t n, struct arena *a, struct buf *ret_bad, struct err *err)
{
    if (!load_stage_records(t->conn, plan, files, n, a, err) || !run_query(c, t, plan, files, n, a, err))
        return false;
    struct load_batch batch = {c, t->conn, plan, files, a};
    if (bad_field(plan, ret_bad))
        return find_bad(&batch, ret_bad, err);
    buf_reset(ret_bad);
    return true;
}

bool load_validate(struct load_context *c, struct transaction *t, const struct copy_plan *plan, struct load_file *files,
                   size_t n, struct arena *a, struct buf *ret_rows, struct err *err)
{
    BUF_SCOPE struct buf bad = {0};
    return load_formats_check(plan, err) && check_files(c, t, plan, files, n, a, &bad, err) &&
           insert_query(c, plan, files, n, &bad, ret_rows, err);
}

static bool load_staged(struct load_context *c, struct transaction *t, const struct copy_plan *plan,
                        struct load_file *files, size_t n, struct arena *a, int64_t *ret_rows, struct err *err)
{
    BUF_SCOPE struct buf bad = {0};
    if (!check_files(c, t, plan, files, n, a, &bad, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (files[i].missing)
            continue;
        if (plan->options.on_error == ON_ERROR_ABORT && files[i].error.set)
            return load_error_raise(plan, &files[i], err);
        decide(plan, &files[i]);
    }
    return insert(c, t, plan, files, n, &bad, ret_rows, err) &&
           connection_run_as(t->conn, STR("DROP TABLE temp.freshet_load"), STR_NULL, err);
}

/* --- straight ----------------------------------------------------------------------------------------------------- */

/* v<field>, which straight_query gives; when the field is not good the query fails. */
static void good_value(const struct copy_plan *plan, size_t field, struct buf *out)
{
    ARENA_SCOPE struct arena a = {0};
    BUF_SCOPE struct buf bad = {0};
    struct str value = str_printf(&a, "v%zu", field);
    if (load_bad(plan, field, value, &bad))
        buf_printf(out, "CASE WHEN %.*s THEN error('freshet:%06d:22000:') ELSE %.*s END", STR_FMT(buf_str(&bad)),
                   LOAD_UNFIT, STR_FMT(value));
    else
        buf_add(out, value);
}

static bool straight_query(struct load_context *c, const struct copy_plan *plan, const struct load_reader *r,
                           const struct load_file *files, size_t n, struct arena *a, struct buf *out, struct err *err)
{
    BUF_SCOPE struct buf records = {0};
    if (!select_columns(c, plan, good_value, out, err))
        return false;
    load_reader_text(r, &records);
    buf_adds(out, " FROM (SELECT *");
    for (size_t i = 0; i < plan->n_fields; i++) {
        buf_adds(out, ", ");
        load_value(plan, i, out);
        buf_printf(out, " AS v%zu", i);
    }
    buf_adds(out, " FROM ");
    if (!copy_plan_projects(plan))
        buf_add(out, buf_str(&records));
    else if (!transform_items_of(c, plan, files, n, buf_str(&records), a, out, err))
        return false;
    buf_adds(out, ")");
    return true;
}

/* What was inserted is to be what staging would have let through. */
static bool check_straight(struct transaction *t, const struct copy_plan *plan, struct load_file *file, int64_t rows,
                           struct err *err)
{
    if (!file->missing)
        decide(plan, file);
    t->unfit = rows != file->record.rows_loaded || (plan->options.on_error == ON_ERROR_ABORT && file->error.set);
    return !t->unfit || err_set(err, LOAD_UNFIT, "22000", "%s", "");
}

/* The codes of what is wrong with a value. */
enum { DATA_ERROR = 100000, DATA_ERRORS_END = 101000 };

/* One INSERT reads, converts and writes a file; nothing is kept. It holds what it promises only while all is well: at a
 * value that does not convert the whole batch begins again, staged. */
static bool load_one_straight(struct load_context *c, struct transaction *t, const struct copy_plan *plan,
                              struct load_file *file, struct arena *a, int64_t *ret_rows, struct err *err)
{
    LOAD_READER_SCOPE struct load_reader *r = load_reader_open(t->conn, plan, file, 1, true, a);
    BUF_SCOPE struct buf sql = {0};
    struct table table = {plan->table->id, plan->columns, str_from(plan->table->name)};
    struct write *w;
    if (!straight_query(c, plan, r, file, 1, a, &sql, err) || !transaction_write(t, table.id, &w, err))
        return false;
    int64_t row = w->next_rid, version = w->version;
    if (!table_insert_unordered(t, &table, buf_str(&sql), ret_rows, err)) {
        t->unfit = err->code == LOAD_UNFIT || (plan->query && err->code >= DATA_ERROR && err->code < DATA_ERRORS_END);
        return false;
    }
    note_rows(file, version, row);
    return check_straight(t, plan, file, *ret_rows, err);
}

/* A file after the other, so that the ids of a file's rows lie together. */
static bool load_straight(struct load_context *c, struct transaction *t, const struct copy_plan *plan,
                          struct load_file *files, size_t n, struct arena *a, int64_t *ret_rows, struct err *err)
{
    int64_t rows;
    *ret_rows = 0;
    for (size_t i = 0; i < n; i++, *ret_rows += rows)
        if (!load_one_straight(c, t, plan, &files[i], a, &rows, err))
            return false;
    return true;
}

/* A statement that fails takes its whole transaction with it, and what is inserted cannot be taken back alone: only one
 * that can begin again may go straight. Many small files are faster staged, all at once. */
static bool is_straight(const struct transaction *t, const struct copy_plan *plan, const struct load_file *files,
                        size_t n)
{
    ERR_SCOPE struct err required = {0};
    if (plan->query && (transform_is_distinct(plan->query) || transform_needs_content(plan->query)))
        return false;
    return !t->is_explicit && !t->stage && !t->widen && load_is_large(files, n) && load_are_few(files, n) &&
           check_required(plan, &required);
}

bool load_files(struct load_context *c, struct transaction *t, const struct copy_plan *plan, struct load_file *files,
                size_t n, struct arena *a, int64_t *ret_rows, struct err *err)
{
    if (!load_formats_check(plan, err))
        return false;
    return is_straight(t, plan, files, n) ? load_straight(c, t, plan, files, n, a, ret_rows, err)
                                          : load_staged(c, t, plan, files, n, a, ret_rows, err);
}
