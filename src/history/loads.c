/* Tables (loads_schema.sql), written by INSERTs of many rows, errors by an appender, and read back whole or as SQL for
 * the user's query. */
#include "history/copies.h"

#include "history/lineage.h"
#include "history/values.h"

extern const char embed_loads_schema[], embed_copy_history[], embed_validate[], embed_load_history[],
    embed_pipe_usage_history[];
extern const size_t embed_loads_schema_size;

#define DAY (86400 * MICROS_PER_SECOND)
enum { KEEP_DAYS = 14 };

static const struct {
    const char *word, *history;
} statuses[] = {
    [LOAD_LOADED] = {"LOADED", "Loaded"},
    [LOAD_PARTIALLY_LOADED] = {"PARTIALLY_LOADED", "Partially loaded"},
    [LOAD_FAILED] = {"LOAD_FAILED", "Load failed"},
    [LOAD_SKIPPED] = {"LOAD_SKIPPED", "Load skipped"},
};

const char *load_status_word(enum load_status s)
{
    return statuses[s].word;
}

const char *load_status_history(enum load_status s)
{
    return statuses[s].history;
}

bool loads_open(struct connection *c, struct err *err)
{
    return connection_run(c, (struct str){embed_loads_schema, embed_loads_schema_size}, NULL, err);
}

bool loads_purge(struct connection *c, int64_t now, struct err *err)
{
    long long oldest = now - KEEP_DAYS * DAY;
    static const char of_no_pipe[] =
        "pipe_id NOT IN (SELECT id FROM freshet.objects WHERE kind = 'PIPE' AND dropped_on IS NULL)";
    return connection_runf(c, err, "DELETE FROM freshet.pipe_files WHERE %s; DELETE FROM freshet.load_errors WHERE %s",
                           of_no_pipe, of_no_pipe) &&
           connection_run(c,
                          STR("DELETE FROM freshet.table_files WHERE table_id NOT IN (SELECT id FROM freshet.objects "
                              "WHERE kind = 'TABLE' AND dropped_on IS NULL)"),
                          NULL, err) &&
           connection_runf(c, err,
                           "DELETE FROM freshet.load_history WHERE loaded_on < make_timestamptz(%lld); "
                           "UPDATE freshet.pipe_files SET state = 'forgotten', modified = %lld, "
                           "seen_on = make_timestamptz(%lld) "
                           "WHERE state = 'loaded' AND seen_on < make_timestamptz(%lld); "
                           "DELETE FROM freshet.load_errors WHERE loaded_us < %lld",
                           oldest, (long long)now, (long long)now, oldest, oldest) &&
           copies_purge(c, now, err);
}

/* --- writing ----------------------------------------------------------------------------------------------------- */

static void add_time(struct buf *out, int64_t micros)
{
    if (micros < 0)
        buf_adds(out, ", NULL");
    else
        buf_printf(out, ", make_timestamptz(%lld)", (long long)micros);
}

static void add_object(struct buf *out, const struct object *o)
{
    values_text(out, o ? str_from(o->database) : STR_NULL);
    values_text(out, o ? str_from(o->schema) : STR_NULL);
    values_text(out, o ? str_from(o->name) : STR_NULL);
}

static void append_number(struct appender *out, int64_t n, bool known)
{
    if (known)
        appender_int(out, n);
    else
        appender_null(out);
}

static void append_text(struct appender *out, struct str text)
{
    if (text.p)
        appender_text(out, text);
    else
        appender_null(out);
}

static bool append_error(struct appender *out, const struct load_source *source, struct str file,
                         const struct load_error *e, struct err *err)
{
    appender_int(out, source->now);
    appender_int(out, source->pipe->id);
    append_text(out, e->message);
    append_text(out, file);
    append_number(out, e->line, e->row > 0);
    append_number(out, e->character, e->row > 0);
    append_number(out, e->offset, e->row > 0);
    append_text(out, str_from(e->category));
    appender_int(out, e->code);
    append_text(out, str_from(e->sqlstate));
    append_text(out, e->column);
    append_number(out, e->row, e->row > 0);
    append_number(out, e->row_line, e->row > 0);
    append_text(out, e->record);
    return appender_end_row(out, err);
}

static bool record_errors(struct connection *c, const struct load_source *source, const struct load_record *records,
                          size_t n, struct err *err)
{
    struct appender *out = NULL;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < records[i].n_rejected; k++) {
            if (!out && !appender_new(c, NULL, "freshet", "load_errors", &out, err))
                return false;
            if (append_error(out, source, records[i].file_name, &records[i].rejected[k], err))
                continue;
            ERR_SCOPE struct err second = {0};
            if (!appender_finish(out, &second))
                err_clear(&second);
            return false;
        }
    return !out || appender_finish(out, err);
}

