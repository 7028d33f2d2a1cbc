/* VALIDATION_MODE: what a COPY would load, or what is wrong with its files (Snowflake's page "COPY INTO <table>",
 * "Optional parameters"). Nothing is loaded and nothing recorded. */
#pragma once
#include "pipe/load.h"

/* What a COPY is to load, and what it says about the files that it does not. */
struct selection {
    VEC(struct load_file) files;
    VEC(struct load_record) others;
};

/* The columns of VALIDATION_MODE = RETURN_ERRORS, of VALIDATE and of VALIDATE_PIPE_LOAD. */
extern const struct listing_column validate_columns[];
extern const size_t validate_n_columns;

/* RETURN_ERRORS and RETURN_ALL_ERRORS fill the listing. Of RETURN_n_ROWS *ret_rows is the query, and an error among
 * these rows is the statement's. */
bool copy_validate(struct load_context *c, struct transaction *t, const struct copy_plan *plan, struct selection *s,
                   struct arena *a, struct listing *ret, struct str *ret_rows, struct err *err) MUST_USE;
