/* history/: what is kept of loads and for how long, and what becomes of runs that were cut off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "history/loads.h"
#include "history/queries.h"
#include "history/task_runs.h"

#define DAY (INT64_C(86400) * MICROS_PER_SECOND)
#define NEW_YEAR (INT64_C(1767225600) * MICROS_PER_SECOND) /* 2026 */

struct world {
    struct clock clock;
    struct engine *engine;
    struct connection *conn;
    struct catalog *catalog;
};

static void must(bool ok, struct err *err)
{
    if (!ok)
        fail_msg("%d: %s", err->code, err->message);
}

static void open_world(struct world *w)
{
    ERR_SCOPE struct err err = {0};
    clock_init_virtual(&w->clock, NEW_YEAR);
    must(engine_open(NULL, &(struct engine_options){.threads = 1}, &w->engine, &err), &err);
    must(connection_new(w->engine, &w->conn, &err), &err);
    must(catalog_open(w->engine, &w->clock, &w->catalog, &err), &err);
    must(loads_open(w->conn, &err), &err);
}

static void close_world(struct world *w)
{
    catalog_free(w->catalog);
    connection_free(w->conn);
    engine_close(w->engine);
}

static struct object *create(struct world *w, enum object_kind kind, const char *name)
{
    ERR_SCOPE struct err err = {0};
    struct object *o;
    struct object_spec spec = {
        .kind = kind, .database = STR("D"), .schema = STR("S"), .name = str_from(name), .definition = json_object()};
    catalog_lock(w->catalog);
    must(catalog_create(w->catalog, w->conn, &spec, &o, &err), &err);
    catalog_publish(w->catalog);
    catalog_unlock(w->catalog);
    return o;
}

static int64_t count(struct world *w, const char *what)
{
    ERR_SCOPE struct err err = {0};
    BUF_SCOPE struct buf sql = {0};
    int64_t n;
    buf_printf(&sql, "SELECT count(*) FROM freshet.%s", what);
    must(connection_int(w->conn, buf_str(&sql), -1, &n, &err), &err);
    return n;
}

/* What the pipe knows of the file; 99: nothing. */
static int state_of(struct world *w, const struct object *pipe, const char *path)
{
    ERR_SCOPE struct err err = {0};
    ARENA_SCOPE struct arena a = {0};
    struct pipe_file *files;
    size_t n;
    struct str paths[] = {str_from(path)};
    must(loads_of_pipe_among(w->conn, &a, pipe->id, paths, 1, &files, &n, &err), &err);
    return n ? (int)files[0].state : 99;
}

static void a_pipe_forgets_a_file_after_14_days(void **state)
{
    (void)state;
    ERR_SCOPE struct err err = {0};
    struct world w;
    open_world(&w);
    OBJECT_SCOPE struct object *table = create(&w, OBJECT_TABLE, "T"), *pipe = create(&w, OBJECT_PIPE, "P");
    const struct pipe_file files[] = {{STR("it's.csv"), PIPE_FILE_LOADED, 1}, {STR("old.csv"), PIPE_FILE_PRESENT, 2}};
    must(loads_set_pipe_files(w.conn, pipe->id, NEW_YEAR, files, 2, &err), &err);
    struct load_error rejected = {.set = true,
                                  .code = 100038,
                                  .sqlstate = "22018",
                                  .category = "conversion",
                                  .message = STR("m"),
                                  .column = STR("c"),
                                  .record = STR("r"),
                                  .row = 1};
    struct load_record record = {.status = LOAD_PARTIALLY_LOADED,
                                 .file_name = STR("it's.csv"),
                                 .rows_parsed = 2,
                                 .rows_loaded = 1,
                                 .errors = 1,
                                 .first_error = STR("m"),
                                 .rejected = &rejected,
                                 .n_rejected = 1,
                                 .received = NEW_YEAR};
    struct load_source source = {
        .table = table, .pipe = pipe, .stage_location = STR("s3://b/"), .query_id = STR("q"), .now = NEW_YEAR};
    must(loads_record(w.conn, &source, &record, 1, &err), &err);
    must(loads_purge(w.conn, NEW_YEAR + 13 * DAY, &err), &err);
    assert_int_equal(state_of(&w, pipe, "it's.csv"), PIPE_FILE_LOADED);
    assert_int_equal(count(&w, "load_history"), 1);
    assert_int_equal(count(&w, "load_errors"), 1);
    must(loads_purge(w.conn, NEW_YEAR + 15 * DAY, &err), &err);
    assert_int_equal(state_of(&w, pipe, "it's.csv"), PIPE_FILE_FORGOTTEN);
    assert_int_equal(state_of(&w, pipe, "old.csv"), PIPE_FILE_PRESENT);
    assert_int_equal(state_of(&w, pipe, "never.csv"), 99);
    assert_int_equal(count(&w, "load_history"), 0);
    assert_int_equal(count(&w, "load_errors"), 0);

    catalog_lock(w.catalog);
    must(catalog_erase(w.catalog, w.conn, pipe, &err), &err);
    catalog_publish(w.catalog);
    catalog_unlock(w.catalog);
    must(loads_purge(w.conn, NEW_YEAR + 15 * DAY, &err), &err);
    assert_int_equal(count(&w, "pipe_files"), 0);
    close_world(&w);
}

