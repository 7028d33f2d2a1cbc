/* The records of loads: which files a table or a pipe has had, and the history behind COPY_HISTORY and
 * VALIDATE_PIPE_LOAD (Snowflake's pages "COPY_HISTORY" and "VALIDATE_PIPE_LOAD"). All is written in the caller's
 * transaction, so a load and its record stand or fall together. */
#pragma once
#include "catalog/catalog.h"

/* Creates the tables if they are missing. The catalog must be open: it makes the schema. */
bool loads_open(struct connection *c, struct err *err) MUST_USE;
/* What dropped pipes knew of their files goes. History is kept for 14 days, and for so long a pipe loads no file again
 * that is written again under its name (Snowflake's page "Overview of Snowpipe", "Load history"). What a table was
 * loaded from is kept for as long as the table, so there are no files about which nothing is known. */
bool loads_purge(struct connection *c, int64_t now, struct err *err) MUST_USE;

enum load_status { LOAD_LOADED, LOAD_PARTIALLY_LOADED, LOAD_FAILED, LOAD_SKIPPED };
const char *load_status_word(enum load_status s);    /* LOADED, as COPY answers */
const char *load_status_history(enum load_status s); /* Loaded, as COPY_HISTORY says */

/* What is wrong in a file, and where. */
struct load_error {
    bool set;
    int code;
    const char *sqlstate, *category; /* category: parsing, conversion or other */
    struct str message, column;      /* column: `"T"["A":1]` */
    struct str record;               /* as it stands in the file, LOAD_ERROR_RECORD bytes at most */
    int64_t row, row_line;           /* the record's number and the line where it begins; 0: it is about the file */
    int64_t line, character, offset; /* offset: bytes before the place in the file's text */
};
/* So much of what is wrong in a file that a pipe loads is recorded: as many records that are no records, and as many
 * that do not convert. */
enum { LOAD_ERRORS_KEPT = 1000, LOAD_ERROR_RECORD = 8192 };

/* p NULL and -1 stand for NULL. */
struct load_record {
    enum load_status status;
    struct str file_name; /* below the stage */
    int64_t file_size;
    int64_t rows_parsed, rows_loaded, errors, error_limit;
    struct str first_error, first_column;
    int64_t first_line, first_character;
    struct str hash;                   /* of the content: an MD5, or an ETag */
    int64_t version, first_row;        /* where rows were loaded: the table's version, and the _rid of the first */
    struct str warning;                /* p NULL: none; see lineage.h */
    int64_t received;                  /* µs UTC: of pipes, when the file was first seen */
    const struct load_error *rejected; /* of pipes: for VALIDATE_PIPE_LOAD */
    size_t n_rejected;
};

/* Into which table, by whom, from where. */
struct load_source {
    const struct object *table, *pipe; /* pipe NULL: COPY */
    struct str stage_location, query_id;
    int64_t now; /* µs UTC */
};
bool loads_record(struct connection *c, const struct load_source *source, const struct load_record *records, size_t n,
                  struct err *err) MUST_USE;

/* A file as COPY remembers it. */
struct loaded_file {
    struct str path, md5;
    int64_t size, modified;
};
bool loads_of_table(struct connection *c, struct arena *a, int64_t table, struct loaded_file **ret, size_t *ret_n,
                    struct err *err) MUST_USE;
/* Replaces what was known about these paths. */
bool loads_remember(struct connection *c, int64_t table, int64_t now, const struct loaded_file *files, size_t n,
                    struct err *err) MUST_USE;
/* On TRUNCATE, CREATE OR REPLACE and DROP. */
bool loads_forget_table(struct connection *c, int64_t table, struct err *err) MUST_USE;

/* What a pipe knows about a file. */
enum pipe_file_state {
    PIPE_FILE_PRESENT, /* it was there before the pipe: REFRESH may queue it */
    PIPE_FILE_QUEUED,  /* by REFRESH */
    PIPE_FILE_LOADED,  /* whatever came of it */
    /* Loaded more than 14 days ago: it may lie in the stage still, but one of this name that is written from then on is
     * another file. */
    PIPE_FILE_FORGOTTEN,
};
struct pipe_file {
    struct str path;
    enum pipe_file_state state;
    int64_t modified; /* µs UTC: the file's time when it got into this state; of a forgotten one, when that was */
};
/* Replaces what was known about these paths. */
bool loads_set_pipe_files(struct connection *c, int64_t pipe, int64_t now, const struct pipe_file *files, size_t n,
                          struct err *err) MUST_USE;
bool loads_of_pipe(struct connection *c, struct arena *a, int64_t pipe, struct pipe_file **ret, size_t *ret_n,
                   struct err *err) MUST_USE;
/* The same, of a few paths. */
bool loads_of_pipe_among(struct connection *c, struct arena *a, int64_t pipe, const struct str *paths, size_t n,
                         struct pipe_file **ret, size_t *ret_n, struct err *err) MUST_USE;
/* The last file that the pipe has loaded, and the last that it has seen; their p NULL: there was none. Times are µs
 * UTC. */
struct pipe_last {
    struct str ingested, received;
    int64_t ingested_on, received_on;
};
bool loads_last_of_pipe(struct connection *c, struct arena *a, int64_t pipe, struct pipe_last *ret,
                        struct err *err) MUST_USE;

/* `NAME => value` of the table function; sql is DuckDB's. */
struct load_argument {
    struct str name, sql;
};
/* Appends a query with the columns of COPY_HISTORY, of the last 14 days. Names in TABLE_NAME and PIPE_NAME that are not
 * in full are looked up in the database and schema. */
bool loads_copy_history(const struct load_argument *args, size_t n_args, struct str database, struct str schema,
                        int64_t now, struct buf *out, struct err *err) MUST_USE;
/* Appends the query of a database's view LOAD_HISTORY. */
void loads_load_history(struct str database, int64_t now, struct buf *out);
/* What PIPE_USAGE_HISTORY is asked for: pipe NULL: of all together. Times are µs UTC. */
struct pipe_usage {
    const struct object *pipe;
    int64_t from, until;
};
/* Appends a query with the columns of PIPE_USAGE_HISTORY: a row for each 5 minutes of a range of up to 4 hours, for
 * each hour of one of up to 3 days, for each day of a longer one (Snowflake's page "PIPE_USAGE_HISTORY" has these three
 * steps and does not say where they begin). */
void loads_pipe_usage(const struct pipe_usage *usage, struct buf *out);
/* Appends a query with the columns of VALIDATE_PIPE_LOAD; PIPE_NAME among the arguments is the caller's to resolve. */
bool loads_validate_pipe_load(const struct load_argument *args, size_t n_args, int64_t pipe, struct buf *out,
                              struct err *err) MUST_USE;
