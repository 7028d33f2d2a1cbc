/* The scheduler on a database in memory, with a host that does what the test says instead of running SQL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/os.h"
#include "dialect/dialect.h"
#include "history/loads.h"
#include "stage/stage.h"
#include "task/definition.h"
#include "task/scheduler.h"

/* 2026-01-01 00:00:00 UTC */
#define NEW_YEAR (INT64_C(1767225600) * MICROS_PER_SECOND)
#define MINUTE (60 * MICROS_PER_SECOND)
#define DAY (24 * 60 * MINUTE)

struct world {
    struct clock clock;
    struct engine *engine;
    struct catalog *catalog;
    struct store *store;
    struct connection *conn;
    struct stage_map stages;
    struct scheduler *scheduler;
    struct arena arena;
    pthread_mutex_t lock;
    /* what the host does */
    int64_t takes; /* the virtual clock moves by this much in each run */
    bool skips;
    int64_t reads, writes; /* tables, 0: none */
    atomic_bool hangs, cancelled;
    const char *fails;
    int runs;
    char order[200]; /* the names of the tasks that ran */
    int64_t last_run;
};

static void must(bool ok, struct err *err)
{
    if (!ok)
        fail_msg("%06d (%s): %s", err->code, err->sqlstate, err->message);
}

/* A commit that writes the table: a new version. */
static int64_t commit_to(struct world *w, int64_t table)
{
    ERR_SCOPE struct err err = {0};
    struct connection *conn;
    must(connection_new(w->engine, &conn, &err), &err);
    struct transaction t;
    bool stale;
    struct write *write;
    transaction_init(&t, w->store, conn);
    must(transaction_begin(&t, false, &err), &err);
    must(transaction_lock(&t, table, &stale, &err), &err);
    must(transaction_write(&t, table, &write, &err), &err);
    write->changed = true;
    int64_t version = write->version;
    must(transaction_commit(&t, &err), &err);
    transaction_release(&t);
    connection_free(conn);
    return version;
}

static void cancel(void *ctx)
{
    struct world *w = ctx;
    atomic_store(&w->cancelled, true);
    atomic_store(&w->hangs, false);
}

static bool host(void *ctx, struct task_call *call, struct arena *a, struct task_outcome *ret, struct err *err)
{
    struct world *w = ctx;
    pthread_mutex_lock(&w->lock);
    w->runs++;
    w->last_run = clock_now(&w->clock);
    snprintf(w->order + strlen(w->order), sizeof w->order - strlen(w->order), "%s ", call->task->name);
    pthread_mutex_unlock(&w->lock);
    task_call_cancel_with(call, cancel, w);
    while (atomic_load(&w->hangs))
        usleep(1000);
    if (w->takes)
        clock_advance_to(&w->clock, clock_now(&w->clock) + w->takes);
    ret->query_id = STR("query");
    ret->skipped = w->skips;
    bool is_writer = strcmp(call->task->name, "A") == 0;
    if (w->reads && (is_writer || !w->writes)) {
        ret->reads = ARENA_NEW(a, struct task_read);
        *ret->reads = (struct task_read){w->reads, store_version(w->store, w->reads)};
        ret->n_reads = 1;
    } else if (w->writes) {
        ret->reads = ARENA_NEW(a, struct task_read);
        *ret->reads = (struct task_read){w->writes, store_version(w->store, w->writes)};
        ret->n_reads = 1;
    }
    if (w->writes && is_writer) {
        int64_t previous = store_version(w->store, w->writes);
        ret->writes = ARENA_NEW(a, struct task_write);
        *ret->writes = (struct task_write){w->writes, commit_to(w, w->writes), previous};
        ret->n_writes = 1;
    }
    if (atomic_load(&w->cancelled))
        return err_set(err, 604, "57014", "SQL execution canceled");
    return w->fails ? err_set(err, 100051, "22012", "%s", w->fails) : true;
}

