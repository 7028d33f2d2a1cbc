/* COPY … FROM (SELECT items FROM @stage): its query is a projection of the file's fields ($1, $2 …), metadata and
 * expressions over them (Snowflake's page "Transforming data during a load"). */
#pragma once
#include "pipe/load.h"

/* Refuses by name what is more than a projection of one stage; gives the stage's reference. */
bool transform_check(const struct statement_copy *copy, struct str *ret_stage, struct err *err) MUST_USE;
size_t transform_items(const struct node *query);
/* The largest n of $n; at least 1. */
size_t transform_positions(const struct node *query);
/* The field, counted from 0, that an item takes as it is; -1 for any other expression. */
ptrdiff_t transform_position(const struct node *query, size_t item);

/* METADATA$FILENAME: the key inside the bucket, or the path below an internal stage. */
struct str transform_file_name(const struct copy_plan *plan, const struct load_file *file, struct arena *a);

/* The staged records as a table expression with the columns "$1", "$2" … and METADATA$…. */
void transform_stage(const struct copy_plan *plan, const struct load_file *files, size_t n, int64_t now,
                     struct buf *out);
/* The statement that makes temp.freshet_load, with the items as c0, c1 …, from temp.freshet_raw. */
bool transform_query(struct load_context *c, const struct copy_plan *plan, const struct load_file *files, size_t n,
                     struct arena *a, struct buf *out, struct err *err) MUST_USE;
/* The item `text` as its column's type: NULL when it does not convert. */
void transform_value(const struct copy_plan *plan, const char *text, struct type type, struct buf *out);
