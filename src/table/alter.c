/* DuckDB adds a column to a table without writing its rows. */
#include "table/alter.h"

#include "dialect/dialect.h"

/* ALTER TABLE … of one part. */
static bool alter_part(struct transaction *t, struct str part, struct str what, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "ALTER TABLE %.*s %.*s", STR_FMT(part), STR_FMT(what));
    return connection_run(t->conn, buf_str(&sql), NULL, err);
}

/* Old images and generations, too: a stream reads them with the columns that the table has now. */
static bool alter_parts(struct transaction *t, int64_t table, struct str what, struct err *err)
{
    static void (*const parts[])(struct buf *, int64_t) = {table_current_name, table_undo_name};
    ARENA_SCOPE struct arena a = {0};
    VEC(struct str) names = {0};
    for (size_t i = 0; i < 2; i++) {
        BUF_SCOPE struct buf name = {0};
        parts[i](&name, table);
        vec_push(&a, &names, str_dup(&a, buf_str(&name)));
    }
    BUF_SCOPE struct buf sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    buf_printf(&sql, "SELECT name FROM freshet.generations WHERE table_id = %lld", (long long)table);
    if (!connection_query(t->conn, buf_str(&sql), &rows, err))
        return false;
    while (rows_next(rows)) {
        BUF_SCOPE struct buf name = {0};
        buf_adds(&name, "store.");
        buf_ident(&name, rows_slice(rows, 0));
        vec_push(&a, &names, str_dup(&a, buf_str(&name)));
    }
    for (size_t i = 0; i < names.n; i++)
        if (!alter_part(t, names.at[i], what, err))
            return false;
    return true;
}

static bool alter_column(struct transaction *t, int64_t table, struct str column, const char *what, struct err *err)
{
    BUF_SCOPE struct buf name = {0}, sql = {0};
    table_current_name(&name, table);
    buf_adds(&sql, "ALTER ");
    buf_ident(&sql, column);
    buf_printf(&sql, " %s", what);
    return alter_part(t, buf_str(&name), buf_str(&sql), err);
}

/* The default goes again: values are given by whoever inserts. */
static bool drop_default(struct transaction *t, int64_t table, struct str column, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, "ALTER ");
    buf_ident(&sql, column);
    buf_adds(&sql, " DROP DEFAULT");
    return alter_parts(t, table, buf_str(&sql), err);
}

bool table_add_column(struct transaction *t, int64_t table, const struct column *column, struct str value,
                      struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, "ADD COLUMN ");
    buf_ident(&sql, column->name);
    buf_printf(&sql, " %.*s", STR_FMT(dialect_storage_type(&a, column->type)));
    if (value.n)
        buf_printf(&sql, " DEFAULT (%.*s)", STR_FMT(value));
    return alter_parts(t, table, buf_str(&sql), err) && (!value.n || drop_default(t, table, column->name, err)) &&
           (!column->not_null || alter_column(t, table, column->name, "SET NOT NULL", err));
}

bool table_drop_not_null(struct transaction *t, int64_t table, struct str column, struct err *err)
{
    return alter_column(t, table, column, "DROP NOT NULL", err);
}

bool table_is_empty(struct transaction *t, int64_t table, bool *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    int64_t n;
    buf_adds(&sql, "SELECT count(*) FROM (SELECT 1 FROM ");
    table_current_name(&sql, table);
    buf_adds(&sql, " LIMIT 1)");
    if (!connection_int(t->conn, buf_str(&sql), 0, &n, err))
        return false;
    *ret = n == 0;
    return true;
}
