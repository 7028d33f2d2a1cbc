/* What a MERGE, UPDATE or DELETE does, found in one query or in two steps.
 *
 * A few source rows that meet a large table are joined by their keys alone first, and the rows they meet are then
 * fetched by rowid: DuckDB skips the vectors in which none of them stands. For many source rows every vector has some,
 * and one pass over all the columns is cheaper. */
#include "dialect/dialect.h"
#include "table/internal.h"

/* A table of so many rows is read as fast as it can be asked twice. */
enum { LARGE_TABLE = 200000 };

static void add_name(struct buf *out, struct str alias, const char *column)
{
    buf_ident(out, alias);
    buf_addc(out, '.');
    buf_ident(out, str_from(column));
}

/* `(SELECT rowid AS "$row", * FROM store.t1) AS "C"` */
static void add_target(struct buf *out, const struct table *table, const struct resolve *r)
{
    buf_adds(out, "(SELECT rowid AS \"$row\", * FROM ");
    table_current_name(out, table->id);
    buf_adds(out, ") AS ");
    buf_ident(out, r->alias);
}

/* The source's rows, numbered so that the choice among several is always the same. */
static void add_source(struct buf *out, const struct resolve *r, bool is_copied)
{
    if (r->source_table || is_copied) {
        buf_adds(out, "(SELECT rowid AS \"$source\", *");
        if (!is_copied)
            buf_adds(out, " EXCLUDE (_rid, _ver)");
        buf_adds(out, " FROM ");
        if (is_copied)
            buf_adds(out, "temp.source");
        else
            table_current_name(out, r->source_table);
    } else {
        buf_adds(out, "(SELECT row_number() OVER () AS \"$source\", * FROM ");
        buf_add(out, r->source);
    }
    buf_adds(out, ") AS ");
    buf_ident(out, r->source_alias);
}

/* Everything but FROM and WHERE. The old image is called "$ver", "$0", "$1" …; for a statement that only inserts it is
 * not read. */
static void add_select(struct buf *out, const struct table *table, const struct resolve *r)
{
    buf_adds(out, "SELECT ");
    add_name(out, r->alias, "$row");
    buf_adds(out, ", ");
    add_name(out, r->alias, "_rid");
    buf_adds(out, " AS \"$rid\", ");
    buf_add(out, r->op);
    buf_adds(out, " AS \"$op\", ");
    if (r->source.n)
        add_name(out, r->source_alias, "$source");
    else
        buf_adds(out, r->others.n ? "row_number() OVER () AS \"$source\"" : "0 AS \"$source\"");
    buf_add(out, r->values);
    if (r->replaces) {
        buf_adds(out, ", ");
        add_name(out, r->alias, "_ver");
        buf_adds(out, " AS \"$ver\"");
    }
    for (size_t i = 0; r->replaces && i < table->columns.n; i++) {
        buf_adds(out, ", ");
        buf_ident(out, r->alias);
        buf_addc(out, '.');
        buf_ident(out, table->columns.at[i].name);
        buf_printf(out, " AS \"$%zu\"", i);
    }
}

static void add_where(struct buf *out, const struct resolve *r)
{
    if (r->where.n) {
        buf_adds(out, " WHERE ");
        buf_add(out, r->where);
    }
}

static void add_one_pass(struct buf *out, const struct table *table, const struct resolve *r, bool is_copied)
{
    add_select(out, table, r);
    buf_adds(out, " FROM ");
    if (r->source.n) {
        add_source(out, r, is_copied);
        buf_adds(out, r->inserts ? " LEFT JOIN " : " JOIN ");
        add_target(out, table, r);
        buf_adds(out, " ON ");
        buf_add(out, r->condition);
    } else {
        add_target(out, table, r);
        if (r->others.n) {
            buf_adds(out, ", ");
            buf_add(out, r->others);
        }
    }
    add_where(out, r);
}

void table_resolve_text(const struct table *table, const struct resolve *r, struct buf *out)
{
    add_one_pass(out, table, r, false);
}

