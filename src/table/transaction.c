/* Transactions: locks in memory, versions and offsets written just before DuckDB's COMMIT. */
#include "table/transaction.h"

#include "table/internal.h"

void transaction_init(struct transaction *t, struct store *s, struct connection *conn)
{
    *t = (struct transaction){.store = s, .conn = conn, .lock_timeout = LOCK_TIMEOUT_DEFAULT * MICROS_PER_SECOND};
}

static void release_locks(struct transaction *t)
{
    struct store *s = t->store;
    if (t->locks.n) {
        pthread_mutex_lock(&s->mutex);
        for (size_t i = 0; i < t->locks.n; i++)
            t->locks.at[i]->holder = NULL;
        pthread_cond_broadcast(&s->released);
        pthread_mutex_unlock(&s->mutex);
    }
    t->locks.n = t->locks.size = 0;
    t->locks.at = NULL;
}

static void forget_work(struct transaction *t)
{
    connection_remember(t->conn, false);
    t->writes.n = t->consumed.n = t->pins.n = 0;
    t->open = t->is_explicit = t->stale = t->rewrite = t->lost = false;
}

static void reset(struct transaction *t)
{
    release_locks(t);
    forget_work(t);
    t->writes.at = NULL;
    t->consumed.at = NULL;
    t->pins.at = NULL;
    t->writes.size = t->consumed.size = t->pins.size = 0;
    arena_clear(&t->arena);
}

void transaction_release(struct transaction *t)
{
    transaction_rollback(t, false);
}

/* DuckDB takes its snapshot at the first look at the database, not at BEGIN. */
static const char first_look[] = "SELECT 1 FROM freshet.table_versions LIMIT 0";

static bool take_snapshot(struct transaction *t, struct err *err)
{
    t->seen = store_commits(t->store);
    return connection_run(t->conn, STR("BEGIN TRANSACTION"), NULL, err) &&
           connection_run(t->conn, str_from(first_look), NULL, err);
}

/* Ends DuckDB's transaction. One that DuckDB has given up itself answers with an error: it is over all the same. */
static void end(struct transaction *t)
{
    ERR_SCOPE struct err ignored = {0};
    if (!connection_run(t->conn, STR("ROLLBACK"), NULL, &ignored))
        err_clear(&ignored);
}

static void pin_tables(struct transaction *t)
{
    struct store *s = t->store;
    struct str key;
    void *value;
    pthread_mutex_lock(&s->mutex);
    for (size_t i = 0; map_next(&s->locks, &i, &key, &value);) {
        const struct lock *l = value;
        vec_push(&t->arena, &t->pins, ((struct pin){l->id, l->version, l->next_rid}));
    }
    pthread_mutex_unlock(&s->mutex);
}

bool transaction_begin(struct transaction *t, bool is_explicit, struct err *err)
{
    t->began = clock_now(t->store->clock);
    if (is_explicit)
        pin_tables(t); /* before the snapshot, which then shows all that is pinned */
    if (!take_snapshot(t, err)) {
        end(t); /* it may have been the look that failed, behind BEGIN */
        forget_work(t);
        return false;
    }
    t->open = true;
    t->is_explicit = is_explicit;
    connection_remember(t->conn, is_explicit);
    return true;
}

static bool snapshot_version(struct transaction *t, int64_t table, int64_t *ret_version, int64_t *ret_next_rid,
                             struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql,
               "SELECT max(version), arg_max(next_rid, version) FROM freshet.table_versions WHERE table_id = %lld",
               (long long)table);
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(t->conn, buf_str(&sql), &rows, err))
        return false;
    rows_next(rows);
    *ret_version = rows_int(rows, 0);
    *ret_next_rid = rows_null(rows, 1) ? 1 : rows_int(rows, 1);
    return true;
}

bool transaction_visible(struct transaction *t, int64_t table, int64_t *ret_version, int64_t *ret_next_rid,
                         struct err *err)
{
    if (!t->is_explicit)
        return snapshot_version(t, table, ret_version, ret_next_rid, err);
    *ret_version = 0;
    *ret_next_rid = 1;
    for (size_t i = 0; i < t->pins.n; i++)
        if (t->pins.at[i].table == table) {
            *ret_version = t->pins.at[i].version;
            *ret_next_rid = t->pins.at[i].next_rid;
        }
    return true;
}

