/* The tables are the one source: name, kind, default, and where the value goes in struct file_format. What several
 * types have is one row, written once. */
#include "stage/format_options.h"

#include "base/utf8.h"
#include "stage/encoding.h"
#include "stage/format.h"

#define AT(member) offsetof(struct file_format, member)
#define FILE_EXTENSION_ROW                                                                                             \
    {                                                                                                                  \
        "FILE_EXTENSION", OPTION_TEXT, "String", "", AT(file_extension), false                                         \
    }
#define DATE_FORMAT_ROW                                                                                                \
    {                                                                                                                  \
        "DATE_FORMAT", OPTION_FORMAT, "String", "AUTO", AT(date_format), false                                         \
    }
#define TIME_FORMAT_ROW                                                                                                \
    {                                                                                                                  \
        "TIME_FORMAT", OPTION_FORMAT, "String", "AUTO", AT(time_format), false                                         \
    }
#define TIMESTAMP_FORMAT_ROW                                                                                           \
    {                                                                                                                  \
        "TIMESTAMP_FORMAT", OPTION_FORMAT, "String", "AUTO", AT(timestamp_format), false                               \
    }
#define BINARY_FORMAT_ROW                                                                                              \
    {                                                                                                                  \
        "BINARY_FORMAT", OPTION_BINARY, "String", "HEX", AT(binary_format), false                                      \
    }
#define TRIM_SPACE_ROW                                                                                                 \
    {                                                                                                                  \
        "TRIM_SPACE", OPTION_BOOLEAN, "Boolean", "false", AT(trim_space), false                                        \
    }
#define NULL_IF_ROW                                                                                                    \
    {                                                                                                                  \
        "NULL_IF", OPTION_LIST, "List", "[\\N]", 0, false                                                              \
    }
#define REPLACE_INVALID_CHARACTERS_ROW                                                                                 \
    {                                                                                                                  \
        "REPLACE_INVALID_CHARACTERS", OPTION_BOOLEAN, "Boolean", "false", AT(replace_invalid), false                   \
    }
#define SKIP_BYTE_ORDER_MARK_ROW                                                                                       \
    {                                                                                                                  \
        "SKIP_BYTE_ORDER_MARK", OPTION_BOOLEAN, "Boolean", "true", AT(skip_bom), false                                 \
    }
#define MULTI_LINE_ROW                                                                                                 \
    {                                                                                                                  \
        "MULTI_LINE", OPTION_BOOLEAN, "Boolean", "true", AT(multi_line), false                                         \
    }

