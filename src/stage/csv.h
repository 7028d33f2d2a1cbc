/* Reading delimited text: a file's content in memory to records of fields, with every option of a CSV file format
 * (Snowflake's page "CREATE FILE FORMAT"). Fields are slices of the content wherever nothing has to be unescaped.
 *
 * The reader never fails: a record that breaks the rules carries a fault, and reading goes on behind it. */
#pragma once
#include "base/buf.h"
#include "base/str.h"
#include "stage/file_format.h"
#include "stage/record.h"

struct csv_reader {
    const struct file_format *format;
    struct str content;
    const char *at, *end;
    int64_t line, number;
    struct record_field *fields;
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
void csv_open(struct csv_reader *r, const struct file_format *f, struct str content);
/* The reader stands at an offset that was the start of a record: to look at one record again. */
void csv_seek(struct csv_reader *r, size_t offset, int64_t line, int64_t number);
bool csv_next(struct csv_reader *r, struct record *ret);
void csv_close(struct csv_reader *r);
