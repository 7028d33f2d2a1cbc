/* How a statement runs: translation, transactions around writes and DDL, results. */
#include "session/internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { VIEW_DEPTH_LIMIT = 64, DEADLOCK_RETRIES = 10, LOOK_FOR_INTERRUPT = 50000 /* µs */ };

void run_init(struct run *r, struct session *s, const struct tokens *tokens, const struct statement *statement)
{
    *r = (struct run){.s = s,
                      .tokens = tokens,
                      .statement = statement,
                      .now = clock_now(&s->f->clock),
                      .scope = s->scope,
                      .inserted = -1,
                      .updated = -1,
                      .deleted = -1,
                      .multi_joined = -1};
    run_make_resolver(r);
}

static void forget_streams(struct run *r)
{
    for (size_t i = 0; i < r->streams.n; i++)
        object_unref(r->streams.at[i]);
    r->streams.n = 0;
}

void run_release(struct run *r)
{
    forget_streams(r);
    rows_free(r->rows);
    arena_clear(&r->arena);
}

static struct dialect_context dialect_of(struct run *r, const struct tokens *tokens, int line, int col)
{
    return (struct dialect_context){.arena = &r->arena,
                                    .tokens = tokens,
                                    .line = line,
                                    .col = col,
                                    .resolver = &r->resolver,
                                    .now = r->now,
                                    .timezone = parameters_get(r->s, "TIMEZONE"),
                                    .seen = r->seen,
                                    .unseen = r->unseen};
}

static bool print_tree(struct run *r, const struct dialect_context *c, const struct node *n, struct buf *out,
                       struct err *err)
{
    const struct tokens *outer = r->printing;
    r->printing = c->tokens;
    bool ok = dialect_print(c, n, out, err);
    r->printing = outer;
    return ok;
}

static struct dialect_context dialect_of_statement(struct run *r)
{
    struct dialect_context c = dialect_of(r, r->tokens, r->statement->line, r->statement->col);
    c.target = r->target_alias;
    c.target_columns = r->target_columns.n ? &r->target_columns : NULL;
    c.from = c.target_columns && r->statement->kind != STATEMENT_UNLOAD ? r->statement->dml.source : NULL;
    return c;
}

bool run_print(struct run *r, const struct node *n, struct buf *out, struct err *err)
{
    bool query = n->kind == NODE_QUERY || (n->kind == NODE_SUBQUERY && n->role == ROLE_NONE);
    struct dialect_context c = dialect_of_statement(r);
    return print_tree(r, &c, n, out, err) && (!query || names_check_case(r, n, err));
}

static bool parse_text(struct run *r, const struct tokens *tokens, bool is_query, struct node **ret, struct err *err)
{
    struct parser p = {
        .arena = &r->arena, .tokens = tokens, .end = (uint32_t)tokens->n - 1, .line = 1, .col = 1, .err = err};
    struct node *n = is_query ? parse_query(&p) : parse_expression(&p);
    if (!n)
        return false;
    *ret = n;
    return p.at == p.end || parser_unexpected(&p);
}

bool run_print_text(struct run *r, struct str text, const struct scope *scope, bool is_query, struct buf *out,
                    struct err *err)
{
    struct tokens *tokens = ARENA_NEW(&r->arena, struct tokens);
    struct node *n;
    if (r->view_depth >= VIEW_DEPTH_LIMIT)
        return err_set(err, 2037, "42601",
                       "SQL compilation error:\nView definition is recursive, or nested too deeply.");
    struct scope outer = r->scope;
    r->scope = *scope;
    r->view_depth++;
    struct dialect_context c = dialect_of(r, tokens, 1, 1);
    bool ok = sql_lex(&r->arena, text, tokens, err) && parse_text(r, tokens, is_query, &n, err) &&
              print_tree(r, &c, n, out, err);
    r->view_depth--;
    r->scope = outer;
    if (!ok)
        err->line = err->col = 0; /* not positions of the statement */
    return ok;
}

