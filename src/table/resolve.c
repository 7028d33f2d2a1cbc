/* What a MERGE, UPDATE or DELETE does, found by inner joins, because only of these does DuckDB tell the scan of the
 * larger side what the smaller one can meet, by a Bloom filter and the range of the keys: it then reads the other
 * columns only where something is met. Source rows that meet nothing are those that are not among those that meet
 * something. */
#include "dialect/dialect.h"
#include "table/internal.h"

/* Of so many source rows the target rows that they meet are copied: one scan of the target serves both kinds of rows.
 * With more a second scan, of the keys alone, is cheaper than the copies. */
enum { FEW = 30000 };

struct resolution {
    struct transaction *t;
    const struct table *table;
    const struct resolve *r;
    bool copied; /* the source stands in the temporary table `source` */
    bool few; /* the target rows that are met stand in the temporary table `met`; otherwise only who meets any does */
};

static void add_name(struct buf *out, struct str alias, const char *column)
{
    buf_ident(out, alias);
    buf_addc(out, '.');
    buf_ident(out, str_from(column));
}

/* `(SELECT rowid AS "$row", * FROM store.t1) AS "C"` */
static void add_target(struct buf *out, const struct resolution *s)
{
    buf_adds(out, "(SELECT rowid AS \"$row\", * FROM ");
    table_current_name(out, s->table->id);
    buf_adds(out, ") AS ");
    buf_ident(out, s->r->alias);
}

/* The source's rows, numbered so that the choice among several is always the same. */
static void add_source(struct buf *out, const struct resolution *s)
{
    if (s->r->source_table) {
        buf_adds(out, "(SELECT rowid AS \"$source\", * EXCLUDE (_rid, _ver) FROM ");
        table_current_name(out, s->r->source_table);
    } else if (s->copied) {
        buf_adds(out, "(SELECT rowid AS \"$source\", * FROM temp.source");
    } else {
        buf_adds(out, "(SELECT row_number() OVER () AS \"$source\", * FROM ");
        buf_add(out, s->r->source);
    }
    buf_adds(out, ") AS ");
    buf_ident(out, s->r->source_alias);
}

static void add_join(struct buf *out, const struct resolution *s)
{
    add_source(out, s);
    buf_adds(out, " JOIN ");
    add_target(out, s);
    buf_adds(out, " ON ");
    buf_add(out, s->r->condition);
}

/* `"$op"`, `"$source"` and the new values. */
static void add_new_image(struct buf *out, const struct resolution *s, const struct branch *b)
{
    buf_adds(out, ", ");
    buf_add(out, b->op);
    buf_adds(out, " AS \"$op\", ");
    if (s->r->source.n)
        add_name(out, s->r->source_alias, "$source");
    else
        buf_adds(out, s->r->others.n ? "row_number() OVER ()" : "0");
    buf_adds(out, " AS \"$source\"");
    buf_add(out, b->values);
}

static void add_met(struct buf *out, const struct resolution *s)
{
    const struct resolve *r = s->r;
    buf_adds(out, "SELECT ");
    add_name(out, r->alias, "$row");
    buf_adds(out, ", ");
    add_name(out, r->alias, "_rid");
    buf_adds(out, " AS \"$rid\"");
    add_new_image(out, s, &r->met);
    buf_adds(out, ", ");
    add_name(out, r->alias, "_ver");
    buf_adds(out, " AS \"$ver\"");
    for (size_t i = 0; i < s->table->columns.n; i++) {
        buf_adds(out, ", ");
        buf_ident(out, r->alias);
        buf_addc(out, '.');
        buf_ident(out, s->table->columns.at[i].name);
        buf_printf(out, " AS \"$%zu\"", i);
    }
    buf_adds(out, " FROM ");
    if (s->few) {
        add_source(out, s);
        buf_adds(out, " JOIN temp.met AS ");
        buf_ident(out, r->alias);
        buf_adds(out, " ON ");
        add_name(out, r->alias, "$met");
        buf_adds(out, " = ");
        add_name(out, r->source_alias, "$source");
    } else if (r->source.n) {
        add_join(out, s);
    } else {
        add_target(out, s);
        buf_adds(out, r->others.n ? ", " : "");
        buf_add(out, r->others);
    }
    if (r->met.where.n) {
        buf_adds(out, " WHERE ");
        buf_add(out, r->met.where);
    }
}

