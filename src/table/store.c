/* The store's memory of versions, and waiting for commits. */
#include "table/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "table/internal.h"

extern const char embed_store_schema[];

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
