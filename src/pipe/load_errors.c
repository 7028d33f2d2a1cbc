/* Messages by the kind of fault and by the type of the column. */
#include "pipe/load_errors.h"

#include "base/utf8.h"
#include "pipe/transform.h"

/* `"T"["A":1]`, or `"T"[3]` where the table has no such column; field counts from 0. */
static struct str column_name(struct arena *a, const struct copy_plan *plan, size_t field)
{
    if (!plan->table) /* SELECT FROM @stage */
        return str_printf(a, "\"TRANSIENT_STAGE_TABLE\"[\"$%zu\":%zu]", field + 1, field + 1);
    const char *table = plan->table->name;
    if (field >= plan->n_fields)
        return str_printf(a, "\"%s\"[%zu]", table, field + 1);
    struct str name = plan->columns.at[plan->column_of[field]].name;
    return str_printf(a, "\"%s\"[\"%.*s\":%zu]", table, STR_FMT(name), field + 1);
}

static struct str delimiter_text(struct arena *a, struct str delimiter)
{
    BUF_SCOPE struct buf out = {0};
    for (size_t i = 0; i < delimiter.n; i++) {
        char c = delimiter.p[i];
        if (c == '\n' || c == '\r' || c == '\t')
            buf_printf(&out, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
        else
            buf_addc(&out, c);
    }
    return str_dup(a, buf_str(&out));
}

/* As much of a field as a message repeats. */
static struct str quoted(struct str text)
{
    return utf8_cut(text, LOAD_ERROR_FIELD);
}

static struct str size_message(struct arena *a, struct str text)
{
    return str_printf(a, "Max LOB size (%d) exceeded, actual size of parsed column is %zu", LOAD_FIELD_SIZE, text.n);
}

/* NULs, and the bytes that are not UTF-8, as 0xHH. */
static struct str hex_escaped(struct arena *a, struct str text)
{
    BUF_SCOPE struct buf out = {0};
    for (size_t i = 0; i < text.n;) {
        size_t n = 1;
        while (n <= 4 && i + n <= text.n && !utf8_is_valid(str_sub(text, i, i + n)))
            n++;
        if (!text.p[i] || n > 4 || i + n > text.n) {
            buf_printf(&out, "0x%02X", (unsigned char)text.p[i]);
            n = 1;
        } else {
            buf_add(&out, str_sub(text, i, i + n));
        }
        i += n;
    }
    return str_dup(a, buf_str(&out));
}

/* The record's text, cut at a character where it is long. */
static struct str record_text(struct arena *a, const struct record *rec)
{
    const char *end = rec->last ? rec->end : rec->next;
    struct str text = {rec->start, (size_t)(end - rec->start)};
    text = utf8_cut(text, LOAD_ERROR_RECORD);
    return utf8_is_valid(text) ? str_dup(a, text) : hex_escaped(a, text);
}

/* The error at a place in the record. */
static struct load_error error_at(struct arena *a, const struct record *rec, const char *at, const char *category,
                                  int code, const char *sqlstate, struct str message, struct str column)
{
    struct load_error e = {.set = true,
                           .code = code,
                           .sqlstate = sqlstate,
                           .category = category,
                           .message = message,
                           .column = column,
                           .record = record_text(a, rec),
                           .row = rec->number,
                           .row_line = rec->line,
                           .offset = rec->offset + (at - rec->start)};
    record_position(rec, at, &e.line, &e.character);
    return e;
}

void load_error_note(struct arena *a, const struct copy_plan *plan, struct load_file *file, struct load_error error)
{
    if (!file->error.set || error.row < file->error.row)
        file->error = error;
    if (plan->errors_kept)
        vec_push(a, &file->errors, error);
}

void load_error_file(struct arena *a, const struct copy_plan *plan, struct load_file *file, struct str problem)
{
    file->record.errors++;
    load_error_note(
        a, plan, file,
        (struct load_error){
            .set = true, .code = 100066, .sqlstate = "22000", .category = "other", .message = str_dup(a, problem)});
}

/* The first record decides what the file looks like, so its message is about the file; the place is where the next line
 * begins, or the end when there is none. */
static struct load_error column_count(struct arena *a, const struct copy_plan *plan, const struct record *rec,
                                      bool first)
{
    struct str message, column;
    if (first) {
        message =
            str_printf(a,
                       "Number of columns in file (%zu) does not match that of the corresponding table (%zu), use file "
                       "format option error_on_column_count_mismatch=false to ignore this error",
                       rec->n, plan->n_fields);
        column = column_name(a, plan, rec->n - 1);
        struct load_error e = error_at(a, rec, rec->end, "parsing", 100080, "22000", message, column);
        if (!rec->last) {
            e.line++;
            e.character = 1;
            e.offset = rec->offset + (rec->next - rec->start);
        }
        return e;
    }
    if (rec->n > plan->n_fields) {
        message = str_printf(a, "Field delimiter '%.*s' found while expecting record delimiter '%.*s'",
                             STR_FMT(delimiter_text(a, plan->format.field_delimiter)),
                             STR_FMT(delimiter_text(a, plan->format.record_delimiter)));
        return error_at(a, rec, rec->fields[plan->n_fields].at - plan->format.field_delimiter.n, "parsing", 100016,
                        "22000", message, column_name(a, plan, plan->n_fields - 1));
    }
    column = column_name(a, plan, rec->n);
    message = str_printf(a, "End of record reached while expected to parse column '%.*s'", STR_FMT(column));
    return error_at(a, rec, rec->end, "parsing", 100068, "22000", message, column);
}

/* With a header, its width counts, not the table's. */
static struct load_error header_count(struct arena *a, const struct copy_plan *plan, const struct record *rec,
                                      size_t width)
{
    struct str message =
        rec->n > width
            ? str_printf(a, "Error with CSV header: header defined (%zu) columns while data contains more columns",
                         width)
            : str_printf(a, "Error with CSV header: header defined %zu columns while data contains %zu columns.", width,
                         rec->n);
    return error_at(a, rec, rec->end, "parsing", 100080, "22000", message, column_name(a, plan, rec->n - 1));
}

/* The length of the character at p. */
static size_t character_length(const char *p, const char *end)
{
    size_t n = 1;
    while (p + n < end && ((unsigned char)p[n] & 0xC0) == 0x80)
        n++;
    return n;
}

static struct load_error fault(struct arena *a, const struct copy_plan *plan, const struct record *rec, int code,
                               struct str message)
{
    return error_at(a, rec, rec->fault_at, "parsing", code, "22000", message, column_name(a, plan, rec->fault_field));
}

struct load_error load_error_record(struct arena *a, const struct copy_plan *plan, const struct record *rec,
                                    size_t width, bool first)
{
    bool last_field = rec->fault_field + 1 == width;
    struct str text = rec->fault ? rec->fields[rec->fault_field].text : STR("");
    switch (rec->fault) {
    case RECORD_GOOD:
        break;
    case RECORD_AFTER_ENCLOSURE:
        return fault(
            a, plan, rec, last_field ? 100065 : 100064,
            str_printf(
                a, "Found character '%.*s' instead of %s delimiter '%.*s'",
                (int)character_length(rec->fault_at, rec->next), rec->fault_at, last_field ? "record" : "field",
                STR_FMT(delimiter_text(a, last_field ? plan->format.record_delimiter : plan->format.field_delimiter))));
    case RECORD_OPEN_ENCLOSURE:
        return fault(a, plan, rec, 100062,
                     str_printf(a, "matching enclosing character '%c' not found before end of %s",
                                plan->format.enclosure, plan->format.multi_line ? "file" : "record"));
    case RECORD_INVALID_UTF8:
        return fault(a, plan, rec, 100144,
                     str_printf(a, "Invalid UTF8 detected in string '%.*s'", STR_FMT(hex_escaped(a, quoted(text)))));
    case RECORD_NUL:
        return fault(a, plan, rec, 100144,
                     str_printf(a, "NUL character detected in string '%.*s'", STR_FMT(hex_escaped(a, quoted(text)))));
    case RECORD_TOO_LONG:
        return fault(a, plan, rec, 100082, size_message(a, text));
    case RECORD_NOT_JSON:
        return fault(a, plan, rec, 100069, str_printf(a, "Error parsing JSON: %.*s", STR_FMT(rec->fault_text)));
    }
    return plan->options.match ? header_count(a, plan, rec, width) : column_count(a, plan, rec, first);
}

/* --- conversion -------------------------------------------------------------------------------------------------- */

static bool looks_numeric(struct str s)
{
    bool digits = false;
    s = str_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        digits = digits || (c >= '0' && c <= '9');
        if (!(c >= '0' && c <= '9') && c != '.' &&
            !((c == '+' || c == '-') && (i == 0 || s.p[i - 1] == 'e' || s.p[i - 1] == 'E')) &&
            !((c == 'e' || c == 'E') && digits))
            return false;
    }
    return digits;
}

