/* Records wait as one INSERT statement under construction. */
#include "history/queries.h"

#include <pthread.h>
#include <stdlib.h>

struct queries {
    pthread_mutex_t lock; /* guards everything */
    struct connection *conn;
    struct buf pending;
    size_t n_pending;
};

enum { FLUSH_AFTER = 1000, KEPT_DAYS = 7 };

extern const char embed_queries_schema[];

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

static bool write_pending(struct queries *q, struct err *err)
{
    if (!q->n_pending)
        return true;
    bool ok = connection_run(q->conn, buf_str(&q->pending), NULL, err);
    buf_reset(&q->pending);
    q->n_pending = 0;
    return ok;
}

void queries_free(struct queries *q)
{
    if (!q)
        return;
    /* A history that cannot be written is no reason to fail at the very end. */
    struct err ignored ERR_SCOPE = {0};
    if (q->conn && !write_pending(q, &ignored))
        err_clear(&ignored);
    connection_free(q->conn);
    buf_clear(&q->pending);
    pthread_mutex_destroy(&q->lock);
    free(q);
}

static void add_text(struct buf *b, struct str text)
{
    buf_adds(b, ", ");
    if (text.n)
        buf_literal(b, text);
    else
        buf_adds(b, "NULL");
}

void queries_add(struct queries *q, const struct query_record *r)
{
    pthread_mutex_lock(&q->lock);
    struct buf *b = &q->pending;
    buf_adds(b, q->n_pending++ ? ", (" : "INSERT INTO freshet.query_history VALUES (");
    buf_literal(b, r->id);
    buf_adds(b, ", ");
    buf_literal(b, r->text);
    buf_adds(b, ", ");
    buf_literal(b, r->type);
    add_text(b, r->database);
    add_text(b, r->schema);
    add_text(b, r->role);
    add_text(b, r->warehouse);
    buf_printf(b, ", %lld, make_timestamp(%lld), make_timestamp(%lld), %s, ", (long long)r->session,
               (long long)r->started, (long long)r->ended, r->failed ? "true" : "false");
    if (r->failed)
        buf_printf(b, "%d", r->error_code);
    else
        buf_adds(b, "NULL");
    add_text(b, r->error_message);
    if (r->rows >= 0)
        buf_printf(b, ", %lld)", (long long)r->rows);
    else
        buf_adds(b, ", NULL)");
    if (q->n_pending >= FLUSH_AFTER) {
        struct err ignored ERR_SCOPE = {0};
        if (!write_pending(q, &ignored))
            err_clear(&ignored);
    }
    pthread_mutex_unlock(&q->lock);
}

bool queries_flush(struct queries *q, int64_t now, struct err *err)
{
    pthread_mutex_lock(&q->lock);
    bool ok = write_pending(q, err) &&
              connection_runf(q->conn, err, "DELETE FROM freshet.query_history WHERE start_time < make_timestamp(%lld)",
                              (long long)(now - KEPT_DAYS * INT64_C(86400000000)));
    pthread_mutex_unlock(&q->lock);
    return ok;
}

struct str queries_history_sql(struct arena *a, int64_t limit)
{
    return str_printf(
        a,
        "(SELECT query_id AS \"QUERY_ID\", query_text AS \"QUERY_TEXT\", database_name AS \"DATABASE_NAME\", "
        "schema_name AS \"SCHEMA_NAME\", query_type AS \"QUERY_TYPE\", session_id AS \"SESSION_ID\", "
        "'FRESHET' AS \"USER_NAME\", role_name AS \"ROLE_NAME\", warehouse_name AS \"WAREHOUSE_NAME\", "
        "CASE WHEN failed THEN 'FAILED_WITH_ERROR' ELSE 'SUCCESS' END AS \"EXECUTION_STATUS\", "
        "error_code AS \"ERROR_CODE\", error_message AS \"ERROR_MESSAGE\", "
        "timezone('UTC', start_time) AS \"START_TIME\", timezone('UTC', end_time) AS \"END_TIME\", "
        "date_diff('millisecond', start_time, end_time) AS \"TOTAL_ELAPSED_TIME\", "
        "rows_produced AS \"ROWS_PRODUCED\" FROM freshet.query_history ORDER BY start_time DESC LIMIT %lld)",
        (long long)limit);
}
