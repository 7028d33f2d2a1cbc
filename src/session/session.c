/* Sessions, and the const table that leads from a kind of statement to its function. */
#include "session/ddl.h"

#include <stdlib.h>

#include "base/random.h"
#include "session/timeout.h"
#include "sql/secrets.h"

enum { CANCELLED = 604, TIMED_OUT = 630, LONGEST_STATEMENT = 604800 /* s */ };

/* QUERY_TYPE as QUERY_HISTORY shows it; CREATE and DROP add the kind. */
static const struct statement_kind_row {
    statement_function *run;
    const char *type;
} kinds[] = {
    [STATEMENT_QUERY] = {run_query, "SELECT"},
    [STATEMENT_INSERT] = {run_insert, "INSERT"},
    [STATEMENT_UPDATE] = {run_update, "UPDATE"},
    [STATEMENT_DELETE] = {run_delete, "DELETE"},
    [STATEMENT_MERGE] = {run_merge, "MERGE"},
    [STATEMENT_TRUNCATE] = {run_truncate, "TRUNCATE_TABLE"},
    [STATEMENT_COPY] = {run_copy, "COPY"},
    [STATEMENT_UNLOAD] = {run_unload, "UNLOAD"},
    [STATEMENT_CREATE] = {run_create, "CREATE"},
    [STATEMENT_DROP] = {run_drop, "DROP"},
    [STATEMENT_SHOW] = {run_show, "SHOW"},
    [STATEMENT_DESCRIBE] = {run_describe, "DESCRIBE"},
    [STATEMENT_USE] = {run_use, "USE"},
    [STATEMENT_GRANT] = {run_grant, "GRANT"},
    [STATEMENT_BEGIN] = {run_begin, "BEGIN_TRANSACTION"},
    [STATEMENT_COMMIT] = {run_commit, "COMMIT"},
    [STATEMENT_ROLLBACK] = {run_rollback, "ROLLBACK"},
    [STATEMENT_ALTER_TASK] = {run_alter_task, "ALTER_TASK"},
    [STATEMENT_ALTER_SESSION] = {run_alter_session, "ALTER_SESSION"},
    [STATEMENT_ALTER_PIPE] = {run_alter_pipe, "ALTER_PIPE"},
    [STATEMENT_ALTER_FORMAT] = {run_alter_format, "ALTER"},
    [STATEMENT_ALTER_WAREHOUSE] = {run_alter_warehouse, "ALTER_WAREHOUSE"},
    [STATEMENT_ALTER_INTEGRATION] = {run_alter_integration, "ALTER_INTEGRATION"},
    [STATEMENT_EXECUTE_TASK] = {run_execute_task, "EXECUTE_TASK"},
    [STATEMENT_CALL] = {run_call, "CALL"},
    [STATEMENT_LIST] = {run_list, "LIST_FILES"},
    [STATEMENT_SET] = {run_set, "SET"},
    [STATEMENT_UNSET] = {run_unset, "UNSET"},
};

/* --- sessions --------------------------------------------------------------------------------------------------- */

static bool is_interrupted(void *ctx)
{
    struct session *s = ctx;
    return atomic_load(&s->interrupted);
}

bool session_new(struct freshet *f, struct session **ret, struct err *err)
{
    struct session *s = memset(xmalloc(sizeof *s), 0, sizeof *s);
    s->f = f;
    s->id = __atomic_add_fetch(&f->last_session, 1, __ATOMIC_RELAXED);
    s->role = xstrdup("SYSADMIN");
    s->warehouse = xstrdup("");
    s->database = xstrdup("");
    s->schema = xstrdup("");
    s->scope.session = s->id;
    parameters_init(s);
    if (!connection_new(f->engine, &s->conn, err) ||
        !parameters_set(s, STR("TIMEZONE"), parameters_get(s, "TIMEZONE"), err)) {
        session_free(s);
        return false;
    }
    transaction_init(&s->tx, f->store, s->conn);
    s->tx.interrupted = &s->interrupted;
    s->stages = f->stages;
    s->stages.stop = is_interrupted;
    s->stages.stop_ctx = s;
    *ret = s;
    return true;
}