static struct world *world_new(bool is_virtual)
{
    ERR_SCOPE struct err err = {0};
    struct world *w = memset(xmalloc(sizeof *w), 0, sizeof *w);
    if (is_virtual)
        clock_init_virtual(&w->clock, NEW_YEAR);
    else
        clock_init_real(&w->clock);
    pthread_mutex_init(&w->lock, NULL);
    /* Loads convert by the prelude's functions. */
    must(engine_open(NULL, &(struct engine_options){.prelude = embed_prelude}, &w->engine, &err), &err);
    must(catalog_open(w->engine, &w->clock, &w->catalog, &err), &err);
    must(store_open(w->engine, &w->clock, &w->store, &err), &err);
    must(connection_new(w->engine, &w->conn, &err), &err);
    must(loads_open(w->conn, &err), &err);
    const struct scheduler_options options = {
        .engine = w->engine,
        .loads = {.catalog = w->catalog, .store = w->store, .clock = &w->clock, .stages = &w->stages},
        .host = {.ctx = w, .run = host},
        .workers = 2,
    };
    must(scheduler_new(&options, &w->scheduler, &err), &err);
    return w;
}

static void world_free(struct world *w)
{
    scheduler_free(w->scheduler);
    connection_free(w->conn);
    store_free(w->store);
    catalog_free(w->catalog);
    engine_close(w->engine);
    arena_clear(&w->arena);
    free(w);
}

static struct statement *parse(struct world *w, const char *sql, struct tokens *tokens)
{
    ERR_SCOPE struct err err = {0};
    struct statement *statement;
    uint32_t at = 0;
    must(sql_lex(&w->arena, str_from(sql), tokens, &err), &err);
    must(sql_next_statement(&w->arena, tokens, &at, &statement, &err), &err);
    return statement;
}

static bool define(struct world *w, const char *sql, json_t **ret, struct str *comment, struct err *err)
{
    struct tokens tokens;
    const struct statement *statement = parse(w, sql, &tokens);
    const struct task_author author = {STR("SYSADMIN"), STR("USER"), clock_now(&w->clock)};
    return task_define(&statement->create, &tokens, &author, ret, comment, err);
}

static int64_t create_object(struct world *w, enum object_kind kind, const char *name, json_t *definition)
{
    ERR_SCOPE struct err err = {0};
    struct object *o;
    const struct object_spec spec = {
        .kind = kind,
        .database = STR("D"),
        .schema = STR("S"),
        .name = str_from(name),
        .owner = STR("SYSADMIN"),
        .comment = STR(""),
        .definition = definition,
    };
    catalog_lock(w->catalog);
    must(connection_run(w->conn, STR("BEGIN"), NULL, &err), &err);
    must(catalog_create(w->catalog, w->conn, &spec, &o, &err), &err);
    must(connection_run(w->conn, STR("COMMIT"), NULL, &err), &err);
    catalog_publish(w->catalog);
    catalog_unlock(w->catalog);
    int64_t id = o->id;
    object_unref(o);
    return id;
}

static int64_t create_task(struct world *w, const char *name, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    json_t *definition;
    struct str comment;
    must(define(w, sql, &definition, &comment, &err), &err);
    return create_object(w, OBJECT_TASK, name, definition);
}

static int64_t create_table(struct world *w, const char *name)
{
    return create_object(w, OBJECT_TABLE, name, json_pack("{s:[]}", "columns"));
}

static bool alter(struct world *w, int64_t id, const char *sql, struct err *err)
{
    struct tokens tokens;
    const struct statement *statement = parse(w, sql, &tokens);
    const struct task_author author = {STR("SYSADMIN"), STR("USER"), clock_now(&w->clock)};
    json_t *definition;
    struct str comment;
    OBJECT_SCOPE struct object *o = catalog_by_id(w->catalog, id);
    if (!task_alter(o, statement, &tokens, &author, &definition, &comment, err))
        return false;
    catalog_lock(w->catalog);
    must(connection_run(w->conn, STR("BEGIN"), NULL, err), err);
    must(catalog_alter(w->catalog, w->conn, o, definition, comment, err), err);
    must(connection_run(w->conn, STR("COMMIT"), NULL, err), err);
    catalog_publish(w->catalog);
    catalog_unlock(w->catalog);
    return true;
}

