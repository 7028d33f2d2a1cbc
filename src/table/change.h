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

/* The same on several threads: the rows may stand in any order. */
bool table_insert_unordered(struct transaction *t, const struct table *table, struct str sql, int64_t *ret_inserted,
                            struct err *err) MUST_USE;

/* The same as table_insert in place of the rows that are there; `sql` may read them. */
bool table_overwrite(struct transaction *t, const struct table *table, struct str sql, int64_t *ret_inserted,
                     struct err *err) MUST_USE;

/* What happens to rows of one kind: expressions over source and target. */
struct branch {
    bool some;         /* false: nothing */
    struct str op;     /* 'U', 'D' or 'I' */
    struct str values; /* `, v AS "X", w AS "Y"`: the new values of all columns; nothing when rows only go */
    struct str where;  /* to which of the rows; empty: to all */
};

/* What a MERGE, UPDATE or DELETE does. `alias` is what the texts call the target. */
struct resolve {
    struct str alias;
    /* MERGE: a table expression, what the texts call it, and ON. Its copy is spared when it is a stored table. */
    struct str source, source_alias, condition;
    int64_t source_table;           /* its id; 0: not a stored table */
    struct str others;              /* UPDATE and DELETE: what else stands in FROM */
    struct branch met;              /* target rows: those that a source row meets, or all */
    struct branch unmet;            /* source rows that meet no target row: over the source alone */
    bool nondeterministic_is_error; /* 100090 when a target row is hit twice (D twice is not an error) */
};
bool table_apply(struct transaction *t, const struct table *table, const struct resolve *r, struct changes *ret,
                 struct err *err) MUST_USE;
/* The query of table_apply, for showing. */
void table_resolve_text(const struct table *table, const struct resolve *r, struct buf *out);

/* The current rows become a generation; the table is empty. *ret: how many rows there were. */
bool table_truncate(struct transaction *t, const struct table *table, struct err *err) MUST_USE;

/* Names of the stored parts: store.t12, store."t12$undo", store."t12$cID" (the numbers of the identity column ID). */
void table_current_name(struct buf *out, int64_t id);
void table_undo_name(struct buf *out, int64_t id);
void table_sequence_name(struct buf *out, int64_t id, struct str column);
/* What the names of the table's sequences in the schema begin with: t12$c */
void table_sequence_prefix(struct buf *out, int64_t id);
