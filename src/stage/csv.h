/* Reading delimited text: a file's content in memory to records of fields, with every option of a CSV file format
 * (Snowflake's page "CREATE FILE FORMAT"). Fields are slices of the content wherever nothing has to be unescaped.
 *
 * The reader never fails: a record that breaks the rules carries a fault, and reading goes on behind it. */
#pragma once
#include "base/buf.h"
#include "base/str.h"

enum csv_compression { CSV_COMPRESSION_AUTO, CSV_COMPRESSION_NONE, CSV_COMPRESSION_GZIP };
enum csv_binary { CSV_BINARY_HEX, CSV_BINARY_BASE64, CSV_BINARY_UTF8 };

struct csv_format {
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
    bool ignore_invalid;  /* VALIDATE_UTF8 = FALSE: sets replace_invalid too */
    bool skip_bom;
    struct str *null_if;
    size_t n_null_if;
    struct str date_format, time_format, timestamp_format; /* AUTO, or a format */
    enum csv_binary binary_format;
    enum csv_compression compression;
};

/* What a file format without options is. */
extern const struct csv_format csv_format_default;

enum csv_fault {
    CSV_GOOD,
    CSV_AFTER_ENCLOSURE, /* fault_at: the character behind a closing enclosure that should be a delimiter */
    CSV_OPEN_ENCLOSURE,  /* fault_at: the enclosing character that has no partner before the end */
    CSV_INVALID_UTF8,    /* fault_at: the field */
    CSV_NUL,             /* likewise: it holds a NUL */
    CSV_TOO_LONG,        /* likewise: set by those who know what the field is for */
};

struct csv_field {
    struct str text;
    const char *at; /* where it begins in the content, the enclosure included */
    bool null, enclosed;
    bool unescaped; /* text is in the reader's scratch buffer, not in the content */
    size_t scratch; /* and begins there */
};

struct csv_record {
    struct csv_field *fields; /* n of them; valid until the next csv_next */
    size_t n;
    const char *start, *end; /* in the content; end is where the record delimiter stands */
    const char *next;        /* behind the record delimiter */
    int64_t number, line;    /* both 1-based; lines count from the file's first, headers included */
    bool blank;              /* nothing between two record delimiters */
    enum csv_fault fault;
    size_t fault_field;
    const char *fault_at;
};

struct csv_reader {
    const struct csv_format *format;
    struct str content;
    const char *at, *end;
    int64_t line, number;
    struct csv_field *fields;
    size_t size_fields;
    struct buf scratch;  /* unescaped fields of the current record */
    struct buf replaced; /* the content when invalid bytes had to be replaced */
    unsigned char class[256];
    bool newline; /* the record delimiter is \n, \r\n or \r */
    bool valid;   /* the content is UTF-8 without NULs */
};

/* Positions the reader behind the byte order mark and the header lines; content stays the caller's. Offsets and
 * places refer to r->content. With parse_header the
 * first record is the header: the caller's to read. */
void csv_open(struct csv_reader *r, const struct csv_format *f, struct str content);
/* The reader stands at an offset that was the start of a record: to look at one record again. */
void csv_seek(struct csv_reader *r, size_t offset, int64_t line, int64_t number);
bool csv_next(struct csv_reader *r, struct csv_record *ret);
void csv_close(struct csv_reader *r);

/* Line and 1-based character of a place in a record. */
void csv_position(const struct csv_reader *r, const struct csv_record *record, const char *at, int64_t *ret_line,
                  int64_t *ret_character);