bool loads_record(struct connection *c, const struct load_source *source, const struct load_record *records, size_t n,
                  struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    if (n == 0)
        return true;
    buf_adds(&sql, "INSERT INTO freshet.load_history VALUES ");
    for (size_t i = 0; i < n; i++) {
        const struct load_record *r = &records[i];
        buf_printf(&sql, "%s(make_timestamptz(%lld)", i ? ", " : "", (long long)source->now);
        values_some_text(&sql, source->query_id);
        values_int(&sql, source->table->id);
        add_object(&sql, source->table);
        values_int(&sql, source->pipe ? source->pipe->id : -1);
        add_object(&sql, source->pipe);
        add_time(&sql, source->pipe ? r->received : -1);
        values_text(&sql, r->file_name);
        values_text(&sql, source->stage_location);
        values_int(&sql, r->file_size);
        values_text(&sql, str_from(load_status_history(r->status)));
        const int64_t counts[] = {r->rows_parsed, r->rows_loaded, r->errors, r->error_limit};
        for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
            values_int(&sql, counts[k]);
        values_text(&sql, r->first_error);
        values_int(&sql, r->first_line);
        values_int(&sql, r->first_character);
        values_text(&sql, r->first_column);
        values_text(&sql, r->warning);
        buf_addc(&sql, ')');
    }
    return connection_run(c, buf_str(&sql), NULL, err) && lineage_record(c, source, records, n, err) &&
           (!source->pipe || record_errors(c, source, records, n, err));
}

/* DELETE FROM <table> WHERE <key> = id AND path IN (…) */
static void delete_paths(struct buf *sql, const char *table, const char *key, int64_t id)
{
    buf_printf(sql, "DELETE FROM freshet.%s WHERE %s = %lld AND path IN (''", table, key, (long long)id);
}

bool loads_remember(struct connection *c, int64_t table, int64_t now, const struct loaded_file *files, size_t n,
                    struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    if (n == 0)
        return true;
    delete_paths(&sql, "loaded_files", "table_id", table);
    for (size_t i = 0; i < n; i++)
        values_text(&sql, files[i].path);
    buf_adds(&sql, "); INSERT INTO freshet.loaded_files VALUES ");
    for (size_t i = 0; i < n; i++) {
        buf_printf(&sql, "%s(%lld", i ? ", " : "", (long long)table);
        values_text(&sql, files[i].path);
        buf_printf(&sql, ", %lld", (long long)files[i].size);
        values_text(&sql, files[i].md5);
        buf_printf(&sql, ", %lld", (long long)files[i].modified);
        add_time(&sql, now);
        buf_addc(&sql, ')');
    }
    return connection_run(c, buf_str(&sql), NULL, err);
}

bool loads_forget_table(struct connection *c, int64_t table, struct err *err)
{
    return connection_runf(c, err,
                           "DELETE FROM freshet.loaded_files WHERE table_id = %lld; "
                           "DELETE FROM freshet.first_loads WHERE table_id = %lld",
                           (long long)table, (long long)table);
}

static const char *const states[] = {
    [PIPE_FILE_PRESENT] = "present",
    [PIPE_FILE_QUEUED] = "queued",
    [PIPE_FILE_LOADED] = "loaded",
    [PIPE_FILE_FORGOTTEN] = "forgotten",
};