/* `met`: a query of the "$source" of the rows that meet something. */
static void add_unmet(struct buf *out, const struct resolution *s, struct str met)
{
    const struct resolve *r = s->r;
    buf_adds(out, "SELECT NULL AS \"$row\", NULL AS \"$rid\"");
    add_new_image(out, s, &r->unmet);
    if (r->met.some) {
        buf_adds(out, ", NULL AS \"$ver\"");
        for (size_t i = 0; i < s->table->columns.n; i++)
            buf_printf(out, ", NULL AS \"$%zu\"", i);
    }
    buf_adds(out, " FROM ");
    add_source(out, s);
    buf_adds(out, " WHERE ");
    add_name(out, r->source_alias, "$source");
    buf_adds(out, " NOT IN (");
    buf_add(out, met);
    buf_addc(out, ')');
    if (r->unmet.where.n) {
        buf_adds(out, " AND ");
        buf_add(out, r->unmet.where);
    }
}

static void add_both(struct buf *out, const struct resolution *s, struct str met)
{
    if (s->r->met.some)
        add_met(out, s);
    if (s->r->met.some && s->r->unmet.some)
        buf_adds(out, " UNION ALL ");
    if (s->r->unmet.some)
        add_unmet(out, s, met);
}

void table_resolve_text(const struct table *table, const struct resolve *r, struct buf *out)
{
    const struct resolution s = {.table = table, .r = r};
    BUF_SCOPE struct buf met = {0};
    buf_adds(&met, "SELECT ");
    add_name(&met, r->source_alias, "$source");
    buf_adds(&met, " FROM ");
    add_join(&met, &s);
    add_both(out, &s, buf_str(&met));
}

/* --- the statements --------------------------------------------------------------------------------------------- */

static bool copy_source(const struct resolution *s, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, "CREATE OR REPLACE TEMP TABLE source AS SELECT * FROM ");
    buf_add(&sql, s->r->source);
    return connection_run_as(s->t->conn, buf_str(&sql), STR_NULL, err);
}

static bool is_few(const struct resolution *s, bool *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    int64_t n;
    buf_adds(&sql, "SELECT count(*) FROM ");
    if (s->copied)
        buf_adds(&sql, "temp.source");
    else
        table_current_name(&sql, s->r->source_table);
    if (!connection_int(s->t->conn, buf_str(&sql), 0, &n, err))
        return false;
    *ret = n <= FEW;
    return true;
}

/* `met`: the "$source" of rows that meet something, as "$met"; with the target row when there are few. */
static void add_create_met(struct buf *out, const struct resolution *s)
{
    buf_adds(out, "CREATE OR REPLACE TEMP TABLE met AS SELECT ");
    add_name(out, s->r->source_alias, "$source");
    buf_adds(out, " AS \"$met\"");
    if (s->few) {
        buf_adds(out, ", ");
        buf_ident(out, s->r->alias);
        buf_adds(out, ".*");
    }
    buf_adds(out, " FROM ");
    add_join(out, s);
    buf_adds(out, "; ");
}

bool table_resolve(struct transaction *t, const struct table *table, const struct resolve *r, struct err *err)
{
    struct resolution s = {.t = t, .table = table, .r = r, .copied = r->source.n && !r->source_table};
    BUF_SCOPE struct buf sql = {0};
    if ((s.copied && !copy_source(&s, err)) || (r->met.some && r->unmet.some && !is_few(&s, &s.few, err)))
        return false;
    if (r->unmet.some)
        add_create_met(&sql, &s);
    buf_adds(&sql, "CREATE OR REPLACE TEMP TABLE resolve AS ");
    add_both(&sql, &s, STR("SELECT \"$met\" FROM temp.met"));
    buf_adds(&sql, r->unmet.some ? "; DROP TABLE temp.met" : "");
    buf_adds(&sql, s.copied ? "; DROP TABLE temp.source" : "");
    return connection_run_as(t->conn, buf_str(&sql), STR_NULL, err);
}
