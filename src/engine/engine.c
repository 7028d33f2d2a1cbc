/* Opening DuckDB and running statements. Autocommit is DuckDB's own until a caller sends BEGIN. */
#include "engine/engine.h"

#include <duckdb.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/errors.h"
#include "engine/functions.h"
#include "engine/internal.h"
#include "engine/scan.h"

struct engine {
    duckdb_database db;
    char *file; /* the name of the database's file without its directory; NULL: in memory */
    atomic_bool fatal;
    struct buf settings; /* statements that every connection begins with */
    struct scans *scans;
    struct sources *sources;
};

bool engine_is_fatal(const struct engine *e)
{
    return atomic_load(&((struct engine *)(uintptr_t)e)->fatal);
}

static bool set_option(duckdb_config config, const char *name, const char *value, struct err *err)
{
    return duckdb_set_config(config, name, value) == DuckDBSuccess ||
           err_internal(err, "DuckDB does not know the option %s", name);
}

/* No commit stalls for a checkpoint: they run in idle moments (store_checkpoint). Nothing is fetched from anywhere.
 * Files have DuckDB's default format: the texts of newer ones (DICT_FSST) are written faster, but a MERGE that meets
 * few of many rows takes a sixth longer. */
static bool configure(duckdb_config config, const struct engine_options *o, struct err *err)
{
    char text[64];
    if (!set_option(config, "checkpoint_threshold", "1GB", err) ||
        !set_option(config, "autoinstall_known_extensions", "false", err) ||
        !set_option(config, "autoload_known_extensions", "false", err))
        return false;
    if (o && o->temp_directory && !set_option(config, "temp_directory", o->temp_directory, err))
        return false;
    if (o && o->memory_limit) {
        snprintf(text, sizeof text, "%lldB", (long long)o->memory_limit);
        if (!set_option(config, "memory_limit", text, err))
            return false;
    }
    if (o && o->threads) {
        snprintf(text, sizeof text, "%d", o->threads);
        if (!set_option(config, "threads", text, err))
            return false;
    }
    return true;
}

/* In a join with fewer rows than this on one side the other is scanned by the list of their keys, which skips the
 * vectors that have none. With more the list costs more than it spares. */
static const char connection_settings[] =
    "SET dynamic_or_filter_threshold = 3000; SET default_null_order = 'nulls_last'; "
    "SET order_by_non_integer_literal = true; ";

/* Macros live in the database `sf` in memory; search_path makes their names known without it. */
static bool run_prelude(struct engine *e, const struct engine_options *options, struct err *err)
{
    struct connection *c;
    ROWS_SCOPE struct rows *rows = NULL;
    buf_adds(&e->settings, connection_settings);
    if (!options || !options->prelude)
        return true;
    if (!connection_new(e, &c, err))
        return false;
    bool ok = engine_register_functions(c->duckdb, err) && scans_register(e->scans, c->duckdb, err) &&
              sources_register(e->sources, c->duckdb, err) &&
              connection_query(c, STR("SELECT current_database()"), &rows, err) && rows_next(rows) &&
              connection_run(c, STR("ATTACH ':memory:' AS sf; USE sf"), NULL, err) &&
              connection_run(c, str_from(options->prelude), NULL, err);
    if (ok) {
        struct str name = rows_slice(rows, 0);
        buf_printf(&e->settings, "SET search_path = '\"%.*s\".main,sf.main'; ", STR_FMT(name));
    }
    connection_free(c);
    return ok;
}

/* What DuckDB says of a file that it cannot open, in our words. */
static bool fail_open(const char *path, const char *message, struct err *err)
{
    static const struct {
        const char *duckdb, *why;
    } all[] = {
        {"Is a directory", "it is a directory"},
        {"it is not a valid DuckDB database file", "it is no database"},
        {"Permission denied", "permission denied"},
        {"Could not read enough bytes from file", "it is cut off"},
        {"Corrupt database file", "it is damaged"},
        {"Corrupt WAL file", "its log (.wal) is damaged"},
        {"with version number", "another version has written it"},
    };
    const char *why = message;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strstr(message, all[i].duckdb))
            why = all[i].why;
    return err_set(err, 603, "58030", "cannot open the database '%s': %s", path ? path : ":memory:", why);
}

