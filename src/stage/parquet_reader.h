/* Reading Parquet: a file of this machine, or a copy of one, to records of one field, a document of JSON for each row
 * (engine/parquet.h). A record stands at the line of its number. */
#pragma once
#include "engine/parquet.h"
#include "stage/file_format.h"
#include "stage/files.h"
#include "stage/record.h"

struct parquet_reader;

/* As records_open. */
bool parquet_reader_open(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                         struct parquet_reader **ret, struct err *err) MUST_USE;
void parquet_reader_close(struct parquet_reader *r); /* takes NULL */
bool parquet_reader_next(struct parquet_reader *r, struct record *ret, bool *ret_some, struct err *err) MUST_USE;
/* Goes on to the record of this number, further on in the file. */
bool parquet_reader_seek(struct parquet_reader *r, int64_t number, struct err *err) MUST_USE;
struct str parquet_reader_problem(const struct parquet_reader *r);
struct str parquet_reader_hash(const struct parquet_reader *r, struct arena *a);
/* As parquet_columns. */
void parquet_reader_columns(const struct parquet_reader *r, const struct parquet_column **ret, size_t *ret_n);
