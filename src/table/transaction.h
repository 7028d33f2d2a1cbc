/* One transaction: DuckDB's, plus the locks it holds, the versions it writes and the streams it consumes.
 *
 * An autocommit statement is a transaction of its own: begin, lock, write, commit. In an explicit one the locks stay
 * until COMMIT or ROLLBACK. The connection's snapshot begins with transaction_begin; when a lock is got later and the
 * table was committed to in between, the snapshot is stale: `*ret_stale`. An autocommit statement then rolls back,
 * keeps its locks and runs again. An explicit transaction takes a new snapshot at each statement (READ COMMITTED) until
 * it changes something; from then on its snapshot stays until it proves stale: what the transaction has written is then
 * written again on a new one (connection_return_to), and the statement runs again.
 *
 * Waiting for a lock ends with an error when the transaction is interrupted, when the time for it is over, or when it
 * would never end.
 *
 * Streams are pinned whatever the snapshot: an explicit transaction sees the changes up to its BEGIN. */
#pragma once
#include <stdatomic.h>

#include "base/vec.h"
#include "table/store.h"

struct write {
    int64_t table, version;
    int64_t first_rid; /* rows with _rid >= first_rid were inserted by this transaction */
    int64_t next_rid;
    bool changed; /* false: locked and not written after all; no version is recorded */
};

/* What streams of a table see in an explicit transaction. */
struct pin {
    int64_t table, version, next_rid;
};

struct consumption {
    int64_t stream, table;
    int64_t version, next_rid; /* the new offset */
};

struct transaction {
    struct store *store;
    struct connection *conn;
    bool open, is_explicit;
    int64_t began; /* µs UTC */
    struct arena arena;
    VEC(struct lock *) locks;
    VEC(struct write) writes;
    VEC(struct consumption) consumed;
    VEC(struct pin) pins;     /* of an explicit one: every table, as it was at BEGIN */
    struct lock *waiting_for; /* guarded by the store's mutex */
    int64_t seen;             /* the store's commits when the snapshot was taken */
    bool stale;               /* of an explicit one: it needs a new snapshot */
    bool rewrite;             /* of an explicit one: what it wrote has to be written again, see connection_first */
    /* Of an explicit one: it could not be brought back after a statement that failed, and is over. What follows is
     * still meant to be a part of it and must not run, until COMMIT or ROLLBACK. */
    bool lost;
    bool deadlocked; /* the last lock was refused because waiting for it would never have ended */
    int64_t busy; /* the last lock was refused because another has it, and the owner has set no_wait; 0: it was not */
    bool no_wait; /* what the owner sets while it holds up others */
    /* What the owner sets: how long a lock is waited for (µs), and what ends the wait when it is not 0, see
     * store_interrupt. NULL: nothing does. */
    int64_t lock_timeout;
    const atomic_uint *interrupted;
    /* A value did not fit a NUMBER(38,0) that is stored as BIGINT: run the statement again in a new transaction with
     * widen set, then the columns that need it become DECIMAL(38,0) first (ARCHITECTURE.md, "Numbers"). */
    bool too_wide, widen;
    /* A load went straight into the table and met what it cannot load so, e.g. a value that does not convert: run the
     * statement again in a new transaction with stage set, then the records are looked at before any is inserted. */
    bool unfit, stage;
    /* What is to happen when this ends, once: before the locks go. NULL: nothing. */
    void (*ended)(void *ctx, bool committed);
    void *ended_ctx;
};

enum { LOCK_TIMEOUT_DEFAULT = 43200 /* s */ };

void transaction_init(struct transaction *t, struct store *s, struct connection *conn);
void transaction_release(struct transaction *t); /* rolls back what is open */
bool transaction_begin(struct transaction *t, bool is_explicit, struct err *err) MUST_USE;
/* Gives an explicit transaction a new snapshot: when there is something new to see and it has changed nothing yet, and
 * when its own is stale. */
bool transaction_refresh(struct transaction *t, struct err *err) MUST_USE;
/* The version and next_rid of a table up to which streams see changes, the transaction's own writes not counted: those
 * of BEGIN, or of the snapshot. */
bool transaction_visible(struct transaction *t, int64_t table, int64_t *ret_version, int64_t *ret_next_rid,
                         struct err *err) MUST_USE;
/* Locks a table or stream by object id; nothing when we hold it. False without err: `busy`. */
bool transaction_lock(struct transaction *t, int64_t object, bool *ret_stale, struct err *err) MUST_USE;
/* The same without waiting: false when another has it. */
bool transaction_try_lock(struct transaction *t, int64_t object) MUST_USE;
/* The write record of a table that is locked: made at the first call. Valid until the next call. */
bool transaction_write(struct transaction *t, int64_t table, struct write **ret, struct err *err) MUST_USE;
/* Our own version of a table, 0 when we have not written it. */
int64_t transaction_own_version(const struct transaction *t, int64_t table);
/* The committed version of a table that the snapshot surely shows; -1 when it was committed to since. */
int64_t transaction_sees(struct transaction *t, int64_t table);
/* The stream's offset moves to (version, next_rid) if and when this commits. False when it was consumed here before:
 * the first offset stands. */
bool transaction_consume(struct transaction *t, const struct consumption *c);
/* Where an explicit transaction stands before a statement, and back to it when the statement failed: a failed statement
 * undoes itself and nothing else. The arena keeps the savepoint. transaction_restore false: the transaction is lost. */
struct savepoint {
    size_t statements, n_writes, n_consumed;
    struct write *writes;
};
struct savepoint transaction_savepoint(const struct transaction *t, struct arena *a);
bool transaction_restore(struct transaction *t, const struct savepoint *s, struct err *err) MUST_USE;
bool transaction_commit(struct transaction *t, struct err *err) MUST_USE;
/* keep_locks: for a statement that runs again. */
void transaction_rollback(struct transaction *t, bool keep_locks);
