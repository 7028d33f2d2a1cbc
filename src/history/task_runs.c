/* One row of freshet.task_runs is one run, inserted when it begins and updated when it ends. Numbers of runs and of
 * requests come from one counter that starts behind the largest that is stored. */
#include "history/task_runs.h"

#include <stdlib.h>

enum { CANCELLED = 604, DEFAULT_RESULTS = 100, MAX_RESULTS = 10000 };

#define KEEP_MICROS (7 * 86400 * MICROS_PER_SECOND)
#define CUT_OFF "The process ended while the task was running."

extern const char embed_task_runs_schema[], embed_task_history[];

struct task_runs {
    struct connection *conn; /* guarded by lock, and so is next */
    struct clock *clock;
    pthread_mutex_t lock;
    int64_t next;
};

static const char *const state_words[] = {
    [TASK_RUN_EXECUTING] = "EXECUTING", [TASK_RUN_SUCCEEDED] = "SUCCEEDED",
    [TASK_RUN_FAILED] = "FAILED",       [TASK_RUN_AUTO_SUSPENDED] = "FAILED_AND_AUTO_SUSPENDED",
    [TASK_RUN_CANCELLED] = "CANCELLED", [TASK_RUN_SKIPPED] = "SKIPPED",
};

/* --- writing ------------------------------------------------------------------------------------------------------ */

static void add_text(struct buf *out, struct str text)
{
    if (text.p)
        buf_literal(out, text);
    else
        buf_adds(out, "NULL");
}

static void add_time(struct buf *out, int64_t micros)
{
    if (micros == INT64_MAX)
        buf_adds(out, "NULL::TIMESTAMPTZ");
    else
        buf_printf(out, "make_timestamptz(%lld)", (long long)micros);
}

static bool run_locked(struct task_runs *r, const struct buf *sql, struct err *err)
{
    pthread_mutex_lock(&r->lock);
    bool ok = connection_run(r->conn, buf_str(sql), NULL, err);
    pthread_mutex_unlock(&r->lock);
    return ok;
}

/* Runs several statements as one transaction. */
static bool run_together(struct task_runs *r, const struct buf *sql, struct err *err)
{
    pthread_mutex_lock(&r->lock);
    bool ok = connection_run(r->conn, STR("BEGIN TRANSACTION"), NULL, err);
    if (ok) {
        ok = connection_run(r->conn, buf_str(sql), NULL, err) && connection_run(r->conn, STR("COMMIT"), NULL, err);
        ERR_SCOPE struct err ignored = {0};
        /* After a failed COMMIT there is nothing left to roll back, and saying so is no news. */
        if (!ok && !connection_run(r->conn, STR("ROLLBACK"), NULL, &ignored))
            err_clear(&ignored);
    }
    pthread_mutex_unlock(&r->lock);
    return ok;
}

static int64_t next_number(struct task_runs *r)
{
    pthread_mutex_lock(&r->lock);
    int64_t n = r->next++;
    pthread_mutex_unlock(&r->lock);
    return n;
}

static bool recover(struct task_runs *r, struct err *err)
{
    return connection_runf(r->conn, err,
                           "UPDATE freshet.task_runs SET state = 'FAILED', completed = make_timestamptz(%lld),"
                           " error_code = '%06d', error_message = '" CUT_OFF "' WHERE state = 'EXECUTING'",
                           (long long)clock_now(r->clock), CANCELLED);
}

bool task_runs_purge(struct task_runs *r, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, "DELETE FROM freshet.task_runs WHERE state <> 'EXECUTING' AND scheduled_time < ");
    add_time(&sql, clock_now(r->clock) - KEEP_MICROS);
    return run_locked(r, &sql, err);
}

bool task_runs_open(struct engine *e, struct clock *clock, struct task_runs **ret, struct err *err)
{
    struct task_runs *r = memset(xmalloc(sizeof *r), 0, sizeof *r);
    r->clock = clock;
    pthread_mutex_init(&r->lock, NULL);
    if (!connection_new(e, &r->conn, err) || !connection_run(r->conn, str_from(embed_task_runs_schema), NULL, err) ||
        !recover(r, err) || !task_runs_purge(r, err) ||
        !connection_int(r->conn,
                        STR("SELECT greatest((SELECT coalesce(max(run), 0) FROM freshet.task_runs),"
                            " (SELECT coalesce(max(request), 0) FROM freshet.task_requests)) + 1"),
                        1, &r->next, err)) {
        task_runs_free(r);
        return false;
    }
    *ret = r;
    return true;
}

