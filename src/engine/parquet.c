/* A file is a query over read_parquet, whose chunks are read as they come. What its schema says beyond DuckDB's types
 * (the units of timestamps) is read first: the leaves of both stand in the same order. */
#include "engine/parquet.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/parquet_value.h"

/* One database in memory, which all open files share until it fails. */
struct database {
    duckdb_database duckdb;
    int users;
    bool failed;
};

struct parquets {
    pthread_mutex_t lock; /* guards all */
    struct database *current;
};

struct parquet {
    struct parquets *all;
    struct database *database;
    duckdb_connection connection;
    duckdb_result result;
    duckdb_data_chunk chunk;
    idx_t row, size; /* of the chunk; row is the next */
    const struct parquet_rules *rules;
    struct parquet_value *root; /* a struct of all columns */
    VEC(struct parquet_column) columns;
    struct arena arena;
    struct buf text, scratch;
    struct str problem;
};

/* --- the database ------------------------------------------------------------------------------------------------ */

struct parquets *parquets_new(void)
{
    struct parquets *p = memset(xmalloc(sizeof *p), 0, sizeof *p);
    pthread_mutex_init(&p->lock, NULL);
    return p;
}

void parquets_free(struct parquets *p)
{
    if (!p)
        return;
    pthread_mutex_destroy(&p->lock);
    free(p);
}

/* Files are told apart by numbers that are used again: nothing of one may be kept for the next. */
static bool open_database(struct database *d, struct err *err)
{
    static const char *const options[][2] = {{"threads", "1"},
                                             {"temp_directory", ""},
                                             {"autoinstall_known_extensions", "false"},
                                             {"autoload_known_extensions", "false"},
                                             {"enable_external_file_cache", "false"}};
    duckdb_config config;
    char *message = NULL;
    if (duckdb_create_config(&config) != DuckDBSuccess)
        return err_internal(err, "DuckDB has no configuration");
    bool ok = true;
    for (size_t i = 0; i < sizeof options / sizeof *options && ok; i++)
        ok = duckdb_set_config(config, options[i][0], options[i][1]) == DuckDBSuccess ||
             err_internal(err, "DuckDB does not know the option %s", options[i][0]);
    if (ok && duckdb_open_ext(NULL, &d->duckdb, config, &message) != DuckDBSuccess)
        ok = err_internal(err, "%s", message);
    duckdb_free(message);
    duckdb_destroy_config(&config);
    return ok;
}

static struct database *take_database(struct parquets *all, struct err *err)
{
    pthread_mutex_lock(&all->lock);
    struct database *d = all->current;
    if (!d || d->failed) {
        d = memset(xmalloc(sizeof *d), 0, sizeof *d);
        if (!open_database(d, err)) {
            free(d);
            d = NULL;
        } else {
            all->current = d;
        }
    }
    if (d)
        d->users++;
    pthread_mutex_unlock(&all->lock);
    return d;
}

static void give_database(struct parquets *all, struct database *d)
{
    pthread_mutex_lock(&all->lock);
    bool last = --d->users == 0;
    if (last && all->current == d)
        all->current = NULL;
    pthread_mutex_unlock(&all->lock);
    if (last) {
        duckdb_close(&d->duckdb);
        free(d);
    }
}

/* --- what is wrong ----------------------------------------------------------------------------------------------- */

/* DuckDB's message without its kind, and without what tells where the file is; a damaged file may put any bytes into
 * it. */
static struct str reason(struct parquet *p, const char *message)
{
    struct str text = str_from(message ? message : "");
    ptrdiff_t kind = str_find(text, STR("Error: ")), line = str_find(text, STR("\n"));
    if (line >= 0)
        text.n = (size_t)line;
    if (kind >= 0 && kind < 30)
        text = str_sub(text, (size_t)kind + strlen("Error: "), text.n);
    if (str_starts(text, STR("Failed to read file \""))) {
        ptrdiff_t end = str_find(text, STR("\": "));
        text = end > 0 ? str_sub(text, (size_t)end + strlen("\": "), text.n) : text;
    }
    for (ptrdiff_t at; (at = str_find(text, STR("/proc/self/fd/"))) >= 0;) {
        buf_add(&p->scratch, str_sub(text, 0, (size_t)at));
        buf_adds(&p->scratch, "the file");
        for (at += (ptrdiff_t)strlen("/proc/self/fd/"); (size_t)at < text.n && text.p[at] >= '0' && text.p[at] <= '9';)
            at++;
        text = str_sub(text, (size_t)at, text.n);
    }
    buf_add(&p->scratch, text);
    for (size_t i = 0; i < p->scratch.n; i++)
        if (p->scratch.p[i] < ' ' || p->scratch.p[i] == 0x7F)
            p->scratch.p[i] = '?';
    return str_trim(buf_str(&p->scratch));
}

