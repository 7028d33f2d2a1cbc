/* Pipes against a real table: what is new, once, and what is recorded of it. */
#include "world.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "history/loads.h"

static void test_pipe(void **state)
{
    struct world *w = *state;
    ERR_SCOPE struct err err = {0};
    create_ok(w, "create table t (id number, name varchar, email varchar)");
    create_ok(w, "CREATE FILE FORMAT CSV TYPE = CSV, FIELD_DELIMITER = \",\" SKIP_HEADER = 1");
    put("old.csv", "id,name,email\n9,z,z@x\n");
    create_ok(w, "create pipe p auto_ingest = true as copy into t from @st file_format = csv");
    load(w, 0, 0, 0);
    put("c1.csv", "id,name,email\r\n1,\"A\",a@x\r\n");
    put("c2.csv", "id,name,email\n1,a,a@x\n2,b\n");
    put(".c3.csv", "id,name,email\n1,a,a@x\n");
    load(w, 1, 1, 1);
    put("c1.csv", "id,name,email\n5,b,b@x\n");
    load(w, 0, 0, 0);
    BUF_SCOPE struct buf rows = {0}, history = {0}, sql = {0};
    contents(w, &rows);
    check("pipe", &rows, "1|\"A\"|a@x;");
    const struct load_argument args[] = {{STR("TABLE_NAME"), STR("'t'")},
                                         {STR("START_TIME"), STR("TIMESTAMPTZ '2020-01-01'")}};
    buf_adds(&sql,
             "SELECT \"FILE_NAME\", \"STAGE_LOCATION\", \"ROW_COUNT\", \"ROW_PARSED\", \"STATUS\", \"ERROR_COUNT\", "
             "\"FIRST_ERROR_LINE_NUMBER\", \"PIPE_NAME\" FROM (");
    OK(loads_copy_history(args, 2, STR("DB"), STR("S"), clock_now(&w->clock), &sql, &err));
    buf_adds(&sql, ") ORDER BY ALL");
    query(w, sql.p, &history);
    check("history", &history, "c1.csv|s3://b/in/|1|1|Loaded|0|~|P;c2.csv|s3://b/in/|0|2|Load failed|1|3|P;");
    /* a file that is being written waits */
    char path[256];
    snprintf(path, sizeof path, "%s/c4.csv", root);
    int fd = open(path, O_WRONLY | O_CREAT, 0644);
    assert_int_equal(write(fd, "id,name,email\n6,", 16), 16);
    OBJECT_SCOPE struct object *pipe = find_pipe(w);
    struct pipe_progress p;
    OK(pipe_load_pending(&w->load, w->conn, pipe, &p, &err));
    assert_int_equal(p.files + p.failed, 0);
    assert_int_equal(write(fd, "f,f@x\n", 6), 6);
    close(fd);
    load(w, 1, 1, 0);
    /* REFRESH takes the file that was there first */
    struct listing l;
    OK(pipe_refresh(&w->load, w->conn, pipe, &(struct settings){0}, &w->arena, &l, &err));
    assert_int_equal(listing_rows(&l), 1);
    load(w, 1, 1, 0);
    /* and one that was there and is written again has arrived */
    create_ok(w, "create or replace pipe p auto_ingest = true as copy into t from @st file_format = csv");
    load(w, 0, 0, 0);
    usleep(10000);
    put("c2.csv", "id,name,email\n1,a,a@x\n2,b,b@x\n");
    load(w, 1, 2, 0);
    struct str status;
    object_unref(pipe);
    pipe = find_pipe(w);
    OK(pipe_status(&w->load, w->conn, pipe, &w->arena, &status, &err));
    assert_true(
        str_starts(status, STR("{\"executionState\":\"RUNNING\",\"pendingFileCount\":0,\"lastIngestedTimestamp\":\"")));
}

/* A file on which the query fails is recorded as failed, and the others are loaded. */
static void test_pipe_query(void **state)
{
    struct world *w = *state;
    create_ok(w, "create table t (a int, b varchar)");
    create_ok(w, "create pipe p auto_ingest = true as copy into t from (select $1::int, metadata$filename from @st)");
    put("f1.csv", "1\n");
    put("f2.csv", "no\n");
    put("f3.csv", "3,x\n");
    load(w, 2, 2, 1);
    BUF_SCOPE struct buf rows = {0}, history = {0};
    contents(w, &rows);
    check("query", &rows, "1|in/f1.csv;3|in/f3.csv;");
    query(w, "SELECT file_name, status, first_error FROM freshet.load_history ORDER BY ALL", &history);
    check("history", &history,
          "f1.csv|Loaded|~;f2.csv|Load failed|Numeric value 'no' is not recognized;f3.csv|Loaded|~;");
}

