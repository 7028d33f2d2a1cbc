/* All records of a batch go as text into one temporary table, with their file and place. A query over it finds the
 * records that do not convert; then ON_ERROR decides file by file, and one INSERT takes what is good. So the work for
 * many small files is that for one, and no value is converted by anything but DuckDB. */
#include "pipe/load.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "dialect/dialect.h"
#include "pipe/load_errors.h"
#include "pipe/transform.h"
#include "stage/records.h"

static bool is_auto(struct str format)
{
    return str_ieq(format, STR("AUTO"));
}

bool load_is_semistructured(enum type_kind kind)
{
    return kind == TYPE_VARIANT || kind == TYPE_OBJECT || kind == TYPE_ARRAY;
}

static bool is_unlimited_text(struct type type)
{
    return type.kind == TYPE_VARCHAR && type.length >= LOAD_FIELD_SIZE;
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

static const struct column *column_of(const struct copy_plan *plan, size_t field)
{
    return &plan->columns.at[plan->column_of[field]];
}

static bool is_integer(struct type type)
{
    return type.kind == TYPE_NUMBER && type.scale == 0;
}

/* Of plain digits that surely fit: what is less simple goes the long way. */
static bool plain_integer(struct str text, int precision, int64_t *ret)
{
    size_t i = text.n && text.p[0] == '-', most = precision < 18 ? (size_t)precision : 18;
    int64_t v = 0;
    if (i == text.n || text.n - i > most)
        return false;
    for (size_t k = i; k < text.n; k++) {
        unsigned digit = (unsigned)text.p[k] - '0';
        if (digit > 9)
            return false;
        v = v * 10 + (int64_t)digit;
    }
    *ret = i ? -v : v;
    return true;
}

/* Does the staged field have a column of whole numbers beside its text? */
static bool has_number(const struct copy_plan *plan, size_t field)
{
    return !plan->query && is_integer(column_of(plan, field)->type);
}

/* Field i is the column c<i>, of whole numbers also n<i>. What a query reads is staged apart from what it gives. */
static bool create_staging(struct connection *conn, const struct copy_plan *plan, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "CREATE OR REPLACE TEMP TABLE %s (_file BIGINT, _row BIGINT, _offset BIGINT, _line BIGINT",
               plan->staging);
    for (size_t i = 0; i < plan->n_raw; i++) {
        buf_printf(&sql, ", c%zu VARCHAR", i);
        if (has_number(plan, i))
            buf_printf(&sql, ", n%zu BIGINT", i);
    }
    buf_addc(&sql, ')');
    return connection_run_as(conn, buf_str(&sql), STR_NULL, err);
}

/* Which field of a record goes into each of the plan's: the same, or by the names in the file's header, which is read.
 * -1: none. Returns how many fields a record is to have. */
static bool map_fields(const struct copy_plan *plan, struct records *r, struct arena *a, ptrdiff_t **ret, size_t *ret_n,
                       struct str *ret_problem, struct err *err)
{
    struct record header = {0};
    bool some;
    *ret = ARENA_ARRAY(a, ptrdiff_t, plan->n_raw);
    *ret_n = plan->n_raw;
    for (size_t i = 0; i < plan->n_raw; i++)
        (*ret)[i] = plan->options.match ? -1 : (ptrdiff_t)i;
    if (!plan->options.match)
        return true;
    if (!records_header(r, &header, &some, err))
        return false;
    if (!some)
        return true;
    *ret_n = header.n;
    for (size_t k = 0; k < header.n; k++) {
        struct str name = header.fields[k].text;
        if (name.n == 0)
            *ret_problem = STR("Error with CSV header: empty string in the header is not allowed");
        for (size_t j = 0; j < k && name.n; j++)
            if (str_eq(header.fields[j].text, name))
                *ret_problem = str_printf(
                    a, "Error with CSV header: duplicated column names \"%.*s\" is not allowed in the header",
                    STR_FMT(name));
        for (size_t i = 0; i < plan->n_fields; i++) {
            struct str column = plan->columns.at[plan->column_of[i]].name;
            if (plan->metadata && plan->metadata[i])
                continue;
            if (plan->options.match == MATCH_CASE_SENSITIVE ? str_eq(column, name) : str_ieq(column, name))
                (*ret)[i] = (ptrdiff_t)k;
        }
    }
    return true;
}

