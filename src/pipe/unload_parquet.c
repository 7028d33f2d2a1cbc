/* Rows as Parquet files, which DuckDB writes: the query's rows go into a temporary table, then ranges of them into a
 * file on this machine and from there into the stage. DuckDB keeps what does not fit into memory on the disk.
 *
 * How large a range becomes is known when it is written: one that is larger than MAX_FILE_SIZE is written again in as
 * many parts as it takes. */
#include <fcntl.h>
#include <unistd.h>

#include "base/os.h"
#include "pipe/unload_files.h"

struct parquet {
    struct unload_files files;
    struct connection *conn;
    struct buf columns; /* of the temporary table, as the file is to have them */
    const char *path;   /* of the file on this machine */
};

/* "c0", "c1" … under the names that the file has, with the types that Snowflake's files have. */
static bool add_columns(struct parquet *q, const struct column_shape *shape, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        struct str type = shape[i].type;
        bool integer = str_ends(type, STR("INT")) || str_eq(type, STR("INTEGER")) || str_eq(type, STR("BIGINT"));
        bool text = str_eq(type, STR("JSON")) || str_eq(type, STR("\"NULL\""));
        if (str_eq(type, STR("TIMESTAMP WITH TIME ZONE")) || str_eq(type, STR("UUID")))
            return err_set(err, 1424, "22000",
                           "Error encountered when unloading to PARQUET: TIMESTAMP_TZ and LTZ types are not supported "
                           "for unloading to Parquet. value get: %s",
                           str_eq(type, STR("UUID")) ? "TIMESTAMP_TZ" : "TIMESTAMP_LTZ");
        buf_adds(&q->columns, i ? ", " : "");
        buf_printf(&q->columns, integer ? "c%zu::DECIMAL(38,0)" : text ? "c%zu::VARCHAR" : "c%zu", i);
        buf_adds(&q->columns, " AS ");
        if (q->files.plan->options.header)
            buf_ident(&q->columns, shape[i].label);
        else
            buf_printf(&q->columns, "\"_COL_%zu\"", i);
    }
    return true;
}

static bool fill_table(struct parquet *q, struct str sql, struct err *err)
{
    BUF_SCOPE struct buf create = {0};
    struct column_shape *shape;
    size_t n, partitioned = q->files.plan->partitioned;
    if (!connection_shape(q->conn, q->files.arena, sql, &shape, &n, err) ||
        !add_columns(q, shape, n - partitioned, err))
        return false;
    buf_adds(&create, "CREATE OR REPLACE TEMP TABLE freshet_unload AS SELECT * FROM (");
    buf_add(&create, sql);
    buf_adds(&create, ") AS source(");
    for (size_t i = 0; i < n; i++)
        buf_printf(&create, "%sc%zu", i ? ", " : "", i);
    buf_adds(&create, ")");
    return connection_run_as(q->conn, buf_str(&create), STR_NULL, err);
}

static bool copy_file(struct parquet *q, int fd, struct err *err)
{
    char part[65536];
    for (size_t n = 1; n > 0;) {
        if (!os_read(fd, part, sizeof part, &n))
            return err_os(err, "cannot read", q->path);
        if (!compress_write(q->files.compress, (struct str){part, n}, err))
            return false;
    }
    return true;
}