static void set_problem(struct parquet *p, struct str why)
{
    p->problem = str_printf(&p->arena, "Error parsing the parquet file: %.*s", STR_FMT(why));
}

/* A failure of DuckDB: the file's, unless it is out of memory. */
static bool failed(struct parquet *p, duckdb_error_type type, const char *message, struct err *err)
{
    if (type == DUCKDB_ERROR_FATAL || type == DUCKDB_ERROR_INTERNAL) {
        pthread_mutex_lock(&p->all->lock);
        p->database->failed = true;
        pthread_mutex_unlock(&p->all->lock);
    }
    if (type == DUCKDB_ERROR_OUT_OF_MEMORY)
        return err_set(err, 603, "53200", "A Parquet file needs more memory than there is: %s", message);
    set_problem(p, reason(p, message));
    return true;
}

static void check_magic(struct parquet *p, int fd)
{
    char start[4] = "", end[4] = "";
    off_t size = lseek(fd, 0, SEEK_END);
    bool read = size >= 12 && pread(fd, start, 4, 0) == 4 && pread(fd, end, 4, size - 4) == 4;
    if (read && memcmp(start, "PARE", 4) == 0 && memcmp(end, "PARE", 4) == 0)
        set_problem(p, STR("the file is encrypted."));
    else if (!read || memcmp(start, "PAR1", 4) != 0 || memcmp(end, "PAR1", 4) != 0)
        set_problem(p, STR("Invalid: Parquet magic bytes not found in footer. Either the file is corrupted or this is "
                           "not a parquet file."));
}

/* --- the schema -------------------------------------------------------------------------------------------------- */

/* What the file's schema says of leaf after leaf, and of the columns. */
struct schema {
    VEC(struct parquet_leaf) leaves;
    VEC(bool) required;
};

static struct str cell(struct arena *a, duckdb_result *result, idx_t col, idx_t row)
{
    char *text = duckdb_value_is_null(result, col, row) ? NULL : duckdb_value_varchar(result, col, row);
    struct str s = str_dup(a, str_from(text ? text : ""));
    duckdb_free(text);
    return s;
}

static struct parquet_leaf leaf_of(struct str type, struct str converted, struct str logical)
{
    bool millis = str_ends(converted, STR("_MILLIS")) || str_find(logical, STR("MILLIS=Milli")) >= 0;
    return (struct parquet_leaf){.int96 = str_eq(type, STR("INT96")), .unit = millis ? 1000 : 1};
}

/* The rows of parquet_schema are the elements of the schema, each before its children. */
static bool read_schema(struct parquet *p, const char *file, struct schema *ret, struct err *err)
{
    duckdb_result result;
    struct str sql = str_printf(&p->arena,
                                "SELECT type, repetition_type, coalesce(num_children, 0), converted_type, logical_type "
                                "FROM parquet_schema('%s')",
                                file);
    if (duckdb_query(p->connection, sql.p, &result) != DuckDBSuccess) {
        bool ok = failed(p, duckdb_result_error_type(&result), duckdb_result_error(&result), err);
        duckdb_destroy_result(&result);
        return ok;
    }
    VEC(int64_t) open = {0}; /* how many children each group that is open still has */
    for (idx_t i = 0; i < duckdb_row_count(&result); i++) {
        int64_t children = duckdb_value_int64(&result, 2, i);
        while (open.n && open.at[open.n - 1] == 0)
            open.n--;
        if (open.n)
            open.at[open.n - 1]--;
        if (open.n == 1)
            vec_push(&p->arena, &ret->required, str_eq(cell(&p->arena, &result, 1, i), STR("REQUIRED")));
        if (children > 0)
            vec_push(&p->arena, &open, children);
        else if (i > 0)
            vec_push(&p->arena, &ret->leaves,
                     leaf_of(cell(&p->arena, &result, 0, i), cell(&p->arena, &result, 3, i),
                             cell(&p->arena, &result, 4, i)));
    }
    duckdb_destroy_result(&result);
    return true;
}

static void make_columns(struct parquet *p, const struct schema *s)
{
    struct parquet_value *root = p->root;
    for (size_t i = 0; i < root->n; i++)
        vec_push(&p->arena, &p->columns,
                 ((struct parquet_column){.name = root->children[i].name,
                                          .type = parquet_value_type(&root->children[i], p->rules),
                                          .required = i < s->required.n && s->required.at[i]}));
}

