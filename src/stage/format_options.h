/* The options that file formats of each type have, one table a type: for stage/format.c, which reads them, and
 * stage/format_show.c, which tells them. */
#pragma once
#include "catalog/definition.h"
#include "stage/file_format.h"

enum format_option_kind {
    OPTION_TYPE,
    OPTION_DELIMITER, /* text of up to 20 characters with escapes, or NONE */
    OPTION_CHARACTER, /* one byte, or NONE */
    OPTION_ENCLOSURE, /* ' or ", or NONE */
    OPTION_BOOLEAN,
    OPTION_COUNT,
    OPTION_FORMAT, /* a date or time format, or AUTO */
    OPTION_BINARY,
    OPTION_COMPRESSION,
    OPTION_CODEC, /* what a Parquet file is compressed with */
    OPTION_ENCODING,
    OPTION_LIST,
    OPTION_TEXT, /* or NONE */
};

struct format_option {
    const char *name;
    enum format_option_kind kind;
    const char *property_type; /* as DESCRIBE says it */
    const char *default_value; /* as DESCRIBE prints it */
    size_t offset;             /* in struct file_format */
    bool inverted;             /* FALSE sets the flag */
};

struct format_type {
    const char *name;
    enum file_type type;
    const struct format_option *options;
    size_t n;
};

/* The type that the settings say, or CSV. */
bool format_type_find(const struct settings *s, const struct format_type **ret, struct err *err) MUST_USE;
/* NULL: formats of the type have no such option. */
const struct format_option *format_option_find(const struct format_type *type, struct str key);
/* The setting's value, in the arena, into the format. */
bool format_option_apply(struct arena *a, const struct format_option *o, const struct setting *s, struct file_format *f,
                         struct err *err) MUST_USE;
/* The text of an option with its escapes resolved. */
struct str format_option_text(struct arena *a, struct str s);
bool format_option_is_none(const struct setting *s);
