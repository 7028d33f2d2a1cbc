/* Every change of a stored table: resolve, delete, append (design: ARCHITECTURE.md, "Storage"). The caller has locked
 * the table in the transaction; `sql` texts are DuckDB's.
 *
 * A column list means all user columns in order; each `sql` gives values already converted by dialect_assign. */
#pragma once
#include "catalog/definition.h"
#include "table/transaction.h"

struct table {
    int64_t id;
    struct columns columns;
    struct str name; /* for messages */
};

struct changes {
    int64_t inserted, updated, deleted, multi_joined;
};

/* `sql` is a query that gives the user columns in order: appends its rows with fresh row ids. */
bool table_insert(struct transaction *t, const struct table *table, struct str sql, int64_t *ret_inserted,
                  struct err *err) MUST_USE;

/* The same in place of the rows that are there; `sql` may read them. */
bool table_overwrite(struct transaction *t, const struct table *table, struct str sql, int64_t *ret_inserted,
                     struct err *err) MUST_USE;

/* What each row of a resolve query means. The query has the columns
 *   _row (rowid of the target row, NULL for a new row), _rid, _op ('U','D','I'), _source (BIGINT, orders source rows),
 * then the new values of the user columns and only rows where something is to be done. */
struct resolve {
    struct str sql;
    bool nondeterministic_is_error; /* 100090 when a target row is hit twice (D twice is not an error) */
};
bool table_apply(struct transaction *t, const struct table *table, const struct resolve *r, struct changes *ret,
                 struct err *err) MUST_USE;

/* The current rows become a generation; the table is empty. *ret: how many rows there were. */
bool table_truncate(struct transaction *t, const struct table *table, struct err *err) MUST_USE;

/* Names of the stored parts: "store"."t12", "store"."t12$undo". */
void table_current_name(struct buf *out, int64_t id);
void table_undo_name(struct buf *out, int64_t id);
