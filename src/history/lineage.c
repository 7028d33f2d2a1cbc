/* One table, freshet.table_files (loads_schema.sql), without an index: a batch asks it once. */
#include "history/lineage.h"

#include "base/map.h"
#include "history/values.h"

extern const char embed_lineage[];

/* Is there something to compare? */
static bool has_rows(const struct load_record *r)
{
    return r->rows_loaded > 0 && r->hash.n > 0;
}

/* The file as the record of it, and messages, name it. */
static struct str full_name(struct arena *a, const struct load_source *source, const struct load_record *r)
{
    return str_printf(a, "%.*s%.*s", STR_FMT(source->stage_location), STR_FMT(r->file_name));
}

/* Of each content that the table has had, by its hash: the name that it came under first, and the first and last of all
 * its names, of which one is another than any name unless there is only that. */
struct names {
    struct str earliest, least, greatest;
};

static bool find_names(struct connection *c, struct arena *a, int64_t table, const struct load_record *records,
                       size_t n, struct map *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    buf_printf(&sql,
               "SELECT content_hash, arg_min(stage_location || file_name, (loaded_on, version, first_row)), "
               "min(stage_location || file_name), max(stage_location || file_name) FROM freshet.table_files "
               "WHERE table_id = %lld AND content_hash IN (''",
               (long long)table);
    for (size_t i = 0; i < n; i++)
        if (has_rows(&records[i])) {
            buf_adds(&sql, ", ");
            buf_literal(&sql, records[i].hash);
        }
    buf_adds(&sql, ") GROUP BY content_hash");
    if (!connection_query(c, buf_str(&sql), &rows, err))
        return false;
    while (rows_next(rows)) {
        struct names *names = ARENA_NEW(a, struct names);
        *names = (struct names){str_dup(a, rows_slice(rows, 1)), str_dup(a, rows_slice(rows, 2)),
                                str_dup(a, rows_slice(rows, 3))};
        map_put(ret, str_dup(a, rows_slice(rows, 0)), names);
    }
    return true;
}

bool lineage_warn(struct connection *c, struct arena *a, const struct load_source *source, struct load_record *records,
                  size_t n, int64_t *ret_n, struct err *err)
{
    struct map had = {0};
    *ret_n = 0;
    bool ok = n == 0 || find_names(c, a, source->table->id, records, n, &had, err);
    for (size_t i = 0; i < n && ok; i++) {
        struct load_record *r = &records[i];
        if (!has_rows(r))
            continue;
        struct str name = full_name(a, source, r);
        struct names *names = map_get(&had, r->hash);
        const struct str *before = names ? (struct str *)names : NULL;
        for (size_t k = 0; before && k < sizeof *names / sizeof *before; k++) {
            if (str_eq(before[k], name))
                continue;
            r->warning =
                str_printf(a, "The same content was loaded before under another name: %.*s", STR_FMT(before[k]));
            ++*ret_n;
            break;
        }
        if (!names) {
            names = ARENA_NEW(a, struct names);
            *names = (struct names){name, name, name};
            map_put(&had, r->hash, names);
        }
    }
    map_clear(&had);
    return ok;
}

bool lineage_record(struct connection *c, const struct load_source *source, const struct load_record *records, size_t n,
                    struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    BUF_SCOPE struct buf sql = {0};
    struct str by = source->pipe ? object_full_name(&a, source->pipe) : STR("COPY");
    for (size_t i = 0; i < n; i++) {
        const struct load_record *r = &records[i];
        if (r->rows_loaded <= 0)
            continue;
        buf_printf(&sql, "%s(%lld, %lld, %lld, %lld, make_timestamptz(%lld)",
                   sql.n ? ", " : "INSERT INTO freshet.table_files VALUES ", (long long)source->table->id,
                   (long long)r->version, (long long)r->first_row, (long long)r->rows_loaded, (long long)source->now);
        values_some_text(&sql, r->file_name);
        values_some_text(&sql, source->stage_location);
        values_some_text(&sql, r->hash);
        buf_printf(&sql, ", %lld", (long long)r->file_size);
        values_some_text(&sql, by);
        values_some_text(&sql, source->query_id);
        buf_addc(&sql, ')');
    }
    return !sql.n || connection_run(c, buf_str(&sql), NULL, err);
}

void lineage_sql(int64_t table, struct str stored, struct buf *out)
{
    buf_printf(out,
               "WITH files AS (SELECT * FROM freshet.table_files WHERE table_id = %lld), stored AS (SELECT _rid FROM ",
               (long long)table);
    buf_add(out, stored);
    buf_adds(out, ") ");
    buf_adds(out, embed_lineage);
}