static void must_alter(struct world *w, int64_t id, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    must(alter(w, id, sql, &err), &err);
}

static void run_until(struct world *w, int64_t until)
{
    ERR_SCOPE struct err err = {0};
    must(scheduler_run(w->scheduler, until, &err), &err);
}

static int64_t number(struct world *w, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    int64_t n;
    must(connection_int(w->conn, str_from(sql), -1, &n, &err), &err);
    return n;
}

static int64_t in_state(struct world *w, const char *state)
{
    ARENA_SCOPE struct arena a = {0};
    return number(w, str_printf(&a, "SELECT count(*) FROM freshet.task_runs WHERE state = '%s'", state).p);
}

/* A query on TASK_HISTORY(). */
static int64_t history(struct world *w, const char *select, const struct task_history_argument *args, size_t n)
{
    ERR_SCOPE struct err err = {0};
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "SELECT %s FROM (", select);
    must(task_history_sql(w->catalog, args, n, clock_now(&w->clock), &sql, &err), &err);
    buf_adds(&sql, ")");
    return number(w, sql.p);
}

static void a_day_of_cron(void **state)
{
    (void)state;
    struct world *w = world_new(true);
    int64_t cron = create_task(w, "NIGHT", "create task night schedule = 'using cron 30 3,15 * * * UTC' as select 1");
    int64_t minute = create_task(w, "OFTEN", "create task often schedule = '10 minute' as select 1");
    create_task(w, "NEVER", "create task never schedule = '1 minute' as select 1");
    must_alter(w, cron, "alter task night resume");
    must_alter(w, minute, "alter task often resume");
    run_until(w, NEW_YEAR + DAY);
    assert_int_equal(clock_now(&w->clock), NEW_YEAR + DAY);
    assert_int_equal(w->runs, 2 + 143); /* the interval's first is ten minutes after RESUME; the last is not reached */
    assert_int_equal(in_state(w, "SUCCEEDED"), 145);
    assert_int_equal(number(w, "SELECT count(*) FROM freshet.task_runs WHERE name = 'NIGHT' AND scheduled_time IN"
                               " ('2026-01-01 03:30:00+00', '2026-01-01 15:30:00+00') AND started = scheduled_time"),
                     2);
    world_free(w);
}

static void instants_during_a_run_are_dropped(void **state)
{
    (void)state;
    struct world *w = world_new(true);
    int64_t id = create_task(w, "T", "create task t schedule = '1 minute' as select 1");
    must_alter(w, id, "alter task t resume");
    w->takes = 70 * MICROS_PER_SECOND;
    run_until(w, NEW_YEAR + 5 * MINUTE);
    assert_int_equal(w->runs, 2); /* 00:01 to 00:02:10 and 00:03 to 00:04:10 */
    assert_int_equal(w->last_run, NEW_YEAR + 3 * MINUTE);
    world_free(w);
}

static void skipped_runs_are_recorded(void **state)
{
    (void)state;
    struct world *w = world_new(true);
    int64_t id = create_task(
        w, "W", "create task w schedule = '1 minute' when system$stream_has_data('S') as insert into t select 1");
    must_alter(w, id, "alter task w resume");
    w->skips = true;
    run_until(w, NEW_YEAR + 3 * MINUTE + 1);
    assert_int_equal(in_state(w, "SKIPPED"), 3);
    assert_int_equal(number(w, "SELECT count(*) FROM freshet.task_runs WHERE error_code = '0040003' AND condition = "
                               "'system$stream_has_data(''S'')'"),
                     3);
    world_free(w);
}