static const struct format_option csv_options[] = {
    {"TYPE", OPTION_TYPE, "String", "CSV", 0, false},
    {"RECORD_DELIMITER", OPTION_DELIMITER, "String", "\\n", AT(record_delimiter), false},
    {"FIELD_DELIMITER", OPTION_DELIMITER, "String", ",", AT(field_delimiter), false},
    FILE_EXTENSION_ROW,
    {"SKIP_HEADER", OPTION_COUNT, "Integer", "0", AT(skip_header), false},
    {"PARSE_HEADER", OPTION_BOOLEAN, "Boolean", "false", AT(parse_header), false},
    DATE_FORMAT_ROW,
    TIME_FORMAT_ROW,
    TIMESTAMP_FORMAT_ROW,
    BINARY_FORMAT_ROW,
    {"ESCAPE", OPTION_CHARACTER, "String", "NONE", AT(escape), false},
    {"ESCAPE_UNENCLOSED_FIELD", OPTION_CHARACTER, "String", "\\", AT(escape_unenclosed), false},
    TRIM_SPACE_ROW,
    {"FIELD_OPTIONALLY_ENCLOSED_BY", OPTION_ENCLOSURE, "String", "NONE", AT(enclosure), false},
    NULL_IF_ROW,
    {"COMPRESSION", OPTION_COMPRESSION, "String", "AUTO", AT(compression), false},
    {"ERROR_ON_COLUMN_COUNT_MISMATCH", OPTION_BOOLEAN, "Boolean", "true", AT(error_on_column_count_mismatch), false},
    {"VALIDATE_UTF8", OPTION_BOOLEAN, "Boolean", "true", AT(ignore_invalid), true},
    {"SKIP_BLANK_LINES", OPTION_BOOLEAN, "Boolean", "false", AT(skip_blank_lines), false},
    REPLACE_INVALID_CHARACTERS_ROW,
    {"EMPTY_FIELD_AS_NULL", OPTION_BOOLEAN, "Boolean", "true", AT(empty_field_as_null), false},
    SKIP_BYTE_ORDER_MARK_ROW,
    {"ENCODING", OPTION_ENCODING, "String", "UTF8", 0, false},
    MULTI_LINE_ROW,
};
static const struct format_option json_options[] = {
    {"TYPE", OPTION_TYPE, "String", "JSON", 0, false},
    FILE_EXTENSION_ROW,
    DATE_FORMAT_ROW,
    TIME_FORMAT_ROW,
    TIMESTAMP_FORMAT_ROW,
    BINARY_FORMAT_ROW,
    TRIM_SPACE_ROW,
    MULTI_LINE_ROW,
    NULL_IF_ROW,
    {"COMPRESSION", OPTION_COMPRESSION, "String", "AUTO", AT(compression), false},
    {"ENABLE_OCTAL", OPTION_BOOLEAN, "Boolean", "false", AT(enable_octal), false},
    {"ALLOW_DUPLICATE", OPTION_BOOLEAN, "Boolean", "false", AT(allow_duplicate), false},
    {"STRIP_OUTER_ARRAY", OPTION_BOOLEAN, "Boolean", "false", AT(strip_outer_array), false},
    {"STRIP_NULL_VALUES", OPTION_BOOLEAN, "Boolean", "false", AT(strip_null_values), false},
    {"IGNORE_UTF8_ERRORS", OPTION_BOOLEAN, "Boolean", "false", AT(ignore_invalid), false},
    REPLACE_INVALID_CHARACTERS_ROW,
    SKIP_BYTE_ORDER_MARK_ROW,
};
static const struct format_option parquet_options[] = {
    {"TYPE", OPTION_TYPE, "String", "PARQUET", 0, false},
    TRIM_SPACE_ROW,
    NULL_IF_ROW,
    {"COMPRESSION", OPTION_CODEC, "String", "AUTO", AT(compression), false},
    {"SNAPPY_COMPRESSION", OPTION_BOOLEAN, "Boolean", "true", AT(snappy_compression), false},
    {"BINARY_AS_TEXT", OPTION_BOOLEAN, "Boolean", "true", AT(binary_as_text), false},
    {"USE_LOGICAL_TYPE", OPTION_BOOLEAN, "Boolean", "false", AT(use_logical_type), false},
    {"USE_VECTORIZED_SCANNER", OPTION_BOOLEAN, "Boolean", "false", AT(use_vectorized_scanner), false},
    REPLACE_INVALID_CHARACTERS_ROW,
};

#define TYPE_ROW(name, type, options)                                                                                  \
    {                                                                                                                  \
        (name), (type), (options), sizeof(options) / sizeof *(options)                                                 \
    }
static const struct format_type types[] = {
    TYPE_ROW("CSV", FILE_CSV, csv_options),
    TYPE_ROW("JSON", FILE_JSON, json_options),
    TYPE_ROW("PARQUET", FILE_PARQUET, parquet_options),
};
static const char *const other_types[] = {"AVRO", "ORC", "XML", "CUSTOM"};

bool format_type_find(const struct settings *s, const struct format_type **ret, struct err *err)
{
    const struct setting *set = settings_find(s, "TYPE");
    *ret = &types[0];
    if (!set)
        return true;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_ieq(set->text, str_from(types[i].name))) {
            *ret = &types[i];
            return true;
        }
    for (size_t i = 0; i < sizeof other_types / sizeof *other_types; i++)
        if (str_ieq(set->text, str_from(other_types[i])))
            return err_unsupported(err, set->line, set->col, "FILE FORMAT TYPE = %s", other_types[i]);
    return setting_invalid(set, err);
}