/* Finds the field that is too long for any value, and cuts those that are to be cut. */
static void check_size(const struct copy_plan *plan, const ptrdiff_t *source, struct record *rec)
{
    if (rec->fault || rec->end - rec->start <= LOAD_FIELD_SIZE)
        return;
    for (size_t i = 0; i < plan->n_raw; i++) {
        if (source[i] < 0 || (size_t)source[i] >= rec->n)
            continue;
        struct record_field *field = &rec->fields[source[i]];
        struct type text = {.kind = TYPE_VARCHAR, .length = LOAD_FIELD_SIZE},
                    type = plan->query ? text : column_of(plan, i)->type;
        bool semistructured = load_is_semistructured(type.kind);
        if (field->text.n <= LOAD_FIELD_SIZE || !(semistructured || is_unlimited_text(type)) ||
            (!semistructured && utf8_length(field->text) <= LOAD_FIELD_SIZE))
            continue;
        if (!plan->query && !semistructured && plan->options.truncate) {
            field->text = utf8_left(field->text, LOAD_FIELD_SIZE);
            continue;
        }
        rec->fault = RECORD_TOO_LONG;
        rec->fault_field = (size_t)source[i];
        rec->fault_at = field->at;
        return;
    }
}

static void append_moment(struct appender *out, int64_t micros)
{
    BUF_SCOPE struct buf text = {0};
    ltz_text(&text, micros, NULL);
    appender_text(out, buf_str(&text));
}

static void append_metadata(const struct copy_plan *plan, const struct load_file *file, const struct record *rec,
                            enum metadata which, struct appender *out)
{
    ARENA_SCOPE struct arena a = {0};
    switch (which) {
    case METADATA_NONE:
        break;
    case METADATA_FILENAME:
        appender_text(out, transform_file_name(plan, file, &a));
        break;
    case METADATA_FILE_ROW_NUMBER:
        appender_text(out, str_printf(&a, "%lld", (long long)rec->number));
        break;
    case METADATA_FILE_LAST_MODIFIED:
        append_moment(out, file->file.modified);
        break;
    case METADATA_START_SCAN_TIME:
        append_moment(out, plan->scan_time);
        break;
    }
}

static bool append_record(const struct copy_plan *plan, const struct load_file *file, const struct record *rec,
                          int64_t number, const ptrdiff_t *source, struct appender *out, struct err *err)
{
    appender_int(out, number);
    appender_int(out, rec->number);
    appender_int(out, rec->offset);
    appender_int(out, rec->line);
    for (size_t i = 0; i < plan->n_raw; i++) {
        const struct record_field *field =
            source[i] < 0 || (size_t)source[i] >= rec->n ? NULL : &rec->fields[source[i]];
        int64_t n;
        bool some = field && !field->null, whole = has_number(plan, i);
        bool plain = some && whole && plain_integer(field->text, column_of(plan, i)->type.precision, &n);
        if (plan->metadata && plan->metadata[i])
            append_metadata(plan, file, rec, plan->metadata[i], out);
        else if (some && !plain)
            appender_text(out, field->text);
        else
            appender_null(out);
        if (plain)
            appender_int(out, n);
        else if (whole)
            appender_null(out);
    }
    return appender_end_row(out, err);
}

/* Counts a record, and stages it if it can be split as it should be. */
static bool stage_record(const struct copy_plan *plan, struct load_file *file, int64_t number, struct record *rec,
                         const ptrdiff_t *source, size_t width, struct appender *out, struct arena *a, struct err *err)
{
    bool strict = !plan->has_list && !plan->query && plan->format.error_on_column_count_mismatch;
    bool first = file->record.rows_parsed++ == file->blank;
    if (rec->blank && plan->format.skip_blank_lines) {
        file->blank++;
        return true;
    }
    check_size(plan, source, rec);
    if (!rec->fault && (!strict || rec->n == width))
        return append_record(plan, file, rec, number, source, out, err);
    file->record.errors++;
    if (!file->error.set || (int64_t)file->errors.n < plan->errors_kept)
        load_error_note(a, plan, file, load_error_record(a, plan, rec, width, first));
    return true;
}

