/* The records of a file in a stage, one after the other: opened, decompressed, decoded and split as the format says.
 * Those of a Parquet file are its rows, each a document of JSON. */
#pragma once
#include "stage/file_format.h"
#include "stage/files.h"
#include "stage/record.h"

struct records;

/* *ret NULL: the file is gone. err is for what failed on this machine or on the way; what is wrong with the file itself
 * is records_problem's. */
bool records_open(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                  struct records **ret, struct err *err) MUST_USE;
void records_close(struct records *r); /* takes NULL */
#define RECORDS_SCOPE __attribute__((cleanup(records_cleanup)))
static inline void records_cleanup(struct records **r)
{
    records_close(*r);
}
/* The first record of a CSV file as the header, which is not counted; *ret_some false: there is none. */
bool records_header(struct records *r, struct record *ret, bool *ret_some, struct err *err) MUST_USE;
/* The next record, valid until the next call; *ret_some false: there is no more, or records_problem says why. */
bool records_next(struct records *r, struct record *ret, bool *ret_some, struct err *err) MUST_USE;
/* Goes on to the record that stands at the offset, further on in the file, which has this line and number: to look at
 * one record again, the file is opened again. */
bool records_seek(struct records *r, int64_t offset, int64_t line, int64_t number, struct err *err) MUST_USE;
/* Why the file cannot be read from here on: damaged, or not compressed as it should be, or a record is too long. p
 * NULL: it could be. Lives as long as r. */
struct str records_problem(const struct records *r);
/* What the content is known by: the MD5 of the file's bytes, for which those not read yet are read, so that no records
 * follow; or a bucket's ETag. p NULL when that fails. In the arena. */
struct str records_hash(const struct records *r, struct arena *a);