static void failures_suspend(void **state)
{
    (void)state;
    struct world *w = world_new(true);
    int64_t id = create_task(
        w, "BAD", "create task bad schedule = '10 seconds' suspend_task_after_num_failures = 2 as select 1/0");
    must_alter(w, id, "alter task bad resume");
    w->fails = "Division by zero";
    run_until(w, NEW_YEAR + 10 * MINUTE);
    assert_int_equal(w->runs, 2);
    assert_int_equal(in_state(w, "FAILED"), 1);
    assert_int_equal(in_state(w, "FAILED_AND_AUTO_SUSPENDED"), 1);
    OBJECT_SCOPE struct object *o = catalog_by_id(w->catalog, id);
    assert_false(task_is_started(o));
    assert_string_equal(json_string_value(json_object_get(o->definition, "last_suspended_reason")),
                        "SUSPENDED_DUE_TO_ERRORS");
    /* A resumed task starts to count anew. */
    must_alter(w, id, "alter task bad resume");
    run_until(w, NEW_YEAR + 10 * MINUTE + 15 * MICROS_PER_SECOND);
    assert_int_equal(w->runs, 3);
    assert_int_equal(in_state(w, "FAILED"), 2);
    world_free(w);
}

static void old_records_go_in_idle_moments(void **state)
{
    (void)state;
    struct world *w = world_new(true);
    int64_t id = create_task(w, "T", "create task t schedule = '1440 minute' as select 1");
    must_alter(w, id, "alter task t resume");
    run_until(w, NEW_YEAR + 30 * DAY + MINUTE);
    assert_int_equal(w->runs, 30);
    assert_in_range(in_state(w, "SUCCEEDED"), 7, 8);
    world_free(w);
}

static void executed_at_once_though_suspended(void **state)
{
    (void)state;
    struct world *w = world_new(true);
    ERR_SCOPE struct err err = {0};
    int64_t id = create_task(w, "T", "create task t as select 1");
    must(scheduler_execute(w->scheduler, id, &err), &err);
    must(scheduler_execute(w->scheduler, id, &err), &err);
    assert_int_equal(number(w, "SELECT count(*) FROM freshet.task_requests"), 2);
    run_until(w, NEW_YEAR + MINUTE);
    assert_int_equal(w->runs, 1);
    assert_int_equal(number(w, "SELECT count(*) FROM freshet.task_requests"), 0);
    assert_int_equal(number(w, "SELECT count(*) FROM freshet.task_runs WHERE scheduled_from = 'EXECUTE_TASK'"), 1);
    world_free(w);
}

static void triggered_by_a_stream(void **state)
{
    (void)state;
    struct world *w = world_new(true);
    w->reads = create_table(w, "SOURCE");
    int64_t id = create_task(w, "T", "create task t when system$stream_has_data('S') as select 1");
    must_alter(w, id, "alter task t resume");
    run_until(w, NEW_YEAR + 5 * MINUTE);
    assert_int_equal(w->runs, 1); /* checked once at RESUME */
    commit_to(w, w->reads);
    run_until(w, NEW_YEAR + 10 * MINUTE);
    assert_int_equal(w->runs, 2);
    assert_int_equal(w->last_run, NEW_YEAR + 5 * MINUTE);
    commit_to(w, w->reads);
    w->takes = MICROS_PER_SECOND;
    run_until(w, NEW_YEAR + 10 * MINUTE + 10 * MICROS_PER_SECOND);
    assert_int_equal(w->runs, 3);
    commit_to(w, w->reads); /* within the minimum interval of 30 seconds: waits for its end */
    run_until(w, NEW_YEAR + 11 * MINUTE);
    assert_int_equal(w->runs, 4);
    assert_int_equal(w->last_run, NEW_YEAR + 10 * MINUTE + 30 * MICROS_PER_SECOND);
    w->skips = true;
    commit_to(w, w->reads);
    run_until(w, NEW_YEAR + 15 * MINUTE);
    assert_int_equal(in_state(w, "SKIPPED"), 0); /* no instant was scheduled, so none was skipped */
    assert_int_equal(in_state(w, "EXECUTING"), 0);
    world_free(w);
}