struct savepoint transaction_savepoint(const struct transaction *t, struct arena *a)
{
    return (struct savepoint){connection_remembered(t->conn), t->writes.n, t->consumed.n,
                              arena_copy(a, t->writes.at, t->writes.n * sizeof *t->writes.at)};
}

/* Back to where the transaction was after its first n remembered statements. */
static bool return_to(struct transaction *t, size_t n, struct err *err)
{
    t->stale = t->rewrite = false;
    t->seen = store_commits(t->store);
    if (connection_return_to(t->conn, n, err) && connection_run_as(t->conn, str_from(first_look), STR_NULL, err))
        return true;
    transaction_rollback(t, false);
    t->lost = true;
    return false;
}

bool transaction_refresh(struct transaction *t, struct err *err)
{
    if (!t->is_explicit || store_commits(t->store) == t->seen || (connection_remembered(t->conn) && !t->stale))
        return true;
    return return_to(t, connection_remembered(t->conn), err);
}

bool transaction_restore(struct transaction *t, const struct savepoint *s, struct err *err)
{
    if ((t->rewrite || connection_is_beyond(t->conn, s->statements)) && !return_to(t, s->statements, err))
        return false;
    t->writes.n = s->n_writes;
    t->consumed.n = s->n_consumed;
    if (s->n_writes)
        memcpy(t->writes.at, s->writes, s->n_writes * sizeof *s->writes);
    return true;
}

/* Would waiting for this lock close a circle? The mutex is held. */
static bool would_deadlock(const struct transaction *t, const struct lock *wanted)
{
    for (const struct transaction *holder = wanted->holder; holder && holder->waiting_for;
         holder = holder->waiting_for->holder)
        if (holder->waiting_for->holder == t)
            return true;
    return false;
}

static bool is_interrupted(const struct transaction *t)
{
    return t->interrupted && atomic_load(t->interrupted);
}

/* Waits for the lock; the mutex is held, and given up while waiting. */
static bool wait_for(struct transaction *t, struct lock *l, struct err *err)
{
    int64_t until = clock_monotonic() + t->lock_timeout;
    struct timespec at = {until / MICROS_PER_SECOND, until % MICROS_PER_SECOND * 1000};
    while (l->holder) {
        if (is_interrupted(t))
            return err_set(err, 604, "57014", "SQL execution canceled");
        t->deadlocked = would_deadlock(t, l);
        if (t->deadlocked)
            return err_set(err, 625, "57014",
                           "Statement was aborted because waiting for a lock would have been a deadlock; roll back and "
                           "try again.");
        if (clock_monotonic() >= until)
            return err_set(
                err, 625, "57014",
                "Another statement has locked a table or stream in its transaction and this lock has not yet "
                "been released. Your statement was aborted because it waited longer than the lock timeout of "
                "%lld second(s).",
                (long long)(t->lock_timeout / MICROS_PER_SECOND));
        t->waiting_for = l;
        pthread_cond_timedwait(&t->store->released, &t->store->mutex, &at);
        t->waiting_for = NULL;
    }
    return true;
}

bool transaction_lock(struct transaction *t, int64_t object, bool *ret_stale, struct err *err)
{
    struct store *s = t->store;
    *ret_stale = t->deadlocked = false;
    pthread_mutex_lock(&s->mutex);
    struct lock *l = store_lock_of(s, object);
    bool had = l->holder == t;
    t->busy = t->no_wait && l->holder && !had ? object : 0;
    bool ok = !t->busy && (had || wait_for(t, l, err));
    if (ok && !had) {
        l->holder = t;
        vec_push(&t->arena, &t->locks, l);
    }
    if (ok)
        *ret_stale = t->open && l->committed > t->seen;
    pthread_mutex_unlock(&s->mutex);
    t->stale = t->stale || (t->is_explicit && *ret_stale);
    return ok;
}

bool transaction_try_lock(struct transaction *t, int64_t object)
{
    struct store *s = t->store;
    pthread_mutex_lock(&s->mutex);
    struct lock *l = store_lock_of(s, object);
    if (!l->holder) {
        l->holder = t;
        vec_push(&t->arena, &t->locks, l);
    }
    bool got = l->holder == t;
    pthread_mutex_unlock(&s->mutex);
    return got;
}

