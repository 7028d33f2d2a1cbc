/* The table `options` is the one source: name, kind, default, and where the value goes in struct file_format. */
#include "stage/format.h"

#include <stdlib.h>

#include "stage/encoding.h"

enum option_kind {
    OPTION_TYPE,
    OPTION_DELIMITER, /* text of up to 20 characters with escapes, or NONE */
    OPTION_CHARACTER, /* one byte, or NONE */
    OPTION_ENCLOSURE, /* ' or ", or NONE */
    OPTION_BOOLEAN,
    OPTION_COUNT,
    OPTION_FORMAT, /* a date or time format, or AUTO */
    OPTION_BINARY,
    OPTION_COMPRESSION,
    OPTION_ENCODING,
    OPTION_LIST,
    OPTION_EXTENSION, /* a text, or NONE */
};

struct option {
    const char *name;
    enum option_kind kind;
    const char *property_type; /* as DESCRIBE says it */
    const char *default_value; /* as DESCRIBE prints it */
    size_t offset;             /* in struct file_format */
    bool inverted;             /* FALSE sets the flag */
};

#define AT(member) offsetof(struct file_format, member)
static const struct option options[] = {
    {"TYPE", OPTION_TYPE, "String", "CSV", 0, false},
    {"RECORD_DELIMITER", OPTION_DELIMITER, "String", "\\n", AT(record_delimiter), false},
    {"FIELD_DELIMITER", OPTION_DELIMITER, "String", ",", AT(field_delimiter), false},
    {"FILE_EXTENSION", OPTION_EXTENSION, "String", "", AT(file_extension), false},
    {"SKIP_HEADER", OPTION_COUNT, "Integer", "0", AT(skip_header), false},
    {"PARSE_HEADER", OPTION_BOOLEAN, "Boolean", "false", AT(parse_header), false},
    {"DATE_FORMAT", OPTION_FORMAT, "String", "AUTO", AT(date_format), false},
    {"TIME_FORMAT", OPTION_FORMAT, "String", "AUTO", AT(time_format), false},
    {"TIMESTAMP_FORMAT", OPTION_FORMAT, "String", "AUTO", AT(timestamp_format), false},
    {"BINARY_FORMAT", OPTION_BINARY, "String", "HEX", AT(binary_format), false},
    {"ESCAPE", OPTION_CHARACTER, "String", "NONE", AT(escape), false},
    {"ESCAPE_UNENCLOSED_FIELD", OPTION_CHARACTER, "String", "\\", AT(escape_unenclosed), false},
    {"TRIM_SPACE", OPTION_BOOLEAN, "Boolean", "false", AT(trim_space), false},
    {"FIELD_OPTIONALLY_ENCLOSED_BY", OPTION_ENCLOSURE, "String", "NONE", AT(enclosure), false},
    {"NULL_IF", OPTION_LIST, "List", "[\\N]", 0, false},
    {"COMPRESSION", OPTION_COMPRESSION, "String", "AUTO", AT(compression), false},
    {"ERROR_ON_COLUMN_COUNT_MISMATCH", OPTION_BOOLEAN, "Boolean", "true", AT(error_on_column_count_mismatch), false},
    {"VALIDATE_UTF8", OPTION_BOOLEAN, "Boolean", "true", AT(ignore_invalid), true},
    {"SKIP_BLANK_LINES", OPTION_BOOLEAN, "Boolean", "false", AT(skip_blank_lines), false},
    {"REPLACE_INVALID_CHARACTERS", OPTION_BOOLEAN, "Boolean", "false", AT(replace_invalid), false},
    {"EMPTY_FIELD_AS_NULL", OPTION_BOOLEAN, "Boolean", "true", AT(empty_field_as_null), false},
    {"SKIP_BYTE_ORDER_MARK", OPTION_BOOLEAN, "Boolean", "true", AT(skip_bom), false},
    {"ENCODING", OPTION_ENCODING, "String", "UTF8", 0, false},
    {"MULTI_LINE", OPTION_BOOLEAN, "Boolean", "true", AT(multi_line), false},
};
enum { N_OPTIONS = sizeof options / sizeof *options };

