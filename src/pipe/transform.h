/* COPY … FROM (SELECT items FROM @stage): its query is a projection of the file's fields ($1, $2 …), metadata and
 * expressions over them (Snowflake's page "Transforming data during a load"). */
#pragma once
#include "pipe/load.h"

/* Refuses by name what is more than a projection of one stage; gives the stage's reference and its options. */
bool transform_check(const struct statement_copy *copy, struct str *ret_stage, struct setting *ret_format,
                     struct str *ret_pattern, struct err *err) MUST_USE;
/* A NODE_STAGE's FILE_FORMAT => name or 'name', and PATTERN => 're'; untouched where there is none. */
bool transform_options(const struct node *stage, const struct tokens *tokens, struct setting *ret_format,
                       struct str *ret_pattern, struct err *err) MUST_USE;
/* Can the query of the plan be run, as far as that is known without a file? */
bool transform_check_names(struct load_context *c, const struct copy_plan *plan, struct arena *a,
                           struct err *err) MUST_USE;
bool transform_is_distinct(const struct node *query);
/* Does it ask for METADATA$FILE_CONTENT_KEY, which is known when a file was read? */
bool transform_needs_content(const struct node *query);
size_t transform_items(const struct node *query);
/* The largest n of $n; at least 1. */
size_t transform_positions(const struct node *query);
/* The field, counted from 0, that an item takes as it is; -1 for any other expression. */
ptrdiff_t transform_position(const struct node *query, size_t item);
/* Is an item $n alone, without a cast? */
bool transform_is_field(const struct node *query, size_t item);

/* METADATA$FILENAME: the key inside the bucket, or the path below an internal stage. */
struct str transform_file_name(const struct copy_plan *plan, const struct load_file *file, struct arena *a);
/* Which field of the record field i of the plan is; -1: none. */
ptrdiff_t transform_field(const struct copy_plan *plan, const ptrdiff_t *source, size_t i);

/* The records (`from`: a table expression with the columns of pipe/read.h) as a table expression with the columns "$1",
 * "$2" … and METADATA$…. */
void transform_stage(const struct copy_plan *plan, const struct load_file *files, size_t n, struct str from,
                     int64_t now, struct buf *out);
/* The query over the records as a table expression with the items as c0, c1 …, a row for each record: DISTINCT is left
 * to the caller. */
bool transform_items_of(struct load_context *c, const struct copy_plan *plan, const struct load_file *files, size_t n,
                        struct str from, struct arena *a, struct buf *out, struct err *err) MUST_USE;
/* The statement that makes temp.freshet_load, with the items as c0, c1 …, from temp.freshet_raw. Where a guarded item
 * could not be evaluated failed<i> is true. */
bool transform_query(struct load_context *c, const struct copy_plan *plan, const struct load_file *files, size_t n,
                     struct arena *a, struct buf *out, struct err *err) MUST_USE;
/* Which of the query's n items are guarded: expressions over the record's fields that may fail for one record and not
 * for others. */
bool *transform_guards(const struct node *query, size_t n, struct arena *a);
bool transform_is_guarded(const struct copy_plan *plan, size_t i);
/* Evaluates one item for one record of temp.freshet_raw again, beside the transaction: why it fails. ret_failure is not
 * set when it does not fail. */
bool transform_failure(struct load_context *c, struct connection *conn, const struct copy_plan *plan, size_t item,
                       const struct load_file *files, int64_t file, int64_t row, struct arena *a,
                       struct err *ret_failure, struct err *err) MUST_USE;
/* The first field, counted from 0, that an item mentions; -1: none. */
ptrdiff_t transform_first_position(const struct node *query, size_t item);
/* The item `text` as its column's type: NULL when it does not convert. */
void transform_value(const struct copy_plan *plan, const char *text, struct type type, struct buf *out);