void task_runs_free(struct task_runs *r)
{
    if (!r)
        return;
    connection_free(r->conn);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

bool task_runs_begin(struct task_runs *r, const struct task_run_begin *b, int64_t *ret_run, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    int64_t run = next_number(r);
    if (b->request)
        buf_printf(&sql, "DELETE FROM freshet.task_requests WHERE request = %lld; ", (long long)b->request);
    buf_printf(&sql, "INSERT INTO freshet.task_runs VALUES (%lld, %lld", (long long)run, (long long)b->task->id);
    const struct str texts[] = {
        b->task_uuid, str_from(b->task->name), str_from(b->task->database), str_from(b->task->schema), b->body,
        b->condition, STR("EXECUTING"),        str_from(b->scheduled_from),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_adds(&sql, ", ");
        add_text(&sql, texts[i]);
    }
    const int64_t times[] = {b->scheduled_time, b->started, INT64_MAX, b->next};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        buf_adds(&sql, ", ");
        add_time(&sql, times[i]);
    }
    buf_printf(&sql, ", %lld, NULL, NULL, NULL, NULL)", (long long)b->version);
    if (!(b->request ? run_together : run_locked)(r, &sql, err))
        return false;
    *ret_run = run;
    return true;
}

bool task_runs_end(struct task_runs *r, int64_t run, const struct task_run_end *end, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "UPDATE freshet.task_runs SET state = '%s', completed = ", state_words[end->state]);
    add_time(&sql, end->completed);
    buf_adds(&sql, ", query_id = ");
    add_text(&sql, end->query_id.n ? end->query_id : STR_NULL);
    buf_adds(&sql, ", return_value = ");
    add_text(&sql, end->return_value);
    if (end->state == TASK_RUN_SKIPPED) {
        buf_adds(&sql,
                 ", error_code = '0040003', error_message = 'Conditional expression for task evaluated to false.'");
    } else if (end->error && end->error->set) {
        buf_printf(&sql, ", error_code = '%06d', error_message = ", end->error->code);
        buf_literal(&sql, str_from(end->error->message));
    }
    buf_printf(&sql, " WHERE run = %lld", (long long)run);
    return run_locked(r, &sql, err);
}

bool task_runs_failures(struct task_runs *r, int64_t task, int64_t since, int64_t *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql,
               "SELECT count(*) FROM freshet.task_runs WHERE task = %lld AND started >= make_timestamptz(%lld)"
               " AND state = 'FAILED' AND error_message IS DISTINCT FROM '" CUT_OFF
               "' AND run > (SELECT coalesce(max(run), 0) FROM"
               " freshet.task_runs WHERE task = %lld AND state = 'SUCCEEDED')",
               (long long)task, (long long)since, (long long)task);
    pthread_mutex_lock(&r->lock);
    bool ok = connection_int(r->conn, buf_str(&sql), 0, ret, err);
    pthread_mutex_unlock(&r->lock);
    return ok;
}

/* --- requests ----------------------------------------------------------------------------------------------------- */

bool task_runs_request(struct task_runs *r, int64_t task, int64_t *ret_request, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    int64_t request = next_number(r);
    buf_printf(&sql, "INSERT INTO freshet.task_requests VALUES (%lld, %lld, ", (long long)request, (long long)task);
    add_time(&sql, clock_now(r->clock));
    buf_adds(&sql, ")");
    if (!run_locked(r, &sql, err))
        return false;
    *ret_request = request;
    return true;
}

bool task_runs_requests(struct task_runs *r, struct arena *a, struct task_request **ret, size_t *ret_n, struct err *err)
{
    VEC(struct task_request) requests = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    pthread_mutex_lock(&r->lock);
    bool ok = connection_query(
        r->conn, STR("SELECT request, task, requested FROM freshet.task_requests ORDER BY request"), &rows, err);
    while (ok && rows_next(rows))
        vec_push(a, &requests,
                 ((struct task_request){
                     .request = rows_int(rows, 0), .task = rows_int(rows, 1), .requested = rows_int(rows, 2)}));
    rows_free(rows);
    rows = NULL;
    pthread_mutex_unlock(&r->lock);
    *ret = requests.at;
    *ret_n = requests.n;
    return ok;
}

bool task_runs_drop_request(struct task_runs *r, int64_t request, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "DELETE FROM freshet.task_requests WHERE request = %lld", (long long)request);
    return run_locked(r, &sql, err);
}

/* --- TASK_HISTORY ------------------------------------------------------------------------------------------------- */

/* The columns that both sides of the union give, in the order of the VALUES list below. */
static const char stored_columns[] = "run, task_uuid, name, database_name, schema_name, body, condition, state, "
                                     "scheduled_from, scheduled_time, next_scheduled_time, version";

