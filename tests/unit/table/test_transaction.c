/* table/transaction: several sessions on one freshet. What a consumer of a stream and the writers of its source see of
 * each other, deadlocks, and that nothing is lost or doubled under load. */
#include "statements.h"
#include "table/purge.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

struct world {
    struct freshet *f;
    struct session *a, *b;
};

static struct session *use(struct freshet *f)
{
    struct session *s = open_session(f);
    run(s, "use schema d.public");
    return s;
}

static void open_world(struct world *w)
{
    w->f = open_freshet(&(struct freshet_options){0});
    w->a = open_session(w->f);
    run(w->a, "create database d");
    run(w->a, "create table src (id int)");
    run(w->a, "create table dst (id int)");
    run(w->a, "create table other (id int)");
    run(w->a, "create stream s on table src");
    run(w->a, "create stream sa on table src append_only = true");
    w->b = use(w->f);
}

static void close_world(struct world *w)
{
    session_free(w->a);
    session_free(w->b);
    freshet_close(w->f);
}

/* --- what one sees of the other ----------------------------------------------------------------------------------- */

static void changes_after_begin_are_kept(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    run(w.b, "insert into src values (1)");
    run(w.a, "begin");
    run(w.b, "insert into src values (2)");
    run(w.a, "insert into dst select id from s");
    run(w.b, "insert into src values (3)");
    run(w.a, "insert into dst select id + 100 from sa");
    run(w.b, "update src set id = 11 where id = 1");
    expect(w.a, "select id from s", "1");
    run(w.a, "commit");
    expect(w.a, "select id from dst order by id", "1;101");
    expect(w.a, "select id, metadata$action from s order by id", "1|DELETE;2|INSERT;3|INSERT;11|INSERT");
    expect(w.a, "select id, metadata$action from sa order by id", "2|INSERT;3|INSERT");
    close_world(&w);
}

static void streams_repeat_and_tables_follow(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    run(w.b, "insert into src values (1), (2)");
    run(w.a, "begin");
    expect(w.a, "select count(*) from s", "2");
    run(w.b, "insert into src values (3)");
    run(w.b, "delete from src where id = 1");
    run(w.b, "update src set id = 22 where id = 2");
    expect(w.a, "select id from s order by id", "1;2");
    expect(w.a, "select id from sa order by id", "1;2");
    expect(w.a, "select id from src order by id", "3;22");
    run(w.b, "truncate table src");
    expect(w.a, "select id, metadata$action from s order by id", "1|INSERT;2|INSERT");
    expect(w.a, "select id from sa order by id", "1;2");
    expect(w.a, "select count(*) from src", "0");
    run(w.a, "commit");
    expect(w.a, "select id from s", "");
    expect(w.a, "select id from sa order by id", "1;2;3");
    close_world(&w);
}

static void writers_follow_each_other(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    run(w.a, "begin");
    run(w.b, "insert into dst values (1)");
    /* nothing was changed in the transaction yet: it goes on from what is there now */
    run(w.a, "update dst set id = id + 1");
    expect(w.a, "select id from dst", "2");
    run(w.b, "insert into other values (5)");
    /* now something was: it is written again where the other table is as it is now */
    run(w.a, "insert into other select count(*) from other");
    run(w.a, "commit");
    expect(w.b, "select id from dst", "2");
    expect(w.b, "select id from other order by id", "1;5");
    close_world(&w);
}

static void a_failure_keeps_what_was_written(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    run(w.b, "insert into src values (1), (2)");
    /* what the transaction read is as it was, and the stream is pinned */
    run(w.a, "begin");
    run(w.a, "insert into dst select id from s");
    run(w.b, "insert into src values (3)");
    run(w.b, "insert into other values (1)");
    expect_error(w.a, "select 1/0", 100051);
    expect(w.a, "select id from dst order by id", "1;2");
    run(w.a, "commit");
    expect(w.a, "select id from s", "3");
    /* a table that it read has changed: what was written stays what was written */
    run(w.a, "begin");
    run(w.a, "insert into dst select id + 10 from src");
    run(w.b, "delete from src where id = 1");
    expect_error(w.a, "select 1/0", 100051);
    assert_true(session_in_transaction(w.a));
    expect(w.a, "select id from dst order by id", "1;2;11;12;13");
    run(w.a, "rollback");
    /* an error of compilation leaves nothing to repeat */
    run(w.a, "begin");
    run(w.a, "insert into dst select id + 10 from src");
    run(w.b, "insert into src values (9)");
    expect_error(w.a, "select * from nowhere", 2003);
    run(w.a, "commit");
    expect(w.a, "select id from dst order by id", "1;2;12;13");
    close_world(&w);
}

