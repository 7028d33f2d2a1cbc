/* What of the store goes: old images and generations that no stream can ask for, dropped tables whose time is over, and
 * the log. */
#pragma once
#include "table/store.h"

/* Drops the stored parts of a table and all that is known of its versions, in the caller's transaction. */
bool store_drop_parts(struct connection *conn, int64_t table, struct err *err) MUST_USE;
/* The purge, in transactions of its own on conn. A table that somebody has locked is left to the next time, and one
 * that fails does not keep the others from it: the first error is given when all are done. */
bool store_purge(struct store *s, struct connection *conn, struct catalog *catalog, struct err *err) MUST_USE;
/* When store_purge was last called on this database, in µs UTC; 0: never. */
bool store_last_purge(struct connection *conn, int64_t *ret, struct err *err) MUST_USE;
/* Folds the log into the file, for idle moments. Where a transaction that is open forbids it, it is left to the next
 * time, without an error. */
bool store_checkpoint(struct connection *conn, struct err *err) MUST_USE;