bool transaction_write(struct transaction *t, int64_t table, struct write **ret, struct err *err)
{
    for (size_t i = 0; i < t->writes.n; i++)
        if (t->writes.at[i].table == table) {
            *ret = &t->writes.at[i];
            return true;
        }
    struct store *s = t->store;
    pthread_mutex_lock(&s->mutex);
    struct lock *l = store_lock_of(s, table);
    bool held = l->holder == t;
    struct write w = {.table = table, .version = ++s->last_version, .first_rid = l->next_rid, .next_rid = l->next_rid};
    pthread_mutex_unlock(&s->mutex);
    if (!held)
        return err_internal(err, "table %lld is written without its lock", (long long)table);
    vec_push(&t->arena, &t->writes, w);
    *ret = &t->writes.at[t->writes.n - 1];
    return true;
}

int64_t transaction_own_version(const struct transaction *t, int64_t table)
{
    for (size_t i = 0; i < t->writes.n; i++)
        if (t->writes.at[i].table == table)
            return t->writes.at[i].version;
    return 0;
}

int64_t transaction_sees(struct transaction *t, int64_t table)
{
    pthread_mutex_lock(&t->store->mutex);
    const struct lock *l = store_lock_of(t->store, table);
    int64_t version = l->committed <= t->seen ? l->version : -1;
    pthread_mutex_unlock(&t->store->mutex);
    return version;
}

bool transaction_consume(struct transaction *t, const struct consumption *c)
{
    for (size_t i = 0; i < t->consumed.n; i++)
        if (t->consumed.at[i].stream == c->stream)
            return false;
    vec_push(&t->arena, &t->consumed, *c);
    return true;
}

static bool write_versions(struct transaction *t, struct err *err)
{
    long long now = clock_now(t->store->clock);
    for (size_t i = 0; i < t->consumed.n; i++) {
        const struct consumption *c = &t->consumed.at[i];
        if (!connection_runf(t->conn, err,
                             "UPDATE freshet.stream_offsets SET version = %lld, next_rid = %lld, initial = false, "
                             "moved_at = make_timestamp(%lld) WHERE stream_id = %lld",
                             (long long)c->version, (long long)c->next_rid, now, (long long)c->stream))
            return false;
    }
    for (size_t i = 0; i < t->writes.n; i++) {
        const struct write *w = &t->writes.at[i];
        if (w->changed &&
            !connection_runf(t->conn, err,
                             "INSERT INTO freshet.table_versions VALUES (%lld, %lld, make_timestamp(%lld), %lld)",
                             (long long)w->table, (long long)w->version, now, (long long)w->next_rid))
            return false;
    }
    return true;
}

/* What is committed becomes known in memory, before the locks go. */
static void announce(struct transaction *t)
{
    struct store *s = t->store;
    bool anything = t->consumed.n > 0;
    pthread_mutex_lock(&s->mutex);
    for (size_t i = 0; i < t->writes.n; i++)
        anything = anything || t->writes.at[i].changed;
    if (anything)
        s->commits++;
    int64_t number = s->commits + s->pokes;
    for (size_t i = 0; i < t->writes.n; i++) {
        const struct write *w = &t->writes.at[i];
        if (!w->changed)
            continue;
        struct lock *l = store_lock_of(s, w->table);
        l->version = w->version;
        l->next_rid = w->next_rid;
        l->committed = number;
    }
    for (size_t i = 0; i < t->consumed.n; i++)
        store_lock_of(s, t->consumed.at[i].stream)->committed = number;
    if (anything)
        pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->mutex);
}

static void tell_ended(struct transaction *t, bool committed)
{
    void (*ended)(void *, bool) = t->ended;
    t->ended = NULL;
    if (ended)
        ended(t->ended_ctx, committed);
}

bool transaction_commit(struct transaction *t, struct err *err)
{
    if (!t->open) {
        reset(t);
        return true;
    }
    connection_remember(t->conn, false);
    if (!write_versions(t, err) || !connection_run(t->conn, STR("COMMIT"), NULL, err)) {
        transaction_rollback(t, false);
        return false;
    }
    announce(t);
    tell_ended(t, true);
    reset(t);
    return true;
}

void transaction_rollback(struct transaction *t, bool keep_locks)
{
    if (t->open)
        end(t);
    ERR_SCOPE struct err ignored = {0};
    if (t->is_explicit && !connection_run_anyway(t->conn, &ignored))
        err_clear(&ignored);
    tell_ended(t, false);
    if (keep_locks)
        forget_work(t);
    else
        reset(t);
}
