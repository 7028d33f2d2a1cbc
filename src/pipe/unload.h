/* COPY INTO <location>: rows of a query into files of a stage (Snowflake's page "COPY INTO <location>").
 *
 * Rows come from DuckDB as it makes them and go through a compressor into the file: memory holds one row, the
 * compressor, and what DuckDB keeps. The files of a statement appear together, when its last row is written; of very
 * many the first appear earlier (UNLOAD_OPEN_FILES). When it fails, what did appear is removed; what OVERWRITE has
 * replaced by then stays replaced. The transaction, with the offsets of streams that were read, is committed after
 * that: a process killed in between leaves files whose rows the stream will give again, and loses none. */
#pragma once
#include "engine/engine.h"
#include "pipe/pipe.h"
#include "stage/files.h"
#include "stage/format.h"

struct unload_options {
    bool header, overwrite, single, include_query_id, detailed_output;
    bool return_rows;      /* VALIDATION_MODE: the rows are the result */
    int64_t max_file_size; /* bytes, as they are in the stage */
};

struct unload_plan {
    struct stage_location location;
    struct file_format format;
    struct unload_options options;
    bool partitioned;     /* the last column is the partition of the row, and is not written */
    struct str base;      /* what DETAILED_OUTPUT leaves out of the files' paths: empty, or with a / at its end */
    struct str stem;      /* how names begin, behind the partition */
    struct str extension; /* with its dot; may be empty */
};

struct unload_file {
    struct str path; /* below the location's directory or URL */
    int64_t size, rows;
};

/* What became of it; in the statement's arena. */
struct unload_result {
    VEC(struct unload_file) files;
    size_t n_there; /* the first of them are in the stage */
    int64_t rows, input_bytes, output_bytes;
};

bool unload_plan_make(struct load_context *c, const struct scope *scope, const struct statement_unload *s,
                      struct str query_id, struct arena *a, struct unload_plan *ret, struct err *err) MUST_USE;
void unload_plan_release(struct unload_plan *p);

/* Refuses a destination where files are already, unless OVERWRITE or the query id in the names allows it. */
bool unload_check_free(const struct unload_plan *p, struct arena *a, struct err *err) MUST_USE;
/* Writes what the query gives, as CSV or JSON; as Parquet, by way of files that begin with `scratch`. With PARTITION BY
 * it gives the partition behind the columns, and is sorted by it. On failure no file is left. */
bool unload_text(const struct unload_plan *p, struct connection *conn, struct str sql, const struct zone *zone,
                 struct arena *a, struct unload_result *ret, struct err *err) MUST_USE;
bool unload_parquet(const struct unload_plan *p, struct connection *conn, struct str sql, struct str scratch,
                    const struct zone *zone, struct arena *a, struct unload_result *ret, struct err *err) MUST_USE;
/* Removes the files again, unless they have taken the place of others (OVERWRITE). */
void unload_undo(const struct unload_plan *p, struct unload_result *result);
void unload_listing(const struct unload_plan *p, const struct unload_result *result, struct listing *ret);

/* How a type of file writes rows: for unload.c. `n` columns, the partition's not among them. */
struct unload_writer {
    bool (*check)(const struct rows *rows, size_t n, struct err *err); /* NULL: every row can be written */
    void (*header)(const struct unload_plan *p, const struct rows *rows, size_t n, struct buf *out); /* NULL: none */
    bool (*row)(const struct unload_plan *p, const struct rows *rows, size_t n, const struct zone *zone,
                struct buf *out, struct err *err);
};
extern const struct unload_writer unload_csv, unload_json;