static bool into_stage(struct parquet *q, int64_t n, struct err *err)
{
    int fd = open(q->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_os(err, "cannot read", q->path);
    bool ok = unload_files_begin(&q->files, err) && copy_file(q, fd, err) && unload_files_end(&q->files, n, err);
    close(fd);
    return ok;
}

/* Rows [first, first + n) of the table. */
static bool write_range(struct parquet *q, int64_t first, int64_t n, struct err *err)
{
    const struct unload_plan *p = q->files.plan;
    int64_t limit = p->options.max_file_size, end = first + n;
    bool packed = p->format.compression != FILE_COMPRESSION_NONE && p->format.snappy_compression;
    BUF_SCOPE struct buf sql = {0};
    struct os_file file;
    buf_adds(&sql, "COPY (SELECT ");
    buf_add(&sql, buf_str(&q->columns));
    buf_printf(&sql, " FROM temp.freshet_unload WHERE rowid >= %lld AND rowid < %lld) TO ", (long long)first,
               (long long)end);
    buf_literal(&sql, str_from(q->path));
    buf_printf(&sql, " (FORMAT parquet, COMPRESSION %s)", packed ? "snappy" : "uncompressed");
    if (!connection_run_as(q->conn, buf_str(&sql), STR_NULL, err))
        return false;
    if (os_look(q->path, &file) != OS_FILE)
        return err_os(err, "cannot read", q->path);
    if (file.size <= limit || (n == 1 && !p->options.single))
        return into_stage(q, n, err);
    if (p->options.single)
        return unload_too_large(p, err);
    int64_t parts = (file.size + limit - 1) / limit, rows = (n + parts - 1) / parts;
    for (int64_t at = 0; at < n; at += rows)
        if (!write_range(q, first + at, at + rows < n ? rows : n - at, err))
            return false;
    return true;
}

struct range {
    struct str partition;
    int64_t first, n;
};

/* The ranges are read before anything else runs on the connection. */
static bool find_ranges(struct parquet *q, size_t partition, const struct zone *zone, struct range **ret, size_t *ret_n,
                        struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    VEC(struct range) ranges = {0};
    bool partitioned = q->files.plan->partitioned;
    buf_adds(&sql, "SELECT min(rowid), count(*)");
    if (partitioned)
        buf_printf(&sql, ", c%zu FROM temp.freshet_unload GROUP BY c%zu ORDER BY 1", partition, partition);
    else
        buf_adds(&sql, " FROM temp.freshet_unload");
    if (!connection_query(q->conn, buf_str(&sql), &rows, err))
        return false;
    while (rows_next(rows)) {
        BUF_SCOPE struct buf text = {0};
        if (partitioned && rows_null(rows, 2))
            buf_adds(&text, "__NULL__");
        else if (partitioned)
            rows_text(rows, 2, zone, &text);
        struct range r = {str_dup(q->files.arena, buf_str(&text)), rows_int(rows, 0), rows_int(rows, 1)};
        if (r.n > 0)
            vec_push(q->files.arena, &ranges, r);
    }
    *ret = ranges.at;
    *ret_n = ranges.n;
    return true;
}

static bool write_ranges(struct parquet *q, struct str sql, const struct zone *zone, struct err *err)
{
    struct range *ranges;
    struct column_shape *shape;
    size_t n, n_columns;
    if (!fill_table(q, sql, err) ||
        !connection_shape(q->conn, q->files.arena, STR("SELECT * FROM temp.freshet_unload"), &shape, &n_columns, err) ||
        !find_ranges(q, n_columns - 1, zone, &ranges, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        unload_files_partition(&q->files, ranges[i].partition);
        if (!write_range(q, ranges[i].first, ranges[i].n, err))
            return false;
    }
    return connection_run_as(q->conn, STR("DROP TABLE temp.freshet_unload"), STR_NULL, err) &&
           unload_files_commit(&q->files, err);
}

bool unload_parquet(const struct unload_plan *p, struct connection *conn, struct str sql, struct str scratch,
                    const struct zone *zone, struct arena *a, struct unload_result *ret, struct err *err)
{
    *ret = (struct unload_result){0};
    struct parquet q = {
        .files = {.plan = p, .arena = a, .result = ret, .compression = FILE_COMPRESSION_NONE},
        .conn = conn,
        .path = str_printf(a, "%.*s.parquet", STR_FMT(scratch)).p,
    };
    bool ok = write_ranges(&q, sql, zone, err);
    unload_files_release(&q.files);
    buf_clear(&q.columns);
    unlink(q.path);
    if (!ok)
        unload_undo(p, ret);
    return ok;
}