const struct format_option *format_option_find(const struct format_type *type, struct str key)
{
    for (size_t i = 0; i < type->n; i++)
        if (str_ieq(str_from(type->options[i].name), key))
            return &type->options[i];
    return NULL;
}

bool setting_invalid(const struct setting *s, struct err *err)
{
    const char *quote = s->kind == SETTING_STRING ? "'" : "";
    return err_at(err, s->line, s->col, 1423, "22023",
                  "SQL compilation error:\ninvalid value [%s%.*s%s] for parameter '%.*s'", quote, STR_FMT(s->text),
                  quote, STR_FMT(s->key));
}

bool setting_boolean(const struct setting *s, bool *ret, struct err *err)
{
    *ret = str_ieq(s->text, STR("TRUE"));
    bool scalar = s->kind == SETTING_WORD || s->kind == SETTING_STRING;
    return (scalar && (*ret || str_ieq(s->text, STR("FALSE")))) || setting_invalid(s, err);
}

/* --- values ------------------------------------------------------------------------------------------------------ */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

/* One character of an option's value at s.p[*i]: \n \t \r \\ \' \" \xHH \ooo 0xHH, or itself. */
static char option_character(struct str s, size_t *i)
{
    const char *p = s.p + *i;
    size_t left = s.n - *i;
    bool hex = left >= 4 && (p[0] == '\\' || p[0] == '0') && (p[1] == 'x' || p[1] == 'X') && hex_digit(p[2]) >= 0 &&
               hex_digit(p[3]) >= 0;
    if (hex) {
        *i += 4;
        return (char)(hex_digit(p[2]) * 16 + hex_digit(p[3]));
    }
    if (p[0] != '\\' || left < 2) {
        *i += 1;
        return p[0];
    }
    if (left >= 4 && p[1] <= '3' && is_octal(p[1]) && is_octal(p[2]) && is_octal(p[3])) {
        *i += 4;
        return (char)((p[1] - '0') * 64 + (p[2] - '0') * 8 + (p[3] - '0'));
    }
    *i += 2;
    switch (p[1]) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case '0':
        return '\0';
    default:
        return p[1];
    }
}

struct str format_option_text(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;)
        p[n++] = option_character(s, &i);
    return (struct str){p, n};
}

bool format_option_is_none(const struct setting *s)
{
    return str_ieq(s->text, STR("NONE"));
}

/* A value from a closed set of words; unsupported ones are refused by name. */
struct choice {
    const char *word;
    int value; /* -1: known and not supported */
};

static bool choose(const struct setting *s, const struct choice *choices, size_t n, int *ret, struct err *err)
{
    for (size_t i = 0; i < n; i++)
        if (str_ieq(s->text, str_from(choices[i].word))) {
            *ret = choices[i].value;
            return *ret >= 0 || err_unsupported(err, s->line, s->col, "%.*s = %s", STR_FMT(s->key), choices[i].word);
        }
    return setting_invalid(s, err);
}
#define CHOOSE(s, choices, ret, err) choose((s), (choices), sizeof(choices) / sizeof *(choices), (ret), (err))

static const struct choice compressions[] = {
    {"AUTO", FILE_COMPRESSION_AUTO},       {"NONE", FILE_COMPRESSION_NONE},
    {"GZIP", FILE_COMPRESSION_GZIP},       {"BZ2", FILE_COMPRESSION_BZ2},
    {"BROTLI", FILE_COMPRESSION_BROTLI},   {"ZSTD", FILE_COMPRESSION_ZSTD},
    {"DEFLATE", FILE_COMPRESSION_DEFLATE}, {"RAW_DEFLATE", FILE_COMPRESSION_RAW_DEFLATE},
};
static const struct choice codecs[] = {
    {"AUTO", FILE_COMPRESSION_AUTO}, {"NONE", FILE_COMPRESSION_NONE}, {"SNAPPY", FILE_COMPRESSION_SNAPPY}, {"LZO", -1}};
