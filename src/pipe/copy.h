/* What a COPY statement says, resolved: target, columns, location, format and options. COPY itself and pipes work from
 * it. */
#pragma once
#include "pipe/pipe.h"
#include "stage/files.h"
#include "stage/format.h"

enum on_error { ON_ERROR_ABORT, ON_ERROR_CONTINUE, ON_ERROR_SKIP_FILE, ON_ERROR_SKIP_PERCENT };

enum match { MATCH_NONE, MATCH_CASE_SENSITIVE, MATCH_CASE_INSENSITIVE };

/* VALIDATION_MODE: the files are read and nothing is loaded. */
enum validation { VALIDATION_NONE, VALIDATION_ROWS, VALIDATION_ERRORS, VALIDATION_ALL_ERRORS };

/* INCLUDE_METADATA: what is known of a record besides its fields. */
enum metadata {
    METADATA_NONE,
    METADATA_FILENAME,
    METADATA_FILE_ROW_NUMBER,
    METADATA_FILE_LAST_MODIFIED,
    METADATA_START_SCAN_TIME,
};

struct copy_options {
    enum on_error on_error;
    int64_t error_limit; /* of ON_ERROR_SKIP_FILE errors, of ON_ERROR_SKIP_PERCENT a percentage */
    int64_t size_limit;  /* bytes; -1: none */
    bool purge, return_failed_only, force;
    enum match match;                        /* MATCH_BY_COLUMN_NAME: the file's header says which column a field is */
    bool truncate;                           /* strings that are too long, instead of refusing them */
    const struct settings *include_metadata; /* column = METADATA$…; NULL: none */
    bool load_uncertain;                     /* LOAD_UNCERTAIN_FILES */
    enum validation validation;
    int64_t validation_rows; /* of VALIDATION_ROWS */
};

struct copy_plan {
    bool for_pipe;
    int64_t errors_kept; /* of each file: so many of those of either kind; 0: the first alone */
    struct object *table;
    struct columns columns; /* of the table */
    /* A field is what goes into a column: a field of the file, or an item of the query. */
    ptrdiff_t *field_of; /* for each column the number of its field, or -1: it gets its default */
    size_t *column_of;   /* for each field its column; n_fields of them */
    size_t n_fields;
    enum metadata *metadata; /* for each field: what it is made of instead; NULL: of no field */
    int64_t scan_time;       /* µs UTC */
    size_t n_raw; /* fields that are taken from the file: n_fields, or as many as the query's $1, $2 … ask for */
    const struct statement_copy *copy;
    const struct node *query; /* FROM (SELECT …), or NULL */
    const bool *guards;       /* of each item of the query: transform_guards */
    bool keyed;               /* fields are values of the document by their columns' names */
    const struct tokens *tokens;
    const char *staging; /* the temporary table that takes the files' records */
    bool has_list;       /* a column list was written: records may be shorter and longer */
    struct stage_location location;
    struct pattern *pattern; /* NULL: none */
    struct str pattern_text; /* p NULL: none */
    struct file_format format;
    struct copy_options options;
};

/* Are the fields made of what is taken from the file, instead of taken themselves? */
static inline bool copy_plan_projects(const struct copy_plan *p)
{
    return p->query || p->keyed;
}

/* for_pipe: the options that a pipe's COPY must not have are refused, and ON_ERROR's default is SKIP_FILE. */
bool copy_plan_make(struct load_context *c, const struct scope *scope, const struct statement_copy *copy, bool for_pipe,
                    struct arena *a, struct copy_plan *ret, struct err *err) MUST_USE;
/* What the plan says of the table's columns, made again for the table that it has now. */
bool copy_plan_columns(struct copy_plan *p, struct arena *a, struct err *err) MUST_USE;
void copy_plan_release(struct copy_plan *p);