/* One file into the staging table. */
static bool stage_records(const struct copy_plan *plan, struct load_file *file, int64_t number, struct appender *out,
                          struct arena *a, struct err *err)
{
    RECORDS_SCOPE struct records *r = NULL;
    struct record rec;
    ptrdiff_t *source;
    size_t width;
    struct str problem = STR_NULL;
    bool some = true;
    if (!records_open(&plan->location, &file->file, &plan->format, &r, err))
        return false;
    file->missing = !r;
    if (!r)
        return true;
    if (!map_fields(plan, r, a, &source, &width, &problem, err))
        return false;
    while (some && !problem.p)
        if (!records_next(r, &rec, &some, err) ||
            (some && !stage_record(plan, file, number, &rec, source, width, out, a, err)))
            return false;
    if (!problem.p)
        problem = records_problem(r);
    if (problem.p)
        load_error_file(a, plan, file, problem);
    file->hash = records_hash(r, a);
    return true;
}

bool load_stage_records(struct connection *conn, const struct copy_plan *plan, struct load_file *files, size_t n,
                        struct arena *a, struct err *err)
{
    struct appender *out;
    if (!create_staging(conn, plan, err) || !appender_new(conn, "temp", "main", plan->staging, &out, err))
        return false;
    bool ok = true;
    for (size_t i = 0; i < n && ok; i++)
        ok = stage_records(plan, &files[i], (int64_t)i, out, a, err);
    if (ok)
        return appender_finish(out, err);
    ERR_SCOPE struct err second = {0};
    if (!appender_finish(out, &second))
        err_clear(&second);
    return false;
}

/* --- converting -------------------------------------------------------------------------------------------------- */

/* The function that reads text by a format, and the format: NULL where the type's own conversion serves. */
static const char *format_function(const struct copy_plan *plan, enum type_kind kind, struct str *ret_format)
{
    const char *function = NULL;
    switch (kind) {
    case TYPE_DATE:
        *ret_format = plan->format.date_format;
        function = "sf_try_day";
        break;
    case TYPE_TIME:
        *ret_format = plan->format.time_format;
        function = "sf_try_clock";
        break;
    case TYPE_TIMESTAMP_NTZ:
        *ret_format = plan->format.timestamp_format;
        function = "sf_try_wall";
        break;
    case TYPE_NUMBER:
    case TYPE_FLOAT:
    case TYPE_VARCHAR:
    case TYPE_BINARY:
    case TYPE_BOOLEAN:
    case TYPE_TIMESTAMP_LTZ:
    case TYPE_TIMESTAMP_TZ:
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
    case TYPE_GEOGRAPHY:
        break;
    }
    return function && !is_auto(*ret_format) ? function : NULL;
}

bool load_formats_check(const struct copy_plan *plan, struct err *err)
{
    for (size_t i = 0; i < plan->n_fields; i++) {
        enum type_kind kind = column_of(plan, i)->type.kind;
        if ((kind == TYPE_TIMESTAMP_LTZ || kind == TYPE_TIMESTAMP_TZ) && !is_auto(plan->format.timestamp_format))
            return err_unsupported(err, 0, 0, "TIMESTAMP_FORMAT for a column with a time zone");
    }
    return true;
}

static void structured(const char *text, enum type_kind kind, struct buf *out)
{
    const char *only = kind == TYPE_ARRAY ? "sf_try_only_array(" : kind == TYPE_OBJECT ? "sf_try_only_object(" : "";
    buf_printf(out, "%sTRY_CAST(nullif(%s, '') AS JSON)%s", only, text, *only ? ")" : "");
}

/* The expression for field i in its column's type: NULL when it does not convert. */
static void value_of(const struct copy_plan *plan, size_t i, struct buf *out)
{
    struct type type = column_of(plan, i)->type;
    struct str format;
    const char *by_format = plan->metadata && plan->metadata[i] ? NULL : format_function(plan, type.kind, &format);
    char text[32];
    snprintf(text, sizeof text, "c%zu", i);
    if (plan->query) {
        transform_value(plan, text, type, out);
    } else if (is_unlimited_text(type)) {
        buf_adds(out, text);
    } else if (by_format) {
        BUF_SCOPE struct buf moment = {0};
        buf_printf(&moment, "%s(%s, ", by_format, text);
        buf_literal(&moment, format);
        buf_addc(&moment, ')');
        dialect_cut(out, buf_str(&moment), type);
    } else if (type.kind == TYPE_VARCHAR && plan->options.truncate) {
        buf_printf(out, "left(%s, %lld)", text, (long long)type.length);
    } else if (type.kind == TYPE_VARCHAR) {
        buf_printf(out, "CASE WHEN length(%s) <= %lld THEN %s END", text, (long long)type.length, text);
    } else if (type.kind == TYPE_BINARY && plan->format.binary_format != FILE_BINARY_HEX) {
        buf_printf(out, plan->format.binary_format == FILE_BINARY_UTF8 ? "encode(%s)" : "TRY(from_base64(%s))", text);
    } else if (load_is_semistructured(type.kind)) {
        structured(text, type.kind, out);
    } else {
        if (has_number(plan, i))
            buf_printf(out, "coalesce(n%zu, ", i);
        dialect_try_assign(out, str_from(text), type);
        buf_adds(out, has_number(plan, i) ? ")" : "");
    }
}