static const struct choice binaries[] = {
    {"HEX", FILE_BINARY_HEX}, {"BASE64", FILE_BINARY_BASE64}, {"UTF8", FILE_BINARY_UTF8}};

static bool apply_list(struct arena *a, const struct setting *s, struct file_format *f, struct err *err)
{
    size_t n = s->kind == SETTING_LIST && s->items ? s->items->n : 1;
    f->null_if = ARENA_ARRAY(a, struct str, n);
    f->n_null_if = s->kind == SETTING_LIST && !s->items ? 0 : n;
    if (s->kind == SETTING_STRING)
        f->null_if[0] = str_dup(a, s->text);
    else if (s->kind != SETTING_LIST)
        return setting_invalid(s, err);
    for (size_t i = 0; i < f->n_null_if && s->items; i++)
        f->null_if[i] = str_dup(a, s->items->at[i].text);
    return true;
}

static bool apply_boolean(const struct format_option *o, const struct setting *s, bool *to, struct err *err)
{
    bool b;
    if (!setting_boolean(s, &b, err))
        return false;
    *to = b != o->inverted;
    return true;
}

static bool apply_compression(const struct setting *s, const struct choice *choices, size_t n, struct file_format *f,
                              struct err *err)
{
    int value;
    if (!choose(s, choices, n, &value, err))
        return false;
    f->compression = (enum file_compression)value;
    return true;
}

bool format_option_apply(struct arena *a, const struct format_option *o, const struct setting *s, struct file_format *f,
                         struct err *err)
{
    void *to = (char *)f + o->offset;
    bool scalar = s->kind == SETTING_WORD || s->kind == SETTING_STRING || s->kind == SETTING_NUMBER;
    if (!scalar && o->kind != OPTION_LIST)
        return setting_invalid(s, err);
    struct str text = format_option_text(a, s->text);
    bool none = format_option_is_none(s);
    int value;
    switch (o->kind) {
    case OPTION_TYPE:
        return true;
    case OPTION_TEXT:
        *(struct str *)to = none ? STR("") : str_dup(a, s->text);
        return true;
    case OPTION_DELIMITER:
        *(struct str *)to = none ? STR_NULL : text;
        return none || (text.n > 0 && text.n <= 20 && utf8_is_valid(text)) || setting_invalid(s, err);
    case OPTION_CHARACTER:
        *(int *)to = none || text.n == 0 ? -1 : (unsigned char)text.p[0];
        return none || (text.n == 1 && utf8_is_valid(text)) || setting_invalid(s, err);
    case OPTION_ENCLOSURE:
        *(int *)to = none || text.n == 0 ? -1 : (unsigned char)text.p[0];
        return none || (text.n == 1 && (text.p[0] == '"' || text.p[0] == '\'')) || setting_invalid(s, err);
    case OPTION_BOOLEAN:
        return apply_boolean(o, s, to, err);
    case OPTION_COUNT:
        return (str_to_int64(s->text, to) && *(int64_t *)to >= 0) || setting_invalid(s, err);
    case OPTION_FORMAT:
        *(struct str *)to = str_dup(a, s->text);
        return true;
    case OPTION_BINARY:
        if (!CHOOSE(s, binaries, &value, err))
            return false;
        f->binary_format = (enum file_binary)value;
        return true;
    case OPTION_COMPRESSION:
        return apply_compression(s, compressions, sizeof compressions / sizeof *compressions, f, err);
    case OPTION_CODEC:
        return apply_compression(s, codecs, sizeof codecs / sizeof *codecs, f, err);
    case OPTION_ENCODING:
        return encoding_find(s->text, &f->encoding) || setting_invalid(s, err);
    case OPTION_LIST:
        return apply_list(a, s, f, err);
    }
    return true;
}
