/* A pipeline's day through real sessions under a virtual clock: an interval, cron expressions in a time zone on the day
 * when its clocks go forward, tasks that wait for streams, and one that always fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "session/session.h"

/* 2026-03-28 23:00:20 UTC, which is 20 seconds into the 29th in Berlin. There it is 03:00 after 01:59:59. */
#define MIDNIGHT (INT64_C(1774738820) * MICROS_PER_SECOND)
#define MINUTE (60 * MICROS_PER_SECOND)
#define HOUR (60 * MINUTE)

struct day {
    struct freshet *freshet;
    struct session *session;
};

static void must(bool ok, struct err *err, const char *sql)
{
    if (!ok)
        fail_msg("%06d (%s): %s\n%s", err->code, err->sqlstate, err->message, sql);
}

static int day_begin(void **state)
{
    ERR_SCOPE struct err err = {0};
    struct day *d = xmalloc(sizeof *d);
    const struct freshet_options options = {.virtual_clock = true, .virtual_now = MIDNIGHT};
    must(freshet_open(&options, &d->freshet, &err), &err, "open");
    must(session_new(d->freshet, &d->session, &err), &err, "session");
    *state = d;
    return 0;
}

static int day_end(void **state)
{
    struct day *d = *state;
    session_free(d->session);
    freshet_close(d->freshet);
    free(d);
    return 0;
}

/* The cells of the result, `|` between columns and a line end behind each row. */
static struct str ask(struct day *d, struct arena *a, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    BUF_SCOPE struct buf b = {0};
    struct result *result;
    must(session_run(d->session, str_from(sql), &result, &err), &err, sql);
    while (result_next(result)) {
        for (size_t i = 0; i < result_columns(result); i++) {
            buf_adds(&b, i ? "|" : "");
            result_text(result, i, &b);
        }
        buf_adds(&b, "\n");
    }
    result_free(result);
    return str_dup(a, buf_str(&b));
}

/* Runs the statements of a script. */
static void run(struct day *d, const char *script)
{
    ERR_SCOPE struct err err = {0};
    ARENA_SCOPE struct arena a = {0};
    struct tokens tokens;
    struct statement *statement;
    struct result *result;
    uint32_t at = 0;
    must(sql_lex(&a, str_from(script), &tokens, &err), &err, script);
    for (;;) {
        must(sql_next_statement(&a, &tokens, &at, &statement, &err), &err, script);
        if (!statement)
            return;
        must(session_execute(d->session, &tokens, statement, &result, &err), &err, script);
        result_free(result);
    }
}

static void expect(struct day *d, const char *sql, const char *expected)
{
    ARENA_SCOPE struct arena a = {0};
    assert_string_equal(str_cstr(&a, ask(d, &a, sql)), expected);
}

static void run_until(struct day *d, int64_t until)
{
    ERR_SCOPE struct err err = {0};
    must(scheduler_run(d->freshet->scheduler, until, &err), &err, "run");
}

/* Runs of a task in the history, the coming one left out. */
static void expect_runs(struct day *d, const char *task, const char *expected)
{
    ARENA_SCOPE struct arena a = {0};
    const char *sql = str_printf(&a,
                                 "select state, scheduled_from, count(*) from table(information_schema.task_history("
                                 "task_name => '%s', result_limit => 10000)) where state <> 'SCHEDULED' "
                                 "group by state, scheduled_from order by state",
                                 task)
                          .p;
    expect(d, sql, expected);
}