bool loads_set_pipe_files(struct connection *c, int64_t pipe, int64_t now, const struct pipe_file *files, size_t n,
                          struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    if (n == 0)
        return true;
    delete_paths(&sql, "pipe_files", "pipe_id", pipe);
    for (size_t i = 0; i < n; i++)
        values_text(&sql, files[i].path);
    buf_adds(&sql, "); INSERT INTO freshet.pipe_files VALUES ");
    for (size_t i = 0; i < n; i++) {
        buf_printf(&sql, "%s(%lld", i ? ", " : "", (long long)pipe);
        values_text(&sql, files[i].path);
        values_text(&sql, str_from(states[files[i].state]));
        buf_printf(&sql, ", %lld", (long long)files[i].modified);
        add_time(&sql, now);
        buf_addc(&sql, ')');
    }
    return connection_run(c, buf_str(&sql), NULL, err);
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

bool loads_of_table(struct connection *c, struct arena *a, int64_t table, struct loaded_file **ret, size_t *ret_n,
                    struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    VEC(struct loaded_file) files = {0};
    buf_printf(&sql,
               "SELECT path, md5, size, modified, epoch_us(loaded_on) FROM freshet.loaded_files WHERE table_id = %lld",
               (long long)table);
    if (!connection_query(c, buf_str(&sql), &rows, err))
        return false;
    while (rows_next(rows))
        vec_push(a, &files,
                 ((struct loaded_file){str_dup(a, rows_slice(rows, 0)), str_dup(a, rows_slice(rows, 1)),
                                       rows_int(rows, 2), rows_int(rows, 3), rows_int(rows, 4)}));
    *ret = files.at;
    *ret_n = files.n;
    return true;
}

/* The rows of a query of path, state and modified. */
static bool pipe_files(struct connection *c, struct arena *a, const struct buf *sql, struct pipe_file **ret,
                       size_t *ret_n, struct err *err)
{
    ROWS_SCOPE struct rows *rows = NULL;
    VEC(struct pipe_file) files = {0};
    if (!connection_query(c, buf_str(sql), &rows, err))
        return false;
    while (rows_next(rows)) {
        struct pipe_file f = {.path = str_dup(a, rows_slice(rows, 0)), .modified = rows_int(rows, 2)};
        for (size_t i = 0; i < sizeof states / sizeof *states; i++)
            if (str_eq(rows_slice(rows, 1), str_from(states[i])))
                f.state = (enum pipe_file_state)i;
        vec_push(a, &files, f);
    }
    *ret = files.at;
    *ret_n = files.n;
    return true;
}

bool loads_of_pipe(struct connection *c, struct arena *a, int64_t pipe, struct pipe_file **ret, size_t *ret_n,
                   struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "SELECT path, state, modified FROM freshet.pipe_files WHERE pipe_id = %lld", (long long)pipe);
    return pipe_files(c, a, &sql, ret, ret_n, err);
}

bool loads_of_pipe_among(struct connection *c, struct arena *a, int64_t pipe, const struct str *paths, size_t n,
                         struct pipe_file **ret, size_t *ret_n, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "SELECT path, state, modified FROM freshet.pipe_files WHERE pipe_id = %lld AND path IN (''",
               (long long)pipe);
    for (size_t i = 0; i < n; i++)
        values_text(&sql, paths[i]);
    buf_addc(&sql, ')');
    return pipe_files(c, a, &sql, ret, ret_n, err);
}

bool loads_last_of_pipe(struct connection *c, struct arena *a, int64_t pipe, struct pipe_last *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    *ret = (struct pipe_last){0};
    buf_printf(&sql,
               "SELECT arg_max(file_name, (loaded_on, file_name)) FILTER (good), "
               "epoch_us(max(loaded_on) FILTER (good)), arg_max(file_name, (received_on, file_name)), "
               "epoch_us(max(received_on)) FROM (SELECT *, status IN ('Loaded', 'Partially loaded') AS good "
               "FROM freshet.load_history WHERE pipe_id = %lld)",
               (long long)pipe);
    if (!connection_query(c, buf_str(&sql), &rows, err))
        return false;
    if (!rows_next(rows))
        return true;
    if (!rows_null(rows, 0)) {
        ret->ingested = str_dup(a, rows_slice(rows, 0));
        ret->ingested_on = rows_int(rows, 1);
    }
    if (!rows_null(rows, 2)) {
        ret->received = str_dup(a, rows_slice(rows, 2));
        ret->received_on = rows_int(rows, 3);
    }
    return true;
}

/* --- what users see ---------------------------------------------------------------------------------------------- */

/* A condition that the object `what` (table or pipe) is the one that the SQL text names. Parts left out of the name are
 * the session's. */
static void name_condition(struct buf *out, const char *what, struct str sql, struct str database, struct str schema)
{
    static const char *const part[] = {"name", "schema", "database"};
    const struct str fallback[] = {STR_NULL, schema, database};
    for (size_t i = 0; i < 3; i++) {
        buf_printf(out, " AND upper(%s_%s) = upper(coalesce(string_split(replace((", what, part[i]);
        buf_add(out, sql);
        buf_printf(out, ")::VARCHAR, '\"', ''), '.')[%d]", -1 - (int)i);
        values_text(out, fallback[i]);
        buf_adds(out, "))");
    }
}

/* What is older may be there still, until an idle moment. */
static void add_kept(struct buf *out, int64_t now)
{
    buf_printf(out, " AND loaded_on >= make_timestamptz(%lld)", (long long)(now - KEEP_DAYS * DAY));
}