bool engine_open(const char *path, const struct engine_options *options, struct engine **ret, struct err *err)
{
    duckdb_config config;
    if (duckdb_create_config(&config) != DuckDBSuccess)
        return err_internal(err, "DuckDB has no configuration");
    struct engine *e = memset(xmalloc(sizeof *e), 0, sizeof *e);
    e->scans = scans_new();
    e->sources = sources_new();
    const char *slash = path ? strrchr(path, '/') : NULL;
    e->file = path ? xstrdup(slash ? slash + 1 : path) : NULL;
    char *message = NULL;
    bool ok = configure(config, options, err);
    if (ok && duckdb_open_ext(path, &e->db, config, &message) != DuckDBSuccess)
        ok = fail_open(path, message, err);
    duckdb_free(message);
    duckdb_destroy_config(&config);
    if (!ok || !run_prelude(e, options, err)) {
        engine_close(e);
        return false;
    }
    *ret = e;
    return true;
}

void engine_close(struct engine *e)
{
    if (!e)
        return;
    duckdb_close(&e->db);
    scans_free(e->scans);
    sources_free(e->sources);
    buf_clear(&e->settings);
    free(e->file);
    free(e);
}

struct sources *engine_sources(const struct engine *e)
{
    return e->sources;
}

int64_t scan_open(struct engine *e, const struct rows *rows, const struct listing *listing)
{
    return scans_add(e->scans, rows, listing);
}

void scan_close(struct engine *e, int64_t scan)
{
    scans_remove(e->scans, scan);
}

bool connection_new(struct engine *e, struct connection **ret, struct err *err)
{
    struct connection *c = memset(xmalloc(sizeof *c), 0, sizeof *c);
    c->engine = e;
    if (duckdb_connect(e->db, &c->duckdb) != DuckDBSuccess) {
        free(c);
        return err_internal(err, "DuckDB gives no connection");
    }
    if (!connection_run(c, buf_str(&e->settings), NULL, err)) {
        connection_free(c);
        return false;
    }
    *ret = c;
    return true;
}

bool connection_beside(const struct connection *c, struct connection **ret, struct err *err)
{
    return connection_new(c->engine, ret, err);
}

void connection_free(struct connection *c)
{
    if (!c)
        return;
    connection_remember(c, false);
    duckdb_disconnect(&c->duckdb);
    free(c);
}

void connection_interrupt(struct connection *c)
{
    duckdb_interrupt(c->duckdb);
}

/* After a broken invariant DuckDB refuses further work, and after the disk failed under the database or its log nobody
 * knows what is there: nothing may go on then. A query that fills the disk with temporary data fails alone. */
static bool is_fatal(const struct engine *e, duckdb_error_type type, const struct err *err)
{
    return type == DUCKDB_ERROR_FATAL || type == DUCKDB_ERROR_INTERNAL ||
           (e->file && strcmp(err->sqlstate, "58030") == 0 && strstr(err->message, e->file));
}

static bool fail(struct connection *c, duckdb_result *result, struct err *err)
{
    const char *message = duckdb_result_error(result);
    engine_error(err, message ? message : "unknown error");
    if (is_fatal(c->engine, duckdb_result_error_type(result), err))
        atomic_store(&c->engine->fatal, true);
    duckdb_destroy_result(result);
    return false;
}

static bool query(struct connection *c, struct str sql, duckdb_result *ret, struct err *err)
{
    ARENA_SCOPE struct arena arena = {0};
    if (duckdb_query(c->duckdb, str_cstr(&arena, sql), ret) != DuckDBSuccess)
        return fail(c, ret, err);
    return true;
}

static void remember(struct connection *c, struct str sql)
{
    if (c->remembers)
        vec_push(&c->arena, &c->statements, str_dup(&c->arena, sql));
}

bool connection_run(struct connection *c, struct str sql, int64_t *ret_changed, struct err *err)
{
    duckdb_result result;
    if (!query(c, sql, &result, err))
        return false;
    if (ret_changed)
        *ret_changed = (int64_t)duckdb_rows_changed(&result);
    duckdb_destroy_result(&result);
    remember(c, sql);
    return true;
}

bool connection_run_as(struct connection *c, struct str sql, struct str again, struct err *err)
{
    duckdb_result result;
    if (!query(c, sql, &result, err))
        return false;
    duckdb_destroy_result(&result);
    if (again.n)
        remember(c, again);
    return true;
}

bool connection_remembers(const struct connection *c)
{
    return c->remembers;
}

