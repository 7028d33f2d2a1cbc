/* table/purge, task/upkeep, session/temporary, session/plain: what goes and what stays over the life of a data
 * directory that is opened again and again. */
#include "../table/statements.h"

#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/os.h"
#include "session/internal.h"
#include "table/purge.h"

/* 2026-01-01 00:00:00 UTC */
#define NEW_YEAR (INT64_C(1767225600) * MICROS_PER_SECOND)
#define MINUTE (60 * MICROS_PER_SECOND)
#define DAY (24 * 60 * MINUTE)

struct world {
    char directory[64], landing[80];
    char map[128];
    const char *maps[1];
    int64_t now;
    struct freshet *f;
    struct session *s;
    struct connection *conn;
};

static void open_world(struct world *w)
{
    ERR_SCOPE struct err err = {0};
    w->f = open_freshet(&(struct freshet_options){
        .data = w->directory, .stage_maps = w->maps, .n_stage_maps = 1, .virtual_clock = true, .virtual_now = w->now});
    w->s = open_session(w->f);
    if (!connection_new(w->f->engine, &w->conn, &err))
        fail_msg("%s", err.message);
}

static void close_world(struct world *w)
{
    w->now = clock_now(&w->f->clock);
    connection_free(w->conn);
    session_free(w->s);
    freshet_close(w->f);
}

static void reopen(struct world *w)
{
    close_world(w);
    open_world(w);
    run(w->s, "use schema d.public");
}

static struct world *world_new(void)
{
    struct world *w = memset(xmalloc(sizeof *w), 0, sizeof *w);
    snprintf(w->directory, sizeof w->directory, "/tmp/freshet-upkeep.XXXXXX");
    assert_non_null(mkdtemp(w->directory));
    snprintf(w->landing, sizeof w->landing, "%s/landing", w->directory);
    assert_int_equal(mkdir(w->landing, 0700), 0);
    snprintf(w->map, sizeof w->map, "s3://landing/=%s/", w->landing);
    w->maps[0] = w->map;
    w->now = NEW_YEAR;
    open_world(w);
    run(w->s, "create database d");
    return w;
}

static void world_free(struct world *w)
{
    close_world(w);
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", w->directory);
    assert_int_equal(system(command), 0);
    free(w);
}

static void pass(struct world *w, int64_t micros)
{
    clock_advance_to(&w->f->clock, clock_now(&w->f->clock) + micros);
}

/* What a query of DuckDB counts. */
static int64_t count(struct world *w, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    int64_t n;
    if (!connection_int(w->conn, str_from(sql), 0, &n, &err))
        fail_msg("%s: %s", sql, err.message);
    return n;
}

static void change(struct world *w, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    if (!connection_run(w->conn, str_from(sql), NULL, &err))
        fail_msg("%s: %s", sql, err.message);
}

static int64_t stored_parts(struct world *w)
{
    return count(w, "SELECT (SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'store') + "
                    "(SELECT count(*) FROM duckdb_sequences() WHERE schema_name = 'store')");
}

static int64_t id_of(struct world *w, enum object_kind kind, const char *name)
{
    OBJECT_SCOPE struct object *o = catalog_find(w->f->catalog, kind, STR("D"), STR("PUBLIC"), str_from(name));
    assert_non_null(o);
    return o->id;
}

static void settle(struct world *w, bool expect_failed)
{
    ERR_SCOPE struct err err = {0};
    bool failed;
    if (!scheduler_until_idle(w->f->scheduler, &failed, &err))
        fail_msg("%s", err.message);
    assert_int_equal(failed, expect_failed);
}

static void land(struct world *w, const char *name, const char *text)
{
    ERR_SCOPE struct err err = {0};
    char path[128];
    snprintf(path, sizeof path, "%s/%s", w->landing, name);
    unlink(path);
    bool exists;
    if (!os_create_file(path, str_from(text), &exists, &err) || exists)
        fail_msg("%s", err.message);
}

/* --- ids ---------------------------------------------------------------------------------------------------------- */

