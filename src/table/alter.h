/* Columns of a stored table that come, and that need not be filled any more: in all its parts, in the caller's
 * transaction, which has locked the table and has deleted none of its rows (table/change.c says why). Rows keep their
 * versions: to a stream nothing has changed. */
#pragma once
#include "table/change.h"

/* Appends a column. value: what the rows that are there get, a literal of DuckDB's; empty: NULL. NOT NULL is the
 * column's. */
bool table_add_column(struct transaction *t, int64_t table, const struct column *column, struct str value,
                      struct err *err) MUST_USE;
bool table_drop_not_null(struct transaction *t, int64_t table, struct str column, struct err *err) MUST_USE;
bool table_is_empty(struct transaction *t, int64_t table, bool *ret, struct err *err) MUST_USE;
