/* INSERT, and the delete-and-append that MERGE, UPDATE and DELETE end in. Two temporary tables of the connection serve:
 * `resolve` holds what is to be done, a row for each change, and `overwrite` the rows that take the place of others.
 *
 * An explicit transaction may have to write again what it wrote (connection_return_to). Rows are then found by their
 * _rid, since a rowid lasts no longer than DuckDB's transaction. */
#include "table/change.h"

#include "dialect/dialect.h"
#include "engine/source.h"
#include "table/internal.h"

void table_current_name(struct buf *out, int64_t id)
{
    buf_printf(out, "store.t%lld", (long long)id);
}

void table_undo_name(struct buf *out, int64_t id)
{
    buf_printf(out, "store.\"t%lld$undo\"", (long long)id);
}

void table_sequence_prefix(struct buf *out, int64_t id)
{
    buf_printf(out, "t%lld$c", (long long)id);
}

void table_sequence_name(struct buf *out, int64_t id, struct str column)
{
    BUF_SCOPE struct buf name = {0};
    table_sequence_prefix(&name, id);
    buf_add(&name, column);
    buf_adds(out, "store.");
    buf_ident(out, buf_str(&name));
}

static void add_columns(struct buf *out, const struct columns *columns, const char *prefix)
{
    for (size_t i = 0; i < columns->n; i++) {
        buf_adds(out, ", ");
        buf_adds(out, prefix);
        buf_ident(out, columns->at[i].name);
    }
}

static bool is_plain_number(const struct column *c)
{
    return c->type.kind == TYPE_NUMBER && c->type.precision == 38 && c->type.scale == 0;
}

/* DuckDB cannot commit an ALTER of a table of which the transaction has deleted rows. So in one that has written,
 * columns are widened first, and what it wrote is written again behind that: the statement fails once more for it.
 * Where the column is still narrow then, the transaction has made the table anew, and it is widened now. */
static bool widen_part(struct transaction *t, struct str part, struct str column, bool *ret_later, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    BUF_SCOPE struct buf sql = {0};
    struct column_shape *shape;
    size_t n;
    buf_adds(&sql, "SELECT ");
    buf_ident(&sql, column);
    buf_adds(&sql, " FROM ");
    buf_add(&sql, part);
    if (!connection_shape(t->conn, &a, buf_str(&sql), &shape, &n, err))
        return false;
    if (!str_eq(shape[0].type, STR("BIGINT")))
        return true;
    buf_reset(&sql);
    buf_printf(&sql, "ALTER TABLE %.*s ALTER ", STR_FMT(part));
    buf_ident(&sql, column);
    buf_adds(&sql, " TYPE DECIMAL(38,0)");
    if (connection_remembered(t->conn) && connection_first(t->conn, buf_str(&sql), false)) {
        *ret_later = true;
        return true;
    }
    return connection_run(t->conn, buf_str(&sql), NULL, err);
}

/* Makes room for the values of `from` (a table expression with the user columns): columns that hold NUMBER(38,0) as
 * BIGINT and would overflow become DECIMAL(38,0). */
static bool widen_columns(struct transaction *t, const struct table *table, struct str from, struct err *err)
{
    static void (*const parts[])(struct buf *, int64_t) = {table_current_name, table_undo_name};
    bool later = false;
    for (size_t i = 0; i < table->columns.n; i++) {
        const struct column *c = &table->columns.at[i];
        if (!is_plain_number(c))
            continue;
        BUF_SCOPE struct buf sql = {0};
        int64_t needed;
        buf_adds(&sql, "SELECT count(*) FROM ");
        buf_add(&sql, from);
        buf_adds(&sql, " AS source WHERE ");
        buf_ident(&sql, c->name);
        buf_adds(&sql, " NOT BETWEEN -9223372036854775808 AND 9223372036854775807");
        if (!connection_int(t->conn, buf_str(&sql), 0, &needed, err))
            return false;
        for (size_t k = 0; k < 2 && needed; k++) {
            buf_reset(&sql);
            parts[k](&sql, table->id);
            if (!widen_part(t, buf_str(&sql), c->name, &later, err))
                return false;
        }
    }
    if (!later)
        return true;
    t->too_wide = t->rewrite = true;
    return err_internal(err, "columns that are to be widened first");
}

