/* Offsets in freshet.stream_offsets, and the change set as one query over the stored parts.
 *
 * Names used in the query: `now` are the images that are current for the reader and newer than the offset, `old` the
 * images that were current at the offset and are not any more. The reader looks from a version of the table: what is
 * newer, its own writes or what others committed since its BEGIN, is undone in thought: its images do not count, and
 * what it replaced still does. */
#include "stream/stream.h"

#include <stdio.h>

#include "table/change.h"

bool stream_read_offset(struct connection *conn, int64_t stream, struct stream_offset *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql,
               "SELECT table_id, version, next_rid, initial, epoch_us(moved_at) FROM freshet.stream_offsets WHERE "
               "stream_id = %lld",
               (long long)stream);
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(conn, buf_str(&sql), &rows, err))
        return false;
    if (!rows_next(rows))
        return err_internal(err, "stream %lld has no offset", (long long)stream);
    *ret = (struct stream_offset){
        stream, rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2), rows_int(rows, 3) != 0, rows_int(rows, 4)};
    return true;
}

bool stream_create_offset(struct transaction *t, const struct object *stream, int64_t table, bool show_initial_rows,
                          struct err *err)
{
    int64_t version, next_rid;
    if (!transaction_visible(t, table, &version, &next_rid, err))
        return false;
    return connection_runf(
        t->conn, err, "INSERT INTO freshet.stream_offsets VALUES (%lld, %lld, %lld, %lld, %s, make_timestamp(%lld))",
        (long long)stream->id, (long long)table, (long long)version, (long long)next_rid,
        show_initial_rows ? "true" : "false", (long long)t->began);
}

bool stream_consume(struct transaction *t, const struct object *stream, struct err *err)
{
    struct stream_offset at;
    struct consumption c = {.stream = stream->id, .table = json_int(stream->definition, "table", 0)};
    if (!stream_read_offset(t->conn, stream->id, &at, err) ||
        !transaction_visible(t, c.table, &c.version, &c.next_rid, err))
        return false;
    /* The first consumption takes the initial rows and leaves the changes since; and no offset ever goes back. */
    if (at.initial || c.version < at.version) {
        c.version = at.version;
        c.next_rid = at.next_rid;
    }
    transaction_consume(t, &c);
    return true;
}

bool stream_has_data(struct connection *conn, const struct object *stream, bool *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    int64_t n;
    buf_printf(&sql,
               "SELECT count(*) FROM freshet.stream_offsets WHERE stream_id = %lld AND (initial OR version < "
               "(SELECT max(version) FROM freshet.table_versions WHERE table_id = %lld))",
               (long long)stream->id, (long long)json_int(stream->definition, "table", 0));
    if (!connection_int(conn, buf_str(&sql), 0, &n, err))
        return false;
    *ret = n > 0;
    return true;
}

/* --- the change set --------------------------------------------------------------------------------------------- */

struct reader {
    struct arena arena;
    struct stream_offset offset;
    int64_t version, next_rid; /* from where the reader looks */
    bool has_newer;            /* the stored parts hold what the reader must not see */
    struct columns columns;
    struct generation {
        struct str name;
        int64_t version;
    } * generations;
    size_t n_generations;
};

static bool read_generations(struct transaction *t, struct reader *r, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql,
               "SELECT name, version FROM freshet.generations WHERE table_id = %lld AND version > %lld ORDER BY 2",
               (long long)r->offset.table, (long long)r->offset.version);
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(t->conn, buf_str(&sql), &rows, err))
        return false;
    VEC(struct generation) list = {0};
    while (rows_next(rows))
        vec_push(&r->arena, &list, ((struct generation){str_dup(&r->arena, rows_slice(rows, 0)), rows_int(rows, 1)}));
    r->generations = list.at;
    r->n_generations = list.n;
    return true;
}

static void add_columns(struct buf *out, const struct reader *r, const char *prefix)
{
    for (size_t i = 0; i < r->columns.n; i++) {
        buf_adds(out, ", ");
        buf_adds(out, prefix);
        buf_ident(out, r->columns.at[i].name);
    }
}

/* SELECT of one stored part; `replaced` is what ends its images: a column, a constant, or the end of time. */
static void add_part(struct buf *out, const struct reader *r, const char *separator, const char *replaced)
{
    buf_printf(out, "%sSELECT _rid, _ver, %s AS _replaced", separator, replaced);
    add_columns(out, r, "");
    buf_adds(out, " FROM ");
}

/* All images with what ended them. `condition` limits every part by _ver, _rid and (undo and generations) _replaced. */
static void add_images(struct buf *out, const struct reader *r, bool current, const char *current_condition,
                       const char *undo_condition)
{
    const char *separator = "";
    if (current) {
        add_part(out, r, separator, "9223372036854775807");
        table_current_name(out, r->offset.table);
        buf_printf(out, " WHERE %s", current_condition);
        separator = " UNION ALL ";
    }
    add_part(out, r, separator, "_replaced");
    table_undo_name(out, r->offset.table);
    buf_printf(out, " WHERE %s", undo_condition);
    for (size_t i = 0; i < r->n_generations; i++) {
        const struct generation *g = &r->generations[i];
        buf_adds(out, " UNION ALL SELECT * FROM (");
        char version[24];
        snprintf(version, sizeof version, "%lld", (long long)g->version);
        add_part(out, r, "", version);
        buf_adds(out, "store.");
        buf_ident(out, g->name);
        buf_printf(out, ") WHERE %s", undo_condition);
    }
}

