/* The purge. Each table has a transaction of its own, so that nobody waits for long and what fails undoes little. */
#include "table/purge.h"

#include "table/internal.h"

enum { DELAY = 60 /* s */ };

/* --- stored parts ----------------------------------------------------------------------------------------------- */

/* DROP of all that a query names. */
static bool drop_each(struct connection *conn, const char *kind, const struct buf *query, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    VEC(struct str) names = {0};
    {
        ROWS_SCOPE struct rows *rows = NULL;
        if (!connection_query(conn, buf_str(query), &rows, err))
            return false;
        while (rows_next(rows))
            vec_push(&a, &names, str_dup(&a, rows_slice(rows, 0)));
    }
    for (size_t i = 0; i < names.n; i++) {
        BUF_SCOPE struct buf sql = {0};
        buf_printf(&sql, "DROP %s store.", kind);
        buf_ident(&sql, names.at[i]);
        if (!connection_run(conn, buf_str(&sql), NULL, err))
            return false;
    }
    return true;
}

static bool drop_generations(struct connection *conn, int64_t table, int64_t below, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "SELECT name FROM freshet.generations WHERE table_id = %lld AND version <= %lld", (long long)table,
               (long long)below);
    return drop_each(conn, "TABLE", &sql, err) &&
           connection_runf(conn, err, "DELETE FROM freshet.generations WHERE table_id = %lld AND version <= %lld",
                           (long long)table, (long long)below);
}

static bool drop_sequences(struct connection *conn, int64_t table, struct err *err)
{
    BUF_SCOPE struct buf prefix = {0}, sql = {0};
    table_sequence_prefix(&prefix, table);
    buf_adds(&sql, "SELECT sequence_name FROM duckdb_sequences() WHERE schema_name = 'store' AND "
                   "starts_with(sequence_name, ");
    buf_literal(&sql, buf_str(&prefix));
    buf_addc(&sql, ')');
    return drop_each(conn, "SEQUENCE", &sql, err);
}

bool store_drop_parts(struct connection *conn, int64_t table, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, "DROP TABLE IF EXISTS ");
    table_current_name(&sql, table);
    buf_adds(&sql, "; DROP TABLE IF EXISTS ");
    table_undo_name(&sql, table);
    buf_printf(&sql, "; DELETE FROM freshet.table_versions WHERE table_id = %lld", (long long)table);
    return connection_run(conn, buf_str(&sql), NULL, err) && drop_generations(conn, table, INT64_MAX, err) &&
           drop_sequences(conn, table, err);
}

/* --- old images ------------------------------------------------------------------------------------------------- */

/* The version up to which nothing of the table can be asked for: that of the oldest of its streams' offsets. A stream
 * that is being created is not seen yet; it begins at a version that is current, or was so a moment ago: so nothing is
 * old before some version has been there for that long. 0: nothing is, or the table was dropped. */
static bool horizon(struct store *s, struct connection *conn, const struct object *table, int64_t *ret, struct err *err)
{
    int64_t since = clock_now(s->clock) - MICROS_PER_SECOND * DELAY;
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql,
               "SELECT least((SELECT min(version) FROM freshet.stream_offsets WHERE table_id = %lld), "
               "coalesce((SELECT max(version) FROM freshet.table_versions WHERE table_id = %lld AND committed_at <= "
               "make_timestamp(%lld)), 0)) FROM freshet.objects WHERE id = %lld AND dropped_on IS NULL",
               (long long)table->id, (long long)table->id, (long long)since, (long long)table->id);
    return connection_int(conn, buf_str(&sql), 0, ret, err);
}

static bool purge_table(struct store *s, struct transaction *t, const struct object *table, struct err *err)
{
    int64_t below;
    if (!transaction_try_lock(t, table->id))
        return true;
    if (!transaction_begin(t, false, err) || !horizon(s, t->conn, table, &below, err))
        return false;
    if (below == 0)
        return true;
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, "DELETE FROM ");
    table_undo_name(&sql, table->id);
    buf_printf(&sql,
               " WHERE _replaced <= %lld; DELETE FROM freshet.table_versions WHERE table_id = %lld AND version < %lld",
               (long long)below, (long long)table->id, (long long)below);
    return connection_run(t->conn, buf_str(&sql), NULL, err) && drop_generations(t->conn, table->id, below, err) &&
           transaction_commit(t, err);
}

