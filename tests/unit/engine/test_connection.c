/* engine/engine: what a transaction wrote is written again as it was, errors are Snowflake's, rows are read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/engine.h"

static void must(bool ok, struct err *err)
{
    if (!ok)
        fail_msg("%d: %s", err->code, err->message);
}

struct world {
    struct engine *engine;
    struct connection *conn;
};

static struct world open_world(void)
{
    ERR_SCOPE struct err err = {0};
    struct world w;
    must(engine_open(NULL, &(struct engine_options){.threads = 1, .prelude = "SELECT 1"}, &w.engine, &err), &err);
    must(connection_new(w.engine, &w.conn, &err), &err);
    return w;
}

static void close_world(struct world *w)
{
    connection_free(w->conn);
    engine_close(w->engine);
}

static void run(struct connection *c, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    must(connection_run(c, str_from(sql), NULL, &err), &err);
}

/* `a|b;` of each row. The caller frees it. */
static char *ask(struct connection *c, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    struct buf text = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    must(connection_query(c, str_from(sql), &rows, &err), &err);
    while (rows_next(rows)) {
        for (size_t i = 0; i < rows_columns(rows); i++) {
            rows_text(rows, i, NULL, &text);
            buf_addc(&text, i + 1 < rows_columns(rows) ? '|' : ';');
        }
    }
    return text.p;
}

static void expect(struct connection *c, const char *sql, const char *expected)
{
    char *got = ask(c, sql);
    assert_string_equal(got, expected);
    free(got);
}

static void expect_error(struct connection *c, const char *sql, int code, const char *sqlstate)
{
    ERR_SCOPE struct err err = {0};
    assert_false(connection_run(c, str_from(sql), NULL, &err));
    assert_int_equal(err.code, code);
    assert_string_equal(err.sqlstate, sqlstate);
}

static void begin(struct connection *c)
{
    run(c, "BEGIN TRANSACTION");
    connection_remember(c, true);
}

static void insert(struct connection *c, const char *query, int64_t expected)
{
    ERR_SCOPE struct err err = {0};
    int64_t n;
    must(connection_insert(c, STR("t"), str_from(query), &n, &err), &err);
    assert_int_equal(n, expected);
}

static void the_same_rows_are_written_again(void **state)
{
    (void)state;
    ERR_SCOPE struct err err = {0};
    struct world w = open_world();
    run(w.conn, "CREATE TABLE t (a DOUBLE); CREATE TABLE of_another AS SELECT 1 AS a");
    begin(w.conn);
    insert(w.conn, "SELECT random() FROM range(3000)", 3000);
    insert(w.conn, "SELECT a FROM of_another", 1);
    size_t n = connection_remembered(w.conn);
    assert_false(connection_is_beyond(w.conn, n));
    char *sum = ask(w.conn, "SELECT sum(a ORDER BY a) FROM t");

    /* what the query would give by then is something else */
    {
        struct connection *other;
        must(connection_new(w.engine, &other, &err), &err);
        run(other, "UPDATE of_another SET a = 1000000");
        connection_free(other);
    }
    insert(w.conn, "SELECT 5", 1);
    expect_error(w.conn, "SELECT error('freshet:100051:22012:Division by zero')", 100051, "22012");
    assert_true(connection_is_beyond(w.conn, n));
    must(connection_return_to(w.conn, n, &err), &err);
    expect(w.conn, "SELECT count(*) FROM t", "3001;");
    expect(w.conn, "SELECT sum(a ORDER BY a) FROM t", sum);
    free(sum);
    must(connection_return_to(w.conn, 0, &err), &err);
    expect(w.conn, "SELECT count(*) FROM t", "0;");
    run(w.conn, "COMMIT");
    connection_remember(w.conn, false);
    assert_int_equal(connection_remembered(w.conn), 0);
    close_world(&w);
}