static void idle_follows_what_changed(void **state)
{
    (void)state;
    struct world *w = world_new(true);
    ERR_SCOPE struct err err = {0};
    bool failed;
    w->reads = create_table(w, "RAW");
    w->writes = create_table(w, "CURRENT");
    int64_t a = create_task(w, "A", "create task a schedule = '1 minute' as select 1");
    int64_t b = create_task(w, "B", "create task b schedule = '1 minute' as select 1");
    create_task(w, "C", "create task c schedule = '1 minute' as select 1");
    must_alter(w, a, "alter task a resume");
    must_alter(w, b, "alter task b resume");
    must(scheduler_until_idle(w->scheduler, &failed, &err), &err);
    assert_false(failed);
    assert_string_equal(w->order, "A B ");
    commit_to(w, w->reads);
    must(scheduler_until_idle(w->scheduler, &failed, &err), &err);
    assert_string_equal(w->order, "A B A B ");
    w->fails = "no";
    commit_to(w, w->reads);
    must(scheduler_until_idle(w->scheduler, &failed, &err), &err);
    assert_true(failed);
    assert_string_equal(w->order, "A B A B A B ");
    must(scheduler_until_idle(w->scheduler, &failed, &err), &err);
    assert_false(failed);
    assert_string_equal(w->order, "A B A B A B ");
    assert_int_equal(clock_now(&w->clock), NEW_YEAR);
    world_free(w);
}

/* Less than the five seconds after which a pipe looks for what nobody told it about. */
static void wait_for_runs(struct world *w, int n)
{
    int runs = 0;
    for (int i = 0; i < 2000 && runs < n; i++) {
        pthread_mutex_lock(&w->lock);
        runs = w->runs;
        pthread_mutex_unlock(&w->lock);
        usleep(1000);
    }
    assert_int_equal(runs, n);
}

static void eager(void **state)
{
    (void)state;
    struct world *w = world_new(false);
    ERR_SCOPE struct err err = {0};
    w->reads = create_table(w, "RAW");
    int64_t id = create_task(w, "T", "create task t schedule = '60 minute' as select 1");
    must_alter(w, id, "alter task t resume");
    scheduler_set_eager(w->scheduler, true);
    must(scheduler_start(w->scheduler, &err), &err);
    wait_for_runs(w, 1);
    usleep(50000);
    commit_to(w, w->reads);
    wait_for_runs(w, 2);
    usleep(50000);
    must(scheduler_execute(w->scheduler, id, &err), &err);
    wait_for_runs(w, 3);
    must(scheduler_stop(w->scheduler, &err), &err);
    assert_int_equal(in_state(w, "SUCCEEDED"), 3);
    struct scheduler_snapshot snapshot;
    scheduler_snapshot(w->scheduler, &w->arena, &snapshot);
    assert_int_equal(snapshot.n_tasks, 1);
    assert_int_equal(snapshot.tasks[0].runs, 3);
    assert_false(snapshot.tasks[0].running);
    world_free(w);
}

/* A table, a stage on the directory, and a pipe from one to the other. */
static int64_t create_pipe(struct world *w, const char *directory)
{
    ERR_SCOPE struct err err = {0};
    struct scope scope = {.database = STR("D"), .schema = STR("S")};
    struct load_context loads = {.catalog = w->catalog, .store = w->store, .clock = &w->clock, .stages = &w->stages};
    struct column column = {.name = STR("NAME"), .type = {.kind = TYPE_VARCHAR, .length = 100}};
    struct columns columns = {&column, 1};
    struct tokens tokens;
    json_t *definition;
    struct transaction t;
    w->reads = create_object(w, OBJECT_TABLE, "RAW", definition_from_columns(&columns));
    OBJECT_SCOPE struct object *table = catalog_by_id(w->catalog, w->reads);
    transaction_init(&t, w->store, w->conn);
    must(transaction_begin(&t, false, &err), &err);
    must(store_create_table(&t, table, &err), &err);
    must(transaction_commit(&t, &err), &err);
    transaction_release(&t);
    struct str sql = str_printf(&w->arena, "create stage st url = 'file://%s/'", directory);
    struct statement *stage = parse(w, sql.p, &tokens);
    must(stage_create_check(w->catalog, &scope, &w->arena, &stage->create, &definition, &err), &err);
    create_object(w, OBJECT_STAGE, "ST", definition);
    struct statement *pipe = parse(w, "create pipe p auto_ingest = true as copy into raw from @st", &tokens);
    must(pipe_create_check(&loads, &scope, &pipe->create, &w->arena, &definition, &err), &err);
    return create_object(w, OBJECT_PIPE, "P", definition);
}

