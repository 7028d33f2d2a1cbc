/* A record of a file and its fields, as the readers of text give them (stage/csv.h, stage/json_reader.h). One that
 * breaks the rules of its format carries a fault; the reader goes on behind it. */
#pragma once
#include "base/str.h"

enum record_fault {
    RECORD_GOOD,
    RECORD_AFTER_ENCLOSURE, /* fault_at: the character behind a closing enclosure that should be a delimiter */
    RECORD_OPEN_ENCLOSURE,  /* fault_at: the enclosing character that has no partner before the end */
    RECORD_INVALID_UTF8,    /* fault_at: the field */
    RECORD_NUL,             /* likewise: it holds a NUL */
    RECORD_TOO_LONG,        /* likewise: set by those who know what the field is for */
    RECORD_NOT_JSON,        /* fault_at: where it is seen; fault_text says why */
};

struct record_field {
    struct str text;
    const char *at; /* where it begins in the window, the enclosure included */
    bool null, enclosed;
    bool unescaped; /* text is in the reader's scratch buffer, not in the window */
    size_t scratch; /* and begins there */
};

struct record {
    struct record_field *fields; /* n of them; valid until the next record is read */
    size_t n;
    const char *start, *end; /* in the window; end is where the record delimiter stands */
    const char *next;        /* behind the record delimiter */
    int64_t offset;          /* of start in the file's text, in bytes */
    int64_t number, line;    /* both 1-based; lines count from the file's first, headers included */
    bool last;               /* nothing follows it in the file */
    bool blank;              /* nothing between two record delimiters */
    enum record_fault fault;
    size_t fault_field;
    const char *fault_at;
    struct str fault_text; /* of RECORD_NOT_JSON, in Snowflake's words */
};

/* Line and 1-based character of a place in a record. */
void record_position(const struct record *record, const char *at, int64_t *ret_line, int64_t *ret_character);