bool loads_copy_history(const struct load_argument *args, size_t n_args, struct str database, struct str schema,
                        int64_t now, struct buf *out, struct err *err)
{
    static const char *const positional[] = {"TABLE_NAME", "START_TIME", "END_TIME", "PIPE_NAME"};
    bool has_table = false, has_start = false;
    buf_adds(out, embed_copy_history);
    add_kept(out, now);
    for (size_t i = 0; i < n_args; i++) {
        struct str name = args[i].name.n || i >= 4 ? args[i].name : str_from(positional[i]);
        if (str_eq(name, STR("TABLE_NAME"))) {
            has_table = true;
            name_condition(out, "table", args[i].sql, database, schema);
        } else if (str_eq(name, STR("PIPE_NAME"))) {
            name_condition(out, "pipe", args[i].sql, database, schema);
        } else if (str_eq(name, STR("START_TIME")) || str_eq(name, STR("END_TIME"))) {
            bool start = str_eq(name, STR("START_TIME"));
            has_start = has_start || start;
            buf_printf(out, " AND loaded_on %s (", start ? ">=" : "<=");
            buf_add(out, args[i].sql);
            buf_adds(out, ")::TIMESTAMPTZ");
        } else {
            return err_set(err, 1018, "22023",
                           "SQL compilation error:\ninvalid argument '%.*s' for function 'COPY_HISTORY'",
                           STR_FMT(name));
        }
    }
    if (!has_table || !has_start)
        return err_set(err, 1015, "22023",
                       "SQL compilation error:\nmissing required argument '%s' for function 'COPY_HISTORY'",
                       has_table ? "START_TIME" : "TABLE_NAME");
    return true;
}

bool loads_validate_pipe_load(const struct load_argument *args, size_t n_args, int64_t pipe, struct buf *out,
                              struct err *err)
{
    static const char *const positional[] = {"PIPE_NAME", "START_TIME", "END_TIME"};
    bool has_start = false;
    buf_adds(out, embed_validate);
    buf_printf(out, "FROM freshet.load_errors WHERE pipe_id = %lld", (long long)pipe);
    for (size_t i = 0; i < n_args; i++) {
        struct str name = args[i].name.n || i >= 3 ? args[i].name : str_from(positional[i]);
        bool start = str_eq(name, STR("START_TIME"));
        if (str_eq(name, STR("PIPE_NAME")))
            continue;
        if (!start && !str_eq(name, STR("END_TIME")))
            return err_set(err, 1018, "22023",
                           "SQL compilation error:\ninvalid argument '%.*s' for function 'VALIDATE_PIPE_LOAD'",
                           STR_FMT(name));
        has_start = has_start || start;
        buf_printf(out, " AND make_timestamptz(loaded_us) %s (", start ? ">=" : "<=");
        buf_add(out, args[i].sql);
        buf_adds(out, ")::TIMESTAMPTZ");
    }
    return has_start ||
           err_set(err, 1015, "22023",
                   "SQL compilation error:\nmissing required argument 'START_TIME' for function 'VALIDATE_PIPE_LOAD'");
}

void loads_load_history(struct str database, int64_t now, struct buf *out)
{
    buf_adds(out, embed_load_history);
    add_kept(out, now);
    buf_adds(out, " AND table_database = ");
    buf_literal(out, database);
}

void loads_pipe_usage(const struct pipe_usage *usage, struct buf *out)
{
    static const struct {
        int64_t range; /* of at most so long */
        int64_t seconds;
    } steps[] = {{4 * 3600, 5 * 60}, {3 * 86400, 3600}, {INT64_MAX / MICROS_PER_SECOND, 86400}};
    size_t i = 0;
    while (usage->until - usage->from > steps[i].range * MICROS_PER_SECOND)
        i++;
    long long step = steps[i].seconds;
    buf_adds(out, "WITH loads AS (SELECT ");
    if (usage->pipe)
        buf_adds(out, "pipe_database || '.' || pipe_schema || '.' || pipe_name AS pipe_name");
    else
        buf_adds(out, "NULL::VARCHAR AS pipe_name");
    buf_printf(out,
               ", to_timestamp(epoch(loaded_on)::BIGINT // %lld * %lld) AS bucket, "
               "to_timestamp((epoch(loaded_on)::BIGINT // %lld + 1) * %lld) AS ends, file_size "
               "FROM freshet.load_history WHERE pipe_id IS NOT NULL AND status <> 'Load failed' "
               "AND loaded_on >= make_timestamptz(%lld) AND loaded_on <= make_timestamptz(%lld)",
               step, step, step, step, (long long)usage->from, (long long)usage->until);
    if (usage->pipe)
        buf_printf(out, " AND pipe_id = %lld", (long long)usage->pipe->id);
    buf_adds(out, ") ");
    buf_adds(out, embed_pipe_usage_history);
}
