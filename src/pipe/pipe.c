/* Pipes. What a pipe has loaded is a set of paths (freshet.pipe_files); what waits is what its stage holds and the set
 * does not. Nothing is kept in memory, so a process that was killed goes on where its last commit was. */
#include "pipe/pipe.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/zone.h"
#include "history/lineage.h"
#include "pipe/copy.h"
#include "pipe/evolve.h"
#include "pipe/load.h"
#include "sql/secrets.h"
#include "stage/integration.h"

/* In the message by which the state of such a pipe is known. */
#define STAGE_ALTERED "was altered after the pipe was created"

#define REFRESH_AGE (7 * 86400 * MICROS_PER_SECOND)
enum { BATCH_FILES = 64, BATCH_BYTES = 64 << 20, ENOUGH_FAILURES = 2 };

static bool setting_is_true(const struct settings *s, const char *key)
{
    const struct setting *at = settings_find(s, key);
    return at && str_ieq(at->text, STR("TRUE"));
}

static bool is_auto_ingest(const struct object *pipe)
{
    ARENA_SCOPE struct arena a = {0};
    struct settings s = definition_settings(&a, pipe);
    return setting_is_true(&s, "AUTO_INGEST");
}

bool pipe_copy(const struct object *pipe, struct arena *a, const struct statement_copy **ret, struct err *err)
{
    struct tokens *tokens = ARENA_NEW(a, struct tokens);
    struct statement *statement;
    uint32_t at = 0;
    if (!sql_lex(a, json_text(pipe->definition, "copy"), tokens, err) ||
        !sql_next_statement(a, tokens, &at, &statement, err))
        return false;
    if (!statement || statement->kind != STATEMENT_COPY)
        return err_internal(err, "the definition of pipe %s is no COPY", pipe->name);
    *ret = &statement->copy;
    return true;
}

/* A pipe belongs to the stage that it was created with: one that was recreated since, or is somewhere else, stops it
 * (Snowflake's pages "CREATE STAGE" and "Managing Snowpipe"). */
static bool is_same_stage(const struct object *pipe, const struct stage_location *l, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    int64_t created_with = json_int(pipe->definition, "stage", 0);
    if (!created_with || !l->stage)
        return true;
    if (l->stage->id != created_with)
        return err_set(err, 2003, "02000", "SQL compilation error:\nStage '%.*s' does not exist or not authorized.",
                       STR_FMT(object_full_name(&a, l->stage)));
    return str_eq(json_text(pipe->definition, "stage_url"), l->url) ||
           err_set(err, 2003, "02000",
                   "SQL compilation error:\nThe URL of stage '%.*s' " STAGE_ALTERED "; recreate the pipe.",
                   STR_FMT(object_full_name(&a, l->stage)));
}

/* The pipe's COPY, resolved in the pipe's schema. */
static bool plan_of(struct load_context *c, const struct object *pipe, struct arena *a, struct copy_plan *ret,
                    struct err *err)
{
    struct scope scope = {.database = str_from(pipe->database), .schema = str_from(pipe->schema)};
    const struct statement_copy *copy;
    struct settings settings = definition_settings(a, pipe);
    const struct setting *notifies = settings_find(&settings, "INTEGRATION");
    if (notifies && !integration_check_notification(c->catalog, notifies, a, err))
        return false;
    if (!pipe_copy(pipe, a, &copy, err) || !copy_plan_make(c, &scope, copy, true, a, ret, err))
        return false;
    if (is_same_stage(pipe, &ret->location, err))
        return true;
    copy_plan_release(ret);
    return false;
}

static struct pipe_file pipe_file(const struct stage_file *f, enum pipe_file_state state)
{
    return (struct pipe_file){f->path, state, f->modified};
}

/* --- which files wait -------------------------------------------------------------------------------------------- */

/* Is this a file that the pipe has not had? */
static bool has_arrived(const struct stage_file *f, const struct pipe_file *known)
{
    if (!known)
        return true;
    switch (known->state) {
    case PIPE_FILE_PRESENT:
        return f->modified != known->modified;
    case PIPE_FILE_FORGOTTEN:
        return f->modified > known->modified;
    case PIPE_FILE_QUEUED:
    case PIPE_FILE_LOADED:
        break;
    }
    return false;
}