static const struct {
    int code;
    const char *sqlstate, *format;
} conversions[] = {
    [TYPE_NUMBER] = {100038, "22018", "Numeric value '%.*s' is not recognized"},
    [TYPE_FLOAT] = {100038, "22018", "Numeric value '%.*s' is not recognized"},
    [TYPE_VARCHAR] = {100078, "22000", NULL},
    [TYPE_BINARY] = {100115, "22000", "The following string is not a legal hex-encoded value: '%.*s'"},
    [TYPE_BOOLEAN] = {100037, "22018", "Boolean value '%.*s' is not recognized"},
    [TYPE_DATE] = {100040, "22007", "Date '%.*s' is not recognized"},
    [TYPE_TIME] = {100108, "22007", "Time '%.*s' is not recognized"},
    [TYPE_TIMESTAMP_NTZ] = {100035, "22007", "Timestamp '%.*s' is not recognized"},
    [TYPE_TIMESTAMP_LTZ] = {100035, "22007", "Timestamp '%.*s' is not recognized"},
    [TYPE_TIMESTAMP_TZ] = {100035, "22007", "Timestamp '%.*s' is not recognized"},
    [TYPE_VARIANT] = {100069, "22P02", "Error parsing JSON: %.*s"},
    [TYPE_OBJECT] = {100069, "22P02", "Error parsing JSON: %.*s"},
    [TYPE_ARRAY] = {100069, "22P02", "Error parsing JSON: %.*s"},
    [TYPE_GEOGRAPHY] = {100201, "22023", "Error parsing Geo input: %.*s"},
};