/* What an argument demands of a row; %s is its value. */
static const struct {
    const char *name, *before, *after;
} argument_rules[] = {
    {"SCHEDULED_TIME_RANGE_START", "scheduled_time >= CAST((", ") AS TIMESTAMPTZ)"},
    {"SCHEDULED_TIME_RANGE_END", "scheduled_time <= CAST((", ") AS TIMESTAMPTZ)"},
    {"TASK_NAME", "upper(name) = upper(CAST((", ") AS VARCHAR))"},
    {"DATABASE_NAME", "upper(database_name) = upper(CAST((", ") AS VARCHAR))"},
    {"SCHEMA_NAME", "upper(schema_name) = upper(CAST((", ") AS VARCHAR))"},
    {"ROOT_TASK_ID", "task_uuid = CAST((", ") AS VARCHAR)"},
    {"ERROR_ONLY", "(state IN ('FAILED', 'FAILED_AND_AUTO_SUSPENDED', 'CANCELLED') OR NOT CAST((", ") AS BOOLEAN))"},
};

static bool limit_of(const struct task_history_argument *arg, struct str *ret, struct err *err)
{
    int64_t n;
    struct str text = str_trim(arg->sql);
    if (!str_to_int64(text, &n) || n < 1)
        return err_set(
            err, 1044, "42P13",
            "SQL compilation error:\nInvalid value [%.*s] for function 'TASK_HISTORY', parameter RESULT_LIMIT: "
            "must be a constant between 1 and 10,000",
            STR_FMT(text));
    if (n > MAX_RESULTS)
        return err_set(err, 1044, "42P13",
                       "Value for parameter RESULT_LIMIT exceeds maximum allowable value (10,000).");
    *ret = text;
    return true;
}

static bool add_argument(const struct task_history_argument *arg, struct buf *out, struct err *err)
{
    for (size_t i = 0; i < sizeof argument_rules / sizeof *argument_rules; i++) {
        if (!str_eq(arg->name, str_from(argument_rules[i].name)))
            continue;
        buf_printf(out, " AND %s", argument_rules[i].before);
        buf_add(out, arg->sql);
        buf_adds(out, argument_rules[i].after);
        return true;
    }
    if (!arg->name.n)
        return err_set(err, 1044, "42P13",
                       "SQL compilation error:\nInvalid arguments for function 'TASK_HISTORY': arguments are named.");
    return err_set(err, 1044, "42P13",
                   "SQL compilation error:\nInvalid argument name '%.*s' for function 'TASK_HISTORY'.",
                   STR_FMT(arg->name));
}

static void add_upcoming(struct buf *out, const struct task_upcoming *u)
{
    const struct str texts[] = {
        u->task_uuid, str_from(u->task->name), str_from(u->task->database), str_from(u->task->schema), u->body,
        u->condition, STR("SCHEDULED"),        str_from(u->scheduled_from),
    };
    buf_adds(out, "(NULL::BIGINT");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_adds(out, ", ");
        add_text(out, texts[i]);
        buf_adds(out, "::VARCHAR");
    }
    buf_adds(out, ", ");
    add_time(out, u->scheduled_time);
    buf_adds(out, ", ");
    add_time(out, u->next);
    buf_printf(out, ", %lld::BIGINT)", (long long)u->version);
}

bool task_runs_history_sql(const struct task_history_argument *args, size_t n_args,
                           const struct task_upcoming *upcoming, size_t n_upcoming, int64_t now, struct buf *out,
                           struct err *err)
{
    struct str limit = {0};
    buf_printf(out,
               "WITH runs AS (SELECT %s, query_id, error_code, error_message, started, completed, return_value"
               " FROM freshet.task_runs WHERE scheduled_time >= ",
               stored_columns);
    add_time(out, now - KEEP_MICROS);
    if (n_upcoming) {
        buf_printf(out, " UNION ALL SELECT %s, NULL, NULL, NULL, NULL, NULL, NULL FROM (VALUES ", stored_columns);
        for (size_t i = 0; i < n_upcoming; i++) {
            if (i)
                buf_adds(out, ", ");
            add_upcoming(out, &upcoming[i]);
        }
        buf_printf(out, ") AS u(%s)", stored_columns);
    }
    buf_adds(out, ") ");
    buf_adds(out, embed_task_history);
    for (size_t i = 0; i < n_args; i++) {
        bool is_limit = str_eq(args[i].name, STR("RESULT_LIMIT"));
        if (is_limit ? !limit_of(&args[i], &limit, err) : !add_argument(&args[i], out, err))
            return false;
    }
    buf_adds(out, " ORDER BY scheduled_time DESC, run DESC LIMIT ");
    if (limit.n)
        buf_add(out, limit);
    else
        buf_printf(out, "%d", DEFAULT_RESULTS);
    return true;
}