static bool one_pass(struct transaction *t, const struct table *table, const struct resolve *r, struct err *err)
{
    struct buf sql BUF_SCOPE = {0};
    buf_adds(&sql, "CREATE OR REPLACE TEMP TABLE resolve AS ");
    add_one_pass(&sql, table, r, r->source.n && !r->source_table);
    return connection_run(t->conn, buf_str(&sql), NULL, err);
}

/* `met`: which source row ("$source") meets which target row ("$row"). `old`: these target rows. */
static bool two_steps(struct transaction *t, const struct table *table, const struct resolve *r, struct err *err)
{
    struct buf sql BUF_SCOPE = {0};
    bool is_copied = !r->source_table;
    buf_adds(&sql, "CREATE OR REPLACE TEMP TABLE met AS SELECT ");
    add_name(&sql, r->source_alias, "$source");
    buf_adds(&sql, ", ");
    add_name(&sql, r->alias, "$row");
    buf_adds(&sql, " FROM ");
    add_source(&sql, r, is_copied);
    buf_adds(&sql, " JOIN ");
    add_target(&sql, table, r);
    buf_adds(&sql, " ON ");
    buf_add(&sql, r->condition);
    buf_adds(&sql, "; CREATE OR REPLACE TEMP TABLE old AS SELECT met.\"$source\" AS \"$met\", met.\"$row\", c.* FROM "
                   "temp.met JOIN ");
    table_current_name(&sql, table->id);
    buf_adds(&sql, " AS c ON c.rowid = met.\"$row\"; CREATE OR REPLACE TEMP TABLE resolve AS ");
    add_select(&sql, table, r);
    buf_adds(&sql, " FROM ");
    add_source(&sql, r, is_copied);
    buf_adds(&sql, r->inserts ? " LEFT JOIN temp.old AS " : " JOIN temp.old AS ");
    buf_ident(&sql, r->alias);
    buf_adds(&sql, " ON ");
    add_name(&sql, r->alias, "$met");
    buf_adds(&sql, " = ");
    add_name(&sql, r->source_alias, "$source");
    add_where(&sql, r);
    buf_adds(&sql, "; DROP TABLE temp.met; DROP TABLE temp.old");
    return connection_run(t->conn, buf_str(&sql), NULL, err);
}

static bool copy_source(struct transaction *t, const struct resolve *r, struct err *err)
{
    struct buf sql BUF_SCOPE = {0};
    buf_adds(&sql, "CREATE OR REPLACE TEMP TABLE source AS SELECT * FROM ");
    buf_add(&sql, r->source);
    return connection_run(t->conn, buf_str(&sql), NULL, err);
}

static bool is_few_to_many(struct transaction *t, const struct table *table, const struct resolve *r, bool *ret,
                           struct err *err)
{
    struct buf sql BUF_SCOPE = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    buf_adds(&sql, "SELECT (SELECT count(*) FROM ");
    if (r->source_table)
        table_current_name(&sql, r->source_table);
    else
        buf_adds(&sql, "temp.source");
    buf_adds(&sql, "), (SELECT count(*) FROM ");
    table_current_name(&sql, table->id);
    buf_addc(&sql, ')');
    if (!connection_query(t->conn, buf_str(&sql), &rows, err))
        return false;
    rows_next(rows);
    *ret = rows_int(rows, 0) <= ENGINE_LIST_LIMIT && rows_int(rows, 1) >= LARGE_TABLE;
    return true;
}

bool table_resolve(struct transaction *t, const struct table *table, const struct resolve *r, struct err *err)
{
    bool few = false, ok;
    if (r->source.n && !r->source_table && !copy_source(t, r, err))
        return false;
    if (r->source.n && r->replaces && !is_few_to_many(t, table, r, &few, err))
        return false;
    ok = few ? two_steps(t, table, r, err) : one_pass(t, table, r, err);
    return ok && (!r->source.n || r->source_table || connection_run(t->conn, STR("DROP TABLE temp.source"), NULL, err));
}