static const struct option *option_find(struct str key)
{
    for (size_t i = 0; i < N_OPTIONS; i++)
        if (str_ieq(str_from(options[i].name), key))
            return &options[i];
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

static struct str option_text(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;)
        p[n++] = option_character(s, &i);
    return (struct str){p, n};
}

static bool is_none(const struct setting *s)
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
static const struct choice binaries[] = {
    {"HEX", FILE_BINARY_HEX}, {"BASE64", FILE_BINARY_BASE64}, {"UTF8", FILE_BINARY_UTF8}};
static const struct choice types[] = {{"CSV", 0}};
static const char *const other_types[] = {"JSON", "PARQUET", "AVRO", "ORC", "XML", "CUSTOM"};

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

static bool apply_type(const struct setting *s, struct err *err)
{
    int value;
    for (size_t i = 0; i < sizeof other_types / sizeof *other_types; i++)
        if (str_ieq(s->text, str_from(other_types[i])))
            return err_unsupported(err, s->line, s->col, "FILE FORMAT TYPE = %s", other_types[i]);
    return CHOOSE(s, types, &value, err);
}

static bool apply(struct arena *a, const struct option *o, const struct setting *s, struct file_format *f,
                  struct err *err)
{
    void *to = (char *)f + o->offset;
    bool scalar = s->kind == SETTING_WORD || s->kind == SETTING_STRING || s->kind == SETTING_NUMBER;
    if (!scalar && o->kind != OPTION_LIST)
        return setting_invalid(s, err);
    struct str text = option_text(a, s->text);
    int value;
    switch (o->kind) {
    case OPTION_TYPE:
        return apply_type(s, err);
    case OPTION_DELIMITER:
        *(struct str *)to = is_none(s) ? STR_NULL : text;
        return is_none(s) || (text.n > 0 && text.n <= 20) || setting_invalid(s, err);
    case OPTION_CHARACTER:
        *(int *)to = is_none(s) || text.n == 0 ? -1 : (unsigned char)text.p[0];
        return is_none(s) || text.n == 1 || setting_invalid(s, err);
    case OPTION_ENCLOSURE:
        *(int *)to = is_none(s) || text.n == 0 ? -1 : (unsigned char)text.p[0];
        return is_none(s) || (text.n == 1 && (text.p[0] == '"' || text.p[0] == '\'')) || setting_invalid(s, err);
    case OPTION_BOOLEAN: {
        bool b;
        if (!setting_boolean(s, &b, err))
            return false;
        *(bool *)to = b != o->inverted;
        return true;
    }
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
        if (!CHOOSE(s, compressions, &value, err))
            return false;
        f->compression = (enum file_compression)value;
        return true;
    case OPTION_ENCODING:
        return encoding_find(s->text, &f->encoding) || setting_invalid(s, err);
    case OPTION_LIST:
        return apply_list(a, s, f, err);
    case OPTION_EXTENSION:
        *(struct str *)to = is_none(s) ? STR("") : str_dup(a, s->text);
        return true;
    }
    return true;
}

bool file_format_from_settings(struct arena *a, const struct settings *s, const char *what, struct file_format *ret,
                               struct err *err)
{
    *ret = file_format_default;
    for (size_t i = 0; i < s->n; i++) {
        const struct setting *at = &s->at[i];
        /* The type first: an option of another type is not an unknown one. */
        if (str_eq(at->key, STR("TYPE")) && !apply_type(at, err))
            return false;
    }
    for (size_t i = 0; i < s->n; i++) {
        const struct setting *at = &s->at[i];
        const struct option *o = option_find(at->key);
        if (!o && what)
            return err_at(err, at->line, at->col, 1420, "22023",
                          "SQL compilation error:\ninvalid property '%.*s' for '%s'", STR_FMT(at->key), what);
        if (!o)
            return err_at(err, at->line, at->col, 1422, "22023", "SQL compilation error:\ninvalid parameter '%.*s'",
                          STR_FMT(at->key));
        if (!apply(a, o, at, ret, err))
            return false;
    }
    if (ret->ignore_invalid)
        ret->replace_invalid = true; /* what is not UTF-8 cannot be stored in a VARCHAR */
    if (ret->parse_header && ret->skip_header)
        return err_set(err, 1423, "22023",
                       "SQL compilation error:\nSKIP_HEADER and PARSE_HEADER cannot be used together.");
    return true;
}

