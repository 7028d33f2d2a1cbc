/* Rows to files: where one ends and the next begins, and when they appear. */
#include "pipe/unload.h"

#include "stage/compress.h"

/* So many files wait for the end: each holds an open file, or an upload. */
enum { OPEN_FILES = 64 };

struct unload {
    const struct unload_plan *plan;
    const struct unload_writer *writer;
    struct connection *conn;
    struct rows *rows;
    const struct zone *zone;
    struct arena *arena;
    struct unload_result *result;
    size_t n_columns; /* to write */
    struct buf line, partition, next_partition;
    int number; /* of the next file in the partition */
    /* the file that is being written, when there is one */
    struct stage_output *output;
    struct compress *compress;
    int64_t n_rows;
    struct stage_output *waiting[OPEN_FILES]; /* of the result's files from n_there on */
};

static void close_files(struct unload *u)
{
    compress_free(u->compress);
    stage_output_free(u->output);
    for (size_t i = 0; i < u->result->files.n - u->result->n_there; i++)
        stage_output_free(u->waiting[i]);
    buf_clear(&u->line);
    buf_clear(&u->partition);
    buf_clear(&u->next_partition);
}

/* All that wait appear. */
static bool commit_files(struct unload *u, struct err *err)
{
    struct unload_result *r = u->result;
    size_t first = r->n_there;
    bool ok = true;
    for (size_t i = first; i < r->files.n; i++) {
        ok = ok && stage_output_commit(u->waiting[i - first], err);
        stage_output_free(u->waiting[i - first]);
        if (ok)
            r->n_there++;
    }
    if (!ok)
        r->files.n = r->n_there;
    return ok;
}

static struct str file_path(const struct unload *u)
{
    const struct unload_plan *p = u->plan;
    struct str base = p->base;
    if (u->partition.n)
        base = str_printf(u->arena, "%.*s%.*s/", STR_FMT(base), STR_FMT(buf_str(&u->partition)));
    if (p->options.single)
        return str_printf(u->arena, "%.*s%.*s", STR_FMT(base), STR_FMT(p->stem));
    return str_printf(u->arena, "%.*s%.*s_%s_%d%.*s", STR_FMT(base), STR_FMT(p->stem), p->partitioned ? "000_0" : "0_0",
                      u->number, STR_FMT(p->extension));
}

static bool begin_file(struct unload *u, struct err *err)
{
    const struct unload_plan *p = u->plan;
    struct str path = file_path(u);
    if (u->result->files.n - u->result->n_there == OPEN_FILES && !commit_files(u, err))
        return false;
    if (!stage_output_create(&p->location, path, &u->output, err))
        return false;
    u->compress = compress_new(p->format.compression, u->output);
    u->number++;
    u->n_rows = 0;
    vec_push(u->arena, &u->result->files, ((struct unload_file){.path = path}));
    u->result->files.n--; /* there when it is complete */
    if (!p->options.header || !u->writer->header)
        return true;
    BUF_SCOPE struct buf header = {0};
    u->writer->header(p, u->rows, u->n_columns, &header);
    return compress_write(u->compress, buf_str(&header), err);
}

static bool end_file(struct unload *u, struct err *err)
{
    struct unload_result *r = u->result;
    if (!u->output)
        return true;
    if (!compress_finish(u->compress, err))
        return false;
    struct unload_file *f = &r->files.at[r->files.n++];
    f->size = compress_written(u->compress);
    f->rows = u->n_rows;
    r->rows += f->rows;
    r->input_bytes += compress_read(u->compress);
    r->output_bytes += f->size;
    u->waiting[r->files.n - 1 - r->n_there] = u->output;
    u->output = NULL;
    compress_free(u->compress);
    u->compress = NULL;
    return true;
}

static bool too_large(const struct unload_plan *p, struct err *err)
{
    return err_set(err, 1424, "22000",
                   "Max file size (%lld) exceeded for unload single file mode. Please increase MAX_FILE_SIZE copy "
                   "option.",
                   (long long)p->options.max_file_size);
}

static void read_partition(struct unload *u)
{
    size_t column = u->n_columns;
    buf_reset(&u->next_partition);
    if (rows_null(u->rows, column))
        buf_adds(&u->next_partition, "__NULL__");
    else
        rows_text(u->rows, column, u->zone, &u->next_partition);
}