bool run_columns_text(struct run *r, struct str text, const struct scope *scope, struct typed_columns *ret)
{
    struct tokens *tokens = ARENA_NEW(&r->arena, struct tokens);
    ERR_SCOPE struct err ignored = {0};
    struct node *n;
    if (r->view_depth >= VIEW_DEPTH_LIMIT)
        return false;
    struct scope outer = r->scope;
    r->scope = *scope;
    r->view_depth++;
    bool ok = sql_lex(&r->arena, text, tokens, &ignored) && parse_text(r, tokens, true, &n, &ignored);
    if (ok) {
        struct dialect_context c = dialect_of(r, tokens, 1, 1);
        *ret = dialect_columns(&c, n);
    }
    r->view_depth--;
    r->scope = outer;
    return ok;
}

struct type run_column_type(const struct typed_columns *known, size_t n, size_t i, struct str duckdb_type)
{
    struct type type = dialect_from_duckdb(duckdb_type);
    if (known->partial || known->n != n)
        return type;
    if (known->at[i].known == KNOWN_NULL)
        return (struct type){.kind = TYPE_VARCHAR, .length = 16777216};
    const struct type *full = known->at[i].type;
    if (!full || dialect_known(*full) != dialect_known(type))
        return type;
    bool agrees = full->kind != TYPE_NUMBER || (full->scale == type.scale && full->precision <= type.precision);
    return agrees ? *full : type;
}

struct typed_columns run_columns(struct run *r, const struct node *query)
{
    struct dialect_context c = dialect_of(r, r->tokens, r->statement->line, r->statement->col);
    return dialect_columns(&c, query);
}

struct typed_column run_typed(struct run *r, const struct node *expression)
{
    struct dialect_context c = dialect_of_statement(r);
    c.tokens = r->printing ? r->printing : r->tokens;
    if (r->source_columns.n)
        c.target_columns = &r->source_columns;
    return dialect_typed(&c, expression);
}

/* DuckDB gives a NULL that has no type INTEGER, and our values never. A VARIANT is text to it, too, where it comes from
 * a variable. */
static bool tells_type(struct str duckdb_type, struct type type)
{
    return type.kind != TYPE_VARCHAR && type.kind != TYPE_VARIANT && !str_eq(duckdb_type, STR("INTEGER"));
}

struct typed_column run_source_type(const struct typed_columns *known, size_t n, size_t i, struct str duckdb_type)
{
    struct typed_column ret = {.known = KNOWN_NOTHING};
    if (!known->partial && known->n == n)
        ret = known->at[i];
    struct type type = dialect_from_duckdb(duckdb_type);
    if (ret.known == KNOWN_NOTHING && tells_type(duckdb_type, type))
        ret.known = dialect_known(type);
    return ret;
}

/* --- writes ----------------------------------------------------------------------------------------------------- */

static void record_writes(struct session *s)
{
    if (!s->recording)
        return;
    for (size_t i = 0; i < s->tx.writes.n; i++)
        if (s->tx.writes.at[i].changed)
            vec_push(&s->record_arena, &s->writes,
                     ((struct task_write){s->tx.writes.at[i].table, s->tx.writes.at[i].version,
                                          store_version(s->f->store, s->tx.writes.at[i].table)}));
}

static bool commit(struct session *s, struct err *err)
{
    size_t before = s->writes.n;
    record_writes(s);
    if (transaction_commit(&s->tx, err))
        return true;
    s->writes.n = before;
    return false;
}

/* Locks may be waited for long: by then another table may stand under the name. */
static bool still_there(struct run *r, int64_t target, struct err *err)
{
    OBJECT_SCOPE struct object *o = catalog_by_id(r->s->f->catalog, target);
    return o || err_set(err, 2003, "42S02",
                        "SQL compilation error:\nThe table was dropped while the statement waited for it.");
}

static int by_id(const void *a, const void *b)
{
    const struct object *const *left = a, *const *right = b;
    return ((*left)->id > (*right)->id) - ((*left)->id < (*right)->id);
}

