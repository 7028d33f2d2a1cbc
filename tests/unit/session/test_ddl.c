/* session/run, session/timeout: DDL that waits, for a table or for other DDL, holds up nobody and comes to an end. */
#include "../table/statements.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "session/internal.h"

/* What hangs fails. */
enum { PATIENCE = 60 /* s */ };

struct world {
    struct freshet *f;
    struct session *holder, *other;
};

struct statement_thread {
    struct session *session;
    const char *sql;
    pthread_t thread;
    struct err err;
    atomic_bool ended;
};

static struct session *use(struct freshet *f)
{
    struct session *s = open_session(f);
    run(s, "use schema d.public");
    return s;
}

/* A table t that a transaction of the holder has locked. */
static struct world open_world(void)
{
    struct world w = {.f = open_freshet(&(struct freshet_options){0})};
    alarm(PATIENCE);
    w.holder = open_session(w.f);
    run(w.holder, "create database d");
    run(w.holder, "create table t (a number)");
    run(w.holder, "begin");
    run(w.holder, "insert into t values (1)");
    w.other = use(w.f);
    return w;
}

static void close_world(struct world *w)
{
    session_free(w->holder);
    session_free(w->other);
    freshet_close(w->f);
}

static void *run_statement(void *ctx)
{
    struct statement_thread *t = ctx;
    if (try_run(t->session, t->sql, &t->err))
        t->err.code = 0;
    atomic_store(&t->ended, true);
    return NULL;
}

static void start(struct statement_thread *t, struct freshet *f, const char *sql)
{
    *t = (struct statement_thread){.session = use(f), .sql = sql};
    assert_int_equal(pthread_create(&t->thread, NULL, run_statement, t), 0);
}

/* The code of the error, 0: none. */
static int finish(struct statement_thread *t)
{
    pthread_join(t->thread, NULL);
    int code = t->err.code;
    err_clear(&t->err);
    session_free(t->session);
    return code;
}

static void nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 300 * 1000000}, NULL);
}

static void other_ddl_goes_on(void **state)
{
    (void)state;
    struct world w = open_world();
    struct statement_thread first, second, replaces;
    start(&first, w.f, "drop table t");
    start(&second, w.f, "drop table t");
    start(&replaces, w.f, "create or replace table u (a number) as select 1");
    assert_int_equal(finish(&replaces), 0);
    nap();
    run(w.other, "create table v (a number)");
    struct session *ended = use(w.f);
    run(ended, "create temporary table x (a number)");
    session_free(ended);
    run(w.holder, "insert into t values (2)");
    run(w.holder, "commit");
    /* the second looks again, and finds nothing */
    assert_int_equal(finish(&first) + finish(&second), 2003);
    expect_error(w.other, "select * from t", 2003);
    close_world(&w);
}

static void what_a_schema_holds_is_waited_for(void **state)
{
    (void)state;
    struct world w = open_world();
    run(w.other, "create table u (a number)");
    run(w.other, "begin");
    run(w.other, "insert into u values (1)");
    struct statement_thread drops;
    start(&drops, w.f, "drop schema d.public");
    nap();
    run(w.holder, "commit");
    nap();
    run(w.other, "commit");
    assert_int_equal(finish(&drops), 0);
    expect(w.other, "show tables in database d", "");
    close_world(&w);
}

static void waiting_for_a_table_ends(void **state)
{
    (void)state;
    struct world w = open_world();
    struct statement_thread drops;
    start(&drops, w.f, "drop table t");
    nap();
    session_interrupt(drops.session);
    assert_int_equal(finish(&drops), 604);
    run(w.other, "alter session set lock_timeout = 1");
    expect_error(w.other, "create or replace table t (b number)", 625);
    run(w.other, "alter session set lock_timeout = 100, statement_timeout_in_seconds = 1");
    expect_error(w.other, "drop table t", 630);
    run(w.holder, "commit");
    expect(w.other, "select a from t", "1");
    close_world(&w);
}

static void waiting_for_ddl_ends(void **state)
{
    (void)state;
    struct world w = open_world();
    struct statement_thread creates;
    catalog_lock(w.f->catalog);
    start(&creates, w.f, "create table u (a number)");
    nap();
    session_interrupt(creates.session);
    assert_int_equal(finish(&creates), 604);
    run(w.other, "alter session set statement_timeout_in_seconds = 1");
    expect_error(w.other, "create table u (a number)", 630);
    catalog_unlock(w.f->catalog);
    run(w.other, "create table u (a number)");
    close_world(&w);
}

/* Both in the time that the statement needs to hear of the first; or after it, when this thread slept through it. */
static void a_time_limit_hides_no_interrupt(void **state)
{
    (void)state;
    struct world w = open_world();
    struct statement_thread creates = {.session = w.other, .sql = "create table u (a number)"};
    run(w.other, "alter session set statement_timeout_in_seconds = 1");
    catalog_lock(w.f->catalog);
    assert_int_equal(pthread_create(&creates.thread, NULL, run_statement, &creates), 0);
    while (!atomic_load(&w.other->interrupted) && !atomic_load(&creates.ended))
        ;
    session_interrupt(w.other);
    pthread_join(creates.thread, NULL);
    catalog_unlock(w.f->catalog);
    assert_int_not_equal(creates.err.code, 0);
    err_clear(&creates.err);
    expect_error(w.other, "select 1", 604);
    session_resume(w.other);
    run(w.other, "select 1");
    close_world(&w);
}

/* The holder has t and wants u; the DROP has u, of which it hears first, and wants t. */
static void a_deadlock_is_noticed(void **state)
{
    (void)state;
    struct world w = open_world();
    run(w.other, "create table a_first (a number)");
    struct statement_thread drops;
    start(&drops, w.f, "drop schema d.public");
    nap();
    expect_error(w.holder, "insert into a_first values (1)", 625);
    run(w.holder, "rollback");
    assert_int_equal(finish(&drops), 0);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_ddl_goes_on),
        cmocka_unit_test(what_a_schema_holds_is_waited_for),
        cmocka_unit_test(waiting_for_a_table_ends),
        cmocka_unit_test(waiting_for_ddl_ends),
        cmocka_unit_test(a_time_limit_hides_no_interrupt),
        cmocka_unit_test(a_deadlock_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