static void kept_rows_are_there_for_what_is_repeated(void **state)
{
    (void)state;
    ERR_SCOPE struct err err = {0};
    struct world w = open_world();
    run(w.conn, "CREATE TABLE t (a INTEGER)");
    begin(w.conn);
    int64_t scan;
    must(connection_keep(w.conn, STR("SELECT range::INTEGER AS a FROM range(3)"), &scan, &err), &err);
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "INSERT INTO t SELECT * FROM sf_scan(%lld)", (long long)scan);
    must(connection_run(w.conn, buf_str(&sql), NULL, &err), &err);
    /* run for its effect now, remembered as something else, or not at all */
    must(connection_run_as(w.conn, STR("INSERT INTO t VALUES (10)"), STR("INSERT INTO t VALUES (20)"), &err), &err);
    must(connection_run_as(w.conn, STR("INSERT INTO t VALUES (30)"), STR_NULL, &err), &err);
    connection_first(w.conn, STR("INSERT INTO t VALUES (40)"), true);
    connection_first(w.conn, STR("INSERT INTO t VALUES (40)"), true);
    connection_first(w.conn, STR("INSERT INTO t VALUES (50)"), false);
    expect(w.conn, "SELECT a FROM t ORDER BY a", "0;1;2;10;30;");
    must(connection_return_to(w.conn, connection_remembered(w.conn), &err), &err);
    expect(w.conn, "SELECT a FROM t ORDER BY a", "0;1;2;20;40;50;");
    run(w.conn, "ROLLBACK");
    must(connection_run_anyway(w.conn, &err), &err);
    expect(w.conn, "SELECT a FROM t", "40;");
    close_world(&w);
}

static void errors_are_snowflakes(void **state)
{
    (void)state;
    struct world w = open_world();
    run(w.conn, "CREATE TABLE t (a INTEGER NOT NULL)");
    expect_error(w.conn, "SELECT error('freshet:100038:22018:Numeric value ''x'' is not recognized')", 100038, "22018");
    expect_error(w.conn, "INSERT INTO t VALUES (NULL)", 100072, "22000");
    expect_error(w.conn, "SELECT * FROM nowhere", 603, "XX000");
    assert_false(engine_is_fatal(w.engine));
    expect(w.conn, "SELECT count(*) FROM t", "0;");
    close_world(&w);
}

static void rows_have_types_and_texts(void **state)
{
    (void)state;
    ERR_SCOPE struct err err = {0};
    struct world w = open_world();
    {
        ROWS_SCOPE struct rows *rows = NULL;
        must(connection_query(w.conn,
                              STR("SELECT 1::BIGINT AS i, 12.50::DECIMAL(10,2) AS d, NULL::VARCHAR AS n, "
                                  "TIMESTAMP '2024-02-29 12:00:00.5' AS ts, true AS b, 0.1::DOUBLE AS f"),
                              &rows, &err),
             &err);
        assert_int_equal(rows_columns(rows), 6);
        assert_true(str_eq(rows_label(rows, 1), STR("d")));
        assert_int_equal(rows_type(rows, 1).precision, 10);
        assert_int_equal(rows_type(rows, 1).scale, 2);
        assert_true(rows_next(rows));
        assert_int_equal(rows_int(rows, 0), 1);
        assert_true(rows_null(rows, 2));
        BUF_SCOPE struct buf text = {0};
        for (size_t i = 0; i < 6; i++) {
            rows_text(rows, i, NULL, &text);
            buf_addc(&text, '|');
        }
        assert_string_equal(text.p, "1|12.50||2024-02-29 12:00:00.500|true|0.1|");
        assert_false(rows_next(rows));
    }
    int64_t n;
    must(connection_int(w.conn, STR("SELECT NULL::BIGINT"), -1, &n, &err), &err);
    assert_int_equal(n, -1);
    ARENA_SCOPE struct arena a = {0};
    struct column_shape *shape;
    size_t columns;
    must(
        connection_shape(w.conn, &a, STR("SELECT error('not run') AS x, 1::DECIMAL(5,1) AS y"), &shape, &columns, &err),
        &err);
    assert_int_equal(columns, 2);
    assert_true(str_eq(shape[1].label, STR("y")) && str_eq(shape[1].type, STR("DECIMAL(5,1)")));
    close_world(&w);
}

static void the_appender_writes_text(void **state)
{
    (void)state;
    ERR_SCOPE struct err err = {0};
    struct world w = open_world();
    struct appender *a;
    run(w.conn, "CREATE TABLE t (line BIGINT, a VARCHAR)");
    must(appender_new(w.conn, NULL, "main", "t", &a, &err), &err);
    for (int64_t i = 0; i < 5000; i++) {
        appender_int(a, i);
        if (i % 2)
            appender_null(a);
        else
            appender_text(a, STR("with 'quotes' and \xc3\xa9"));
        must(appender_end_row(a, &err), &err);
    }
    must(appender_finish(a, &err), &err);
    expect(w.conn, "SELECT count(*), count(a), sum(line), max(a) FROM t",
           "5000|2500|12497500|with 'quotes' and \xc3\xa9;");
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_rows_are_written_again), cmocka_unit_test(kept_rows_are_there_for_what_is_repeated),
        cmocka_unit_test(errors_are_snowflakes),           cmocka_unit_test(rows_have_types_and_texts),
        cmocka_unit_test(the_appender_writes_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