static void a_table_remembers_its_files_until_it_is_emptied(void **state)
{
    (void)state;
    ERR_SCOPE struct err err = {0};
    ARENA_SCOPE struct arena a = {0};
    struct world w;
    open_world(&w);
    OBJECT_SCOPE struct object *table = create(&w, OBJECT_TABLE, "T");
    struct loaded_file file = {STR("/x/a.csv"), STR("0123"), 10, 5, 0}, *files;
    size_t n;
    must(loads_remember(w.conn, table->id, NEW_YEAR, &file, 1, &err), &err);
    file.size = 11;
    must(loads_remember(w.conn, table->id, NEW_YEAR, &file, 1, &err), &err);
    must(loads_purge(w.conn, NEW_YEAR + 1000 * DAY, &err), &err);
    must(loads_of_table(w.conn, &a, table->id, &files, &n, &err), &err);
    assert_int_equal(n, 1);
    assert_int_equal(files[0].size, 11);
    assert_true(str_eq(files[0].path, STR("/x/a.csv")) && str_eq(files[0].md5, STR("0123")));
    must(loads_forget_table(w.conn, table->id, &err), &err);
    must(loads_of_table(w.conn, &a, table->id, &files, &n, &err), &err);
    assert_int_equal(n, 0);
    close_world(&w);
}

static int64_t begin_run(struct world *w, struct task_runs *r, const struct object *task)
{
    ERR_SCOPE struct err err = {0};
    int64_t run;
    clock_advance_to(&w->clock, clock_now(&w->clock) + MICROS_PER_SECOND);
    struct task_run_begin b = {.task = task,
                               .task_uuid = STR("u"),
                               .body = STR("select 'x'"),
                               .scheduled_from = "SCHEDULE",
                               .scheduled_time = clock_now(&w->clock),
                               .started = clock_now(&w->clock),
                               .next = INT64_MAX,
                               .version = 1};
    must(task_runs_begin(r, &b, &run, &err), &err);
    return run;
}

static void end_run(struct world *w, struct task_runs *r, int64_t run, enum task_run_state ended)
{
    ERR_SCOPE struct err err = {0};
    must(task_runs_end(r, run, &(struct task_run_end){.state = ended, .completed = clock_now(&w->clock)}, &err), &err);
}

static void a_run_that_was_cut_off_has_failed(void **state)
{
    (void)state;
    ERR_SCOPE struct err err = {0};
    ARENA_SCOPE struct arena a = {0};
    struct world w;
    struct task_runs *r;
    int64_t failures, request;
    open_world(&w);
    OBJECT_SCOPE struct object *task = create(&w, OBJECT_TASK, "K");
    must(task_runs_open(w.engine, &w.clock, &r, &err), &err);
    end_run(&w, r, begin_run(&w, r, task), TASK_RUN_FAILED);
    end_run(&w, r, begin_run(&w, r, task), TASK_RUN_SUCCEEDED);
    end_run(&w, r, begin_run(&w, r, task), TASK_RUN_FAILED);
    end_run(&w, r, begin_run(&w, r, task), TASK_RUN_SKIPPED);
    end_run(&w, r, begin_run(&w, r, task), TASK_RUN_FAILED);
    begin_run(&w, r, task);
    must(task_runs_request(r, task->id, &request, &err), &err);
    task_runs_free(r);

    must(task_runs_open(w.engine, &w.clock, &r, &err), &err);
    assert_int_equal(count(&w, "task_runs WHERE state = 'EXECUTING'"), 0);
    assert_int_equal(count(&w, "task_runs WHERE state = 'FAILED'"), 4);
    must(task_runs_failures(r, task->id, 0, &failures, &err), &err);
    assert_int_equal(failures, 2);
    struct task_request *requests;
    size_t n;
    must(task_runs_requests(r, &a, &requests, &n, &err), &err);
    assert_int_equal(n, 1);
    assert_int_equal(requests[0].task, task->id);
    must(task_runs_drop_request(r, request, &err), &err);
    must(task_runs_requests(r, &a, &requests, &n, &err), &err);
    assert_int_equal(n, 0);

    clock_advance_to(&w.clock, NEW_YEAR + 8 * DAY);
    must(task_runs_purge(r, &err), &err);
    assert_int_equal(count(&w, "task_runs"), 0);
    task_runs_free(r);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pipe_forgets_a_file_after_14_days),
        cmocka_unit_test(a_table_remembers_its_files_until_it_is_emptied),
        cmocka_unit_test(a_run_that_was_cut_off_has_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