/* Locked in one order, so that two statements that read the same streams do not wait for each other. */
bool run_consume_streams(struct run *r, struct err *err)
{
    if (r->streams.n)
        qsort(r->streams.at, r->streams.n, sizeof *r->streams.at, by_id);
    for (size_t i = 0; i < r->streams.n; i++) {
        bool stale;
        if (!transaction_lock(&r->s->tx, r->streams.at[i]->id, &stale, err))
            return false;
        if (stale)
            return false;
        if (!stream_consume(&r->s->tx, r->streams.at[i], err))
            return false;
    }
    return true;
}

/* In an explicit transaction that has changed nothing yet the snapshot follows the lock. */
static bool lock_target(struct run *r, int64_t target, struct err *err)
{
    bool stale;
    return (!target || (transaction_lock(&r->s->tx, target, &stale, err) && still_there(r, target, err))) &&
           transaction_refresh(&r->s->tx, err);
}

/* A statement that is a transaction of its own gives up its locks, lets who waits for them have them, and runs again.
 */
static bool try_again(struct session *s, bool alone, int *retries)
{
    if (!alone || !s->tx.deadlocked || *retries == DEADLOCK_RETRIES)
        return false;
    transaction_rollback(&s->tx, false);
    usleep(1000u << (*retries)++);
    return true;
}

bool run_write(struct run *r, int64_t target, write_function *work, void *ctx, struct err *err)
{
    struct session *s = r->s;
    bool alone = !s->tx.open;
    struct savepoint before = {0};
    if (!alone)
        before = transaction_savepoint(&s->tx, &r->arena);
    s->tx.widen = s->tx.stage = false;
    r->consuming = true;
    for (int retries = 0;;) {
        s->tx.too_wide = s->tx.unfit = s->tx.deadlocked = false;
        s->tx.busy = 0;
        forget_streams(r);
        bool ok =
            lock_target(r, target, err) && (s->tx.open || transaction_begin(&s->tx, false, err)) && work(r, ctx, err);
        if (ok)
            return !alone || commit(s, err);
        if (s->tx.busy) {
            transaction_rollback(&s->tx, true);
            return false;
        }
        bool again = s->tx.too_wide || s->tx.unfit || try_again(s, alone, &retries);
        if (err->set && !again) {
            if (alone)
                transaction_rollback(&s->tx, false);
            return false;
        }
        s->tx.widen = s->tx.widen || s->tx.too_wide;
        s->tx.stage = s->tx.stage || s->tx.unfit;
        err_clear(err);
        if (r->is_ddl)
            catalog_forget(s->f->catalog); /* what the first run created */
        if (alone)
            transaction_rollback(&s->tx, true);
        else if (!transaction_restore(&s->tx, &before, err))
            return false;
    }
}

/* Another DDL may have much to do, as a CREATE TABLE … AS has. */
static bool lock_catalog(struct session *s, struct err *err)
{
    do {
        if (atomic_load(&s->interrupted))
            return err_set(err, 604, "57014", "SQL execution canceled");
    } while (!catalog_lock_within(s->f->catalog, LOOK_FOR_INTERRUPT));
    return true;
}

static bool wait_for_busy(struct session *s, int *retries, struct err *err)
{
    bool stale;
    if (transaction_lock(&s->tx, s->tx.busy, &stale, err))
        return true;
    if (!try_again(s, true, retries))
        return false;
    err_clear(err);
    return true;
}

/* Who waits for a table does not hold up those who want another: the catalog is given up meanwhile, and the work begins
 * again, with the locks that it has. */
bool run_ddl(struct run *r, write_function *work, void *ctx, struct err *err)
{
    struct session *s = r->s;
    struct catalog *c = s->f->catalog;
    /* DDL commits what is open and runs in a transaction of its own. */
    if (!run_may_end_transaction(r, err) || (s->tx.open && !commit(s, err)))
        return false;
    r->is_ddl = true;
    int retries = 0;
    do {
        if (!lock_catalog(s, err))
            break;
        s->tx.no_wait = true;
        bool ok = run_write(r, 0, work, ctx, err);
        s->tx.no_wait = false;
        if (ok)
            catalog_publish(c);
        else
            catalog_forget(c);
        catalog_unlock(c);
        if (ok || err->set)
            return ok;
    } while (wait_for_busy(s, &retries, err));
    transaction_rollback(&s->tx, false);
    return false;
}