static void no_id_is_given_twice(void **state)
{
    (void)state;
    struct world *w = world_new();
    run(w->s, "create temporary table x (a number)");
    reopen(w);
    run(w->s, "create table y (a number)");
    run(w->s, "create table z (a number)");
    int64_t last = id_of(w, OBJECT_TABLE, "Z");
    run(w->s, "drop table z");
    pass(w, 2 * DAY);
    settle(w, false);
    assert_int_equal(count(w, "SELECT count(*) FROM freshet.objects WHERE dropped_on IS NOT NULL"), 0);
    reopen(w);
    run(w->s, "create table z (a number)");
    assert_true(id_of(w, OBJECT_TABLE, "Z") > last);
    /* what was rolled back has no id, nor what was not finished when the process ended */
    expect_error(w->s, "create table broken as select 1/0 as a", 100051);
    reopen(w);
    run(w->s, "create table after (a number)");
    expect(w->s, "select count(*) from after", "0");
    world_free(w);
}

static void directories_of_before_go_on_above_what_is_left(void **state)
{
    (void)state;
    struct world *w = world_new();
    run(w->s, "create table t (a number)");
    /* rows of the history outlive what they are about */
    change(w, "INSERT INTO freshet.pipe_files VALUES (70, 'one.csv', 'loaded', 0, now())");
    change(w, "CREATE TABLE store.\"t80$undo\" (a INT)");
    change(w, "DROP TABLE freshet.last_id");
    reopen(w);
    run(w->s, "create table u (a number)");
    assert_true(id_of(w, OBJECT_TABLE, "U") > 80);
    expect(w->s, "select count(*) from t", "0");
    world_free(w);
}

static void a_new_pipe_knows_no_files_of_an_old_one(void **state)
{
    (void)state;
    struct world *w = world_new();
    const char create[] = "create pipe p auto_ingest = true as copy into t from @st file_format = (type = csv)";
    run(w->s, "create table t (a varchar)");
    run(w->s, "create stage st url = 's3://landing/'");
    run(w->s, create);
    land(w, "one.csv", "1\n");
    land(w, "bad.csv", "1,2,3\n");
    settle(w, true);
    expect(w->s, "select a from t", "1");
    assert_int_equal(count(w, "SELECT count(*) FROM freshet.pipe_files"), 2);
    assert_int_equal(count(w, "SELECT count(*) FROM freshet.load_errors"), 1);
    run(w->s, "drop pipe p");
    pass(w, 2 * MINUTE);
    settle(w, false);
    assert_int_equal(count(w, "SELECT count(*) FROM freshet.pipe_files"), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM freshet.load_errors"), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM freshet.load_history"), 2);
    reopen(w);
    char path[128];
    snprintf(path, sizeof path, "%s/one.csv", w->landing);
    assert_int_equal(unlink(path), 0);
    run(w->s, create);
    land(w, "one.csv", "2\n");
    settle(w, false);
    expect(w->s, "select a from t order by a", "1;2");
    world_free(w);
}

/* --- temporary objects -------------------------------------------------------------------------------------------- */

static void make_temporary(struct world *w, struct session *s)
{
    run(s, "use schema d.public");
    run(s, "create temporary table x (id number identity, a number)");
    run(s, "create temporary table y as select 1 as a");
    run(s, "create or replace temporary table y as select a + 1 as a from y");
    run(s, "insert into x (a) select a from y");
    run(s, "truncate table x");
    run(s, "create temporary stage ts url = 's3://landing/'");
    land(w, "one.csv", "1,2\n");
    run(s, "copy into x from @ts file_format = (type = csv)");
    run(s, "grant select on table x to role sysadmin");
    run(s, "create temporary table gone (a number)");
    run(s, "drop table gone");
}