/* The files of the stage that the pipe is to load, by their paths below the stage. */
static bool pending_files(struct connection *conn, const struct object *pipe, const struct copy_plan *plan,
                          struct arena *a, struct stage_files *ret, struct err *err)
{
    struct stage_files all = {0};
    struct pipe_file *known;
    size_t n_known;
    VEC(struct stage_file) waiting = {0};
    bool automatic = is_auto_ingest(pipe), queued = false;
    *ret = (struct stage_files){0};
    if (!loads_of_pipe(conn, a, pipe->id, &known, &n_known, err))
        return false;
    struct map by_path = {0};
    for (size_t i = 0; i < n_known; i++) {
        map_put(&by_path, known[i].path, &known[i]);
        queued = queued || known[i].state == PIPE_FILE_QUEUED;
    }
    bool ok = (!automatic && !queued) || stage_files(&plan->location, plan->pattern, true, a, &all, err);
    for (size_t i = 0; ok && i < all.n; i++) {
        const struct pipe_file *k = map_get(&by_path, all.at[i].path);
        if ((automatic && has_arrived(&all.at[i], k)) || (k && k->state == PIPE_FILE_QUEUED))
            vec_push(a, &waiting, all.at[i]);
    }
    map_clear(&by_path);
    *ret = (struct stage_files){waiting.at, waiting.n, all.left_out};
    return ok;
}

bool pipe_pending(struct load_context *c, struct connection *conn, const struct object *pipe, int64_t *ret,
                  struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct copy_plan plan;
    struct stage_files files;
    if (!plan_of(c, pipe, &a, &plan, err))
        return false;
    bool ok = pending_files(conn, pipe, &plan, &a, &files, err);
    copy_plan_release(&plan);
    if (ok)
        *ret = (int64_t)files.n;
    return ok;
}

/* --- loading ----------------------------------------------------------------------------------------------------- */

/* Of a batch, what no other thread has loaded since it was listed and nobody is still writing. */
static bool choose(struct transaction *t, const struct object *pipe, const struct copy_plan *plan,
                   const struct stage_file *files, size_t n, struct arena *a, struct load_file **ret, size_t *ret_n,
                   struct err *err)
{
    struct str *paths = ARENA_ARRAY(a, struct str, n);
    struct pipe_file *known;
    size_t n_known;
    for (size_t i = 0; i < n; i++)
        paths[i] = files[i].path;
    if (!loads_of_pipe_among(t->conn, a, pipe->id, paths, n, &known, &n_known, err))
        return false;
    *ret = ARENA_ARRAY(a, struct load_file, n);
    *ret_n = 0;
    for (size_t i = 0; i < n; i++) {
        bool had = false;
        for (size_t k = 0; k < n_known; k++)
            had = had || (known[k].state == PIPE_FILE_LOADED && str_eq(known[k].path, files[i].path));
        if (!had && stage_file_is_complete(&plan->location, &files[i]))
            (*ret)[(*ret_n)++].file = files[i];
    }
    return true;
}