/* After a failed append: was a number too large for its BIGINT? The caller may run the statement again, see
 * transaction.h. */
static bool append_failed(struct transaction *t, const struct err *err)
{
    t->too_wide = !t->widen && err->code == 100039;
    return false;
}

static bool append_rows(struct transaction *t, const struct table *table, struct str query, int64_t *ret_n,
                        struct err *err)
{
    BUF_SCOPE struct buf name = {0};
    table_current_name(&name, table->id);
    return connection_insert(t->conn, buf_str(&name), query, ret_n, err) || append_failed(t, err);
}

/* `rid` numbers the rows; `order` says behind FROM what order they have. */
static bool insert_numbered(struct transaction *t, const struct table *table, struct write *w, struct str sql,
                            struct str rid, const char *order, int64_t *ret_inserted, struct err *err)
{
    BUF_SCOPE struct buf insert = {0};
    int64_t inserted;
    buf_printf(&insert, "SELECT %.*s, %lld, source.* FROM (", STR_FMT(rid), (long long)w->version);
    buf_add(&insert, sql);
    buf_printf(&insert, ") AS source%s", order);
    if (!append_rows(t, table, buf_str(&insert), &inserted, err))
        return false;
    w->next_rid += inserted;
    w->changed = w->changed || inserted > 0;
    *ret_inserted = inserted;
    return true;
}

static bool make_room(struct transaction *t, const struct table *table, struct str sql, struct err *err)
{
    BUF_SCOPE struct buf from = {0};
    buf_printf(&from, "(%.*s)", STR_FMT(sql));
    return !t->widen || widen_columns(t, table, buf_str(&from), err);
}

bool table_insert(struct transaction *t, const struct table *table, struct str sql, int64_t *ret_inserted,
                  struct err *err)
{
    struct write *w;
    if (!transaction_write(t, table->id, &w, err) || !make_room(t, table, sql, err))
        return false;
    BUF_SCOPE struct buf rid = {0};
    buf_printf(&rid, "%lld + row_number() OVER ()", (long long)w->next_rid - 1);
    return insert_numbered(t, table, w, sql, buf_str(&rid), "", ret_inserted, err);
}

bool table_insert_unordered(struct transaction *t, const struct table *table, struct str sql, int64_t *ret_inserted,
                            struct err *err)
{
    struct write *w;
    if (!transaction_write(t, table->id, &w, err) || !make_room(t, table, sql, err))
        return false;
    BUF_SCOPE struct buf rid = {0};
    int64_t number = number_open(t->conn, w->next_rid);
    buf_printf(&rid, "sf_number(%lld)", (long long)number);
    bool ok = insert_numbered(t, table, w, sql, buf_str(&rid), source_unordered, ret_inserted, err);
    number_close(t->conn, number);
    return ok;
}

/* --- resolve, delete, append ------------------------------------------------------------------------------------ */

struct tally {
    int64_t inserted, updated, deleted; /* rows of resolve */
    int64_t repeated;                   /* target rows that occur more than once */
    int64_t conflicting;                /* of these, those that not all delete */
};

static bool count(struct transaction *t, struct tally *ret, struct err *err)
{
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(t->conn,
                          STR("SELECT count(*) FILTER (\"$op\" = 'I'), count(*) FILTER (\"$op\" = 'U'), "
                              "count(*) FILTER (\"$op\" = 'D'), count(\"$row\") - count(DISTINCT \"$row\") FROM "
                              "temp.resolve"),
                          &rows, err))
        return false;
    rows_next(rows);
    *ret = (struct tally){rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2), rows_int(rows, 3), 0};
    return true;
}

