/* What store.c, transaction.c and change.c share. */
#pragma once
#include <pthread.h>
#include <stdatomic.h>

#include "base/map.h"
#include "table/change.h"

/* Of a table or a stream; lives as long as the store. Everything is guarded by the store's mutex. */
struct lock {
    int64_t id;
    struct transaction *holder;
    int64_t version, next_rid; /* committed */
    int64_t committed;         /* the number of the commit that last changed it */
};

struct store {
    struct engine *engine;
    struct clock *clock;
    pthread_mutex_t mutex;
    pthread_cond_t released; /* a lock was released, or whoever waits for one interrupted; on the monotonic clock */
    pthread_cond_t changed;  /* commits or pokes rose; on the monotonic clock */
    struct map locks;        /* by id */
    int64_t commits;         /* that changed or consumed anything */
    int64_t pokes;
    int64_t last_version;
};

/* Made when it is first asked for; the mutex is held. */
struct lock *store_lock_of(struct store *s, int64_t id);

/* Writes the temporary table `resolve`: for each affected row "$row" (rowid of the target row, NULL for a new row),
 * "$rid",
 * "$op" ('U', 'D', 'I'), "$source" (orders source rows), the new values under the columns' names, and the old image as
 * "$ver", "$0", "$1" …. */
bool table_resolve(struct transaction *t, const struct table *table, const struct resolve *r, struct err *err) MUST_USE;