bool run_may_end_transaction(struct run *r, struct err *err)
{
    const struct session *s = r->s;
    return !s->tx.open || s->transaction_depth >= s->depth ||
           err_set(err, 90236, "P0000",
                   "Stored procedure execution error: Modifying a transaction that has started at a different scope is "
                   "not allowed.");
}

bool run_begin(struct run *r, struct err *err)
{
    struct session *s = r->s;
    if (s->tx.open && s->transaction_depth < s->depth)
        return err_unsupported(err, 0, 0, "BEGIN within the transaction of a procedure's caller");
    if (!s->tx.open) {
        if (!transaction_begin(&s->tx, true, err))
            return false;
        s->transaction_depth = s->depth;
    }
    return run_done(r);
}

bool run_commit(struct run *r, struct err *err)
{
    if (r->s->tx.lost) {
        transaction_rollback(&r->s->tx, false);
        return err_set(err, LOST_TRANSACTION, "25P02",
                       "Nothing was committed: the transaction was rolled back by an earlier error.");
    }
    return run_may_end_transaction(r, err) && (!r->s->tx.open || commit(r->s, err)) && run_done(r);
}

bool run_rollback(struct run *r, struct err *err)
{
    if (!run_may_end_transaction(r, err))
        return false;
    transaction_rollback(&r->s->tx, false);
    return run_done(r);
}

/* --- queries ---------------------------------------------------------------------------------------------------- */

/* One snapshot for the offsets of streams and the query itself. */
bool run_query(struct run *r, struct err *err)
{
    struct session *s = r->s;
    bool alone = !s->tx.open;
    if (alone && !transaction_begin(&s->tx, false, err))
        return false;
    BUF_SCOPE struct buf sql = {0};
    bool ok = run_print(r, r->statement->query, &sql, err) && connection_query(s->conn, buf_str(&sql), &r->rows, err);
    if (alone && ok && r->drawing)
        return transaction_commit(&s->tx, err);
    if (alone)
        transaction_rollback(&s->tx, false);
    return ok;
}

bool run_constant(struct run *r, struct str sql, struct arena *a, struct str *ret, bool *ret_null, struct err *err)
{
    BUF_SCOPE struct buf query = {0}, text = {0};
    buf_adds(&query, "SELECT ");
    buf_add(&query, sql);
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(r->s->conn, buf_str(&query), &rows, err))
        return false;
    *ret_null = !rows_next(rows) || rows_null(rows, 0);
    if (!*ret_null)
        rows_text(rows, 0, r->s->zone, &text);
    *ret = str_dup(a, buf_str(&text));
    return true;
}

/* --- results ---------------------------------------------------------------------------------------------------- */

struct listing *run_listing(struct run *r, const struct listing_column *columns, size_t n)
{
    struct listing *l = ARENA_NEW(&r->arena, struct listing);
    *l = (struct listing){.arena = &r->arena, .columns = columns, .n_columns = n};
    r->listing = l;
    return l;
}

static const struct listing_column status_columns[] = {{"status", LISTING_TEXT}};

bool run_status(struct run *r, const char *format, ...)
{
    char *text;
    va_list args;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        abort();
    va_end(args);
    listing_cstr(run_listing(r, status_columns, 1), text);
    free(text);
    return true;
}

bool run_done(struct run *r)
{
    return run_status(r, "Statement executed successfully.");
}

bool run_error_at(struct run *r, int line, int col, struct err *err, int code, const char *sqlstate, const char *format,
                  ...)
{
    char *text;
    va_list args;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        abort();
    va_end(args);
    /* Snowflake counts from the statement's first token: lines from 1, positions from 0. */
    const struct statement *st = r->statement;
    int at_line = line - st->line + 1, at = line == st->line ? col - st->col : col - 1;
    err_at(err, line, col, code, sqlstate, "SQL compilation error: error line %d at position %d\n%s", at_line, at,
           text);
    free(text);
    return false;
}