static void add_row_id(struct buf *out, const struct reader *r, const char *rid)
{
    buf_printf(out, "sha1('%lld.' || %s) AS \"METADATA$ROW_ID\"", (long long)r->offset.table, rid);
}

static void add_metadata(struct buf *out, const struct reader *r, const char *action, const char *is_update,
                         const char *rid)
{
    buf_printf(out, ", '%s' AS \"METADATA$ACTION\", %s AS \"METADATA$ISUPDATE\", ", action, is_update);
    add_row_id(out, r, rid);
}

/* SELECT the columns first, so that `SELECT *` shows them before the metadata, as in Snowflake. */
static void begin_select(struct buf *out, const struct reader *r, const char *prefix)
{
    BUF_SCOPE struct buf columns = {0};
    add_columns(&columns, r, prefix);
    buf_adds(out, "SELECT ");
    buf_add(out, str_sub(buf_str(&columns), 2, columns.n));
}

/* `(a, b) IS DISTINCT FROM (a, b)`: a pair whose values are all equal is no change. */
static void add_differs(struct buf *out, const struct reader *r)
{
    BUF_SCOPE struct buf left = {0}, right = {0};
    add_columns(&left, r, "now.");
    add_columns(&right, r, "old.");
    buf_printf(out, "(row(%s) IS DISTINCT FROM row(%s))", left.p + 2, right.p + 2);
}

static void add_standard(struct buf *out, struct reader *r)
{
    long long v0 = r->offset.version, v1 = r->version;
    struct arena *a = &r->arena;
    /* What was replaced later is current for the reader. */
    struct str now_current = str_printf(a, "_ver > %lld AND _ver <= %lld", v0, v1);
    struct str now_replaced =
        r->has_newer ? str_printf(a, "_replaced > %lld AND _ver > %lld AND _ver <= %lld", v1, v0, v1) : STR("false");
    struct str old_replaced = str_printf(a, "_ver <= %lld AND _replaced > %lld AND _replaced <= %lld", v0, v0, v1);
    buf_adds(out, "(WITH now AS MATERIALIZED (");
    add_images(out, r, true, now_current.p, now_replaced.p);
    buf_adds(out, "), old AS MATERIALIZED (");
    add_images(out, r, false, NULL, old_replaced.p);
    buf_adds(out, ") ");
    begin_select(out, r, "now.");
    add_metadata(out, r, "INSERT", "old._rid IS NOT NULL", "now._rid");
    buf_adds(out, " FROM now LEFT JOIN old ON old._rid = now._rid WHERE old._rid IS NULL OR ");
    add_differs(out, r);
    buf_adds(out, " UNION ALL ");
    begin_select(out, r, "old.");
    add_metadata(out, r, "DELETE", "now._rid IS NOT NULL", "old._rid");
    buf_adds(out, " FROM old LEFT JOIN now ON now._rid = old._rid WHERE now._rid IS NULL OR ");
    add_differs(out, r);
    buf_addc(out, ')');
}

/* The first image of each row inserted since. */
static void add_append_only(struct buf *out, struct reader *r)
{
    struct str since =
        str_printf(&r->arena, "_rid >= %lld AND _rid < %lld", (long long)r->offset.next_rid, (long long)r->next_rid);
    buf_addc(out, '(');
    begin_select(out, r, "");
    add_metadata(out, r, "INSERT", "false", "_rid");
    buf_adds(out, " FROM (");
    add_images(out, r, true, since.p, since.p);
    buf_adds(out, ") QUALIFY row_number() OVER (PARTITION BY _rid ORDER BY _ver, _replaced) = 1)");
}

/* SHOW_INITIAL_ROWS until the first consumption: the images at the offset. */
static void add_initial(struct buf *out, struct reader *r)
{
    struct arena *a = &r->arena;
    struct str current = str_printf(a, "_ver <= %lld", (long long)r->offset.version);
    struct str replaced =
        str_printf(a, "_ver <= %lld AND _replaced > %lld", (long long)r->offset.version, (long long)r->offset.version);
    buf_addc(out, '(');
    begin_select(out, r, "");
    add_metadata(out, r, "INSERT", "false", "_rid");
    buf_adds(out, " FROM (");
    add_images(out, r, true, current.p, replaced.p);
    buf_adds(out, "))");
}

bool stream_change_set(struct transaction *t, const struct object *stream, const struct object *source, struct buf *out,
                       struct err *err)
{
    if (!source)
        return err_set(err, 91901, "02000",
                       "SQL compilation error:\nBase table '%.*s' dropped, cannot read from stream '%s'.",
                       STR_FMT(json_text(stream->definition, "table_name")), stream->name);
    struct reader r = {0};
    if (!stream_read_offset(t->conn, stream->id, &r.offset, err) ||
        !transaction_visible(t, r.offset.table, &r.version, &r.next_rid, err) || !read_generations(t, &r, err)) {
        arena_clear(&r.arena);
        return false;
    }
    r.has_newer = t->is_explicit || transaction_own_version(t, r.offset.table);
    /* Another session may have consumed up to after our BEGIN: then there is nothing between. */
    if (r.version < r.offset.version) {
        r.version = r.offset.version;
        r.next_rid = r.offset.next_rid;
    }
    r.columns = definition_columns(&r.arena, source);
    if (r.offset.initial)
        add_initial(out, &r);
    else if (json_flag(stream->definition, "append_only"))
        add_append_only(out, &r);
    else
        add_standard(out, &r);
    arena_clear(&r.arena);
    return true;
}
