/* The store's memory of versions, waiting for commits, and the purge of what nobody needs any more. */
#include "table/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "table/internal.h"

extern const char embed_store_schema[];

enum { PURGE_DELAY = 60 /* s */ };

static struct str id_key(char text[24], int64_t id)
{
    int n = snprintf(text, 24, "%lld", (long long)id);
    return (struct str){text, (size_t)n};
}

struct lock *store_lock_of(struct store *s, int64_t id)
{
    char text[24];
    struct lock *l = map_get(&s->locks, id_key(text, id));
    if (!l) {
        l = xmalloc(sizeof *l);
        *l = (struct lock){.id = id, .next_rid = 1};
        map_put(&s->locks, id_key(text, id), l);
    }
    return l;
}

static bool read_versions(struct store *s, struct connection *conn, struct err *err)
{
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(
            conn,
            STR("SELECT table_id, max(version), arg_max(next_rid, version) FROM freshet.table_versions GROUP BY 1"),
            &rows, err))
        return false;
    while (rows_next(rows)) {
        struct lock *l = store_lock_of(s, rows_int(rows, 0));
        l->version = rows_int(rows, 1);
        l->next_rid = rows_int(rows, 2);
        if (l->version > s->last_version)
            s->last_version = l->version;
    }
    return true;
}

bool store_open(struct engine *e, struct clock *clock, struct store **ret, struct err *err)
{
    struct connection *conn;
    if (!connection_new(e, &conn, err))
        return false;
    struct store *s = memset(xmalloc(sizeof *s), 0, sizeof *s);
    s->engine = e;
    s->clock = clock;
    pthread_mutex_init(&s->mutex, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&s->released, &monotonic);
    pthread_cond_init(&s->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    bool ok = connection_run(conn, str_from(embed_store_schema), NULL, err) && read_versions(s, conn, err);
    connection_free(conn);
    if (!ok) {
        store_free(s);
        return false;
    }
    *ret = s;
    return true;
}

void store_free(struct store *s)
{
    if (!s)
        return;
    struct str key;
    void *value;
    for (size_t i = 0; map_next(&s->locks, &i, &key, &value);)
        free(value);
    map_clear(&s->locks);
    pthread_mutex_destroy(&s->mutex);
    pthread_cond_destroy(&s->released);
    pthread_cond_destroy(&s->changed);
    free(s);
}

int64_t store_version(struct store *s, int64_t table)
{
    pthread_mutex_lock(&s->mutex);
    int64_t version = store_lock_of(s, table)->version;
    pthread_mutex_unlock(&s->mutex);
    return version;
}

int64_t store_commits(struct store *s)
{
    pthread_mutex_lock(&s->mutex);
    int64_t n = s->commits + s->pokes;
    pthread_mutex_unlock(&s->mutex);
    return n;
}

void store_wait(struct store *s, int64_t seen, int64_t until)
{
    struct timespec t = {until / MICROS_PER_SECOND, until % MICROS_PER_SECOND * 1000};
    pthread_mutex_lock(&s->mutex);
    while (s->commits + s->pokes <= seen && pthread_cond_timedwait(&s->changed, &s->mutex, &t) == 0)
        ;
    pthread_mutex_unlock(&s->mutex);
}

void store_interrupt(struct store *s)
{
    pthread_mutex_lock(&s->mutex);
    pthread_cond_broadcast(&s->released);
    pthread_mutex_unlock(&s->mutex);
}

void store_poke(struct store *s)
{
    pthread_mutex_lock(&s->mutex);
    s->pokes++;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->mutex);
}

/* --- purge ------------------------------------------------------------------------------------------------------ */

/* The version up to which nothing of the table can be asked for: that of the oldest of its streams' offsets. A stream
 * that is being created is not seen yet; it begins at a version that is current, or was so a moment ago. */
static bool horizon(struct store *s, struct connection *conn, const struct object *table, int64_t *ret, struct err *err)
{
    int64_t since = clock_now(s->clock) - MICROS_PER_SECOND * PURGE_DELAY;
    struct buf sql BUF_SCOPE = {0};
    buf_printf(&sql,
               "SELECT least((SELECT min(version) FROM freshet.stream_offsets WHERE table_id = %lld), "
               "(SELECT max(version) FROM freshet.table_versions WHERE table_id = %lld AND committed_at <= "
               "make_timestamp(%lld)))",
               (long long)table->id, (long long)table->id, (long long)since);
    return connection_int(conn, buf_str(&sql), 0, ret, err);
}