static void a_closed_session_rolls_back(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    struct session *c = use(w.f);
    run(w.a, "insert into src values (1)");
    run(c, "begin");
    run(c, "insert into dst select id from s");
    session_free(c);
    run(w.a, "insert into dst values (7)");
    expect(w.a, "select id from dst", "7");
    expect(w.a, "select id from s", "1");
    close_world(&w);
}

/* A CREATE TABLE AS that runs twice, because a number is wider than thought, creates one table. */
static void what_runs_again_is_made_once(void **state)
{
    (void)state;
    struct world w;
    struct connection *conn;
    struct err err = {0};
    struct arena arena = {0};
    size_t n;
    open_world(&w);
    run(w.a, "create table ct as select 1000000000000000000000000000000 as n");
    expect(w.b, "select n from ct", "1000000000000000000000000000000");
    struct object **tables = catalog_list(w.f->catalog, &arena, OBJECT_TABLE, STR("D"), STR("PUBLIC"), &n);
    catalog_list_release(tables, n);
    assert_int_equal(n, 4);
    assert_true(connection_new(w.f->engine, &conn, &err));
    if (!store_purge(w.f->store, conn, w.f->catalog, &err))
        fail_msg("%s", err.message);
    connection_free(conn);
    arena_clear(&arena);
    close_world(&w);
}

/* --- waiting ------------------------------------------------------------------------------------------------------ */

struct statement_thread {
    struct session *session;
    const char *sql;
    pthread_t thread;
    atomic_bool done;
    bool ok;
    struct err err;
};

static void *run_statement(void *ctx)
{
    struct statement_thread *t = ctx;
    t->ok = try_run(t->session, t->sql, &t->err);
    atomic_store(&t->done, true);
    return NULL;
}

static void start(struct statement_thread *t)
{
    assert_int_equal(pthread_create(&t->thread, NULL, run_statement, t), 0);
}

static void nap(int64_t millis)
{
    nanosleep(&(struct timespec){millis / 1000, millis % 1000 * 1000000}, NULL);
}

static void consumers_wait_for_each_other(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    run(w.a, "insert into src values (1), (2)");
    run(w.a, "begin");
    run(w.a, "insert into dst select id from s");
    struct statement_thread t = {.session = w.b, .sql = "insert into other select id from s"};
    start(&t);
    nap(100);
    assert_false(atomic_load(&t.done));
    struct session *c = use(w.f);
    run(c, "insert into src values (3)"); /* the source is not locked */
    run(w.a, "commit");
    pthread_join(t.thread, NULL);
    assert_true(t.ok);
    expect(w.a, "select id from dst order by id", "1;2");
    expect(w.a, "select id from other", "3");
    expect(w.a, "select count(*) from s", "0");
    /* the second began before the first consumed: there is nothing for it, and the offset does not go back */
    run(c, "insert into src values (4)");
    run(w.a, "begin");
    run(w.b, "begin");
    run(w.a, "insert into dst select id from s");
    start(&t);
    nap(20);
    run(c, "insert into src values (5)");
    run(w.a, "commit");
    pthread_join(t.thread, NULL);
    assert_true(t.ok);
    expect(w.b, "select id from s", "");
    run(w.b, "commit");
    expect(w.a, "select id from other", "3");
    expect(w.a, "select id from s", "5");
    session_free(c);
    close_world(&w);
}

static void a_deadlock_is_an_error(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    run(w.a, "insert into dst values (1)");
    run(w.a, "insert into other values (1)");
    run(w.a, "begin");
    run(w.b, "begin");
    run(w.a, "update dst set id = 2");
    run(w.b, "update other set id = 3");
    struct statement_thread t = {.session = w.a, .sql = "update other set id = 2"};
    start(&t);
    nap(50);
    expect_error(w.b, "update dst set id = 3", 625);
    assert_true(session_in_transaction(w.b));
    run(w.b, "rollback");
    pthread_join(t.thread, NULL);
    assert_true(t.ok);
    run(w.a, "commit");
    expect(w.b, "select (select id from dst), (select id from other)", "2|2");
    /* of a stream and a table */
    run(w.a, "insert into src values (1)");
    run(w.a, "begin");
    run(w.b, "begin");
    run(w.a, "insert into dst select id from s");
    run(w.b, "delete from other");
    t = (struct statement_thread){.session = w.a, .sql = "delete from other"};
    start(&t);
    nap(50);
    expect_error(w.b, "insert into other select id from s", 625);
    run(w.b, "rollback");
    pthread_join(t.thread, NULL);
    assert_true(t.ok);
    run(w.a, "commit");
    close_world(&w);
}

/* --- under load --------------------------------------------------------------------------------------------------- */