bool file_format_create_check(struct arena *a, const struct statement_create *create, json_t **ret_definition,
                              struct err *err)
{
    struct settings kept = {ARENA_ARRAY(a, struct setting, create->settings.n + 1), 0};
    struct file_format f;
    for (size_t i = 0; i < create->settings.n; i++)
        if (!str_eq(create->settings.at[i].key, STR("COMMENT")))
            kept.at[kept.n++] = create->settings.at[i];
    if (!file_format_from_settings(a, &kept, "FILE_FORMAT", &f, err))
        return false;
    *ret_definition = json_pack("{so}", "settings", definition_from_settings(&kept));
    return true;
}

bool file_format_find(struct catalog *c, const struct scope *scope, struct arena *a, const struct setting *value,
                      struct object **ret_named, struct err *err)
{
    const struct setting *name = value;
    *ret_named = NULL;
    if (value->kind == SETTING_GROUP) {
        name = settings_find(value->items, "FORMAT_NAME");
        if (!name)
            return true;
        if (value->items->n > 1)
            return err_at(err, value->line, value->col, 1423, "22023",
                          "SQL compilation error:\nFORMAT_NAME and TYPE are mutually exclusive.");
    }
    if (name->kind != SETTING_WORD && name->kind != SETTING_STRING)
        return setting_invalid(name, err);
    struct object_name parsed = {0};
    if (!name_from_text(a, name->text, &parsed, err))
        return false;
    return catalog_resolve(c, scope, OBJECT_FILE_FORMAT, &parsed, ret_named, err);
}

bool file_format_resolve(struct catalog *c, const struct scope *scope, struct arena *a,
                         const struct setting *copy_format, const struct object *stage, struct file_format *ret,
                         struct err *err)
{
    static const struct settings none;
    struct settings stage_settings;
    const struct setting *value = copy_format;
    if (!value && stage) {
        stage_settings = definition_settings(a, stage);
        value = settings_find(&stage_settings, "FILE_FORMAT");
    }
    if (!value)
        return file_format_from_settings(a, &none, NULL, ret, err);
    OBJECT_SCOPE struct object *named = NULL;
    if (!file_format_find(c, scope, a, value, &named, err))
        return false;
    struct settings s = named ? definition_settings(a, named) : *value->items;
    return file_format_from_settings(a, &s, NULL, ret, err);
}

/* --- what SHOW and DESCRIBE say ---------------------------------------------------------------------------------- */

const struct listing_column file_format_show_columns[] = {
    {"created_on", LISTING_LTZ},   {"name", LISTING_TEXT},           {"database_name", LISTING_TEXT},
    {"schema_name", LISTING_TEXT}, {"type", LISTING_TEXT},           {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},     {"format_options", LISTING_TEXT}, {"owner_role_type", LISTING_TEXT},
};
const size_t file_format_show_n = sizeof file_format_show_columns / sizeof *file_format_show_columns;

const struct listing_column file_format_describe_columns[] = {
    {"property", LISTING_TEXT},
    {"property_type", LISTING_TEXT},
    {"property_value", LISTING_TEXT},
    {"property_default", LISTING_TEXT},
};
const size_t file_format_describe_n = sizeof file_format_describe_columns / sizeof *file_format_describe_columns;

/* Control characters as escapes. */
static struct str escaped(struct arena *a, struct str s)
{
    BUF_SCOPE struct buf out = {0};
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '\n')
            buf_adds(&out, "\\n");
        else if (c == '\t')
            buf_adds(&out, "\\t");
        else if (c == '\r')
            buf_adds(&out, "\\r");
        else if (c < 32)
            buf_printf(&out, "\\x%02X", c);
        else
            buf_addc(&out, (char)c);
    }
    return str_dup(a, buf_str(&out));
}

