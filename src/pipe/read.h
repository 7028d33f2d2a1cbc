/* The records of a batch of files as rows of a source (engine/source.h): _file (from 0), _row, _offset, _line, and the
 * fields c0, c1 … as text. Beside the text of a field for a column of whole numbers stands n<i>: the number, where it
 * is plain enough to be read on the way; then the text is NULL.
 *
 * A thread that asks for rows goes on in a file that no other one reads from, or opens the next. What is wrong with a
 * file or its records is noted in it, and counted; what is whole becomes a row. */
#pragma once
#include "engine/source.h"
#include "pipe/load.h"
#include "stage/records.h"

struct load_reader;

/* As much as is read by several threads. */
enum { LOAD_LARGE = 8 << 20 };
bool load_is_large(const struct load_file *files, size_t n);
/* Are the files so large that each is worth an INSERT of its own? */
enum { LOAD_SINGLE = 1 << 20 };
bool load_are_few(const struct load_file *files, size_t n);

/* strict: err is LOAD_UNFIT at the first file that ON_ERROR could take away. All parameters must live as long as the
 * reader; a is used under its lock. */
enum { LOAD_UNFIT = 999999 };
struct load_reader *load_reader_open(struct connection *conn, const struct copy_plan *plan, struct load_file *files,
                                     size_t n, bool strict, struct arena *a);
void load_reader_close(struct load_reader *r); /* takes NULL; when the query that reads it is over */
#define LOAD_READER_SCOPE __attribute__((cleanup(load_reader_cleanup)))
static inline void load_reader_cleanup(struct load_reader **r)
{
    load_reader_close(*r);
}
/* `sf_source(n)`, for one query. */
void load_reader_text(const struct load_reader *r, struct buf *out);

const struct column *load_column(const struct copy_plan *plan, size_t field);
/* Does field i have an n<i>? */
bool load_has_number(const struct copy_plan *plan, size_t field);
/* Which field of a record goes into each of the plan's n_raw: the same, or by the names in the file's header, which is
 * read. -1: none. *ret_n: how many fields a record is to have. *ret_problem: what is wrong with the header. */
bool load_map_fields(const struct copy_plan *plan, struct records *r, struct arena *a, ptrdiff_t **ret, size_t *ret_n,
                     struct str *ret_problem, struct err *err) MUST_USE;