static int64_t keep(struct connection *c, struct rows *rows)
{
    int64_t scan = scan_open(c->engine, rows, NULL);
    vec_push(&c->arena, &c->kept, ((struct kept){c->statements.n, scan, rows}));
    return scan;
}

bool connection_keep(struct connection *c, struct str sql, int64_t *ret_scan, struct err *err)
{
    duckdb_result result;
    if (!query(c, sql, &result, err))
        return false;
    *ret_scan = keep(c, rows_new(result));
    return true;
}

bool connection_insert(struct connection *c, struct str into, struct str sql, int64_t *ret_inserted, struct err *err)
{
    BUF_SCOPE struct buf insert = {0};
    duckdb_result result;
    buf_adds(&insert, "INSERT INTO ");
    buf_add(&insert, into);
    buf_addc(&insert, ' ');
    buf_add(&insert, sql);
    if (!c->remembers)
        return connection_run(c, buf_str(&insert), ret_inserted, err);
    buf_adds(&insert, " RETURNING *");
    if (!query(c, buf_str(&insert), &result, err))
        return false;
    struct rows *rows = rows_new(result);
    *ret_inserted = rows_count(rows);
    int64_t scan = keep(c, rows);
    buf_reset(&insert);
    buf_printf(&insert, "INSERT INTO %.*s SELECT * FROM sf_scan(%lld)", STR_FMT(into), (long long)scan);
    remember(c, buf_str(&insert));
    return true;
}

/* Forgets the statements beyond the first n. */
static void forget(struct connection *c, size_t n)
{
    while (c->kept.n && c->kept.at[c->kept.n - 1].statement >= n) {
        const struct kept *k = &c->kept.at[--c->kept.n];
        scan_close(c->engine, k->scan);
        rows_free(k->rows);
    }
    c->statements.n = n;
}

void connection_remember(struct connection *c, bool on)
{
    forget(c, 0);
    c->first.at = NULL;
    c->first.n = c->first.size = 0;
    arena_clear(&c->arena);
    c->statements.at = NULL;
    c->statements.size = 0;
    c->kept.at = NULL;
    c->kept.size = 0;
    c->remembers = on;
}

size_t connection_remembered(const struct connection *c)
{
    return c->statements.n;
}

bool connection_is_beyond(struct connection *c, size_t n)
{
    ERR_SCOPE struct err dead = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    return c->statements.n > n || !connection_query(c, STR("SELECT 1"), &rows, &dead);
}

bool connection_return_to(struct connection *c, size_t n, struct err *err)
{
    ERR_SCOPE struct err ignored = {0};
    /* A transaction that DuckDB has given up itself answers with an error: it is over all the same. */
    if (!connection_run_as(c, STR("ROLLBACK"), STR_NULL, &ignored))
        err_clear(&ignored);
    forget(c, n);
    bool ok = connection_run_as(c, STR("BEGIN TRANSACTION"), STR_NULL, err);
    for (size_t i = 0; i < c->first.n && ok; i++)
        ok = connection_run_as(c, c->first.at[i].sql, STR_NULL, err);
    for (size_t i = 0; i < n && ok; i++)
        ok = connection_run_as(c, c->statements.at[i], STR_NULL, err);
    return ok;
}

bool connection_first(struct connection *c, struct str sql, bool anyway)
{
    for (size_t i = 0; i < c->first.n; i++)
        if (str_eq(c->first.at[i].sql, sql))
            return false;
    if (c->remembers)
        vec_push(&c->arena, &c->first, ((struct first){str_dup(&c->arena, sql), anyway}));
    return true;
}

bool connection_run_anyway(struct connection *c, struct err *err)
{
    for (size_t i = 0; i < c->first.n; i++)
        if (c->first.at[i].anyway && !connection_run_as(c, c->first.at[i].sql, STR_NULL, err))
            return false;
    return true;
}

bool connection_runf(struct connection *c, struct err *err, const char *format, ...)
{
    char *sql;
    va_list args;
    va_start(args, format);
    if (vasprintf(&sql, format, args) < 0)
        abort();
    va_end(args);
    bool ok = connection_run(c, str_from(sql), NULL, err);
    free(sql);
    return ok;
}