/* One transaction that loads a batch and records it. */
static bool load_batch(struct load_context *c, struct transaction *t, const struct object *pipe,
                       const struct copy_plan *plan, const struct stage_file *files, size_t n, int64_t received,
                       struct pipe_progress *progress, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct load_file *batch;
    size_t n_batch, n_done = 0;
    struct pipe_progress done = {0};
    bool stale;
    /* The lock first, so that the snapshot shows all that was committed before it was got. */
    if (!transaction_lock(t, plan->table->id, &stale, err) || !transaction_begin(t, false, err) ||
        !choose(t, pipe, plan, files, n, &a, &batch, &n_batch, err))
        return false;
    /* The plan stays what it was: what evolves may be rolled back. */
    struct copy_plan evolved = *plan;
    object_ref(evolved.table);
    bool ok = !n_batch || (evolve_table(c, t, &evolved, batch, n_batch, STR_NULL, pipe, &a, err) &&
                           load_files(c, t, &evolved, batch, n_batch, &a, &done.rows, err));
    object_unref(evolved.table);
    if (!ok)
        return false;
    struct load_record *records = ARENA_ARRAY(&a, struct load_record, n_batch);
    struct pipe_file *loaded = ARENA_ARRAY(&a, struct pipe_file, n_batch);
    for (size_t i = 0; i < n_batch; i++) {
        if (batch[i].missing)
            continue;
        done.files += batch[i].record.status != LOAD_FAILED;
        done.failed += batch[i].record.status != LOAD_LOADED;
        records[n_done] = batch[i].record;
        records[n_done].received = received;
        loaded[n_done++] = pipe_file(&batch[i].file, PIPE_FILE_LOADED);
    }
    struct load_source source = {plan->table, pipe, plan->location.known_as, STR_NULL, clock_now(c->clock)};
    if (!lineage_warn(t->conn, &a, &source, records, n_done, &done.warned, err) ||
        !loads_set_pipe_files(t->conn, pipe->id, source.now, loaded, n_done, err) ||
        !loads_record(t->conn, &source, records, n_done, err) || !transaction_commit(t, err))
        return false;
    progress->files += done.files;
    progress->rows += done.rows;
    progress->failed += done.failed;
    progress->warned += done.warned;
    return true;
}

/* Again with wider columns when a number did not fit, and staged when it cannot go straight into the table
 * (table/transaction.h). */
static bool load_batch_again(struct load_context *c, struct connection *conn, const struct object *pipe,
                             const struct copy_plan *plan, const struct stage_file *files, size_t n, int64_t received,
                             struct pipe_progress *progress, struct err *err)
{
    struct transaction t;
    transaction_init(&t, c->store, conn);
    bool ok = load_batch(c, &t, pipe, plan, files, n, received, progress, err);
    while (!ok && (t.too_wide || t.unfit)) {
        transaction_rollback(&t, true);
        t.widen = t.widen || t.too_wide;
        t.stage = t.stage || t.unfit;
        t.too_wide = t.unfit = false;
        err_clear(err);
        ok = load_batch(c, &t, pipe, plan, files, n, received, progress, err);
    }
    transaction_release(&t);
    return ok;
}

/* The file's failure, which the query of the COPY raised. */
static bool record_failure(struct load_context *c, struct connection *conn, const struct object *pipe,
                           const struct copy_plan *plan, const struct stage_file *file, int64_t received,
                           const struct err *failure, struct err *err)
{
    struct transaction t;
    bool stale;
    struct load_source source = {plan->table, pipe, plan->location.known_as, STR_NULL, clock_now(c->clock)};
    struct load_error error = {.code = failure->code,
                               .sqlstate = failure->sqlstate,
                               .category = "other",
                               .message = str_from(failure->message)};
    struct load_record record = {.status = LOAD_FAILED,
                                 .file_name = file->path,
                                 .file_size = file->size,
                                 .errors = 1,
                                 .error_limit = 1,
                                 .first_error = str_from(failure->message),
                                 .first_line = -1,
                                 .first_character = -1,
                                 .received = received,
                                 .rejected = &error,
                                 .n_rejected = 1};
    struct pipe_file seen = pipe_file(file, PIPE_FILE_LOADED);
    transaction_init(&t, c->store, conn);
    bool ok = transaction_lock(&t, plan->table->id, &stale, err) && transaction_begin(&t, false, err) &&
              loads_set_pipe_files(conn, pipe->id, source.now, &seen, 1, err) &&
              loads_record(conn, &source, &record, 1, err) && transaction_commit(&t, err);
    transaction_release(&t);
    return ok;
}

/* Is it the data, and not the machine, the bucket, who waits for a lock, or whoever ends the program? What these keep
 * from being loaded now is loaded later. */
static bool is_about_data(const struct err *err)
{
    static const char *const classes[] = {"XX", "58", "57", "55", "53"}; /* of SQLSTATE */
    static const int stage_failures[] = {91003, 91016};                  /* s3/errors.h; a file that has changed */
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strncmp(err->sqlstate, classes[i], 2) == 0)
            return false;
    for (size_t i = 0; i < sizeof stage_failures / sizeof *stage_failures; i++)
        if (err->code == stage_failures[i])
            return false;
    return true;
}

