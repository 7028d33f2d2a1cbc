/* Rows know their file: for each file that put rows into a table, the version of the table that it wrote and the row
 * ids
 * (`_rid`, ARCHITECTURE.md "Storage") that its rows were given, in the order of the file. Kept for as long as the
 * table, whatever becomes of the rows. */
#pragma once
#include "history/loads.h"

/* Says in `warning` of each record whose content this table had before under another name that it had: records[i] may
 * repeat what the table has and what records[0..i) have. *ret_n: of how many. A file without rows is not compared. */
bool lineage_warn(struct connection *c, struct arena *a, const struct load_source *source, struct load_record *records,
                  size_t n, int64_t *ret_n, struct err *err) MUST_USE;

/* A row for each record that has put rows into the table; in the transaction that has. loads_record calls it. */
bool lineage_record(struct connection *c, const struct load_source *source, const struct load_record *records, size_t n,
                    struct err *err) MUST_USE;

/* Appends the query behind FRESHET.LINEAGE('t'): `stored` is the table expression of the table's current rows. */
void lineage_sql(int64_t table, struct str stored, struct buf *out);
