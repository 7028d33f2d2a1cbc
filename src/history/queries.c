/* Records wait as one INSERT statement under construction. */
#include "history/queries.h"
#include "history/values.h"

#include <pthread.h>
#include <stdlib.h>

struct queries {
    pthread_mutex_t lock; /* guards everything */
    struct connection *conn;
    struct buf pending;
    size_t n_pending;
    int64_t written, purged; /* µs UTC */
};

enum { MOST_PENDING = 1000 };
#define WRITE_EVERY (5 * MICROS_PER_SECOND)
#define PURGE_EVERY (3600 * MICROS_PER_SECOND)
#define KEPT (7 * 86400 * MICROS_PER_SECOND)

static const char insert[] = "INSERT INTO freshet.query_history ";

extern const char embed_queries_schema[], embed_query_history[];

bool queries_open(struct engine *e, struct queries **ret, struct err *err)
{
    struct queries *q = memset(xmalloc(sizeof *q), 0, sizeof *q);
    pthread_mutex_init(&q->lock, NULL);
    if (!connection_new(e, &q->conn, err) || !connection_run(q->conn, str_from(embed_queries_schema), NULL, err)) {
        queries_free(q);
        return false;
    }
    *ret = q;
    return true;
}

/* A history that cannot be written is no reason for a statement to fail. */
static void write_pending(struct queries *q, int64_t now)
{
    ERR_SCOPE struct err ignored = {0};
    if (q->n_pending && !connection_run(q->conn, buf_str(&q->pending), NULL, &ignored))
        err_clear(&ignored);
    buf_reset(&q->pending);
    q->n_pending = 0;
    q->written = now;
    if (now - q->purged < PURGE_EVERY)
        return;
    q->purged = now;
    if (!connection_runf(q->conn, &ignored, "DELETE FROM freshet.query_history WHERE start_time < make_timestamp(%lld)",
                         (long long)(now - KEPT)))
        err_clear(&ignored);
}

void queries_free(struct queries *q)
{
    if (!q)
        return;
    if (q->conn)
        write_pending(q, q->written);
    connection_free(q->conn);
    buf_clear(&q->pending);
    pthread_mutex_destroy(&q->lock);
    free(q);
}

void queries_add(struct queries *q, const struct query_record *r)
{
    pthread_mutex_lock(&q->lock);
    struct buf *b = &q->pending;
    if (!q->n_pending++)
        buf_adds(b, insert);
    buf_adds(b, q->n_pending > 1 ? ", (" : "VALUES (");
    buf_literal(b, r->id);
    buf_adds(b, ", ");
    buf_literal(b, r->text);
    buf_adds(b, ", ");
    buf_literal(b, r->type);
    values_some_text(b, r->database);
    values_some_text(b, r->schema);
    values_some_text(b, r->role);
    values_some_text(b, r->warehouse);
    buf_printf(b, ", %lld, make_timestamp(%lld), make_timestamp(%lld), %s, ", (long long)r->session,
               (long long)r->started, (long long)r->ended, r->failed ? "true" : "false");
    if (r->failed)
        buf_printf(b, "%d", r->error_code);
    else
        buf_adds(b, "NULL");
    values_some_text(b, r->error_message);
    if (r->rows >= 0)
        buf_printf(b, ", %lld)", (long long)r->rows);
    else
        buf_adds(b, ", NULL)");
    if (q->n_pending >= MOST_PENDING || r->ended - q->written > WRITE_EVERY)
        write_pending(q, r->ended);
    pthread_mutex_unlock(&q->lock);
}

void queries_history_sql(struct queries *q, int64_t limit, struct buf *out)
{
    buf_adds(out, "(WITH statements AS (SELECT * FROM freshet.query_history");
    pthread_mutex_lock(&q->lock);
    if (q->n_pending) {
        buf_adds(out, " UNION ALL ");
        buf_add(out, str_sub(buf_str(&q->pending), sizeof insert - 1, q->pending.n));
    }
    pthread_mutex_unlock(&q->lock);
    buf_adds(out, ") ");
    buf_adds(out, embed_query_history);
    buf_printf(out, " ORDER BY start_time DESC LIMIT %lld)", (long long)limit);
}
