/* What is wrong with a record, in Snowflake's words and with its place (Snowflake's pages "COPY INTO <table>" and
 * "VALIDATE"). */
#pragma once
#include "pipe/load.h"
#include "stage/record.h"

/* Notes the error in its file: the first of all, and each as far as the plan keeps them. */
void load_error_note(struct arena *a, const struct copy_plan *plan, struct load_file *file, struct load_error error);

/* A file that cannot be read at all; counts as one error. */
void load_error_file(struct arena *a, const struct copy_plan *plan, struct load_file *file, struct str problem);
/* A record with a fault, or with more or fewer than `width` fields; first: it is the file's first record. */
struct load_error load_error_record(struct arena *a, const struct copy_plan *plan, const struct record *rec,
                                    size_t width, bool first);

/* Which field is bad. */
struct load_place {
    size_t field;
    ptrdiff_t in_file;         /* which field of the record that is; -1: none */
    struct str text;           /* the field's; p NULL: NULL */
    const struct err *failure; /* why its expression failed; NULL: it did not */
};
/* A field of a record that does not convert. */
struct load_error load_error_field(struct arena *a, const struct copy_plan *plan, const struct record *rec,
                                   struct load_place place);
/* What stands before a file's path in errors: `@T/` in the stage of the table T, elsewhere nothing (Snowflake's page
 * “COPY INTO <table>”, the examples of VALIDATION_MODE). */
struct str load_error_prefix(const struct stage_location *location);
/* The file's error as the statement's: always false. */
bool load_error_raise(const struct copy_plan *plan, const struct load_file *file, struct err *err);