static void expect_no_temporary(struct world *w, int64_t parts)
{
    static const char *const queries[] = {
        "SELECT count(*) FROM freshet.objects WHERE session <> 0",
        "SELECT count(*) FROM freshet.table_versions",
        "SELECT count(*) FROM freshet.generations",
        "SELECT count(*) FROM freshet.loaded_files",
        "SELECT count(*) FROM freshet.grants",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        if (count(w, queries[i]) != 0)
            fail_msg("%s: %lld", queries[i], (long long)count(w, queries[i]));
    assert_int_equal(stored_parts(w), parts);
}

static void nothing_of_temporary_objects_stays(void **state)
{
    (void)state;
    struct world *w = world_new();
    run(w->s, "create table t (a number)");
    int64_t parts = stored_parts(w);
    struct session *s = open_session(w->f);
    make_temporary(w, s);
    session_free(s);
    expect_no_temporary(w, parts);
    expect(w->s, "select count(*) from t", "0");
    /* a process that is killed: its session ends without a word */
    s = open_session(w->f);
    make_temporary(w, s);
    s->has_temporary = false;
    session_free(s);
    assert_true(stored_parts(w) > parts);
    reopen(w);
    expect_no_temporary(w, parts);
    expect(w->s, "select count(*) from t", "0");
    world_free(w);
}

static void *end_session(void *session)
{
    session_free(session);
    return NULL;
}

static void a_session_ends_while_its_tables_are_purged(void **state)
{
    (void)state;
    struct world *w = world_new();
    ERR_SCOPE struct err err = {0};
    int64_t parts = stored_parts(w);
    struct session *s = open_session(w->f);
    make_temporary(w, s);
    run(s, "drop stage ts");
    int64_t gone = count(w, "SELECT id FROM freshet.objects WHERE name = 'GONE'"), before = stored_parts(w);
    /* the session has come first: the purge leaves the table to it */
    struct transaction t;
    transaction_init(&t, w->f->store, w->conn);
    assert_true(transaction_try_lock(&t, gone));
    struct connection *conn;
    assert_true(connection_new(w->f->engine, &conn, &err));
    assert_true(store_purge(w->f->store, conn, w->f->catalog, &err));
    connection_free(conn);
    assert_true(stored_parts(w) < before);
    assert_int_equal(count(w, "SELECT count(*) FROM freshet.objects WHERE name IN ('GONE', 'TS')"), 2);
    /* the purge has: the session waits for it, interrupted or not */
    assert_true(transaction_begin(&t, false, &err));
    assert_true(store_drop_parts(w->conn, gone, &err));
    change(w, "DELETE FROM freshet.objects WHERE name = 'GONE'");
    session_interrupt(s);
    pthread_t ending;
    assert_int_equal(pthread_create(&ending, NULL, end_session, s), 0);
    usleep(300000);
    assert_true(transaction_commit(&t, &err));
    pthread_join(ending, NULL);
    expect_no_temporary(w, parts);
    world_free(w);
}

static void grants_on_what_a_temporary_table_hides_stay(void **state)
{
    (void)state;
    struct world *w = world_new();
    run(w->s, "create table t (a number)");
    run(w->s, "grant select on table t to role sysadmin");
    struct session *s = open_session(w->f);
    run(s, "use schema d.public");
    run(s, "create temporary table t (b number)");
    run(s, "drop table t");
    run(s, "create temporary table t (b number)");
    session_free(s);
    assert_int_equal(count(w, "SELECT count(*) FROM freshet.grants"), 1);
    run(w->s, "drop table t");
    assert_int_equal(count(w, "SELECT count(*) FROM freshet.grants"), 0);
    world_free(w);
}

/* --- the purge ---------------------------------------------------------------------------------------------------- */

static void dropped_tables_go_with_all_their_parts(void **state)
{
    (void)state;
    struct world *w = world_new();
    int64_t parts = stored_parts(w);
    run(w->s, "create table t (id number identity, \"quoted.$c\" number autoincrement, a number)");
    run(w->s, "insert into t (a) values (1)");
    run(w->s, "truncate table t");
    run(w->s, "insert into t (a) values (1)");
    run(w->s, "drop table t");
    settle(w, false);
    assert_true(stored_parts(w) > parts);
    pass(w, DAY + MINUTE);
    settle(w, false);
    assert_int_equal(stored_parts(w), parts);
    assert_int_equal(count(w, "SELECT count(*) FROM freshet.table_versions"), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM freshet.generations"), 0);
    world_free(w);
}

static int64_t undo_rows(struct world *w, int64_t table)
{
    char sql[80];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM store.\"t%lld$undo\"", (long long)table);
    return count(w, sql);
}

static void until_idle_purges_when_it_is_time(void **state)
{
    (void)state;
    struct world *w = world_new();
    run(w->s, "create table t (a number)");
    int64_t t = id_of(w, OBJECT_TABLE, "T");
    run(w->s, "insert into t values (1)");
    run(w->s, "update t set a = 2");
    settle(w, false);
    assert_int_equal(undo_rows(w, t), 1); /* it is too young */
    pass(w, MINUTE / 2);
    settle(w, false);
    assert_int_equal(count(w, "SELECT epoch_us(done_on) FROM freshet.last_purge"), NEW_YEAR);
    pass(w, MINUTE);
    settle(w, false);
    assert_int_equal(undo_rows(w, t), 0);
    /* what others did is looked at after a day */
    run(w->s, "update t set a = 3");
    reopen(w);
    pass(w, 2 * MINUTE);
    settle(w, false);
    assert_int_equal(undo_rows(w, t), 1);
    pass(w, DAY);
    settle(w, false);
    assert_int_equal(undo_rows(w, t), 0);
    world_free(w);
}

static void what_is_young_is_kept_for_a_stream_to_come(void **state)
{
    (void)state;
    struct world *w = world_new();
    ERR_SCOPE struct err err = {0};
    run(w->s, "create table t (a number)");
    run(w->s, "insert into t values (1)");
    run(w->s, "create stream s on table t");
    /* another stream begins here, and is not seen yet when the purge comes */
    int64_t t = id_of(w, OBJECT_TABLE, "T");
    run(w->s, "update t set a = 2");
    run(w->s, "create table sink as select a from s");
    assert_true(store_purge(w->f->store, w->conn, w->f->catalog, &err));
    assert_int_equal(undo_rows(w, t), 1);
    pass(w, 2 * MINUTE);
    assert_true(store_purge(w->f->store, w->conn, w->f->catalog, &err));
    assert_int_equal(undo_rows(w, t), 0);
    world_free(w);
}

static void the_purge_waits_for_no_table(void **state)
{
    (void)state;
    struct world *w = world_new();
    ERR_SCOPE struct err err = {0};
    run(w->s, "create table busy (a number)");
    run(w->s, "create table free (a number)");
    int64_t busy = id_of(w, OBJECT_TABLE, "BUSY"), other = id_of(w, OBJECT_TABLE, "FREE");
    run(w->s, "insert into busy values (1)");
    run(w->s, "insert into free values (1)");
    run(w->s, "update busy set a = 2");
    run(w->s, "update free set a = 2");
    pass(w, 2 * MINUTE);
    run(w->s, "begin");
    run(w->s, "update busy set a = 3");
    assert_true(store_purge(w->f->store, w->conn, w->f->catalog, &err));
    assert_int_equal(undo_rows(w, busy), 1);
    assert_int_equal(undo_rows(w, other), 0);
    run(w->s, "commit");
    pass(w, 2 * MINUTE);
    assert_true(store_purge(w->f->store, w->conn, w->f->catalog, &err));
    assert_int_equal(undo_rows(w, busy), 0);
    world_free(w);
}

static void on_event(void *ctx, const struct scheduler_event *event)
{
    char *said = ctx;
    snprintf(said, 100, "%s", event->object ? event->object->name : event->upkeep);
}

static void a_step_that_fails_stops_no_other(void **state)
{
    (void)state;
    struct world *w = world_new();
    ERR_SCOPE struct err err = {0};
    char said[100] = "";
    run(w->s, "create table bad (a number)");
    run(w->s, "create table t (a number)");
    run(w->s, "create table gone (a number)");
    int64_t bad = id_of(w, OBJECT_TABLE, "BAD"), t = id_of(w, OBJECT_TABLE, "T");
    run(w->s, "insert into bad values (1)");
    run(w->s, "insert into t values (1)");
    run(w->s, "update bad set a = 2");
    run(w->s, "update t set a = 2");
    run(w->s, "drop table gone");
    /* a retention time that is no number is a day */
    change(w, "UPDATE freshet.objects SET definition = '{\"retention\":\"long\"}' WHERE name = 'GONE'");
    char sql[80];
    snprintf(sql, sizeof sql, "DROP TABLE store.\"t%lld$undo\"", (long long)bad);
    change(w, sql);
    change(w, "ALTER TABLE freshet.load_errors RENAME TO elsewhere");
    pass(w, 2 * DAY);
    scheduler_set_observer(w->f->scheduler, on_event, said);
    settle(w, false);
    scheduler_set_observer(w->f->scheduler, NULL, NULL);
    assert_string_equal(said, "purge of old images and dropped tables");
    assert_int_equal(undo_rows(w, t), 0);
    assert_int_equal(count(w, "SELECT count(*) FROM freshet.objects WHERE name = 'GONE'"), 0);
    assert_false(store_purge(w->f->store, w->conn, w->f->catalog, &err));
    world_free(w);
}

/* DuckDB refuses a checkpoint beside one that creates or renames a table. */
static void an_open_truncate_is_no_failure(void **state)
{
    (void)state;
    struct world *w = world_new();
    char said[100] = "";
    run(w->s, "create table t (a number)");
    run(w->s, "insert into t values (1)");
    pass(w, 2 * DAY);
    run(w->s, "begin");
    run(w->s, "truncate table t");
    scheduler_set_observer(w->f->scheduler, on_event, said);
    settle(w, false);
    scheduler_set_observer(w->f->scheduler, NULL, NULL);
    assert_string_equal(said, "");
    run(w->s, "commit");
    world_free(w);
}

/* --- the views of plain clients ----------------------------------------------------------------------------------- */

static void plain_views_have_names_of_their_own(void **state)
{
    (void)state;
    struct world *w = world_new();
    run(w->s, "create table \"t\" (a number)");
    run(w->s, "create table t (a number, b number)");
    run(w->s, "insert into t values (1, 2)");
    assert_int_equal(count(w, "SELECT b FROM \"D.PUBLIC\".T"), 2);
    run(w->s, "create or replace table \"t\" (a number)");
    run(w->s, "drop table \"t\"");
    assert_int_equal(count(w, "SELECT b FROM \"D.PUBLIC\".T"), 2);
    run(w->s, "create database \"d\"");
    run(w->s, "create table \"d\".public.t (c number)");
    assert_int_equal(count(w, "SELECT b FROM \"D.PUBLIC\".T"), 2);
    run(w->s, "drop database \"d\"");
    assert_int_equal(count(w, "SELECT b FROM \"D.PUBLIC\".T"), 2);
    run(w->s, "create table d.public.z (a number)");
    run(w->s, "create database a");
    run(w->s, "create schema a.\"B.C\"");
    run(w->s, "create table a.\"B.C\".t (a number)");
    run(w->s, "create database \"A.B\"");
    run(w->s, "create schema \"A.B\".c");
    run(w->s, "create table \"A.B\".c.t (a number)");
    run(w->s, "insert into a.\"B.C\".t values (5)");
    run(w->s, "drop schema \"A.B\".c");
    expect(w->s, "select a from a.\"B.C\".t", "5");
    assert_int_equal(count(w, "SELECT count(*) FROM duckdb_schemas() WHERE schema_name LIKE 'A.B.C #%'"), 1);
    assert_int_equal(count(w, "SELECT count(*) FROM duckdb_views() WHERE NOT internal AND schema_name LIKE 'A.B.C #%'"),
                     1);
    run(w->s, "drop database \"A.B\"");
    run(w->s, "drop database a");
    run(w->s, "drop database d");
    assert_int_equal(count(w, "SELECT count(*) FROM duckdb_schemas() WHERE contains(schema_name, '.')"), 0);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_id_is_given_twice),
        cmocka_unit_test(directories_of_before_go_on_above_what_is_left),
        cmocka_unit_test(a_new_pipe_knows_no_files_of_an_old_one),
        cmocka_unit_test(nothing_of_temporary_objects_stays),
        cmocka_unit_test(a_session_ends_while_its_tables_are_purged),
        cmocka_unit_test(grants_on_what_a_temporary_table_hides_stay),
        cmocka_unit_test(dropped_tables_go_with_all_their_parts),
        cmocka_unit_test(until_idle_purges_when_it_is_time),
        cmocka_unit_test(what_is_young_is_kept_for_a_stream_to_come),
        cmocka_unit_test(the_purge_waits_for_no_table),
        cmocka_unit_test(a_step_that_fails_stops_no_other),
        cmocka_unit_test(an_open_truncate_is_no_failure),
        cmocka_unit_test(plain_views_have_names_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