static bool count_repeated(struct transaction *t, struct tally *tally, struct err *err)
{
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(t->conn,
                          STR("SELECT count(*), count(*) FILTER (u) FROM (SELECT bool_or(\"$op\" = 'U') AS u FROM "
                              "temp.resolve WHERE \"$row\" IS NOT NULL GROUP BY \"$row\" HAVING count(*) > 1)"),
                          &rows, err))
        return false;
    rows_next(rows);
    tally->repeated = rows_int(rows, 0);
    tally->conflicting = rows_int(rows, 1);
    return true;
}

/* `Row Values: [1, "x"]`: the target row that more than one source row hits. */
static bool duplicate_row(struct transaction *t, const struct table *table, struct err *err)
{
    BUF_SCOPE struct buf sql = {0}, text = {0};
    buf_adds(&sql, "SELECT 0");
    add_columns(&sql, &table->columns, "");
    buf_adds(&sql, " FROM ");
    table_current_name(&sql, table->id);
    buf_adds(&sql,
             " WHERE rowid = (SELECT min(\"$row\") FROM (SELECT \"$row\" FROM temp.resolve WHERE \"$row\" IS NOT NULL "
             "GROUP BY 1 HAVING count(*) > 1 AND bool_or(\"$op\" = 'U')))");
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(t->conn, buf_str(&sql), &rows, err))
        return false;
    bool some = rows_next(rows);
    for (size_t i = 1; some && i < rows_columns(rows); i++) {
        enum type_kind kind = rows_type(rows, i).kind;
        bool quote = kind != TYPE_NUMBER && kind != TYPE_FLOAT && kind != TYPE_BOOLEAN && !rows_null(rows, i);
        buf_adds(&text, i > 1 ? ", " : "");
        buf_adds(&text, rows_null(rows, i) ? "NULL" : quote ? "\"" : "");
        rows_text(rows, i, NULL, &text);
        buf_adds(&text, quote ? "\"" : "");
    }
    return err_set(err, 100090, "42P18", "Duplicate row detected during DML action\nRow Values: [%.*s]",
                   STR_FMT(buf_str(&text)));
}

/* Of several source rows for one target row the last is taken; of UPDATE and DELETE whichever comes later. */
static bool keep_one_each(struct transaction *t, struct err *err)
{
    return connection_run_as(
        t->conn,
        STR("CREATE OR REPLACE TEMP TABLE resolve AS SELECT * FROM temp.resolve QUALIFY \"$row\" IS NULL OR "
            "row_number() OVER (PARTITION BY \"$row\" ORDER BY \"$source\" DESC) = 1"),
        STR_NULL, err);
}

/* The old images. Rows that this transaction wrote itself were never visible to others: of them only the first image of
 * an inserted row is kept, because an append-only stream shows rows as they were inserted. */
static void add_keep(const struct table *table, const struct write *w, const char *rid, const char *ver,
                     struct buf *sql)
{
    buf_adds(sql, "INSERT INTO ");
    table_undo_name(sql, table->id);
    buf_printf(sql, " SELECT %lld, %s, %s", (long long)w->version, rid, ver);
}

/* Behind WHERE: which of the old images are kept. */
static void add_kept(const struct table *table, const struct write *w, const char *rid, const char *ver,
                     struct buf *sql)
{
    if (!w->changed)
        return;
    buf_printf(sql, " AND (%s <> %lld OR (%s >= %lld AND NOT EXISTS (SELECT 1 FROM ", ver, (long long)w->version, rid,
               (long long)w->first_rid);
    table_undo_name(sql, table->id);
    buf_printf(sql, " AS undo WHERE undo._rid = old.%s)))", rid);
}

static bool keep_old_images(struct transaction *t, const struct table *table, const struct write *w, struct str rids,
                            struct err *err)
{
    BUF_SCOPE struct buf sql = {0}, again = {0};
    add_keep(table, w, "\"$rid\"", "\"$ver\"", &sql);
    for (size_t i = 0; i < table->columns.n; i++)
        buf_printf(&sql, ", \"$%zu\"", i);
    buf_adds(&sql, " FROM temp.resolve AS old WHERE \"$row\" IS NOT NULL");
    add_kept(table, w, "\"$rid\"", "\"$ver\"", &sql);
    if (rids.n) {
        add_keep(table, w, "_rid", "_ver", &again);
        add_columns(&again, &table->columns, "");
        buf_adds(&again, " FROM ");
        table_current_name(&again, table->id);
        buf_printf(&again, " AS old WHERE _rid IN (%.*s)", STR_FMT(rids));
        add_kept(table, w, "_rid", "_ver", &again);
    }
    return connection_run_as(t->conn, buf_str(&sql), buf_str(&again), err);
}