/* A file that stays in the stage is loaded once, however long it stays; written again after 14 days it is another. */
static void test_pipe_for_weeks(void **state)
{
    struct world *w = *state;
    ERR_SCOPE struct err err = {0};
    create_ok(w, "create table t (a number)");
    create_ok(w, "create pipe p auto_ingest = true as copy into t from @st");
    put("f.csv", "1\n");
    put("g.csv", "2\n");
    load(w, 2, 2, 0);
    usleep(10000);
    put("g.csv", "3\n");
    int64_t now = clock_now(&w->clock);
    OK(loads_purge(w->conn, now, &err));
    load(w, 0, 0, 0);
    OK(loads_purge(w->conn, now + 15 * 86400 * MICROS_PER_SECOND, &err));
    load(w, 0, 0, 0);
    struct timespec later[2] = {{.tv_sec = time(NULL) + 16 * 86400}, {.tv_sec = time(NULL) + 16 * 86400}};
    char path[256];
    snprintf(path, sizeof path, "%s/g.csv", root);
    assert_int_equal(utimensat(AT_FDCWD, path, later, 0), 0);
    load(w, 1, 1, 0);
    load(w, 0, 0, 0);
    BUF_SCOPE struct buf rows = {0};
    contents(w, &rows);
    check("pipe", &rows, "1;2;3;");
}

/* The rows of a file have the ids that its record says, however many threads have inserted them: 0 others. */
static const char of_another_file[] =
    "SELECT count(*) FROM store.t%lld AS t ASOF JOIN freshet.table_files AS f ON t._rid >= f.first_row "
    "WHERE (f.file_name <> t.\"B\" OR t._rid >= f.first_row + f.row_count OR t._ver <> f.version)";

static void put_rows(const char *name, int from, int n)
{
    BUF_SCOPE struct buf text = {0};
    for (int i = from; i < from + n; i++)
        buf_printf(&text, "%s,%s\n", i % 1000 ? "1" : "bad", name);
    put(name, text.p);
}

static void test_lineage(void **state)
{
    struct world *w = *state;
    char sql[400];
    create_ok(w, "create table t (a number, b varchar)");
    put_rows("a.csv", 1, 90000);
    put_rows("b.csv", 1, 999);
    put_rows("c.csv", 1000, 1);
    put_rows("d.csv", 1, 130001);
    for (int round = 0; round < 2; round++) {
        BUF_SCOPE struct buf answer = {0}, rows = {0};
        copy(w,
             round ? "copy into t from (select $1, $2 from @st) on_error = continue force = true"
                   : "copy into t from @st on_error = continue",
             &answer);
        OBJECT_SCOPE struct object *table = catalog_find(w->catalog, OBJECT_TABLE, STR("DB"), STR("S"), STR("T"));
        snprintf(sql, sizeof sql, of_another_file, (long long)table->id);
        query(w, sql, &rows);
        query(w, "SELECT count(*), count(DISTINCT version), sum(row_count)::BIGINT FROM freshet.table_files", &rows);
        check(round ? "second" : "first", &rows, round ? "0;6|2|441560;" : "0;3|1|220780;");
    }
}

static void test_pipe_refusals(void **state)
{
    struct world *w = *state;
    static const char *const bad[][2] = {
        {"create pipe p as copy into t from @st force = true",
         "COPY option 'FORCE' is not allowed in a pipe definition."},
        {"create pipe p as copy into t from @st on_error = abort_statement",
         "ON_ERROR = ABORT_STATEMENT is not allowed in a pipe definition."},
        {"create pipe p as copy into t from @st files = ('a')", "FILES is not allowed in a pipe definition."},
        {"create pipe p as copy into nope from @st", "Object 'DB.S.NOPE' does not exist or not authorized."},
        {"create pipe p as copy into t from @nope", "Stage 'DB.S.NOPE' does not exist or not authorized."},
        {"create pipe p bogus = 1 as copy into t from @st", "invalid property 'BOGUS' for 'PIPE'"},
    };
    create_ok(w, "create table t (a int)");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ERR_SCOPE struct err err = {0};
        assert_false(create(w, bad[i][0], &err));
        if (!strstr(err.message, bad[i][1]))
            fail_msg("%s: %s", bad[i][0], err.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pipe, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pipe_query, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pipe_for_weeks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_lineage, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pipe_refusals, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, remove_root);
}
