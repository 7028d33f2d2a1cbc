/* Reading Parquet files: a row becomes an object in JSON, its keys in order, as a VARIANT holds it (Snowflake's pages
 * "CREATE FILE FORMAT", TYPE = PARQUET, and "Introduction to loading semi-structured data").
 *
 * DuckDB decodes the files, in a database in memory that is there for nothing else: whatever a damaged file does to it,
 * the one with the data goes on, and so does the transaction. Members that are NULL are left out of their object; in
 * arrays they are null. No number loses digits. */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "sql/type.h"

struct parquet_rules {
    bool logical_types;        /* times and timestamps are such; otherwise the integers that the file has */
    bool binary_as_text;       /* binary columns without a logical type are UTF-8; otherwise hexadecimal digits */
    bool plain_maps;           /* {"a": 1}; otherwise {"key_value": [{"key": "a", "value": 1}]} */
    bool replace_invalid;      /* U+FFFD in place of bytes that are not UTF-8 */
    bool trim;                 /* strings without the blanks at both ends */
    const struct str *null_if; /* strings that are NULL; n_null_if of them */
    size_t n_null_if;
};

struct parquet_column {
    struct str name;
    struct type type; /* what a table would have */
    bool required;    /* the file says that it is never NULL */
};

/* The database; opened when the first file is, and closed with the last. Thread-safe. */
struct parquets;
struct parquets *parquets_new(void);
void parquets_free(struct parquets *p); /* takes NULL; no file is open any more */

/* A file, for one thread. What is wrong with the file itself is parquet_problem's, err is for this machine. */
struct parquet;
/* fd: a file of this machine, which stays open as long as *ret, and stays the caller's. rules live as long, too. */
bool parquet_open(struct parquets *all, int fd, const struct parquet_rules *rules, struct parquet **ret,
                  struct err *err) MUST_USE;
void parquet_close(struct parquet *p); /* takes NULL */
/* In the file's order; none when there is a problem. They live as long as p. */
void parquet_columns(const struct parquet *p, const struct parquet_column **ret, size_t *ret_n);
/* The next row: *ret is valid until the next call. *ret_some false: there is none, or a problem. *ret_invalid: bytes in
 * it that should be text and are not UTF-8, for which there is no object; p NULL: none. */
bool parquet_next(struct parquet *p, struct str *ret, bool *ret_some, struct str *ret_invalid,
                  struct err *err) MUST_USE;
/* Goes on behind the next n rows. */
bool parquet_skip(struct parquet *p, int64_t n, struct err *err) MUST_USE;
/* Why the file cannot be read, or not any further; p NULL: it can. Lives as long as p. */
struct str parquet_problem(const struct parquet *p);