/* Appends `CASE WHEN … THEN i … END`: the first field of the record that is not good, or NULL. False when every record
 * is. */
static bool bad_field(const struct copy_plan *plan, struct buf *out)
{
    bool any = false;
    buf_adds(out, "CASE");
    for (size_t i = 0; i < plan->n_fields; i++) {
        const struct column *column = column_of(plan, i);
        bool never = column->type.kind == TYPE_VARCHAR &&
                     (plan->options.truncate || (!plan->query && is_unlimited_text(column->type)));
        if (never && !column->not_null)
            continue;
        any = true;
        buf_adds(out, " WHEN ");
        if (!column->not_null)
            buf_printf(out,
                       !plan->query && load_is_semistructured(column->type.kind) ? "nullif(c%zu, '') IS NOT NULL AND "
                                                                                 : "c%zu IS NOT NULL AND ",
                       i);
        buf_addc(out, '(');
        value_of(plan, i, out);
        buf_printf(out, ") IS NULL THEN %zu", i);
    }
    buf_adds(out, " END");
    return any;
}

/* The bad records as a table expression: their place, _bad, the number of the field, and _text, what stands in it. */
static void bad_records(const struct copy_plan *plan, const struct buf *bad, struct buf *out)
{
    buf_adds(out, "(SELECT _file, _row, _offset, _line, _bad, CASE _bad");
    for (size_t i = 0; i < plan->n_fields; i++)
        buf_printf(out, " WHEN %zu THEN c%zu::VARCHAR", i, i);
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

/* Notes the errors of file `number`: rows stands on the first of them, and behind it on what follows. The columns are
 * those of bad_records. */
static bool note_bad(const struct copy_plan *plan, struct load_file *file, int64_t number, struct rows *rows,
                     bool *ret_more, struct arena *a, struct err *err)
{
    ARENA_SCOPE struct arena scratch = {0};
    RECORDS_SCOPE struct records *r = NULL;
    struct str ignored = STR_NULL;
    ptrdiff_t *source;
    size_t width;
    if (!records_open(&plan->location, &file->file, &plan->format, &r, err) ||
        (r && !map_fields(plan, r, &scratch, &source, &width, &ignored, err)))
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
            .in_file = plan->query ? transform_position(plan->query, field) : source[field],
            .text = rows_null(rows, 5) ? STR_NULL : rows_slice(rows, 5),
        };
        load_error_note(a, plan, file, load_error_field(a, plan, &rec, place));
        *ret_more = rows_next(rows);
    } while (*ret_more && rows_int(rows, 0) == number);
    return true;
}

/* Each error is noted, as far as they are kept. */
static bool note_all(struct connection *conn, const struct copy_plan *plan, const struct buf *bad,
                     struct load_file *files, struct arena *a, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    buf_adds(&sql, "FROM ");
    bad_records(plan, bad, &sql);
    buf_printf(&sql, " QUALIFY row_number() OVER (PARTITION BY _file ORDER BY _row) <= %lld ORDER BY _file, _row",
               (long long)plan->errors_kept);
    if (!connection_query(conn, buf_str(&sql), &rows, err))
        return false;
    for (bool more = rows_next(rows); more;) {
        int64_t number = rows_int(rows, 0);
        if (!note_bad(plan, &files[number], number, rows, &more, a, err))
            return false;
    }
    return true;
}