struct load_context session_load_context(struct session *s)
{
    struct load_context load = freshet_load_context(s->f);
    load.stages = &s->stages;
    return load;
}

void session_free(struct session *s)
{
    if (!s)
        return;
    if (s->tx.store) {
        ERR_SCOPE struct err ignored = {0};
        transaction_release(&s->tx);
        s->tx.interrupted = NULL; /* an interrupt was for the statements */
        /* What fails is done by the next start. */
        if (s->has_temporary && !temporary_drop(s->f->catalog, &s->tx, s->id, &ignored))
            err_clear(&ignored);
    }
    results_end_scans(&s->results, s->f->engine);
    results_release(&s->results);
    connection_free(s->conn);
    struct str key;
    void *value;
    for (size_t i = 0; map_next(&s->variables, &i, &key, &value);) {
        struct variable *v = value;
        free(v->text);
        free(v);
    }
    map_clear(&s->variables);
    parameters_release(s);
    zone_free(s->zone);
    arena_clear(&s->record_arena);
    free(s->database);
    free(s->schema);
    free(s->role);
    free(s->warehouse);
    free(s);
}

struct str session_database(const struct session *s)
{
    return str_from(s->database);
}

struct str session_schema(const struct session *s)
{
    return str_from(s->schema);
}

bool session_in_transaction(const struct session *s)
{
    return s->tx.open || s->tx.lost;
}

void session_stop(struct session *s, enum stop why)
{
    atomic_fetch_or(&s->interrupted, why);
    connection_interrupt(s->conn);
    store_interrupt(s->f->store);
}

void session_interrupt(struct session *s)
{
    session_stop(s, STOP_INTERRUPTED);
}

void session_resume(struct session *s)
{
    atomic_store(&s->interrupted, 0);
}

void session_set_scope(struct session *s, struct str database, struct str schema)
{
    ARENA_SCOPE struct arena a = {0};
    char *d = xstrdup(str_cstr(&a, database)), *sc = xstrdup(str_cstr(&a, schema));
    free(s->database);
    free(s->schema);
    s->database = d;
    s->schema = sc;
    s->scope.database = str_from(d);
    s->scope.schema = str_from(sc);
}

/* --- running ---------------------------------------------------------------------------------------------------- */