static void write_file(struct world *w, const char *directory, const char *name)
{
    ERR_SCOPE struct err err = {0};
    bool exists;
    must(os_create_file(str_printf(&w->arena, "%s/%s", directory, name).p, STR("one\ntwo\n"), &exists, &err), &err);
}

/* The pipe loads what is there and what arrives; the task that reads the table follows. */
static void files_load_as_they_arrive(void **state)
{
    (void)state;
    char directory[] = "/tmp/freshet-scheduler-XXXXXX";
    assert_non_null(mkdtemp(directory));
    struct world *w = world_new(false);
    ERR_SCOPE struct err err = {0};
    bool failed;
    struct scheduler_snapshot snapshot;
    create_pipe(w, directory);
    int64_t id = create_task(w, "T", "create task t schedule = '60 minute' as select 1");
    must_alter(w, id, "alter task t resume");
    write_file(w, directory, "1.csv");
    must(scheduler_until_idle(w->scheduler, &failed, &err), &err);
    assert_false(failed);
    assert_int_equal(w->runs, 1);
    scheduler_snapshot(w->scheduler, &w->arena, &snapshot);
    assert_int_equal(snapshot.n_pipes, 1);
    assert_int_equal(snapshot.pipes[0].files, 1);
    assert_int_equal(snapshot.pipes[0].rows, 2);
    assert_int_equal(snapshot.pipes[0].pending, 0);
    scheduler_set_eager(w->scheduler, true);
    must(scheduler_start(w->scheduler, &err), &err);
    usleep(100000);
    write_file(w, directory, "2.csv");
    wait_for_runs(w, 2);
    /* inotify has nothing to say of a link: whoever knows of the file has to */
    struct str third = str_printf(&w->arena, "%s/3.csv", directory);
    assert_int_equal(link(str_printf(&w->arena, "%s/2.csv", directory).p, third.p), 0);
    scheduler_file_arrived(w->scheduler, str_printf(&w->arena, "file://%s", third.p));
    wait_for_runs(w, 3);
    must(scheduler_stop(w->scheduler, &err), &err);
    scheduler_snapshot(w->scheduler, &w->arena, &snapshot);
    assert_int_equal(snapshot.pipes[0].files, 3);
    for (int i = 1; i <= 3; i++)
        must(os_remove(str_printf(&w->arena, "%s/%d.csv", directory, i).p, &err), &err);
    world_free(w);
    rmdir(directory);
}

static void late_runs_are_cancelled(void **state)
{
    (void)state;
    struct world *w = world_new(false);
    ERR_SCOPE struct err err = {0};
    int64_t id = create_task(w, "T", "create task t user_task_timeout_ms = 100 as select 1");
    atomic_store(&w->hangs, true);
    must(scheduler_execute(w->scheduler, id, &err), &err);
    must(scheduler_start(w->scheduler, &err), &err);
    wait_for_runs(w, 1);
    for (int i = 0; i < 2000 && atomic_load(&w->hangs); i++)
        usleep(1000);
    must(scheduler_stop(w->scheduler, &err), &err);
    assert_int_equal(
        number(w, "SELECT count(*) FROM freshet.task_runs WHERE state = 'FAILED' AND error_code = '000630'"), 1);
    world_free(w);
}