/* Counts the bad records of each file and notes the first of each. */
static bool find_bad(struct transaction *t, const struct copy_plan *plan, const struct buf *bad,
                     struct load_file *files, struct arena *a, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    bool any = false;
    buf_adds(&sql, "SELECT _file, min(_row), arg_min(_offset, _row), arg_min(_line, _row), arg_min(_bad, _row), "
                   "arg_min_null(_text, _row), count(*) FROM ");
    bad_records(plan, bad, &sql);
    buf_adds(&sql, " GROUP BY _file");
    if (!connection_query(t->conn, buf_str(&sql), &rows, err))
        return false;
    for (bool more = rows_next(rows); more; any = true) {
        int64_t number = rows_int(rows, 0);
        struct load_file *file = &files[number];
        file->record.errors += rows_int(rows, 6);
        if (plan->errors_kept || (file->error.set && file->error.row < rows_int(rows, 1)))
            more = rows_next(rows);
        else if (!note_bad(plan, file, number, rows, &more, a, err))
            return false;
    }
    return !any || !plan->errors_kept || note_all(t->conn, plan, bad, files, a, err);
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
    f->dropped = plan->options.on_error != ON_ERROR_CONTINUE && r->errors >= r->error_limit;
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

/* SELECT of all user columns for the good records of the files that were not dropped. */
static bool insert_query(struct load_context *c, const struct copy_plan *plan, const struct load_file *files, size_t n,
                         const struct buf *bad, struct buf *out, struct err *err)
{
    bool some_bad = false, some_dropped = false;
    buf_adds(out, "SELECT ");
    for (size_t i = 0; i < plan->columns.n; i++) {
        const struct column *column = &plan->columns.at[i];
        buf_adds(out, i ? ", " : "");
        if (plan->field_of[i] >= 0)
            value_of(plan, (size_t)plan->field_of[i], out);
        else if (!column->identity && !column->default_text.p)
            buf_adds(out, "NULL");
        else if (!c->column_default(c->default_ctx, plan->table, column, out, err))
            return false;
        buf_adds(out, " AS ");
        buf_ident(out, column->name);
    }
    buf_adds(out, " FROM temp.freshet_load");
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

static bool insert(struct load_context *c, struct transaction *t, const struct copy_plan *plan, struct load_file *files,
                   size_t n, const struct buf *bad, int64_t *ret_rows, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    int64_t expected = 0;
    *ret_rows = 0;
    for (size_t i = 0; i < n; i++)
        expected += files[i].record.rows_loaded;
    if (expected == 0)
        return true;
    struct table table = {plan->table->id, plan->columns, str_from(plan->table->name)};
    if (!check_required(plan, err) || !insert_query(c, plan, files, n, bad, &sql, err) ||
        !table_insert(t, &table, buf_str(&sql), ret_rows, err))
        return false;
    return *ret_rows == expected ||
           err_internal(err, "%lld rows were inserted instead of %lld", (long long)*ret_rows, (long long)expected);
}

/* The records through the query's items. */
static bool run_query(struct load_context *c, struct transaction *t, const struct copy_plan *plan,
                      const struct load_file *files, size_t n, struct arena *a, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    return !plan->query || (transform_query(c, plan, files, n, a, &sql, err) &&
                            connection_run_as(t->conn, buf_str(&sql), STR_NULL, err));
}

/* Reads the files and notes what is wrong with them; *ret_bad as bad_field appends it. */
static bool check_files(struct load_context *c, struct transaction *t, const struct copy_plan *plan,
                        struct load_file *files, size_t n, struct arena *a, struct buf *ret_bad, struct err *err)
{
    if (!load_formats_check(plan, err) || !load_stage_records(t->conn, plan, files, n, a, err) ||
        !run_query(c, t, plan, files, n, a, err))
        return false;
    if (bad_field(plan, ret_bad))
        return find_bad(t, plan, ret_bad, files, a, err);
    buf_reset(ret_bad);
    return true;
}

bool load_validate(struct load_context *c, struct transaction *t, const struct copy_plan *plan, struct load_file *files,
                   size_t n, struct arena *a, struct buf *ret_rows, struct err *err)
{
    BUF_SCOPE struct buf bad = {0};
    return check_files(c, t, plan, files, n, a, &bad, err) && insert_query(c, plan, files, n, &bad, ret_rows, err);
}

bool load_files(struct load_context *c, struct transaction *t, const struct copy_plan *plan, struct load_file *files,
                size_t n, struct arena *a, int64_t *ret_rows, struct err *err)
{
    BUF_SCOPE struct buf bad = {0};
    if (!check_files(c, t, plan, files, n, a, &bad, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (files[i].missing)
            continue;
        if (plan->options.on_error == ON_ERROR_ABORT && files[i].error.set)
            return load_error_raise(&files[i], err);
        decide(plan, &files[i]);
    }
    return insert(c, t, plan, files, n, &bad, ret_rows, err) &&
           connection_run_as(t->conn, STR("DROP TABLE temp.freshet_load"), STR_NULL, err);
}