static bool drop_generations(struct connection *conn, int64_t table, int64_t below, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct buf sql BUF_SCOPE = {0};
    buf_printf(&sql, "SELECT name FROM freshet.generations WHERE table_id = %lld AND version <= %lld", (long long)table,
               (long long)below);
    VEC(struct str) names = {0};
    {
        ROWS_SCOPE struct rows *rows = NULL;
        if (!connection_query(conn, buf_str(&sql), &rows, err))
            return false;
        while (rows_next(rows))
            vec_push(&a, &names, str_dup(&a, rows_slice(rows, 0)));
    }
    for (size_t i = 0; i < names.n; i++)
        if (!connection_runf(conn, err, "DROP TABLE store.\"%.*s\"", STR_FMT(names.at[i])))
            return false;
    return connection_runf(conn, err, "DELETE FROM freshet.generations WHERE table_id = %lld AND version <= %lld",
                           (long long)table, (long long)below);
}

static bool purge_table(struct store *s, struct transaction *t, const struct object *table, struct err *err)
{
    int64_t below;
    bool stale;
    if (!transaction_lock(t, table->id, &stale, err) || !transaction_begin(t, false, err))
        return false;
    return horizon(s, t->conn, table, &below, err) &&
           connection_runf(t->conn, err, "DELETE FROM store.\"t%lld$undo\" WHERE _replaced <= %lld",
                           (long long)table->id, (long long)below) &&
           drop_generations(t->conn, table->id, below, err) &&
           connection_runf(t->conn, err, "DELETE FROM freshet.table_versions WHERE table_id = %lld AND version < %lld",
                           (long long)table->id, (long long)below) &&
           transaction_commit(t, err);
}

/* Dropped tables stay for their retention time; nothing else of a dropped object is kept. */
static bool purge_dropped(struct store *s, struct connection *conn, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct buf sql BUF_SCOPE = {0};
    buf_printf(&sql,
               "SELECT id FROM freshet.objects WHERE dropped_on IS NOT NULL AND kind = 'TABLE' AND dropped_on <= "
               "make_timestamp(%lld) - to_days(coalesce(CAST(definition->>'retention' AS INTEGER), 1))",
               (long long)clock_now(s->clock));
    VEC(int64_t) ids = {0};
    {
        ROWS_SCOPE struct rows *rows = NULL;
        if (!connection_query(conn, buf_str(&sql), &rows, err))
            return false;
        while (rows_next(rows))
            vec_push(&a, &ids, rows_int(rows, 0));
    }
    for (size_t i = 0; i < ids.n; i++) {
        long long id = ids.at[i];
        if (!connection_runf(
                conn, err,
                "BEGIN; DROP TABLE IF EXISTS store.t%lld; DROP TABLE IF EXISTS store.\"t%lld$undo\"; "
                "DELETE FROM freshet.table_versions WHERE table_id = %lld; DELETE FROM freshet.objects WHERE id = %lld",
                id, id, id, id) ||
            !drop_generations(conn, id, INT64_MAX, err) || !connection_run(conn, STR("COMMIT"), NULL, err)) {
            struct err ignored ERR_SCOPE = {0};
            if (!connection_run(conn, STR("ROLLBACK"), NULL, &ignored))
                err_clear(&ignored);
            return false;
        }
    }
    return connection_run(conn, STR("DELETE FROM freshet.objects WHERE dropped_on IS NOT NULL AND kind <> 'TABLE'"),
                          NULL, err);
}

bool store_purge(struct store *s, struct connection *conn, struct catalog *catalog, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    size_t n;
    struct object **tables = catalog_list(catalog, &a, OBJECT_TABLE, STR_NULL, STR_NULL, &n);
    bool ok = true;
    for (size_t i = 0; i < n && ok; i++) {
        struct transaction t;
        transaction_init(&t, s, conn);
        ok = purge_table(s, &t, tables[i], err);
        transaction_release(&t);
    }
    catalog_list_release(tables, n);
    return ok && purge_dropped(s, conn, err);
}

bool store_checkpoint(struct connection *conn, struct err *err)
{
    return connection_run(conn, STR("CHECKPOINT"), NULL, err);
}
