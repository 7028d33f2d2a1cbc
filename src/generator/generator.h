/* Synthetic customers: a sequence of CSV files of which each brings new, changed, unchanged and deleted customers, and
 * on request duplicates and rows that come late. The same options give the same bytes on every machine at every time.
 *
 * Columns: customer_id, first_name, last_name, email, street, city, state, country; then, on request, is_deleted
 * (true, false) and updated_at (when it happened, `2026-01-31 23:59:59.123456`). A header line, CRLF line ends.
 *
 * The first file holds new customers only. In every file a customer occurs once, apart from duplicates and late rows.
 * Memory: 16 bytes for each customer that is not deleted, and one file's text. Not thread-safe. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

enum generator_row {
    GENERATOR_NEW,
    GENERATOR_CHANGED,
    GENERATOR_UNCHANGED, /* the current values once more, with the time of their last change */
    GENERATOR_DELETED,   /* the last values, is_deleted = true; the customer does not come back */
    GENERATOR_LATE,      /* values that a newer row of the customer, in the file before, has overtaken */
    GENERATOR_DUPLICATE, /* a row of this file once more, byte for byte */
    GENERATOR_ROWS,
};

struct generator_options {
    int64_t seed;
    int64_t rows;      /* of each file, the header not counted */
    double new_share;  /* shares are of rows; what they leave are unchanged customers. When too few customers are */
    double changed;    /* there for what is asked, new ones take their place. */
    double deletes;    /* > 0 implies flag */
    double late;       /* > 0 implies updated_at; from the second file on */
    double duplicates; /* > 0 implies updated_at */
    bool flag;         /* column is_deleted */
    bool updated_at;   /* column updated_at */
    bool quote;        /* 3 % of the streets hold commas, quotes or line breaks and are quoted as RFC 4180 says */
    int64_t start;     /* microseconds since 1970 UTC; what file n (from 0) brings has happened in the step before */
    int64_t step;      /* start + n * step; microseconds, > 1 */
};

/* 10,000 rows, 20 % new, 50 % changed, seed 1, from 2026-01-01 00:00:00 in steps of a minute; no further columns. */
extern const struct generator_options generator_defaults;

struct generator_summary {
    int64_t rows;
    int64_t of[GENERATOR_ROWS];
};

struct generator;

/* Fails when an option is out of range. */
bool generator_new(const struct generator_options *options, struct generator **ret, struct err *err) MUST_USE;
/* Accepts NULL. */
void generator_free(struct generator *g);
/* Adds the text of the next file to out. */
void generator_next_file(struct generator *g, struct buf *out, struct generator_summary *ret);
/* Writes the next file into dir, which must exist, as customer_<YYYYmmddHHMMSS>.csv; the time is `now` (microseconds,
 * UTC) or the next second for which dir has no file and this generator has not written one. The file appears whole or
 * not at all. After a failure the next call writes the same text. The path is in the arena. */
bool generator_write(struct generator *g, struct arena *a, const char *dir, int64_t now, struct str *ret_path,
                     struct generator_summary *ret, struct err *err) MUST_USE;
