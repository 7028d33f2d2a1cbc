/* Reading JSON: a window that slides over a file's text to records of one field, a document each (Snowflake's page
 * "CREATE FILE FORMAT", TYPE = JSON). Documents stand one behind the other, with white space between them or not; with
 * strip_outer_array the elements of an array are documents. The field's text is what a VARIANT holds
 * (engine/canonical.h), or SQL NULL where NULL_IF has the whole document.
 *
 * A document that is no JSON is a record with a fault. Where it ends cannot be known: reading goes on at the next line
 * that looks like the one on which it began, with an object or array behind as many blanks. So a broken line costs one
 * record of a file with a document a line, and a document over many lines costs one where what is inside of it is
 * indented. */
#pragma once
#include "base/buf.h"
#include "stage/file_format.h"
#include "stage/record.h"
#include "stage/window.h"

enum json_place {
    JSON_OUTSIDE, /* of an array whose elements are documents */
    JSON_FIRST,   /* behind its [ */
    JSON_VALUE,   /* behind a comma in it */
    JSON_NEXT,    /* behind an element */
    JSON_SOUGHT,  /* at a document, wherever it stands */
};

struct json_reader {
    const struct file_format *format;
    struct window *window;
    int64_t line, number;
    enum json_place place;
    bool started;
    bool lost;          /* behind a fault: the next document is to be found */
    ptrdiff_t indent;   /* blanks between the line's start and `at`; -1: something else stands there */
    ptrdiff_t expected; /* how many there are to be when lost; -1: any number */
    struct record_field field;
    struct buf text;
    char reason[200];
};

void json_reader_open(struct json_reader *r, const struct file_format *f, struct window *w);
/* The reader stands at the start of a document: to look at it again. */
void json_reader_seek(struct json_reader *r, int64_t line, int64_t number);
/* *ret_some false: there is no more, or the window has a problem. */
bool json_reader_next(struct json_reader *r, struct record *ret, bool *ret_some, struct err *err) MUST_USE;
void json_reader_close(struct json_reader *r);