static void history_has_the_coming_run(void **state)
{
    (void)state;
    struct world *w = world_new(true);
    int64_t id = create_task(w, "T", "create task t schedule = '1 minute' as select 1");
    assert_int_equal(history(w, "count(*)", NULL, 0), 0);
    must_alter(w, id, "alter task t resume");
    assert_int_equal(history(w, "count(*)", NULL, 0), 1);
    run_until(w, NEW_YEAR + 150 * MINUTE + 1);
    assert_int_equal(history(w, "count(*)", NULL, 0), 100);
    assert_int_equal(history(w, "epoch_us(max(scheduled_time)) // 1000000", NULL, 0),
                     NEW_YEAR / MICROS_PER_SECOND + 151 * 60);
    assert_int_equal(
        history(w, "count(*) FILTER (STATE = 'SCHEDULED' AND QUERY_ID IS NULL AND COMPLETED_TIME IS NULL)", NULL, 0),
        1);
    const struct task_history_argument args[] = {
        {STR("RESULT_LIMIT"), STR("10000")},
        {STR("TASK_NAME"), STR("'t'")},
        {STR("SCHEDULED_TIME_RANGE_START"), STR("'2026-01-01 01:00:00+00'::TIMESTAMPTZ")},
    };
    assert_int_equal(history(w, "count(*)", args, 3), 92);
    const struct task_history_argument errors[] = {{STR("ERROR_ONLY"), STR("TRUE")}};
    assert_int_equal(history(w, "count(*)", errors, 1), 0);
    must_alter(w, id, "alter task t suspend");
    assert_int_equal(history(w, "count(*) FILTER (STATE = 'SCHEDULED')", NULL, 0), 0);
    const struct task_history_argument too_many[] = {{STR("RESULT_LIMIT"), STR("10001")}};
    ERR_SCOPE struct err err = {0};
    BUF_SCOPE struct buf sql = {0};
    assert_false(task_history_sql(w->catalog, too_many, 1, 0, &sql, &err));
    assert_string_equal(err.message, "Value for parameter RESULT_LIMIT exceeds maximum allowable value (10,000).");
    world_free(w);
}

static void runs_of_a_dead_process_failed(void **state)
{
    (void)state;
    struct world *w = world_new(true);
    ERR_SCOPE struct err err = {0};
    int64_t id = create_task(w, "T", "create task t as select 1"), run;
    OBJECT_SCOPE struct object *o = catalog_by_id(w->catalog, id);
    struct task_runs *runs;
    must(task_runs_open(w->engine, &w->clock, &runs, &err), &err);
    const struct task_run_begin b = {.task = o,
                                     .task_uuid = STR("u"),
                                     .body = STR("select 1"),
                                     .scheduled_from = "SCHEDULE",
                                     .scheduled_time = NEW_YEAR,
                                     .started = NEW_YEAR,
                                     .next = INT64_MAX,
                                     .version = 1};
    must(task_runs_begin(runs, &b, &run, &err), &err);
    task_runs_free(runs);
    assert_int_equal(in_state(w, "EXECUTING"), 1);
    must(task_runs_open(w->engine, &w->clock, &runs, &err), &err);
    assert_int_equal(in_state(w, "FAILED"), 1);
    int64_t failures, next;
    must(task_runs_failures(runs, id, 0, &failures, &err), &err);
    assert_int_equal(failures, 0); /* the task is not to blame */
    must(task_runs_begin(runs, &b, &next, &err), &err);
    assert_int_equal(next, run + 1);
    task_runs_free(runs);
    world_free(w);
}