static bool write_row(struct unload *u, struct err *err)
{
    const struct unload_plan *p = u->plan;
    if (p->partitioned) {
        read_partition(u);
        if (!str_eq(buf_str(&u->next_partition), buf_str(&u->partition))) {
            if (!end_file(u, err))
                return false;
            buf_reset(&u->partition);
            buf_add(&u->partition, buf_str(&u->next_partition));
            u->number = 0;
        }
    }
    buf_reset(&u->line);
    if (!u->writer->row(p, u->rows, u->n_columns, u->zone, &u->line, err))
        return false;
    bool full = u->output && u->n_rows && compress_at_most(u->compress) + (int64_t)u->line.n > p->options.max_file_size;
    if (full && !p->options.single && !end_file(u, err))
        return false;
    if ((!u->output && !begin_file(u, err)) || !compress_write(u->compress, buf_str(&u->line), err))
        return false;
    u->n_rows++;
    return !p->options.single || compress_written(u->compress) <= p->options.max_file_size || too_large(p, err);
}

static bool write_rows(struct unload *u, struct err *err)
{
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
    if (u->plan->options.single && u->result->output_bytes > u->plan->options.max_file_size)
        return too_large(u->plan, err);
    return commit_files(u, err);
}

bool unload_rows(const struct unload_plan *p, struct connection *conn, struct rows *rows, const struct zone *zone,
                 struct arena *a, struct unload_result *ret, struct err *err)
{
    static const struct unload_writer *const writers[] = {[FILE_CSV] = &unload_csv, [FILE_JSON] = &unload_json};
    struct unload u = {.plan = p,
                       .writer = writers[p->format.type],
                       .conn = conn,
                       .rows = rows,
                       .zone = zone,
                       .arena = a,
                       .result = ret,
                       .n_columns = rows_columns(rows) - p->partitioned};
    *ret = (struct unload_result){0};
    bool ok = write_rows(&u, err);
    close_files(&u);
    if (!ok)
        unload_undo(p, ret);
    return ok;
}

void unload_undo(const struct unload_plan *p, struct unload_result *result)
{
    for (size_t i = 0; i < result->n_there; i++) {
        ERR_SCOPE struct err ignored = {0}; /* the statement has failed for another reason */
        (void)!stage_file_remove(&p->location, result->files.at[i].path, &ignored);
    }
    *result = (struct unload_result){0};
}

bool unload_check_free(const struct unload_plan *p, struct arena *a, struct err *err)
{
    const struct unload_options *o = &p->options;
    bool taken = false;
    struct stage_location l = p->location;
    if (o->overwrite || o->include_query_id)
        return stage_reachable(&l, err);
    l.prefix = str_printf(a, "%.*s%.*s", STR_FMT(p->base), STR_FMT(p->stem));
    if (o->single) {
        struct stage_file file;
        if (!stage_file(&l, STR(""), a, &file, &taken, err))
            return false;
    } else {
        struct stage_files files;
        if (!stage_files(&l, NULL, false, a, &files, err))
            return false;
        taken = files.n > 0 || files.left_out.p;
    }
    return !taken || err_set(err, 1424, "22000",
                             "Files already existing at the unload destination: %.*s. Use overwrite option to force "
                             "unloading.",
                             STR_FMT(l.written));
}

void unload_listing(const struct unload_plan *p, const struct unload_result *result, struct listing *ret)
{
    static const struct listing_column summary[] = {
        {"rows_unloaded", LISTING_NUMBER}, {"input_bytes", LISTING_NUMBER}, {"output_bytes", LISTING_NUMBER}};
    static const struct listing_column detailed[] = {
        {"FILE_NAME", LISTING_TEXT}, {"FILE_SIZE", LISTING_NUMBER}, {"ROW_COUNT", LISTING_NUMBER}};
    ret->n_columns = 3;
    ret->columns = p->options.detailed_output ? detailed : summary;
    if (!p->options.detailed_output) {
        listing_int(ret, result->rows);
        listing_int(ret, result->input_bytes);
        listing_int(ret, result->output_bytes);
        return;
    }
    for (size_t i = 0; i < result->files.n; i++) {
        const struct unload_file *f = &result->files.at[i];
        listing_text(ret, str_sub(f->path, p->base.n, f->path.n));
        listing_int(ret, f->size);
        listing_int(ret, f->rows);
    }
}