static void test_day(void **state)
{
    struct day *d = *state;
    static const char script[] =
        "create database d;"
        "alter session set timezone = 'UTC';"
        "create table orders (id int autoincrement, at timestamp_ltz);"
        "create table current_orders (id int, at timestamp_ltz);"
        "create table history (id int, at timestamp_ltz);"
        "create table beats (at timestamp_ntz);"
        "create table mornings (at timestamp_ntz);"
        "create stream new_orders on table orders;"
        "create stream changes on table current_orders;"
        "create task feed schedule = 'USING CRON 0 0,6,12,18 * * * Europe/Berlin' as "
        "insert into orders(at) select current_timestamp();"
        "create task load schedule = '10 minutes' when system$stream_has_data('NEW_ORDERS') as "
        "merge into current_orders c using (select id, at from new_orders where metadata$action = 'INSERT') n "
        "on c.id = n.id when not matched then insert values (n.id, current_timestamp());"
        "create task follow when system$stream_has_data('CHANGES') as "
        "insert into history select id, at from changes where metadata$action = 'INSERT';"
        "create task night schedule = 'USING CRON 30 2 * * * Europe/Berlin' as insert into beats select sysdate();"
        "create task morning schedule = 'USING CRON 30 3 * * SUN Europe/Berlin' timezone = 'Europe/Berlin' as "
        "insert into mornings select current_timestamp()::timestamp_ntz;"
        "create task bad schedule = '4 hours' suspend_task_after_num_failures = 2 as select 1 / 0;"
        "create task beat schedule = '1 minute' as insert into beats select sysdate();"
        "alter task feed resume;"
        "alter task load resume;"
        "alter task follow resume;"
        "alter task night resume;"
        "alter task morning resume;"
        "alter task bad resume;";
    run(d, script);
    run_until(d, MIDNIGHT + 22 * HOUR);
    run(d, "alter task beat resume");
    run_until(d, MIDNIGHT + 23 * HOUR + MINUTE / 2); /* past midnight in Berlin: the day has 23 hours */

    /* 06:00, 12:00, 18:00 in summer time, and midnight */
    expect_runs(d, "FEED", "SUCCEEDED|SCHEDULE|4\n");
    expect(d, "select to_varchar(at, 'HH24:MI') from orders order by id", "04:00\n10:00\n16:00\n22:00\n");
    /* each order is loaded at the next of the instants that count from RESUME, 20 seconds later; the others are skipped
     */
    expect(d, "select id, to_varchar(at, 'HH24:MI:SS') from current_orders order by id",
           "1|04:00:20\n2|10:00:20\n3|16:00:20\n4|22:00:20\n");
    expect_runs(d, "LOAD", "SKIPPED|SCHEDULE|134\nSUCCEEDED|SCHEDULE|4\n");
    expect(d,
           "select distinct error_message, condition_text from table(information_schema.task_history(task_name => "
           "'LOAD', result_limit => 10000)) where state = 'SKIPPED'",
           "Conditional expression for task evaluated to false.|system$stream_has_data('NEW_ORDERS')\n");
    expect(d, "select count(*) from new_orders", "0\n");
    /* the stream on what the load writes triggers the next task, without a schedule */
    expect_runs(d, "FOLLOW", "SUCCEEDED|TRIGGER|4\n");
    expect(d, "select count(*), max(id) from history", "4|4\n");
    /* one run a minute, the first of them a minute after RESUME */
    expect_runs(d, "BEAT", "SUCCEEDED|SCHEDULE|60\n");
    expect(d, "select count(distinct at), min(at) from beats", "60|2026-03-29 21:01:20.000\n");
    /* 02:30 did not happen, 03:30 did, at 01:30 UTC; the task's own zone says 03:30 */
    expect_runs(d, "NIGHT", "");
    expect_runs(d, "MORNING", "SUCCEEDED|SCHEDULE|1\n");
    expect(d, "select * from mornings", "2026-03-29 03:30:00.000\n");
    /* the second failure in a row suspends the task */
    expect_runs(d, "BAD", "FAILED|SCHEDULE|1\nFAILED_AND_AUTO_SUSPENDED|SCHEDULE|1\n");
    expect(d,
           "select distinct error_code, error_message from table(information_schema.task_history(task_name => 'BAD'))",
           "100051|Division by zero\n");
    /* what comes next: one row for each started task that has a schedule */
    expect(d,
           "select name, to_varchar(scheduled_time, 'YYYY-MM-DD HH24:MI:SS') from table("
           "information_schema.task_history(result_limit => 10000)) where state = 'SCHEDULED' order by name",
           "BEAT|2026-03-29 22:01:20\nFEED|2026-03-30 04:00:00\nLOAD|2026-03-29 22:10:20\n"
           "MORNING|2026-04-05 01:30:00\nNIGHT|2026-03-30 00:30:00\n");
}

static void test_execute(void **state)
{
    struct day *d = *state;
    static const char script[] =
        "create database d;"
        "alter session set timezone = 'UTC';"
        "create table log (at timestamp_ltz);"
        "create task by_hand as insert into log select current_timestamp();"
        "create task hourly schedule = '1 hour' when false as insert into log select current_timestamp();"
        "execute task by_hand;"
        "execute task hourly;";
    run(d, script);
    run_until(d, MIDNIGHT + 2 * HOUR);
    /* a suspended task runs once and stays suspended; its condition holds for it too */
    expect_runs(d, "BY_HAND", "SUCCEEDED|EXECUTE_TASK|1\n");
    expect_runs(d, "HOURLY", "SKIPPED|EXECUTE_TASK|1\n");
    expect(d, "select to_varchar(at, 'HH24:MI:SS') from log", "23:00:20\n");
    run(d, "alter task hourly remove when; alter task hourly resume");
    run_until(d, MIDNIGHT + 5 * HOUR + MINUTE);
    /* the instants count from RESUME */
    expect(d, "select to_varchar(at, 'HH24:MI:SS') from log order by at", "23:00:20\n02:00:20\n03:00:20\n04:00:20\n");
    run(d, "alter task hourly suspend");
    run_until(d, MIDNIGHT + 9 * HOUR);
    expect(d, "select count(*) from log", "4\n");
    expect(d, "select count(*) from table(information_schema.task_history()) where state = 'SCHEDULED'", "0\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_day, day_begin, day_end),
        cmocka_unit_test_setup_teardown(test_execute, day_begin, day_end),
    };
    return cmocka_run_group_tests_name("day", tests, NULL, NULL);
}