static bool fits_number(duckdb_result *result, idx_t column)
{
    bool fits = true;
    for (idx_t k = 0; fits && k < duckdb_result_chunk_count(*result); k++) {
        duckdb_data_chunk chunk = duckdb_result_get_chunk(*result, k);
        duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, column);
        const duckdb_hugeint *at = duckdb_vector_get_data(vector);
        uint64_t *validity = duckdb_vector_get_validity(vector);
        for (idx_t i = 0; fits && i < duckdb_data_chunk_get_size(chunk); i++) {
            __int128 v = (__int128)((unsigned __int128)(uint64_t)at[i].upper << 64 | at[i].lower);
            fits = !duckdb_validity_row_is_valid(validity, i) || number_fits(v);
        }
        duckdb_destroy_data_chunk(&chunk);
    }
    return fits;
}

static bool refuse_intervals(duckdb_result *result, struct err *err)
{
    for (idx_t i = 0; i < duckdb_column_count(result); i++)
        if (duckdb_column_type(result, i) == DUCKDB_TYPE_INTERVAL) {
            duckdb_destroy_result(result);
            return err_unsupported(err, 0, 0, "an interval as a result");
        }
    return true;
}

static bool number_too_large(struct err *err)
{
    return err_set(err, 100046, "22003", "Number out of representable range");
}

bool connection_query(struct connection *c, struct str sql, struct rows **ret, struct err *err)
{
    duckdb_result result;
    if (!query(c, sql, &result, err) || !refuse_intervals(&result, err))
        return false;
    for (idx_t i = 0; i < duckdb_column_count(&result); i++)
        if (duckdb_column_type(&result, i) == DUCKDB_TYPE_HUGEINT && !fits_number(&result, i)) {
            duckdb_destroy_result(&result);
            return number_too_large(err);
        }
    *ret = rows_new(result);
    return true;
}

static bool fail_prepare(duckdb_prepared_statement *prepared, struct err *err)
{
    const char *message = duckdb_prepare_error(*prepared);
    engine_error(err, message ? message : "unknown error");
    duckdb_destroy_prepare(prepared);
    return false;
}

bool connection_stream(struct connection *c, struct str sql, struct rows **ret, struct err *err)
{
    ARENA_SCOPE struct arena arena = {0};
    duckdb_prepared_statement prepared;
    duckdb_pending_result pending = NULL;
    duckdb_result result = {0};
    if (duckdb_prepare(c->duckdb, str_cstr(&arena, sql), &prepared) != DuckDBSuccess)
        return fail_prepare(&prepared, err);
    bool ok = duckdb_pending_prepared_streaming(prepared, &pending) == DuckDBSuccess;
    if (!ok)
        engine_error(err, duckdb_pending_error(pending));
    else if (duckdb_execute_pending(pending, &result) != DuckDBSuccess)
        ok = fail(c, &result, err);
    duckdb_destroy_pending(&pending);
    duckdb_destroy_prepare(&prepared);
    if (!ok || !refuse_intervals(&result, err))
        return false;
    *ret = rows_new(result);
    return true;
}

bool connection_step(struct connection *c, struct rows *rows, bool *ret_some, struct err *err)
{
    *ret_some = rows_next(rows);
    if (*ret_some)
        return rows_fit(rows) || number_too_large(err);
    const char *message = duckdb_result_error(rows_result(rows));
    if (!message)
        return true;
    engine_error(err, message);
    if (is_fatal(c->engine, duckdb_result_error_type(rows_result(rows)), err))
        atomic_store(&c->engine->fatal, true);
    return false;
}

bool connection_int(struct connection *c, struct str sql, int64_t missing, int64_t *ret, struct err *err)
{
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(c, sql, &rows, err))
        return false;
    *ret = rows_next(rows) && !rows_null(rows, 0) ? rows_int(rows, 0) : missing;
    return true;
}

bool connection_shape(struct connection *c, struct arena *a, struct str sql, struct column_shape **ret, size_t *ret_n,
                      struct err *err)
{
    BUF_SCOPE struct buf describe = {0};
    buf_adds(&describe, "DESCRIBE ");
    buf_add(&describe, sql);
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(c, buf_str(&describe), &rows, err))
        return false;
    VEC(struct column_shape) shapes = {0};
    while (rows_next(rows))
        vec_push(a, &shapes, ((struct column_shape){str_dup(a, rows_slice(rows, 0)), str_dup(a, rows_slice(rows, 1))}));
    *ret = shapes.at;
    *ret_n = shapes.n;
    return true;
}