enum { WRITERS = 3, CONSUMERS = 2, ROUNDS = 40 };

struct load {
    struct freshet *f;
    int number;
    atomic_int *writing;
    char message[400];
};

static bool load_run(struct load *l, struct session *s, const char *sql)
{
    struct err err = {0};
    if (try_run(s, sql, &err))
        return true;
    snprintf(l->message, sizeof l->message, "%s: %d %s", sql, err.code, err.message);
    err_clear(&err);
    return false;
}

/* Each id is inserted once. Some transactions are rolled back, some rows wider than 64 bits on the way. */
static void *write_rows(void *ctx)
{
    struct load *l = ctx;
    struct session *s = use(l->f);
    bool ok = true;
    char sql[200];
    for (int i = 0; i < ROUNDS && ok; i++) {
        int id = l->number * 1000 + i;
        snprintf(sql, sizeof sql, "insert into src values (%d)", id);
        if (i % 4 == 3) {
            ok = load_run(l, s, "begin") && load_run(l, s, "insert into src values (-1)") && load_run(l, s, "rollback");
            ok = ok && load_run(l, s, "begin") && load_run(l, s, sql);
            ok = ok && load_run(l, s, "update src set id = id where id % 7 = 0") && load_run(l, s, "commit");
        } else {
            ok = load_run(l, s, sql);
        }
        if (ok && i == ROUNDS / 2) {
            snprintf(sql, sizeof sql, "insert into wide values (%d), (%d000000000000000000000000)", id, l->number + 1);
            ok = load_run(l, s, sql);
        }
    }
    atomic_fetch_sub(l->writing, 1);
    session_free(s);
    return NULL;
}

static void *consume_rows(void *ctx)
{
    struct load *l = ctx;
    struct session *s = use(l->f);
    bool ok = true;
    for (int i = 0; ok; i++) {
        bool last = !atomic_load(l->writing);
        switch ((i + l->number) % 4) {
        case 0:
            ok = load_run(l, s, "insert into dst select id from s where metadata$action = 'INSERT'");
            break;
        case 1:
            ok = load_run(
                l, s,
                "merge into merged m using (select id from sa) c on m.id = c.id "
                "when matched then update set times = times + 1 when not matched then insert values (c.id, 1)");
            break;
        case 2:
            ok = load_run(l, s, "begin") &&
                 load_run(l, s, "insert into dst select id from s where metadata$action = 'INSERT'") &&
                 load_run(l, s, "commit");
            break;
        case 3:
            ok = load_run(l, s, "begin") && load_run(l, s, "insert into dst select id from s") &&
                 load_run(l, s, "rollback");
            break;
        }
        if (last && i >= 4)
            break;
    }
    session_free(s);
    return NULL;
}

static void nothing_is_lost_or_doubled(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    run(w.a, "create table merged (id int, times int)");
    run(w.a, "create table wide (id int)");
    atomic_int writing = WRITERS;
    struct load loads[WRITERS + CONSUMERS];
    pthread_t threads[WRITERS + CONSUMERS];
    for (int i = 0; i < WRITERS + CONSUMERS; i++) {
        loads[i] = (struct load){.f = w.f, .number = i, .writing = &writing};
        assert_int_equal(pthread_create(&threads[i], NULL, i < WRITERS ? write_rows : consume_rows, &loads[i]), 0);
    }
    for (int i = 0; i < WRITERS + CONSUMERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < WRITERS + CONSUMERS; i++)
        if (*loads[i].message)
            fail_msg("%s", loads[i].message);
    run(w.a, "insert into dst select id from s where metadata$action = 'INSERT'");
    run(w.a, "merge into merged m using (select id from sa) c on m.id = c.id "
             "when matched then update set times = times + 1 when not matched then insert values (c.id, 1)");
    expect(w.a, "select count(*), count(distinct id) from src", "120|120");
    expect(w.a, "select count(*), count(distinct id) from dst", "120|120");
    expect(w.a, "select count(*), min(times), max(times) from merged", "120|1|1");
    expect(w.a, "select count(*) from dst where id not in (select id from src)", "0");
    expect(w.a, "select count(*), sum(id) from wide", "6|6000000000000000000003060");
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_after_begin_are_kept),  cmocka_unit_test(streams_repeat_and_tables_follow),
        cmocka_unit_test(writers_follow_each_other),     cmocka_unit_test(a_failure_keeps_what_was_written),
        cmocka_unit_test(a_closed_session_rolls_back),   cmocka_unit_test(what_runs_again_is_made_once),
        cmocka_unit_test(consumers_wait_for_each_other), cmocka_unit_test(a_deadlock_is_an_error),
        cmocka_unit_test(nothing_is_lost_or_doubled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