/* What messages call the types that a VARIANT is cast to. */
static const char *const variant_targets[] = {
    [TYPE_NUMBER] = "FIXED",
    [TYPE_FLOAT] = "REAL",
    [TYPE_VARCHAR] = "TEXT",
    [TYPE_BINARY] = "BINARY",
    [TYPE_BOOLEAN] = "BOOLEAN",
    [TYPE_DATE] = "DATE",
    [TYPE_TIME] = "TIME",
    [TYPE_TIMESTAMP_NTZ] = "TIMESTAMP_NTZ",
    [TYPE_TIMESTAMP_LTZ] = "TIMESTAMP_LTZ",
    [TYPE_TIMESTAMP_TZ] = "TIMESTAMP_TZ",
    [TYPE_VARIANT] = "VARIANT",
    [TYPE_OBJECT] = "OBJECT",
    [TYPE_ARRAY] = "ARRAY",
    [TYPE_GEOGRAPHY] = "GEOGRAPHY",
};

/* conversions' formats all take one text. */
static struct str conversion_message(struct arena *a, enum type_kind kind, struct str text)
{
    const char *format = conversions[kind].format;
    const char *at = strstr(format, "%.*s");
    return str_printf(a, "%.*s%.*s%s", (int)(at - format), format, STR_FMT(text), at + strlen("%.*s"));
}

