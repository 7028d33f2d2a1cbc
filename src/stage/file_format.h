/* What the options of a file format say, for those who read and write files (Snowflake's page "CREATE FILE FORMAT").
 * stage/format.h makes it from settings. */
#pragma once
#include "base/str.h"

enum file_type { FILE_CSV, FILE_JSON, FILE_PARQUET };
enum file_compression {
    FILE_COMPRESSION_AUTO,
    FILE_COMPRESSION_NONE,
    FILE_COMPRESSION_GZIP,
    FILE_COMPRESSION_BZ2,
    FILE_COMPRESSION_BROTLI,
    FILE_COMPRESSION_ZSTD,
    FILE_COMPRESSION_DEFLATE,
    FILE_COMPRESSION_RAW_DEFLATE,
    FILE_COMPRESSION_SNAPPY, /* inside of Parquet files alone */
};
enum file_binary { FILE_BINARY_HEX, FILE_BINARY_BASE64, FILE_BINARY_UTF8 };

struct file_format {
    enum file_type type;
    struct str field_delimiter;               /* empty: the line is one field */
    struct str record_delimiter;              /* empty: the file is one record; "\n" also stands for \r\n and \r */
    int enclosure, escape, escape_unenclosed; /* a byte, or -1 for none */
    int64_t skip_header;
    bool parse_header;
    bool multi_line;
    bool skip_blank_lines;
    bool trim_space;
    bool empty_field_as_null;
    bool error_on_column_count_mismatch;
    bool replace_invalid; /* U+FFFD in place of NULs and bytes that are not UTF-8; without it they are a fault */
    bool ignore_invalid;  /* VALIDATE_UTF8 = FALSE, IGNORE_UTF8_ERRORS = TRUE: sets replace_invalid too */
    bool skip_bom;
    bool strip_outer_array, strip_null_values, allow_duplicate, enable_octal;          /* of JSON */
    bool snappy_compression, binary_as_text, use_logical_type, use_vectorized_scanner; /* of Parquet */
    struct str *null_if;
    size_t n_null_if;
    struct str date_format, time_format, timestamp_format; /* AUTO, or a format */
    enum file_binary binary_format;
    enum file_compression compression;
    struct str file_extension;       /* of files that are unloaded; empty: the type's and the compression's */
    const struct encoding *encoding; /* stage/encoding.h; NULL: UTF-8 */
};

/* What a file format without options is. */
extern const struct file_format file_format_default;