/* Does it keep all files from being loaded, and not this one alone? */
static bool is_about_all(const struct err *err)
{
    return strncmp(err->sqlstate, "XX", 2) == 0 || strncmp(err->sqlstate, "57", 2) == 0;
}

static bool load_or_record(struct load_context *c, struct connection *conn, const struct object *pipe,
                           const struct copy_plan *plan, const struct stage_file *files, size_t n, int64_t received,
                           struct pipe_progress *progress, struct err *err);

/* One that cannot be read, or on which the query of the COPY fails, must not keep the others back. When the first few
 * fail the rest is left for later: then it is not for the files. The error is the first that was not recorded. */
static bool load_each(struct load_context *c, struct connection *conn, const struct object *pipe,
                      const struct copy_plan *plan, const struct stage_file *files, size_t n, int64_t received,
                      struct pipe_progress *progress, struct err *err)
{
    size_t failed = 0;
    for (size_t i = 0; i < n; i++) {
        ERR_SCOPE struct err alone = {0};
        if (load_or_record(c, conn, pipe, plan, files + i, 1, received, progress, &alone))
            continue;
        bool over = is_about_all(&alone) || (++failed == ENOUGH_FAILURES && failed == i + 1);
        if (!err->set)
            err_move(err, &alone);
        if (over)
            break;
    }
    return !err->set;
}

static bool load_or_record(struct load_context *c, struct connection *conn, const struct object *pipe,
                           const struct copy_plan *plan, const struct stage_file *files, size_t n, int64_t received,
                           struct pipe_progress *progress, struct err *err)
{
    ERR_SCOPE struct err failure = {0};
    if (load_batch_again(c, conn, pipe, plan, files, n, received, progress, &failure))
        return true;
    if (n > 1 && !is_about_all(&failure))
        return load_each(c, conn, pipe, plan, files, n, received, progress, err);
    if (!plan->query || !is_about_data(&failure) || n > 1)
        return err_move(err, &failure);
    progress->failed++;
    return record_failure(c, conn, pipe, plan, files, received, &failure, err);
}

/* A batch that fails as a whole ends it. */
static bool load_all(struct load_context *c, struct connection *conn, const struct object *pipe,
                     const struct copy_plan *plan, const struct stage_files *files, struct pipe_progress *progress,
                     struct err *err)
{
    int64_t received = clock_now(c->clock);
    for (size_t from = 0, to; from < files->n; from = to) {
        ERR_SCOPE struct err failure = {0};
        int64_t bytes = 0, before = progress->files + progress->failed;
        for (to = from; to < files->n && to - from < BATCH_FILES && (to == from || bytes < BATCH_BYTES); to++)
            bytes += files->at[to].size;
        if (load_or_record(c, conn, pipe, plan, files->at + from, to - from, received, progress, &failure))
            continue;
        bool over = is_about_all(&failure) || progress->files + progress->failed == before;
        if (!err->set)
            err_move(err, &failure);
        if (over)
            break;
    }
    return !err->set;
}

bool pipe_load_pending(struct load_context *c, struct connection *conn, const struct object *pipe,
                       struct pipe_progress *ret, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct copy_plan plan;
    struct stage_files files;
    *ret = (struct pipe_progress){0};
    if (json_flag(pipe->definition, "paused"))
        return true;
    if (!plan_of(c, pipe, &a, &plan, err))
        return false;
    /* A pipe has no session: times without a zone are in the account's. */
    bool ok = connection_run(conn, STR("SET TimeZone = '" ZONE_DEFAULT "'"), NULL, err) &&
              pending_files(conn, pipe, &plan, &a, &files, err) && load_all(c, conn, pipe, &plan, &files, ret, err);
    copy_plan_release(&plan);
    return ok && stage_files_all(&files, err);
}

/* --- creating, altering, refreshing ------------------------------------------------------------------------------ */

