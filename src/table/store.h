/* Versions, row ids and locks of stored tables (design: ARCHITECTURE.md, "Storage").
 *
 * A version belongs to one transaction's writes to one table. It is drawn from one counter for the whole database when
 * the transaction first writes that table, while it holds the table's lock; the lock is kept until commit or rollback,
 * so the versions of a table rise in the order of commits. freshet.table_versions has a row for each: table, version,
 * when committed, next_rid.
 *
 * Locks are exclusive, one holder at a time, of tables and of streams (a consuming transaction). Waiting for a lock
 * whose holder waits for one of ours is an error (deadlock), not a hang. Readers take none. */
#pragma once
#include "catalog/catalog.h"

struct store;
struct transaction;

bool store_open(struct engine *e, struct clock *clock, struct store **ret, struct err *err) MUST_USE;
void store_free(struct store *s);

/* The latest committed version of a table, from memory. 0: never written. */
int64_t store_version(struct store *s, int64_t table);
/* Rises with every commit that changed a table: to ask whether anything happened. */
int64_t store_commits(struct store *s);
/* Waits until store_commits exceeds `seen`, or until the monotonic time `until` (µs). */
void store_wait(struct store *s, int64_t seen, int64_t until);
/* Has whoever waits for a lock look whether it was interrupted (struct transaction). */
void store_interrupt(struct store *s);
/* Makes store_wait return, as a commit does: something else happened. */
void store_poke(struct store *s);

/* Creates the stored parts of a table in the caller's transaction: empty, not yet written. */
bool store_create_table(struct transaction *t, const struct object *table, struct err *err) MUST_USE;
