/* Names of files, and the files that wait. */
#include "pipe/unload_files.h"

void unload_files_release(struct unload_files *u)
{
    compress_free(u->compress);
    stage_output_free(u->output);
    for (size_t i = 0; i < u->result->files.n - u->result->n_there; i++)
        stage_output_free(u->waiting[i]);
    buf_clear(&u->partition);
    map_clear(&u->taken);
}

bool unload_files_commit(struct unload_files *u, struct err *err)
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

void unload_files_partition(struct unload_files *u, struct str partition)
{
    buf_reset(&u->partition);
    buf_add(&u->partition, partition);
    u->number = 0;
}

static struct str file_path(const struct unload_files *u)
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

/* The path as a directory understands it: `a//b` and `a/./b` are `a/b`. */
static struct str plain_path(struct str path, struct buf *out)
{
    for (size_t i = 0, end; i < path.n; i = end + 1) {
        for (end = i; end < path.n && path.p[end] != '/';)
            end++;
        struct str part = str_sub(path, i, end);
        if (part.n == 0 || str_eq(part, STR(".")))
            continue;
        buf_addc(out, '/');
        buf_add(out, part);
    }
    return buf_str(out);
}

/* The first path with a number that no file of the statement has. Partitions of different values may have one name:
 * NULL and '__NULL__', 'a' and 'a/', instants in one millisecond. */
static struct str next_path(struct unload_files *u)
{
    for (;; u->number++) {
        BUF_SCOPE struct buf plain = {0};
        struct str path = file_path(u), key = plain_path(path, &plain);
        if (map_get(&u->taken, key))
            continue;
        map_put(&u->taken, key, u);
        u->number++;
        return path;
    }
}

bool unload_files_begin(struct unload_files *u, struct err *err)
{
    struct unload_result *r = u->result;
    struct str path = next_path(u);
    if ((r->files.n - r->n_there == UNLOAD_OPEN_FILES && !unload_files_commit(u, err)) ||
        !stage_output_create(&u->plan->location, path, &u->output, err))
        return false;
    u->compress = compress_new(u->compression, u->output);
    vec_push(u->arena, &r->files, ((struct unload_file){.path = path}));
    r->files.n--; /* there when it is complete */
    return true;
}

bool unload_files_end(struct unload_files *u, int64_t rows, struct err *err)
{
    struct unload_result *r = u->result;
    if (!compress_finish(u->compress, err))
        return false;
    struct unload_file *f = &r->files.at[r->files.n++];
    f->size = compress_written(u->compress);
    f->rows = rows;
    r->rows += rows;
    r->input_bytes += compress_read(u->compress);
    r->output_bytes += f->size;
    u->waiting[r->files.n - 1 - r->n_there] = u->output;
    u->output = NULL;
    compress_free(u->compress);
    u->compress = NULL;
    return true;
}

bool unload_too_large(const struct unload_plan *p, struct err *err)
{
    return err_set(err, 1424, "22000",
                   "Max file size (%lld) exceeded for unload single file mode. Please increase MAX_FILE_SIZE copy "
                   "option.",
                   (long long)p->options.max_file_size);
}

void unload_undo(const struct unload_plan *p, struct unload_result *result)
{
    /* What stands in place of an older file is better than nothing there. */
    for (size_t i = 0; i < result->n_there && !p->options.overwrite; i++) {
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
        {"rows_unloaded", LISTING_UNLOADED}, {"input_bytes", LISTING_UNLOADED}, {"output_bytes", LISTING_UNLOADED}};
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