bool pipe_created(struct load_context *c, struct connection *conn, const struct object *pipe, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct copy_plan plan;
    struct stage_files files = {0};
    if (!plan_of(c, pipe, &a, &plan, err))
        return false;
    /* Where nobody knows yet where the stage is, or its bucket does not answer, all that is found there later is new.
     */
    ERR_SCOPE struct err unreachable = {0};
    bool known = stage_reachable(&plan.location, &unreachable), ok = true;
    if (known && !plan.location.bucket)
        ok = stage_files(&plan.location, NULL, true, &a, &files, err);
    else if (known && !stage_files(&plan.location, NULL, true, &a, &files, &unreachable))
        files = (struct stage_files){0};
    struct pipe_file *present = ARENA_ARRAY(&a, struct pipe_file, files.n);
    for (size_t i = 0; i < files.n; i++)
        present[i] = pipe_file(&files.at[i], PIPE_FILE_PRESENT);
    ok = ok && loads_set_pipe_files(conn, pipe->id, clock_now(c->clock), present, files.n, err);
    copy_plan_release(&plan);
    return ok;
}

static const struct listing_column refresh_columns[] = {{"File", LISTING_TEXT}, {"Status", LISTING_TEXT}};

/* Files that COPY loaded into the table count as loaded here, too. */
static bool refresh_files(struct load_context *c, struct connection *conn, const struct object *pipe,
                          const struct copy_plan *plan, struct str prefix, int64_t since, struct arena *a,
                          struct listing *ret, struct err *err)
{
    struct stage_files files;
    struct pipe_file *known;
    struct loaded_file *loaded;
    size_t n_known, n_loaded;
    VEC(struct pipe_file) queued = {0};
    if (!stage_files(&plan->location, plan->pattern, true, a, &files, err) ||
        !loads_of_pipe(conn, a, pipe->id, &known, &n_known, err) ||
        !loads_of_table(conn, a, plan->table->id, &loaded, &n_loaded, err))
        return false;
    struct map had = {0};
    for (size_t i = 0; i < n_known; i++)
        if (known[i].state == PIPE_FILE_LOADED)
            map_put(&had, str_printf(a, "%.*s%.*s", STR_FMT(plan->location.stored), STR_FMT(known[i].path)), c);
    for (size_t i = 0; i < n_loaded; i++)
        map_put(&had, loaded[i].path, c);
    prefix = str_printf(a, "%.*s%.*s", STR_FMT(plan->location.prefix), STR_FMT(prefix));
    for (size_t i = 0; i < files.n; i++) {
        struct str path = files.at[i].path;
        if (files.at[i].modified < since || !str_starts(path, prefix) ||
            map_get(&had, str_printf(a, "%.*s%.*s", STR_FMT(plan->location.stored), STR_FMT(path))))
            continue;
        vec_push(a, &queued, pipe_file(&files.at[i], PIPE_FILE_QUEUED));
        listing_text(ret, path);
        listing_cstr(ret, "SENT");
    }
    map_clear(&had);
    return loads_set_pipe_files(conn, pipe->id, clock_now(c->clock), queued.at, queued.n, err);
}

/* An instant as ISO 8601 writes it; without an offset it is UTC. */
static bool parse_instant(struct str text, int64_t *ret)
{
    int64_t hours, minutes;
    size_t at = text.n > 6 ? text.n - 6 : 0;
    if (!at || (text.p[at] != '+' && text.p[at] != '-') || text.p[at + 3] != ':')
        return clock_utc_parse(text, ret);
    if (!str_to_int64(str_sub(text, at + 1, at + 3), &hours) ||
        !str_to_int64(str_sub(text, at + 4, text.n), &minutes) || hours > 14 || minutes > 59 || hours < 0 ||
        minutes < 0 || !clock_utc_parse(str_sub(text, 0, at), ret))
        return false;
    int64_t offset = (hours * 60 + minutes) * 60 * MICROS_PER_SECOND;
    *ret += text.p[at] == '+' ? -offset : offset;
    return true;
}

