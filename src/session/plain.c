/* What a plain DuckDB client finds: "DB.SCHEMA"."TABLE", a view with exactly the user's columns.
 *
 * DuckDB's names do not differ by case alone, and DB.SCHEMA is one name there. So a name that has a small letter, or a
 * dot in one of its parts, is followed by the number of the object: "my_db.PUBLIC #12". No two objects share a name. */
#include "session/ddl.h"

static bool stands_alone(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if ((name.p[i] >= 'a' && name.p[i] <= 'z') || name.p[i] == '.' || name.p[i] == '#')
            return false;
    return true;
}

static void add_schema_name(struct buf *out, const struct object *schema)
{
    struct str database = str_from(schema->database), name = str_from(schema->name);
    BUF_SCOPE struct buf text = {0};
    buf_printf(&text, "%.*s.%.*s", STR_FMT(database), STR_FMT(name));
    if (!stands_alone(database) || !stands_alone(name))
        buf_printf(&text, " #%lld", (long long)schema->id);
    buf_ident(out, buf_str(&text));
}

static void add_view_name(struct buf *out, const struct object *schema, const struct object *table)
{
    struct str name = str_from(table->name);
    BUF_SCOPE struct buf text = {0};
    buf_add(&text, name);
    if (!stands_alone(name))
        buf_printf(&text, " #%lld", (long long)table->id);
    add_schema_name(out, schema);
    buf_addc(out, '.');
    buf_ident(out, buf_str(&text));
}

bool plain_create_schema(struct connection *conn, const struct object *schema, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, "CREATE SCHEMA IF NOT EXISTS ");
    add_schema_name(&sql, schema);
    return connection_run(conn, buf_str(&sql), NULL, err);
}

bool plain_drop_schema(struct run *r, const struct object *schema, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, "DROP SCHEMA IF EXISTS ");
    add_schema_name(&sql, schema);
    buf_adds(&sql, " CASCADE");
    return connection_run(r->s->conn, buf_str(&sql), NULL, err);
}

static struct object *schema_of(struct catalog *c, const struct object *table)
{
    return catalog_find(c, OBJECT_SCHEMA, str_from(table->database), STR(""), str_from(table->schema));
}

/* A TIMESTAMP_TZ (engine/cell.h) by its instant: digits 13 to 28 of the UUID are its microseconds. */
static void add_instant(struct buf *out, struct str column)
{
    buf_adds(out, "make_timestamp(CAST((CAST(CAST('0x' || substr(replace(CAST(");
    buf_ident(out, column);
    buf_adds(out, " AS VARCHAR), '-', ''), 13, 16) AS UBIGINT) AS HUGEINT) + 9223372036854775808) % "
                  "18446744073709551616 - 9223372036854775808 AS BIGINT)) AT TIME ZONE 'UTC' AS ");
    buf_ident(out, column);
}

bool plain_create_view(struct catalog *c, struct connection *conn, const struct object *table,
                       const struct columns *columns, struct err *err)
{
    OBJECT_SCOPE struct object *schema = schema_of(c, table);
    BUF_SCOPE struct buf sql = {0};
    if (table->session || !schema)
        return true;
    /* Directories of an earlier freshet may have no schema of this name, or another table's view under it. */
    if (!plain_create_schema(conn, schema, err))
        return false;
    buf_adds(&sql, "CREATE OR REPLACE VIEW ");
    add_view_name(&sql, schema, table);
    buf_adds(&sql, " AS SELECT ");
    for (size_t i = 0; i < columns->n; i++) {
        buf_adds(&sql, i ? ", " : "");
        if (columns->at[i].type.kind == TYPE_TIMESTAMP_TZ)
            add_instant(&sql, columns->at[i].name);
        else
            buf_ident(&sql, columns->at[i].name);
    }
    buf_adds(&sql, " FROM ");
    table_current_name(&sql, table->id);
    return connection_run(conn, buf_str(&sql), NULL, err);
}

bool plain_drop_view(struct run *r, const struct object *table, struct err *err)
{
    OBJECT_SCOPE struct object *schema = schema_of(r->s->f->catalog, table);
    BUF_SCOPE struct buf sql = {0};
    if (table->session || !schema)
        return true;
    buf_adds(&sql, "DROP VIEW IF EXISTS ");
    add_view_name(&sql, schema, table);
    return connection_run(r->s->conn, buf_str(&sql), NULL, err);
}
