/* Reading delimited text: a window that slides over a file's text to records of fields, with every option of a CSV file
 * format (Snowflake's page "CREATE FILE FORMAT"). Fields are slices of the window wherever nothing has to be unescaped.
 *
 * A record that breaks the rules carries a fault, and reading goes on behind it. */
#pragma once
#include "base/buf.h"
#include "stage/file_format.h"
#include "stage/record.h"
#include "stage/window.h"

struct csv_reader {
    const struct file_format *format;
    struct window *window;
    const char *end; /* the window's */
    int64_t line, number;
    struct record_field *fields;
    size_t size_fields;
    struct buf scratch; /* unescaped fields of the current record */
    unsigned char class[256];
    bool newline; /* the record delimiter is \n, \r\n or \r */
    bool missed;  /* a closing enclosure was looked for up to the window's end */
    bool started; /* behind the byte order mark and the header lines */
};

/* The window stays the caller's, who moves it to the place that csv_seek is told. With parse_header the first record is
 * the header: the caller's to read. */
void csv_open(struct csv_reader *r, const struct file_format *f, struct window *w);
/* The reader stands at the start of a record: to look at one record again. */
void csv_seek(struct csv_reader *r, int64_t line, int64_t number);
/* *ret_some false: there is no more, or the window has a problem. */
bool csv_next(struct csv_reader *r, struct record *ret, bool *ret_some, struct err *err) MUST_USE;
void csv_close(struct csv_reader *r);