bool pipe_refresh(struct load_context *c, struct connection *conn, const struct object *pipe,
                  const struct settings *settings, struct arena *a, struct listing *ret, struct err *err)
{
    struct copy_plan plan;
    struct str prefix = STR("");
    int64_t since = clock_now(c->clock) - REFRESH_AGE, after;
    *ret = (struct listing){.arena = a, .columns = refresh_columns, .n_columns = 2};
    for (size_t i = 0; i < settings->n; i++) {
        const struct setting *s = &settings->at[i];
        if (str_eq(s->key, STR("PREFIX")))
            prefix = s->text;
        else if (!str_eq(s->key, STR("MODIFIED_AFTER")))
            return err_at(err, s->line, s->col, 1420, "22023",
                          "SQL compilation error:\ninvalid property '%.*s' for 'PIPE'", STR_FMT(s->key));
        else if (!parse_instant(s->text, &after))
            return setting_invalid(s, err);
        else if (after > since)
            since = after;
    }
    if (!plan_of(c, pipe, a, &plan, err))
        return false;
    bool ok = refresh_files(c, conn, pipe, &plan, prefix, since, a, ret, err);
    copy_plan_release(&plan);
    return ok;
}

/* --- status, SHOW ------------------------------------------------------------------------------------------------ */

bool pipe_place(struct load_context *c, const struct object *pipe, struct arena *a, struct pipe_place *ret,
                struct err *err)
{
    struct copy_plan plan;
    *ret = (struct pipe_place){0};
    if (!is_auto_ingest(pipe))
        return true;
    if (!plan_of(c, pipe, a, &plan, err))
        return false;
    const struct stage_location *l = &plan.location;
    ret->directory = l->directory.p ? str_cstr(a, l->directory) : NULL;
    ret->polled = l->bucket != NULL;
    ret->url = l->url.n ? str_printf(a, "%.*s%.*s", STR_FMT(l->url), STR_FMT(l->prefix)) : STR_NULL;
    copy_plan_release(&plan);
    return true;
}

/* Where files are seen that arrive. */
static struct str channel_of(const struct stage_location *l)
{
    return l->directory.p ? l->directory : l->url;
}

/* What keeps a pipe from working, by the kind of object that is missing. */
static const char *stopped_state(const struct err *err)
{
    static const struct {
        const char *word, *state;
    } states[] = {{STAGE_ALTERED, "STOPPED_STAGE_ALTERED"},
                  {"Stage '", "STOPPED_STAGE_DROPPED"},
                  {"Integration '", "STOPPED_NOTIFICATION_INTEGRATION_DROPPED"},
                  {"File format '", "STOPPED_FILE_FORMAT_DROPPED"},
                  {"Object '", "STOPPED_MISSING_TABLE"},
                  {"Table '", "STOPPED_MISSING_TABLE"}};
    /* integration_check_stage */
    if (err->code == 3127 || err->code == 3128 || err->code == 3139)
        return "STALLED_STAGE_PERMISSION_ERROR";
    for (size_t i = 0; i < sizeof states / sizeof *states && err->code == 2003; i++)
        if (strstr(err->message, states[i].word))
            return states[i].state;
    return "STALLED_COMPILATION_ERROR";
}

static struct str iso_time(struct arena *a, int64_t micros)
{
    struct str text = clock_utc_text(a, micros);
    char *p = str_cstr(a, str_printf(a, "%.*sZ", 23, text.p));
    p[10] = 'T';
    return str_from(p);
}

static void set_text(json_t *json, const char *key, struct str text)
{
    json_object_set_new(json, key, json_stringn(text.p, text.n));
}

static void set_time(json_t *json, const char *key, struct arena *a, int64_t micros)
{
    set_text(json, key, iso_time(a, micros));
}