static bool delete_old(struct transaction *t, const struct table *table, struct str rids, struct err *err)
{
    BUF_SCOPE struct buf sql = {0}, again = {0};
    buf_adds(&sql, "DELETE FROM ");
    table_current_name(&sql, table->id);
    buf_add(&again, buf_str(&sql));
    buf_adds(&sql, " WHERE rowid IN (SELECT \"$row\" FROM temp.resolve WHERE \"$row\" IS NOT NULL)");
    buf_printf(&again, " WHERE _rid IN (%.*s)", STR_FMT(rids));
    return connection_run_as(t->conn, buf_str(&sql), rids.n ? buf_str(&again) : STR_NULL, err);
}

/* The _rids are kept where both may have to be done again. */
static bool replace_old(struct transaction *t, const struct table *table, const struct write *w, struct err *err)
{
    BUF_SCOPE struct buf rids = {0};
    int64_t scan;
    if (connection_remembers(t->conn)) {
        if (!connection_keep(t->conn, STR("SELECT \"$rid\" FROM temp.resolve WHERE \"$row\" IS NOT NULL"), &scan, err))
            return false;
        buf_printf(&rids, "SELECT c0 FROM sf_scan(%lld)", (long long)scan);
    }
    return keep_old_images(t, table, w, buf_str(&rids), err) && delete_old(t, table, buf_str(&rids), err);
}

static bool append(struct transaction *t, const struct table *table, const struct write *w, bool updated,
                   struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    int64_t n;
    if (updated)
        buf_adds(&sql, "SELECT \"$rid\"");
    else
        buf_printf(&sql, "SELECT %lld + row_number() OVER ()", (long long)w->next_rid - 1);
    buf_printf(&sql, ", %lld", (long long)w->version);
    add_columns(&sql, &table->columns, "");
    buf_printf(&sql, " FROM temp.resolve WHERE \"$op\" = '%c'", updated ? 'U' : 'I');
    return append_rows(t, table, buf_str(&sql), &n, err);
}

/* With the temporary table in place. */
static bool apply(struct transaction *t, const struct table *table, const struct resolve *r, struct changes *ret,
                  struct err *err)
{
    struct tally tally;
    if (!count(t, &tally, err))
        return false;
    int64_t multi_joined = 0;
    if (tally.repeated > 0) {
        if (!count_repeated(t, &tally, err))
            return false;
        if (tally.conflicting && r->nondeterministic_is_error)
            return duplicate_row(t, table, err);
        multi_joined = tally.repeated;
        if (!keep_one_each(t, err) || !count(t, &tally, err))
            return false;
    }
    *ret = (struct changes){tally.inserted, tally.updated, tally.deleted, multi_joined};
    if (tally.inserted + tally.updated + tally.deleted == 0)
        return true;
    struct write *w;
    if (!transaction_write(t, table->id, &w, err) || (t->widen && !widen_columns(t, table, STR("temp.resolve"), err)))
        return false;
    if (tally.updated + tally.deleted > 0 && !replace_old(t, table, w, err))
        return false;
    if ((tally.updated && !append(t, table, w, true, err)) || (tally.inserted && !append(t, table, w, false, err)))
        return false;
    w->next_rid += tally.inserted;
    w->changed = true;
    return true;
}

/* Keeps checkpoints away until the transaction ends. One that runs between two statements may move rows, as long as
 * the open transactions have only read and see what is committed last: then a rowid of the first names another row in
 * the second. A transaction that writes holds checkpoints off; DuckDB takes a statement that could write for one that
 * does. */
static bool hold_rowids(struct transaction *t, struct err *err)
{
    return connection_run_as(t->conn, STR("DELETE FROM freshet.generations WHERE false"), STR_NULL, err);
}