static struct str list_text(struct arena *a, const struct setting *s)
{
    BUF_SCOPE struct buf out = {0};
    buf_addc(&out, '[');
    if (s->kind == SETTING_STRING)
        buf_add(&out, s->text);
    for (size_t i = 0; s->kind == SETTING_LIST && s->items && i < s->items->n; i++) {
        buf_adds(&out, i ? ", " : "");
        buf_add(&out, s->items->at[i].text);
    }
    buf_addc(&out, ']');
    return str_dup(a, buf_str(&out));
}

/* The value as DESCRIBE prints it. */
static struct str shown(struct arena *a, const struct option *o, const struct setting *s)
{
    switch (o->kind) {
    case OPTION_BOOLEAN:
        return str_lower(a, s->text);
    case OPTION_LIST:
        return list_text(a, s);
    case OPTION_TYPE:
    case OPTION_BINARY:
    case OPTION_COMPRESSION:
    case OPTION_ENCODING:
        return str_upper(a, s->text);
    case OPTION_DELIMITER:
    case OPTION_CHARACTER:
    case OPTION_ENCLOSURE:
        return is_none(s) ? STR("NONE") : escaped(a, option_text(a, s->text));
    case OPTION_COUNT:
    case OPTION_FORMAT:
    case OPTION_EXTENSION:
        return s->text;
    }
    return s->text;
}

void file_format_properties(const struct settings *s, const char *parent, struct listing *out)
{
    for (size_t i = 0; i < N_OPTIONS; i++) {
        const struct option *o = &options[i];
        const struct setting *set = settings_find(s, o->name);
        if (parent)
            listing_cstr(out, parent);
        listing_cstr(out, o->name);
        listing_cstr(out, o->property_type);
        listing_text(out, set ? shown(out->arena, o, set) : str_from(o->default_value));
        listing_cstr(out, o->default_value);
    }
}

void file_format_describe(const struct object *format, struct listing *out)
{
    struct settings s = definition_settings(out->arena, format);
    file_format_properties(&s, NULL, out);
}

static json_t *option_json(struct arena *a, const struct option *o, const struct setting *set)
{
    if (o->kind == OPTION_LIST) {
        json_t *list = json_array();
        bool is_list = set && set->kind == SETTING_LIST;
        for (size_t i = 0; is_list && set->items && i < set->items->n; i++)
            json_array_append_new(list, json_stringn(set->items->at[i].text.p, set->items->at[i].text.n));
        if (!is_list)
            json_array_append_new(list, set ? json_stringn(set->text.p, set->text.n) : json_string("\\N"));
        return list;
    }
    struct str text = set ? shown(a, o, set) : str_from(o->default_value);
    int64_t n;
    if (o->kind == OPTION_BOOLEAN)
        return json_boolean(str_eq(text, STR("true")));
    if (o->kind == OPTION_COUNT && str_to_int64(text, &n))
        return json_integer(n);
    if (o->kind == OPTION_EXTENSION && !set)
        return json_null();
    return json_stringn(text.p ? text.p : "", text.n);
}

void file_format_show_row(const struct object *format, struct listing *out)
{
    struct settings s = definition_settings(out->arena, format);
    json_t *all = json_object();
    for (size_t i = 0; i < N_OPTIONS; i++)
        json_object_set_new(all, options[i].name,
                            option_json(out->arena, &options[i], settings_find(&s, options[i].name)));
    char *text = json_dumps(all, JSON_COMPACT);
    listing_int(out, format->created_on);
    listing_cstr(out, format->name);
    listing_cstr(out, format->database);
    listing_cstr(out, format->schema);
    listing_cstr(out, "CSV");
    listing_cstr(out, format->owner);
    listing_cstr(out, format->comment);
    listing_cstr(out, text);
    listing_cstr(out, "ROLE");
    free(text);
    json_decref(all);
}
