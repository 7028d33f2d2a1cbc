/* What the statements that change a table share: their target, assignments to its columns, and the result. */
#pragma once
#include "session/internal.h"

/* The statement's target, its columns, and the alias that expressions know it by. */
struct target {
    struct object *object;
    struct table table;
    struct str alias;
    bool has_alias; /* written: the table's name is not known then */
    struct changes changes;
};

bool dml_open_target(struct run *r, const struct object_name *name, struct str alias, struct target *t,
                     struct err *err) MUST_USE;
/* Runs `work` on the statement's target. */
bool dml_write_target(struct run *r, struct target *t, write_function *work, struct err *err) MUST_USE;
/* Consumes the streams that the resolve reads, then makes its changes. */
bool dml_apply(struct run *r, struct target *t, const struct resolve *resolve, struct err *err) MUST_USE;
/* The result's columns; the caller adds the numbers. */
void dml_finish(struct run *r, const struct listing_column *columns, size_t n);
bool dml_wrong_count(size_t expected, size_t got, struct err *err); /* always false */

/* `"C"."X"` */
void dml_add_old_value(const struct target *t, const struct column *c, struct buf *out);
/* What SET gives to each column of the table; NULL: nothing. */
bool dml_assignments_by_column(struct run *r, const struct target *t, const struct assignment *set, size_t n,
                               struct node **values, struct err *err) MUST_USE;
/* An assigned value, converted to the column's type; DEFAULT is the column's. */
bool dml_add_value(struct run *r, const struct target *t, const struct column *c, const struct node *value,
                   struct buf *out, struct err *err) MUST_USE;

/* Which position of the source each column of the table takes, or -1. */
bool dml_map_columns(struct run *r, const struct target *t, const struct assignment *columns, size_t n_columns,
                     ptrdiff_t *position, size_t *ret_n, struct err *err) MUST_USE;
/* What goes into each column, AS its name: the default, or the source's column, which is from[position] … */
bool dml_add_assignments(struct run *r, const struct target *t, const ptrdiff_t *position,
                         const struct typed_column *from, struct buf *out, struct err *err) MUST_USE;
/* … or the value at that position of a row of VALUES. */
bool dml_add_row(struct run *r, const struct target *t, const ptrdiff_t *position, const struct node *row,
                 struct buf *out, struct err *err) MUST_USE;

/* INSERT ALL | FIRST: the query with its conditions (session/insert_all.c). */
bool insert_all(struct run *r, struct err *err) MUST_USE;
bool insert_all_query(struct run *r, struct buf *out, struct err *err) MUST_USE;
/* MERGE's: see table_apply (session/merge.c). */
bool merge_resolve(struct run *r, const struct target *t, struct resolve *ret, struct err *err) MUST_USE;
