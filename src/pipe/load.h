/* Loading a batch of files into a table: read, convert, decide by ON_ERROR, insert (Snowflake's page "COPY INTO
 * <table>"). */
#pragma once
#include "history/loads.h"
#include "pipe/copy.h"

/* So long a field may be: in characters if it is text, in bytes for what is semi-structured. Of a bad one messages
 * repeat the beginning. */
enum { LOAD_FIELD_SIZE = 16777216, LOAD_ERROR_FIELD = 400 };

struct load_file {
    struct stage_file file;
    bool unreadable; /* from some place on: none of it is loaded */
    bool missing;    /* it was gone when it was to be read: nothing was loaded or counted */
    struct str hash; /* of the content as it stands in the file: its MD5, or a bucket's ETag */
    struct load_record record;
    struct load_error error;       /* the first */
    VEC(struct load_error) errors; /* for pipes */
    int64_t blank;                 /* records that were skipped because they were blank */
    bool dropped;                  /* by ON_ERROR */
};

/* VARIANT, OBJECT or ARRAY. */
bool load_is_semistructured(enum type_kind kind);
/* Takes every text that a field can be. */
bool load_is_unlimited_text(struct type type);

/* Can the fields be converted as the format says? Asked when a pipe is created, too. */
bool load_formats_check(const struct copy_plan *plan, struct err *err) MUST_USE;

/* The files' records into the plan's staging table, with the columns of pipe/read.h. What is wrong with a file is noted
 * in it. */
bool load_stage_records(struct connection *conn, const struct copy_plan *plan, struct load_file *files, size_t n,
                        struct arena *a, struct err *err) MUST_USE;

/* The table is locked in the transaction. Under ABORT_STATEMENT an error in any file is the statement's, and nothing
 * was inserted. *ret_rows: how many rows were. The records say what was loaded and which rows of the table it became.
 */
bool load_files(struct load_context *c, struct transaction *t, const struct copy_plan *plan, struct load_file *files,
                size_t n, struct arena *a, int64_t *ret_rows, struct err *err) MUST_USE;