static void refusals(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *message;
    } cases[] = {
        {"create task t not_a_param = 1 as select 1",
         "SQL compilation error:\ninvalid property 'NOT_A_PARAM' for 'TASK'"},
        {"create task t statement_timeout_in_seconds = 'abc' as select 1",
         "SQL compilation error:\ninvalid value ['abc'] for parameter 'STATEMENT_TIMEOUT_IN_SECONDS'"},
        {"create task t autocommit = false as select 1",
         "The parameter AUTOCOMMIT = false is not supported with Tasks. Remove the parameter and try again."},
        {"create task t search_path = 'x' as select 1",
         "The parameter SEARCH_PATH is not supported with Tasks. Remove the parameter and try again."},
        {"create task t error_integration = i as select 1", "Unsupported feature 'ERROR_INTEGRATION of a task'."},
        {"create task t task_auto_retry_attempts = 1 as select 1", "Unsupported feature 'TASK_AUTO_RETRY_ATTEMPTS'."},
        {"create task t schedule = '5 seconds' as select 1", "Cannot set schedule less than 10 seconds."},
        {"create task t schedule = '1 minute' when (select count(*) from t) > 0 as select 1",
         "SQL compilation error:\nInvalid expression for task condition expression. Expecting one of the following: "
         "[SYSTEM$GET_PREDECESSOR_RETURN_VALUE, SYSTEM$STREAM_HAS_DATA]"},
        {"create task t schedule = '1 minute' when x = 1 as select 1",
         "SQL compilation error:\nInvalid expression for task condition expression. Expecting one of the following: "
         "[SYSTEM$GET_PREDECESSOR_RETURN_VALUE, SYSTEM$STREAM_HAS_DATA]"},
    };
    struct world *w = world_new(true);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ERR_SCOPE struct err err = {0};
        json_t *definition;
        struct str comment;
        assert_false(define(w, cases[i].sql, &definition, &comment, &err));
        assert_string_equal(err.message, cases[i].message);
    }
    int64_t id = create_task(w, "T",
                             "create task t schedule='1 minute' ERROR_ON_NONDETERMINISTIC_MERGE=FALSE comment = 'c' "
                             "when system$stream_has_data('S') and 1 = 1::int as select 1");
    must_alter(w, id, "alter task t set query_tag = 'x', schedule = '2 minute'");
    must_alter(w, id, "alter task t unset query_tag");
    must_alter(w, id, "alter task t modify as select 2");
    must_alter(w, id, "alter task t remove when");
    must_alter(w, id, "alter task t resume");
    must_alter(w, id, "alter task t resume");
    OBJECT_SCOPE struct object *o = catalog_by_id(w->catalog, id);
    assert_true(str_eq(task_setting(o, "SCHEDULE"), STR("2 minute")));
    assert_null(task_setting(o, "QUERY_TAG").p);
    assert_null(task_condition(o).p);
    assert_true(str_eq(task_body(o), STR("select 2")));
    assert_int_equal(task_version(o), 5);
    ERR_SCOPE struct err err = {0};
    assert_false(alter(w, id, "alter task t set query_tag = 'x'", &err));
    assert_int_equal(err.code, 91421);
    assert_string_equal(err.message,
                        "Unable to update graph with root task D.S.T since that root task is not suspended.");
    struct listing l = {.arena = &w->arena, .columns = task_show_columns, .n_columns = task_show_n_columns};
    task_show_row(o, &l);
    assert_int_equal(listing_rows(&l), 1);
    assert_int_equal(l.cells.n, task_show_n_columns);
    assert_true(str_eq(l.cells.at[10], STR("started")));
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_of_cron),
        cmocka_unit_test(instants_during_a_run_are_dropped),
        cmocka_unit_test(skipped_runs_are_recorded),
        cmocka_unit_test(failures_suspend),
        cmocka_unit_test(old_records_go_in_idle_moments),
        cmocka_unit_test(executed_at_once_though_suspended),
        cmocka_unit_test(triggered_by_a_stream),
        cmocka_unit_test(idle_follows_what_changed),
        cmocka_unit_test(eager),
        cmocka_unit_test(files_load_as_they_arrive),
        cmocka_unit_test(late_runs_are_cancelled),
        cmocka_unit_test(history_has_the_coming_run),
        cmocka_unit_test(runs_of_a_dead_process_failed),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
