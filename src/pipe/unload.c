/* Rows of a stream as text, and where one file ends and the next begins. */
#include "pipe/unload_files.h"

struct unload {
    struct unload_files files;
    const struct unload_writer *writer;
    struct connection *conn;
    struct rows *rows;
    const struct zone *zone;
    size_t n_columns; /* to write */
    int64_t n_rows;   /* in the open file */
    struct buf line, partition;
};

static bool begin_file(struct unload *u, struct err *err)
{
    const struct unload_plan *p = u->files.plan;
    if (!unload_files_begin(&u->files, err))
        return false;
    u->n_rows = 0;
    if (!p->options.header || !u->writer->header)
        return true;
    BUF_SCOPE struct buf header = {0};
    u->writer->header(p, u->rows, u->n_columns, &header);
    return compress_write(u->files.compress, buf_str(&header), err);
}

static bool end_file(struct unload *u, struct err *err)
{
    return !u->files.output || unload_files_end(&u->files, u->n_rows, err);
}

static bool follow_partition(struct unload *u, struct err *err)
{
    size_t column = u->n_columns;
    buf_reset(&u->partition);
    if (rows_null(u->rows, column))
        buf_adds(&u->partition, "__NULL__");
    else
        rows_text(u->rows, column, u->zone, &u->partition);
    if (str_eq(buf_str(&u->partition), buf_str(&u->files.partition)))
        return true;
    if (!end_file(u, err))
        return false;
    unload_files_partition(&u->files, buf_str(&u->partition));
    return true;
}

static bool write_row(struct unload *u, struct err *err)
{
    const struct unload_plan *p = u->files.plan;
    const struct unload_options *o = &p->options;
    if (p->partitioned && !follow_partition(u, err))
        return false;
    buf_reset(&u->line);
    if (!u->writer->row(p, u->rows, u->n_columns, u->zone, &u->line, err))
        return false;
    bool full =
        u->files.output && u->n_rows && compress_at_most(u->files.compress) + (int64_t)u->line.n > o->max_file_size;
    if (full && !o->single && !end_file(u, err))
        return false;
    if ((!u->files.output && !begin_file(u, err)) || !compress_write(u->files.compress, buf_str(&u->line), err))
        return false;
    u->n_rows++;
    return !o->single || compress_written(u->files.compress) <= o->max_file_size || unload_too_large(p, err);
}

static bool write_rows(struct unload *u, struct err *err)
{
    const struct unload_plan *p = u->files.plan;
    if (u->writer->check && !u->writer->check(u->rows, u->n_columns, err))
        return false;
    for (;;) {
        bool some;
        if (!connection_step(u->conn, u->rows, &some, err))
            return false;
        if (!some)
            break;
        if (!write_row(u, err))
            return false;
    }
    if (!end_file(u, err))
        return false;
    if (p->options.single && u->files.result->output_bytes > p->options.max_file_size)
        return unload_too_large(p, err);
    return unload_files_commit(&u->files, err);
}

bool unload_text(const struct unload_plan *p, struct connection *conn, struct str sql, const struct zone *zone,
                 struct arena *a, struct unload_result *ret, struct err *err)
{
    ROWS_SCOPE struct rows *rows = NULL;
    *ret = (struct unload_result){0};
    if (!connection_stream(conn, sql, &rows, err))
        return false;
    struct unload u = {
        .files = {.plan = p, .arena = a, .result = ret, .compression = p->format.compression},
        .writer = p->format.type == FILE_JSON ? &unload_json : &unload_csv,
        .conn = conn,
        .rows = rows,
        .zone = zone,
        .n_columns = rows_columns(rows) - p->partitioned,
    };
    bool ok = write_rows(&u, err);
    unload_files_release(&u.files);
    buf_clear(&u.line);
    buf_clear(&u.partition);
    if (!ok)
        unload_undo(p, ret);
    return ok;
}
