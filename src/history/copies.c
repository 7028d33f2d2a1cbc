/* Rows written by INSERTs, so that a transaction that has to write again what it wrote writes these again, too. */
#include "history/copies.h"
#include "history/values.h"

extern const char embed_validate[];

#define DAY (86400 * MICROS_PER_SECOND)
enum { ERRORS_AT_ONCE = 200 };

bool copies_purge(struct connection *c, int64_t now, struct err *err)
{
    return connection_runf(
        c, err,
        "DELETE FROM freshet.copies WHERE copied_us < %lld; "
        "DELETE FROM freshet.copy_errors WHERE query_id NOT IN (SELECT query_id FROM freshet.copies)",
        (long long)(now - LOAD_METADATA_DAYS * DAY));
}

/* --- writing ----------------------------------------------------------------------------------------------------- */

static void add_error(struct buf *out, const struct copy_record *copy, struct str path, const struct load_error *e)
{
    ARENA_SCOPE struct arena a = {0};
    bool placed = e->row > 0;
    buf_addc(out, '(');
    buf_literal(out, copy->query_id);
    values_text(out, e->message);
    values_text(out, str_printf(&a, "%.*s%.*s", STR_FMT(copy->prefix), STR_FMT(path)));
    values_int(out, placed ? e->line : -1);
    values_int(out, placed ? e->character : -1);
    values_int(out, placed ? e->offset : -1);
    values_text(out, str_from(e->category));
    values_int(out, e->code);
    values_text(out, str_from(e->sqlstate));
    values_text(out, e->column);
    values_int(out, placed ? e->row : -1);
    values_int(out, placed ? e->row_line : -1);
    values_text(out, e->record);
    buf_addc(out, ')');
}

static bool record_errors(struct connection *c, const struct copy_record *copy, const struct load_record *r,
                          struct err *err)
{
    for (size_t from = 0, to; from < r->n_rejected; from = to) {
        BUF_SCOPE struct buf sql = {0};
        buf_adds(&sql, "INSERT INTO freshet.copy_errors VALUES ");
        for (to = from; to < r->n_rejected && to - from < ERRORS_AT_ONCE; to++) {
            buf_adds(&sql, to > from ? ", " : "");
            add_error(&sql, copy, r->file_name, &r->rejected[to]);
        }
        if (!connection_run(c, buf_str(&sql), NULL, err))
            return false;
    }
    return true;
}

bool copies_record(struct connection *c, const struct copy_record *copy, const struct load_record *records, size_t n,
                   struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "INSERT INTO freshet.copies VALUES (%lld", (long long)copy->now);
    values_text(&sql, copy->query_id);
    buf_printf(&sql, ", %lld, %s)", (long long)copy->table, copy->transformed ? "true" : "false");
    if (!connection_run(c, buf_str(&sql), NULL, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!record_errors(c, copy, &records[i], err))
            return false;
    return true;
}

bool copies_loaded(struct connection *c, int64_t table, int64_t now, struct err *err)
{
    return connection_runf(c, err,
                           "INSERT INTO freshet.first_loads SELECT %lld, %lld WHERE NOT EXISTS "
                           "(FROM freshet.first_loads WHERE table_id = %lld)",
                           (long long)table, (long long)now, (long long)table);
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

bool copies_find(struct connection *c, struct str query_id, int64_t table, enum copy_known *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    buf_adds(&sql, "SELECT table_id, transformed FROM freshet.copies WHERE query_id = ");
    buf_literal(&sql, query_id);
    if (!connection_query(c, buf_str(&sql), &rows, err))
        return false;
    if (!rows_next(rows))
        *ret = COPY_UNKNOWN;
    else if (table && rows_int(rows, 0) != table)
        *ret = COPY_OF_OTHER_TABLE;
    else
        *ret = rows_int(rows, 1) ? COPY_TRANSFORMED : COPY_OF_TABLE;
    return true;
}

void copies_validate(struct str query_id, struct buf *out)
{
    buf_adds(out, embed_validate);
    buf_adds(out, "FROM freshet.copy_errors WHERE query_id = ");
    buf_literal(out, query_id);
}

bool copies_first_load(struct connection *c, int64_t table, int64_t *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql,
               "SELECT coalesce((SELECT min(loaded_us) FROM freshet.first_loads WHERE table_id = %lld), "
               "(SELECT min(epoch_us(loaded_on)) FROM freshet.loaded_files WHERE table_id = %lld))",
               (long long)table, (long long)table);
    return connection_int(c, buf_str(&sql), -1, ret, err);
}