/* --- dropped tables --------------------------------------------------------------------------------------------- */

/* A permanent table stays for its retention time. */
static bool list_dropped(struct store *s, struct connection *conn, struct arena *a, int64_t **ret, size_t *ret_n,
                         struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql,
               "SELECT id FROM freshet.objects WHERE dropped_on IS NOT NULL AND kind = 'TABLE' AND (session <> 0 OR "
               "dropped_on <= make_timestamp(%lld) - to_days(coalesce(TRY_CAST(definition->>'retention' AS INTEGER), "
               "1)))",
               (long long)clock_now(s->clock));
    VEC(int64_t) ids = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(conn, buf_str(&sql), &rows, err))
        return false;
    while (rows_next(rows))
        vec_push(a, &ids, rows_int(rows, 0));
    *ret = ids.at;
    *ret_n = ids.n;
    return true;
}

/* A temporary one may go with its session at this moment. */
static bool drop_dropped(struct transaction *t, int64_t table, struct err *err)
{
    if (!transaction_try_lock(t, table))
        return true;
    return transaction_begin(t, false, err) && store_drop_parts(t->conn, table, err) &&
           connection_runf(t->conn, err, "DELETE FROM freshet.objects WHERE id = %lld", (long long)table) &&
           transaction_commit(t, err);
}

/* --- all of it -------------------------------------------------------------------------------------------------- */

static void keep_first(struct err *first, struct err *err)
{
    if (first->set)
        err_clear(err);
    else if (err->set)
        (void)err_move(first, err);
}

static void purge_tables(struct store *s, struct connection *conn, struct catalog *catalog, struct err *first)
{
    ARENA_SCOPE struct arena a = {0};
    size_t n;
    struct object **tables = catalog_list(catalog, &a, OBJECT_TABLE, STR_NULL, STR_NULL, &n);
    for (size_t i = 0; i < n; i++) {
        struct err err = {0};
        struct transaction t;
        transaction_init(&t, s, conn);
        if (!purge_table(s, &t, tables[i], &err))
            keep_first(first, &err);
        transaction_release(&t);
    }
    catalog_list_release(tables, n);
}

static void purge_dropped(struct store *s, struct connection *conn, struct err *first)
{
    ARENA_SCOPE struct arena a = {0};
    struct err err = {0};
    int64_t *ids = NULL;
    size_t n = 0;
    if (!list_dropped(s, conn, &a, &ids, &n, &err))
        keep_first(first, &err);
    for (size_t i = 0; i < n; i++) {
        struct transaction t;
        transaction_init(&t, s, conn);
        if (!drop_dropped(&t, ids[i], &err))
            keep_first(first, &err);
        transaction_release(&t);
    }
    /* Nothing else of a dropped object is kept; what was temporary goes with its session. */
    if (!connection_run(
            conn, STR("DELETE FROM freshet.objects WHERE dropped_on IS NOT NULL AND kind <> 'TABLE' AND session = 0"),
            NULL, &err))
        keep_first(first, &err);
}

bool store_purge(struct store *s, struct connection *conn, struct catalog *catalog, struct err *err)
{
    struct err first = {0}, last = {0};
    purge_tables(s, conn, catalog, &first);
    purge_dropped(s, conn, &first);
    if (!connection_runf(conn, &last,
                         "DELETE FROM freshet.last_purge; INSERT INTO freshet.last_purge VALUES (make_timestamp(%lld))",
                         (long long)clock_now(s->clock)))
        keep_first(&first, &last);
    return !first.set || err_move(err, &first);
}

bool store_last_purge(struct connection *conn, int64_t *ret, struct err *err)
{
    return connection_int(conn, STR("SELECT epoch_us(done_on) FROM freshet.last_purge"), 0, ret, err);
}

bool store_checkpoint(struct connection *conn, struct err *err)
{
    if (connection_run(conn, STR("CHECKPOINT"), NULL, err))
        return true;
    bool busy = strcmp(err->sqlstate, "55006") == 0;
    if (busy)
        err_clear(err);
    return busy;
}
