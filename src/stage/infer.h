/* What columns files seem to have (Snowflake's page "INFER_SCHEMA"): of delimited text names from the header, types
 * from all its values; of JSON the keys of the documents, and types from their values; of Parquet what the file says.
 */
#pragma once
#include "base/vec.h"
#include "sql/type.h"
#include "stage/file_format.h"
#include "stage/files.h"

/* What the values of a column have been so far. */
struct inferred_type {
    bool some; /* false: none yet but NULLs */
    enum type_kind kind;
    int whole, scale; /* of numbers: the most digits before and behind the point */
};
void infer_value(struct inferred_type *t, struct str text, const struct file_format *f);
/* Text when there was nothing to tell. */
struct type infer_result(const struct inferred_type *t);
/* NUMBER(4, 0), TEXT, TIMESTAMP_NTZ: as INFER_SCHEMA names types. */
struct str infer_type_text(struct arena *a, struct type type);

struct inferred_column {
    struct str name;
    struct inferred_type type;
    size_t position;              /* in the first file that has it, from 0 */
    size_t required;              /* files that say that it is never NULL */
    VEC(struct stage_file) files; /* that have it */
};
struct inferred_columns {
    VEC(struct inferred_column) list; /* in the order in which they were met */
    VEC(struct stage_file) files;     /* that have any */
};

/* False: all files have the column, and say that it is never NULL. */
bool infer_nullable(const struct inferred_columns *c, const struct inferred_column *column);

struct infer_options {
    bool ignore_case;    /* names become upper case, and are the same when they differ in nothing else */
    bool lenient;        /* of a file that cannot be read what can be counts, and it is no error */
    int64_t max_records; /* of each file; -1: all */
};

/* Adds the columns of a file. A file that is gone adds none. */
bool infer_file(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                const struct infer_options *o, struct arena *a, struct inferred_columns *to, struct err *err) MUST_USE;