static bool start_query(struct parquet *p, const char *file, struct err *err)
{
    duckdb_prepared_statement prepared;
    duckdb_pending_result pending = NULL;
    struct str sql = str_printf(&p->arena, "SELECT * FROM read_parquet('%s')", file);
    bool ok = true;
    if (duckdb_prepare(p->connection, sql.p, &prepared) != DuckDBSuccess)
        ok = failed(p, DUCKDB_ERROR_INVALID, duckdb_prepare_error(prepared), err);
    else if (duckdb_pending_prepared_streaming(prepared, &pending) != DuckDBSuccess)
        ok = failed(p, DUCKDB_ERROR_INVALID, duckdb_pending_error(pending), err);
    else if (duckdb_execute_pending(pending, &p->result) != DuckDBSuccess)
        ok = failed(p, duckdb_result_error_type(&p->result), duckdb_result_error(&p->result), err);
    duckdb_destroy_pending(&pending);
    duckdb_destroy_prepare(&prepared);
    return ok;
}

static bool open_file(struct parquet *p, int fd, struct err *err)
{
    struct schema schema = {0};
    char file[40];
    /* the file that was opened, whatever is done to its name, which may also look like a pattern */
    snprintf(file, sizeof file, "/proc/self/fd/%d", fd);
    check_magic(p, fd);
    if (p->problem.p)
        return true;
    if (!(p->database = take_database(p->all, err)))
        return false;
    if (duckdb_connect(p->database->duckdb, &p->connection) != DuckDBSuccess)
        return err_internal(err, "cannot connect to a DuckDB in memory");
    if (!read_schema(p, file, &schema, err) || (!p->problem.p && !start_query(p, file, err)))
        return false;
    if (p->problem.p)
        return true;
    struct str unsupported;
    p->root = parquet_value_root(&p->arena, &p->result, schema.leaves.at, schema.leaves.n, &unsupported);
    if (p->root)
        make_columns(p, &schema);
    else
        set_problem(p,
                    str_printf(&p->arena, "a column has the type %.*s, which is not supported.", STR_FMT(unsupported)));
    return true;
}

bool parquet_open(struct parquets *all, int fd, const struct parquet_rules *rules, struct parquet **ret,
                  struct err *err)
{
    struct parquet *p = memset(xmalloc(sizeof *p), 0, sizeof *p);
    p->all = all;
    p->rules = rules;
    if (!open_file(p, fd, err)) {
        parquet_close(p);
        return false;
    }
    *ret = p;
    return true;
}

void parquet_close(struct parquet *p)
{
    if (!p)
        return;
    duckdb_destroy_data_chunk(&p->chunk);
    duckdb_destroy_result(&p->result);
    duckdb_disconnect(&p->connection);
    if (p->database)
        give_database(p->all, p->database);
    buf_clear(&p->text);
    buf_clear(&p->scratch);
    arena_clear(&p->arena);
    free(p);
}

void parquet_columns(const struct parquet *p, const struct parquet_column **ret, size_t *ret_n)
{
    *ret = p->columns.at;
    *ret_n = p->problem.p ? 0 : p->columns.n;
}

/* --- rows -------------------------------------------------------------------------------------------------------- */

/* Sees to it that the chunk has a next row; *ret_some false: there is none. */
static bool fill(struct parquet *p, bool *ret_some, struct err *err)
{
    *ret_some = false;
    if (p->problem.p)
        return true;
    while (p->row == p->size) {
        duckdb_destroy_data_chunk(&p->chunk);
        p->row = p->size = 0;
        p->chunk = duckdb_fetch_chunk(p->result);
        const char *message = p->chunk ? NULL : duckdb_result_error(&p->result);
        if (message)
            return failed(p, duckdb_result_error_type(&p->result), message, err);
        if (!p->chunk)
            return true;
        p->size = duckdb_data_chunk_get_size(p->chunk);
        parquet_value_open(p->root, p->chunk);
    }
    *ret_some = true;
    return true;
}

bool parquet_next(struct parquet *p, struct str *ret, bool *ret_some, struct str *ret_invalid, struct err *err)
{
    if (!fill(p, ret_some, err) || !*ret_some)
        return *ret_some || !err->set;
    buf_reset(&p->text);
    *ret_invalid = STR_NULL;
    parquet_value_row(p->root, p->row++, p->rules, &p->text, ret_invalid);
    *ret = buf_str(&p->text);
    return true;
}

bool parquet_skip(struct parquet *p, int64_t n, struct err *err)
{
    for (bool some; n > 0;) {
        if (!fill(p, &some, err) || !some)
            return !err->set;
        idx_t step = p->size - p->row < (idx_t)n ? p->size - p->row : (idx_t)n;
        p->row += step;
        n -= (int64_t)step;
    }
    return true;
}

struct str parquet_problem(const struct parquet *p)
{
    return p->problem;
}