static void new_query_id(char out[40])
{
    unsigned char b[16];
    random_os(b, sizeof b);
    snprintf(out, 40, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2], b[3],
             b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

static struct str query_type(struct run *r)
{
    const struct statement *st = r->statement;
    const char *type = kinds[st->kind].type;
    if (st->kind == STATEMENT_CREATE || st->kind == STATEMENT_DROP)
        return str_printf(&r->arena, "%s_%s", type,
                          object_kind_word(st->kind == STATEMENT_CREATE ? st->create.kind : st->drop.kind));
    return str_from(type);
}

static void record_query(struct run *r, const struct err *err)
{
    struct session *s = r->s;
    int64_t rows = r->is_dml ? (r->inserted > 0 ? r->inserted : 0) + (r->updated > 0 ? r->updated : 0) +
                                   (r->deleted > 0 ? r->deleted : 0)
                             : -1;
    queries_add(s->f->queries, &(struct query_record){.id = r->query_id,
                                                      .text = secrets_hidden(&r->arena, r->statement->text),
                                                      .type = query_type(r),
                                                      .database = str_from(s->database),
                                                      .schema = str_from(s->schema),
                                                      .role = str_from(s->role),
                                                      .warehouse = str_from(s->warehouse),
                                                      .session = s->id,
                                                      .started = r->now,
                                                      .ended = clock_now(&s->f->clock),
                                                      .failed = err->set,
                                                      .error_code = err->code,
                                                      .error_message = str_from(err->message),
                                                      .rows = rows});
}

/* A failed statement undoes itself; the transaction stays open. */
static void undo_statement(struct run *r, const struct savepoint *before, struct err *err)
{
    ERR_SCOPE struct err lost = {0};
    if (transaction_restore(&r->s->tx, before, &lost))
        return;
    struct err both = *err;
    *err = (struct err){0};
    err_at(err, both.line, both.col, both.code, both.sqlstate, "%s\nThe transaction was rolled back: %s", both.message,
           lost.message);
    err_clear(&both);
}

/* What a procedure with its owner's rights may not do to its caller's session. */
static bool check_rights(const struct run *r, struct err *err)
{
    static const enum statement_kind callers[] = {STATEMENT_USE, STATEMENT_ALTER_SESSION, STATEMENT_SET,
                                                  STATEMENT_UNSET};
    for (size_t i = 0; r->s->owner_rights && i < sizeof callers / sizeof *callers; i++)
        if (r->statement->kind == callers[i])
            return err_set(err, 90236, "P0000", "Stored procedure execution error: Unsupported statement type '%s'.",
                           kinds[callers[i]].type);
    return true;
}

/* DuckDB's interrupt stops the query that runs; one that comes between two queries is noticed here. */
static bool check_interrupt(struct run *r, struct err *err)
{
    return !atomic_load(&r->s->interrupted) || err_set(err, 604, "57014", "SQL execution canceled");
}

/* What follows in a transaction that is over must not run as statements of its own. */
static bool check_lost(const struct run *r, struct err *err)
{
    enum statement_kind kind = r->statement->kind;
    return !r->s->tx.lost || kind == STATEMENT_COMMIT || kind == STATEMENT_ROLLBACK ||
           err_set(err, LOST_TRANSACTION, "25P02",
                   "The transaction was rolled back by an earlier error; ROLLBACK ends it.");
}

static struct result *take_result(struct run *r)
{
    struct result *result = memset(xmalloc(sizeof *result), 0, sizeof *result);
    snprintf(result->query_id, sizeof result->query_id, "%.*s", STR_FMT(r->query_id));
    result->references = 1;
    result->rows = r->rows;
    result->listing = r->listing;
    result->types = r->types;
    result->zone = r->s->zone;
    r->rows = NULL;
    /* The listing's cells stand in the statement's arena. */
    if (r->listing) {
        result->arena = r->arena;
        r->arena = (struct arena){0};
    }
    return result;
}

/* The longest that a statement may take, in seconds; 0 means as much as there is. */
static int64_t time_limit(const struct session *s)
{
    int64_t limit = 0;
    bool set = str_to_int64(parameters_get(s, "STATEMENT_TIMEOUT_IN_SECONDS"), &limit);
    return set && limit > 0 && limit < LONGEST_STATEMENT ? limit : LONGEST_STATEMENT;
}

/* What a procedure runs is a part of the CALL and is stopped with it. */
static bool run_timed(struct run *r, struct err *err)
{
    struct session *s = r->s;
    statement_function *run = kinds[r->statement->kind].run;
    int64_t limit = time_limit(s);
    if (s->depth > 0)
        return run(r, err);
    timeouts_begin(s->f->timeouts, s, clock_monotonic() + limit * MICROS_PER_SECOND);
    bool ok = run(r, err);
    if (!timeouts_end(s->f->timeouts, s))
        return ok;
    unsigned why = atomic_fetch_and(&s->interrupted, ~(unsigned)STOP_OUT_OF_TIME);
    if (ok || err->code != CANCELLED || why & STOP_INTERRUPTED)
        return ok;
    ERR_SCOPE struct err cancelled = *err;
    *err = (struct err){0};
    return err_at(err, cancelled.line, cancelled.col, TIMED_OUT, "57014",
                  "Statement reached its statement or warehouse timeout of %lld second(s) and was canceled.",
                  (long long)limit);
}

static bool execute(struct run *r, struct result **ret, struct err *err)
{
    char id[40];
    new_query_id(id);
    r->query_id = str_dup(&r->arena, str_from(id));
    struct transaction *tx = &r->s->tx;
    struct savepoint before = {0};
    if (tx->is_explicit)
        before = transaction_savepoint(tx, &r->arena);
    bool was_explicit = tx->is_explicit;
    bool ok = check_rights(r, err) && check_interrupt(r, err) && check_lost(r, err) && transaction_refresh(tx, err) &&
              run_timed(r, err);
    if (!ok && tx->open && !tx->is_explicit)
        transaction_rollback(tx, false);
    if (!ok && tx->open && was_explicit)
        undo_statement(r, &before, err);
    if (!ok && !err->line)
        names_locate(r, err);
    if (!tx->open)
        results_end_scans(&r->s->results, r->s->f->engine);
    record_query(r, err);
    if (!ok && !err->line) {
        err->line = r->statement->line;
        err->col = r->statement->col;
    }
    if (ok)
        *ret = take_result(r);
    results_add(&r->s->results, id, ok ? *ret : NULL);
    return ok;
}

bool session_execute(struct session *s, const struct tokens *tokens, const struct statement *statement,
                     struct result **ret, struct err *err)
{
    struct run r;
    run_init(&r, s, tokens, statement);
    bool ok = execute(&r, ret, err);
    run_release(&r);
    return ok;
}

/* Parses a text that holds exactly one statement. */
static bool parse_one(struct arena *a, struct str sql, struct tokens *tokens, struct statement **ret, struct err *err)
{
    uint32_t at = 0;
    struct statement *more = NULL;
    if (!sql_lex(a, sql, tokens, err) || !sql_next_statement(a, tokens, &at, ret, err))
        return false;
    if (!*ret)
        return err_set(err, 900, "42601", "SQL compilation error:\nEmpty SQL statement.");
    if (!sql_next_statement(a, tokens, &at, &more, err))
        return false;
    if (more)
        return err_at(err, more->line, more->col, 8, "0A000",
                      "Actual statement count 2 did not match the desired statement count 1.");
    return true;
}

bool session_run(struct session *s, struct str sql, struct result **ret, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct tokens tokens;
    struct statement *statement;
    return parse_one(&a, sql, &tokens, &statement, err) && session_execute(s, &tokens, statement, ret, err);
}

/* --- the runner of procedures ----------------------------------------------------------------------------------- */

static void copy_result(struct result *r, struct arena *a, struct run_result *ret)
{
    VEC(struct run_value) values = {0};
    BUF_SCOPE struct buf text = {0};
    ret->n_columns = result_columns(r);
    ret->labels = ARENA_ARRAY(a, struct str, ret->n_columns);
    ret->types = ARENA_ARRAY(a, struct type, ret->n_columns);
    for (size_t i = 0; i < ret->n_columns; i++) {
        ret->labels[i] = str_dup(a, result_label(r, i));
        ret->types[i] = result_type(r, i);
    }
    for (; result_next(r); ret->n_rows++)
        for (size_t i = 0; i < ret->n_columns; i++) {
            buf_reset(&text);
            result_text(r, i, &text);
            vec_push(a, &values, ((struct run_value){result_null(r, i), ret->types[i], str_dup(a, buf_str(&text))}));
        }
    ret->values = values.at;
}

static bool runner_run(void *ctx, struct arena *a, struct str sql, const struct run_value *binds, size_t n_binds,
                       struct run_result *ret, struct err *err)
{
    struct session *s = ctx;
    ARENA_SCOPE struct arena parsed = {0};
    struct tokens tokens;
    struct statement *statement;
    struct result *result = NULL;
    *ret = (struct run_result){.inserted = -1, .updated = -1, .deleted = -1, .multi_joined = -1};
    if (!parse_one(&parsed, sql, &tokens, &statement, err))
        return false;
    struct run r;
    run_init(&r, s, &tokens, statement);
    r.binds = binds;
    r.n_binds = n_binds;
    bool ok = execute(&r, &result, err);
    if (ok) {
        ret->query_id = str_dup(a, result_query_id(result));
        ret->is_dml = r.is_dml;
        ret->inserted = r.inserted;
        ret->updated = r.updated;
        ret->deleted = r.deleted;
        ret->multi_joined = r.multi_joined;
        copy_result(result, a, ret);
    }
    result_free(result);
    run_release(&r);
    return ok;
}

struct runner session_runner(struct session *s)
{
    return (struct runner){.ctx = s, .run = runner_run, .is_interrupted = is_interrupted};
}