bool table_apply(struct transaction *t, const struct table *table, const struct resolve *r, struct changes *ret,
                 struct err *err)
{
    return hold_rowids(t, err) && table_resolve(t, table, r, err) && apply(t, table, r, ret, err) &&
           connection_run_as(t->conn, STR("DROP TABLE temp.resolve"), STR_NULL, err);
}

/* --- truncation and creation ------------------------------------------------------------------------------------ */

static void create_part(struct buf *sql, void (*name)(struct buf *, int64_t), int64_t id, const char *first_columns,
                        const struct columns *columns, bool with_not_null)
{
    buf_adds(sql, "CREATE TABLE ");
    name(sql, id);
    buf_adds(sql, first_columns);
    ARENA_SCOPE struct arena a = {0};
    for (size_t i = 0; i < columns->n; i++) {
        buf_adds(sql, ", ");
        buf_ident(sql, columns->at[i].name);
        buf_addc(sql, ' ');
        buf_add(sql, dialect_storage_type(&a, columns->at[i].type));
        if (with_not_null && columns->at[i].not_null)
            buf_adds(sql, " NOT NULL");
    }
    buf_adds(sql, "); ");
}

static const char current_columns[] = " (_rid BIGINT NOT NULL, _ver BIGINT NOT NULL";

bool store_create_table(struct transaction *t, const struct object *object, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct columns columns = definition_columns(&a, object);
    BUF_SCOPE struct buf sql = {0};
    create_part(&sql, table_current_name, object->id, current_columns, &columns, true);
    create_part(&sql, table_undo_name, object->id,
                " (_replaced BIGINT NOT NULL, _rid BIGINT NOT NULL, _ver BIGINT NOT NULL", &columns, false);
    return connection_run(t->conn, buf_str(&sql), NULL, err);
}

/* TRUNCATE in a transaction that has changed the table before. DuckDB's log of a transaction names a table as it was
 * called last, so that it cannot be read again when rows were deleted before a renaming: the rows are deleted. */
static bool truncate_changed(struct transaction *t, const struct table *table, struct err *err)
{
    struct changes ignored;
    const struct resolve all = {.alias = STR("all"), .met = {.some = true, .op = STR("'D'")}};
    return table_apply(t, table, &all, &ignored, err);
}

bool table_truncate(struct transaction *t, const struct table *table, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    int64_t some;
    buf_adds(&sql, "SELECT count(*) FROM (SELECT 1 FROM ");
    table_current_name(&sql, table->id);
    buf_adds(&sql, " LIMIT 1)");
    if (!connection_int(t->conn, buf_str(&sql), 0, &some, err))
        return false;
    if (!some)
        return true;
    struct write *w;
    if (!transaction_write(t, table->id, &w, err))
        return false;
    if (w->changed)
        return truncate_changed(t, table, err);
    buf_reset(&sql);
    long long id = table->id, version = w->version;
    buf_printf(&sql,
               "ALTER TABLE store.t%lld RENAME TO \"t%lld$g%lld\"; "
               "INSERT INTO freshet.generations VALUES (%lld, %lld, 't%lld$g%lld'); ",
               id, id, version, id, version, id, version);
    create_part(&sql, table_current_name, table->id, current_columns, &table->columns, true);
    if (!connection_run(t->conn, buf_str(&sql), NULL, err))
        return false;
    w->changed = true;
    return true;
}

bool table_overwrite(struct transaction *t, const struct table *table, struct str sql, int64_t *ret_inserted,
                     struct err *err)
{
    BUF_SCOPE struct buf rows = {0};
    buf_adds(&rows, "CREATE OR REPLACE TEMP TABLE overwrite AS ");
    buf_add(&rows, sql);
    return connection_run_as(t->conn, buf_str(&rows), STR_NULL, err) && table_truncate(t, table, err) &&
           table_insert(t, table, STR("SELECT * FROM temp.overwrite"), ret_inserted, err) &&
           connection_run_as(t->conn, STR("DROP TABLE temp.overwrite"), STR_NULL, err);
}