bool pipe_status(struct load_context *c, struct connection *conn, const struct object *pipe, struct arena *a,
                 struct str *ret, struct err *err)
{
    struct copy_plan plan;
    struct stage_files files = {0};
    ERR_SCOPE struct err stopped = {0};
    const char *state = json_flag(pipe->definition, "paused") ? "PAUSED" : "RUNNING";
    struct pipe_last last;
    struct str channel = STR_NULL;
    if (plan_of(c, pipe, a, &plan, &stopped)) {
        bool reachable =
            stage_reachable(&plan.location, &stopped) && pending_files(conn, pipe, &plan, a, &files, &stopped);
        channel = reachable && is_auto_ingest(pipe) ? channel_of(&plan.location) : STR_NULL;
        copy_plan_release(&plan);
        state = reachable ? state : "STALLED_STAGE_PERMISSION_ERROR";
    } else {
        state = stopped_state(&stopped);
    }
    if (!loads_last_of_pipe(conn, a, pipe->id, &last, err))
        return false;
    json_t *json = json_pack("{sssI}", "executionState", state, "pendingFileCount", (json_int_t)files.n);
    if (files.n) {
        size_t oldest = 0;
        for (size_t i = 1; i < files.n; i++)
            oldest = files.at[i].modified < files.at[oldest].modified ? i : oldest;
        set_text(json, "oldestPendingFilePath", files.at[oldest].path);
        set_time(json, "oldestFileTimestamp", a, files.at[oldest].modified);
    }
    if (last.ingested.p) {
        set_time(json, "lastIngestedTimestamp", a, last.ingested_on);
        set_text(json, "lastIngestedFilePath", last.ingested);
    }
    /* What stands for the messages of a bucket is that a file was seen. */
    if (channel.p) {
        set_text(json, "notificationChannelName", channel);
        json_object_set_new(json, "numOutstandingMessagesOnChannel", json_integer(0));
        if (last.received.p) {
            set_time(json, "lastReceivedMessageTimestamp", a, last.received_on);
            set_time(json, "lastForwardedMessageTimestamp", a, last.received_on);
            set_text(json, "lastForwardedFilePath", last.received);
        }
    }
    if (stopped.set)
        json_object_set_new(json, "error", json_string(stopped.message));
    char *text = json_dumps(json, JSON_COMPACT);
    *ret = str_dup(a, str_from(text));
    free(text);
    json_decref(json);
    return true;
}

const struct listing_column pipe_show_columns[] = {
    {"created_on", LISTING_LTZ},
    {"name", LISTING_TEXT},
    {"database_name", LISTING_TEXT},
    {"schema_name", LISTING_TEXT},
    {"definition", LISTING_TEXT},
    {"owner", LISTING_TEXT},
    {"notification_channel", LISTING_TEXT},
    {"comment", LISTING_TEXT},
    {"integration", LISTING_TEXT},
    {"pattern", LISTING_TEXT},
    {"error_integration", LISTING_TEXT},
    {"owner_role_type", LISTING_TEXT},
    {"invalid_reason", LISTING_TEXT},
    {"kind", LISTING_TEXT},
    {"is_snowflake_managed", LISTING_TEXT},
};
const size_t pipe_show_n = sizeof pipe_show_columns / sizeof *pipe_show_columns;

static struct str setting_text(const struct settings *s, const char *key)
{
    const struct setting *at = settings_find(s, key);
    return at ? at->text : STR_NULL;
}

void pipe_show_row(struct load_context *c, const struct object *pipe, struct listing *out)
{
    struct settings s = definition_settings(out->arena, pipe);
    struct copy_plan plan;
    ERR_SCOPE struct err invalid = {0};
    struct str channel = STR_NULL, pattern = STR_NULL;
    if (plan_of(c, pipe, out->arena, &plan, &invalid)) {
        channel = channel_of(&plan.location);
        pattern = plan.pattern_text;
        if (!stage_reachable(&plan.location, &invalid))
            channel = STR_NULL;
        copy_plan_release(&plan);
    }
    listing_int(out, pipe->created_on);
    listing_cstr(out, pipe->name);
    listing_cstr(out, pipe->database);
    listing_cstr(out, pipe->schema);
    listing_text(out, secrets_masked(out->arena, json_text(pipe->definition, "copy")));
    listing_cstr(out, pipe->owner);
    listing_text(out, is_auto_ingest(pipe) ? channel : STR_NULL);
    listing_cstr(out, pipe->comment);
    listing_text(out, setting_text(&s, "INTEGRATION"));
    listing_text(out, pattern);
    listing_text(out, setting_text(&s, "ERROR_INTEGRATION"));
    listing_cstr(out, "ROLE");
    listing_cstr(out, invalid.set ? invalid.message : NULL);
    listing_cstr(out, "STAGE");
    listing_cstr(out, "false");
}