struct load_error load_error_field(struct arena *a, const struct copy_plan *plan, const struct record *rec,
                                   struct load_place place)
{
    struct type type = plan->columns.at[plan->column_of[place.field]].type;
    struct str column = column_name(a, plan, place.field), text = quoted(place.text), message;
    int code = conversions[type.kind].code;
    const char *sqlstate = conversions[type.kind].sqlstate;
    const char *at = place.in_file >= 0 && (size_t)place.in_file < rec->n ? rec->fields[place.in_file].at : rec->start;
    if (place.failure) {
        code = place.failure->code;
        sqlstate = arena_copy(a, place.failure->sqlstate, strlen(place.failure->sqlstate) + 1);
        message = str_dup(a, str_from(place.failure->message));
    } else if (!text.p) {
        code = plan->options.validation ? 100088 : 100072;
        sqlstate = "22000";
        message = plan->options.validation
                      ? STR("NULL result in a non-nullable column. Use quotes if an empty field should be interpreted "
                            "as an empty string instead of a null")
                      : STR("NULL result in a non-nullable column");
    } else if (load_is_semistructured(type.kind) && place.text.n > LOAD_FIELD_SIZE) {
        code = 100082;
        sqlstate = "22000";
        message = size_message(a, place.text);
    } else if (plan->format.type != FILE_CSV && !plan->query && type.kind != TYPE_VARCHAR) {
        code = 100071;
        sqlstate = "22000";
        message = str_printf(a, "Failed to cast variant value %.*s to %s", STR_FMT(text), variant_targets[type.kind]);
    } else if (type.kind == TYPE_VARCHAR) {
        message = str_printf(a, "User character length limit (%lld) exceeded by string '%.*s'", (long long)type.length,
                             STR_FMT(text));
    } else if (type.kind == TYPE_NUMBER && looks_numeric(text)) {
        code = 100039;
        sqlstate = "22003";
        message = str_printf(a, "Numeric value '%.*s' is out of representable range", STR_FMT(text));
    } else {
        message = conversion_message(a, type.kind, text);
    }
    return error_at(a, rec, at, "conversion", code, sqlstate, message, column);
}

struct str load_error_prefix(const struct stage_location *location)
{
    return location->table ? location->key_prefix : STR("");
}

bool load_error_raise(const struct copy_plan *plan, const struct load_file *file, struct err *err)
{
    static const char advice[] =
        "  If you would like to continue loading when an error is encountered, use other values such as 'SKIP_FILE' or "
        "'CONTINUE' for the ON_ERROR option. For more information on loading options, please run 'info loading_data' "
        "in a "
        "SQL client.";
    const struct load_error *e = &file->error;
    struct str prefix = load_error_prefix(&plan->location);
    if (!e->line)
        return err_set(err, e->code, e->sqlstate, "%.*s\n  File '%.*s%.*s'\n%s", STR_FMT(e->message), STR_FMT(prefix),
                       STR_FMT(file->file.path), advice);
    ARENA_SCOPE struct arena a = {0};
    struct str start = e->row_line == e->line || e->code == 100080
                           ? STR("")
                           : str_printf(&a, " starts at line %lld", (long long)e->row_line);
    return err_set(err, e->code, e->sqlstate,
                   "%.*s\n  File '%.*s%.*s', line %lld, character %lld\n  Row %lld%.*s, column %.*s\n%s",
                   STR_FMT(e->message), STR_FMT(prefix), STR_FMT(file->file.path), (long long)e->line,
                   (long long)e->character, (long long)e->row, STR_FMT(start), STR_FMT(e->column), advice);
}
