/* task/schedule and task/cron: the texts that are taken and refused, and the instants that follow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "task/schedule.h"

#define MALFORMED "Invalid schedule was specified. Please refer to the docs on what constitutes a valid schedule."
#define TOO_SHORT "Cannot set schedule less than 10 seconds."
#define TOO_LONG "Cannot set schedule greater than 11,520 minutes."
#define NO_ZONE(name)                                                                                                  \
    "Invalid schedule was specified. \"" name                                                                          \
    "\" is not a recognized time zone. Please specify time zones accepted by the TIMEZONE parameter."
#define MINUTE (60 * MICROS_PER_SECOND)

static int64_t at(const char *text)
{
    int64_t t;
    assert_true(clock_utc_parse(str_from(text), &t));
    return t;
}

static struct schedule parse(const char *text)
{
    struct schedule s = {0};
    struct err err = {0};
    if (!schedule_parse(str_from(text), &s, &err))
        fail_msg("'%s': %s", text, err.message);
    return s;
}

static void assert_refused(const char *text, const char *message)
{
    struct schedule s = {0};
    struct err err = {0};
    if (schedule_parse(str_from(text), &s, &err))
        fail_msg("'%s' was taken", text);
    assert_string_equal(err.message, message);
    assert_string_equal(err.sqlstate, "22023");
    assert_int_equal(err.code, 91089);
    err_clear(&err);
}

/* The fires after `after`, one after the other; the list ends with NULL, and "never" is none. */
static void assert_fires(const char *text, const char *after, ...)
{
    struct schedule s = parse(text);
    struct arena a = {0};
    int64_t t = at(after);
    va_list expected;
    va_start(expected, after);
    for (const char *e; (e = va_arg(expected, const char *));) {
        t = schedule_next(&s, 0, t);
        struct str got = t == INT64_MAX ? STR("never") : clock_utc_text(&a, t);
        if (!str_starts(got, str_from(e)))
            fail_msg("'%s' after %s: %.*s instead of %s", text, after, STR_FMT(got), e);
    }
    va_end(expected);
    arena_clear(&a);
    schedule_clear(&s);
}

static void test_interval_texts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } good[] = {{"10 MINUTE", 600},     {"90 SECONDS", 90},        {"10 SECOND", 10},
                {"90 S", 90},           {"11 minutes", 660},       {"1 HOUR", 3600},
                {"2 h", 7200},          {"2 HOURS", 7200},         {"5 M", 300},
                {"+5 m", 300},          {"10 SECONDS  ", 10},      {"10\tMINUTE", 600},
                {"10\nMINUTE \t", 600}, {"11520 MINUTES", 691200}, {"192 HOURS", 691200},
                {"691200 S", 691200}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct schedule s = parse(good[i].text);
        assert_null(s.cron);
        assert_int_equal(s.interval, good[i].seconds * MICROS_PER_SECOND);
    }
    static const char *const bad[] = {"",         " 10 SECONDS", "10  SECONDS", "10 \tMINUTE",
                                      "5M",       "1 MINS",      "1 SEC",       "1 HR",
                                      "1 DAY",    "-5 MINUTES",  "0 MINUTE",    "+0 MINUTES",
                                      "0 H",      "10",          "10 ",         "MINUTE",
                                      "NONSENSE", "1.5 MINUTE",  "10 MINUTE X", "++5 M",
                                      "+ 5 M",    "USING",       "10 MINUTE;",  "99999999999999999999 MINUTES"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_refused(bad[i], MALFORMED);
    assert_refused("9 SECONDS", TOO_SHORT);
    assert_refused("1 s", TOO_SHORT);
    assert_refused("11521 MINUTES", TOO_LONG);
    assert_refused("193 H", TOO_LONG);
    assert_refused("691201 SECONDS", TOO_LONG);
    assert_refused("99999999999 MINUTES", TOO_LONG);
}

static void test_intervals_count_from_the_base(void **state)
{
    (void)state;
    struct schedule s = parse("10 MINUTE");
    int64_t base = at("2026-09-11 09:03:00");
    assert_int_equal(schedule_next(&s, base, base), base + 10 * MINUTE);
    assert_int_equal(schedule_next(&s, base, base - 1), base + 10 * MINUTE);
    assert_int_equal(schedule_next(&s, base, at("2020-01-01 00:00:00")), base + 10 * MINUTE);
    assert_int_equal(schedule_next(&s, base, base + 10 * MINUTE - 1), base + 10 * MINUTE);
    assert_int_equal(schedule_next(&s, base, base + 10 * MINUTE), base + 20 * MINUTE);
    assert_int_equal(schedule_next(&s, base, base + 35 * MINUTE), base + 40 * MINUTE);
}

static void test_cron_texts(void **state)
{
    (void)state;
    static const char *const good[] = {
        "USING CRON * * * * * UTC",
        "using cron 0 0 * * * utc",
        "USING  CRON\t0   0 * * *\n UTC ",
        "USING CRON 0 0 * * * AMERICA/NEW_YORK",
        "USING CRON 0 0 * * * Etc/GMT+5",
        "USING CRON 0,15,30-45/5 8-18 1,L jan-mar,12 mon-fri,0L UTC",
        "USING CRON 05 00 * * FRIL Asia/Kolkata",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct schedule s = parse(good[i]);
        assert_non_null(s.cron);
        schedule_clear(&s);
    }
    static const char *const bad[] = {
        "60 * * * *",  "61 * * * *",   "* 24 * * *",    "* * 0 * *",      "* * 32 * *",          "* * * 0 *",
        "* * * 13 *",  "* * * * 7",    "* * * * 8",     "* * * * 5-7",    "*/0 * * * *",         "5/0 * * * *",
        "*/ * * * *",  "5- * * * *",   "-5 * * * *",    "5-3 * * * *",    "1,,2 * * * *",        ", * * * *",
        "1, * * * *",  "? * * * *",    "* * ? * *",     "* * * * ?",      "* * * * 1#2",         "* * 15W * *",
        "* * L-3 * *", "* * 1-L * *",  "* * L/2 * *",   "* * * * L",      "* * * * 1-5L",        "* * * * 5L/2",
        "* * * * L5",  "L * * * *",    "* * * L *",     "* * * MONDAY *", "* * * * MONDAY",      "* * * * JAN",
        "* * * MON *", "0 0 12 * * *", "0 0 * *",       "a * * * *",      "1.5 * * * *",         "** * * * *",
        "*5 * * * *",  "+5 * * * *",   "1-2-3 * * * *", "*/5/2 * * * *",  "99999999999 * * * *",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct arena a = {0};
        assert_refused(str_printf(&a, "USING CRON %s UTC", bad[i]).p, MALFORMED);
        arena_clear(&a);
    }
    assert_refused("USING CRON", MALFORMED);
    assert_refused("USING CRON UTC", MALFORMED);
    assert_refused("USINGCRON * * * * * UTC", MALFORMED);
    assert_refused("USING CRONS * * * * * UTC", MALFORMED);
    assert_refused("CRON * * * * * UTC", MALFORMED);
}

static void test_cron_zones(void **state)
{
    (void)state;
    assert_refused("USING CRON 0 0 * * * PST", NO_ZONE("PST"));
    assert_refused("USING CRON 0 0 * * * +01:00", NO_ZONE("+01:00"));
    assert_refused("USING CRON 0 0 * * * ../UTC", NO_ZONE("../UTC"));
    assert_refused("USING CRON * * * * *", NO_ZONE("*"));
    assert_refused("USING CRON 0 9 * * MON", NO_ZONE("MON"));
    assert_fires("USING CRON 0 9 * * * ASIA/KOLKATA", "2026-09-11 00:00:00", "2026-09-11 03:30", "2026-09-12 03:30",
                 NULL);
}

static void test_examples(void **state)
{
    (void)state;
    const char *now = "2026-09-11 13:10:17"; /* a Friday */
    assert_fires("USING CRON */7 * * * * UTC", now, "2026-09-11 13:14:00.000000", "2026-09-11 13:21", NULL);
    assert_fires("USING CRON 30 9 * * 1-5 America/Los_Angeles", now, "2026-09-11 16:30", "2026-09-14 16:30", NULL);
    assert_fires("USING CRON 0 12 * * SUN UTC", now, "2026-09-13 12:00", "2026-09-20 12:00", NULL);
    assert_fires("USING CRON 0 0 1 * MON UTC", now, "2026-09-14 00:00", "2026-09-21", "2026-09-28", "2026-10-01",
                 "2026-10-05", NULL);
    assert_fires("USING CRON 0 0 L * * UTC", now, "2026-09-30 00:00", "2026-10-31 00:00", "2026-11-30 00:00", NULL);
    assert_fires("USING CRON 0 0 * * 5L UTC", now, "2026-09-25 00:00", "2026-10-30 00:00", "2026-11-27 00:00", NULL);
    assert_fires("USING CRON 0 0 * * FRIL UTC", now, "2026-09-25 00:00", "2026-10-30 00:00", NULL);
    assert_fires("USING CRON 0 0 1 */3 * UTC", now, "2026-10-01 00:00", "2027-01-01 00:00", "2027-04-01", NULL);
}

static void test_steps(void **state)
{
    (void)state;
    assert_fires("USING CRON 5/15 * * * * UTC", "2026-09-11 13:00:00", "2026-09-11 13:05", "2026-09-11 13:20",
                 "2026-09-11 13:35", "2026-09-11 13:50", "2026-09-11 14:05", NULL);
    assert_fires("USING CRON 0 0 1 4/3 * UTC", "2026-01-01 00:00:00", "2026-04-01", "2026-07-01", "2026-10-01",
                 "2027-04-01", NULL);
    assert_fires("USING CRON */61 * * * * UTC", "2026-09-11 13:10:17", "2026-09-11 14:00", "2026-09-11 15:00", NULL);
    assert_fires("USING CRON 10-30/10 22-23 * * * UTC", "2026-09-11 22:25:00", "2026-09-11 22:30", "2026-09-11 23:10",
                 "2026-09-11 23:20", "2026-09-11 23:30", "2026-09-12 22:10", NULL);
    assert_fires("USING CRON 0 0 * JAN,Dec * UTC", "2026-12-31 12:00:00", "2027-01-01", "2027-01-02", NULL);
}

static void test_day_fields(void **state)
{
    (void)state;
    /* A stepped star is a restriction: odd days or Mondays. */
    assert_fires("USING CRON 0 0 */2 * MON UTC", "2026-09-11 00:00:00", "2026-09-13", "2026-09-14", "2026-09-15", NULL);
    assert_fires("USING CRON 0 0 13 * FRI UTC", "2026-09-11 00:00:00", "2026-09-13", "2026-09-18", "2026-09-25", NULL);
    assert_fires("USING CRON 0 0 L * SUNL UTC", "2026-02-01 00:00:00", "2026-02-22", "2026-02-28", "2026-03-29",
                 "2026-03-31", NULL);
    assert_fires("USING CRON 0 0 L 2 * UTC", "2026-01-01 00:00:00", "2026-02-28", "2027-02-28", "2028-02-29", NULL);
    assert_fires("USING CRON 0 0 15,L * * UTC", "2026-09-11 00:00:00", "2026-09-15", "2026-09-30", "2026-10-15", NULL);
    assert_fires("USING CRON 0 0 * * SAT,SUN UTC", "2026-09-11 00:00:00", "2026-09-12", "2026-09-13", "2026-09-19",
                 NULL);
    assert_fires("USING CRON 0 0 29 2 * UTC", "2096-03-01 00:00:00", "2104-02-29", "2108-02-29", NULL);
}

static void test_strictly_after(void **state)
{
    (void)state;
    assert_fires("USING CRON 14 13 * * * UTC", "2026-09-11 13:13:59.999999", "2026-09-11 13:14", NULL);
    assert_fires("USING CRON 14 13 * * * UTC", "2026-09-11 13:14:00", "2026-09-12 13:14", NULL);
    assert_fires("USING CRON 14 13 * * * UTC", "2026-09-11 13:14:00.000001", "2026-09-12 13:14", NULL);
    assert_fires("USING CRON * * * * * UTC", "1969-12-31 23:58:30", "1969-12-31 23:59", "1970-01-01 00:00", NULL);
}

static void test_never(void **state)
{
    (void)state;
    assert_fires("USING CRON 0 0 31 2 * UTC", "2026-09-11 13:10:17", "never", NULL);
    assert_fires("USING CRON * * 30-31 2 * America/New_York", "2026-09-11 13:10:17", "never", NULL);
    assert_fires("USING CRON 0 0 31 4,6,9,11 * UTC", "2026-09-11 13:10:17", "never", NULL);
    /* London's clocks go forward over this time on every such day. */
    assert_fires("USING CRON 30 1 * 3 SUNL Europe/London", "2026-01-01 00:00:00", "never", NULL);
}

static void test_spring_gap(void **state)
{
    (void)state;
    assert_fires("USING CRON 30 2 * * * America/New_York", "2026-03-07 00:00:00", "2026-03-07 07:30",
                 "2026-03-09 06:30", NULL);
    assert_fires("USING CRON */30 * * * * America/New_York", "2026-03-08 06:00:00", "2026-03-08 06:30",
                 "2026-03-08 07:00", "2026-03-08 07:30", NULL);
    assert_fires("USING CRON 0 2,3 * * * America/New_York", "2026-03-08 00:00:00", "2026-03-08 07:00",
                 "2026-03-09 06:00", NULL);
    assert_fires("USING CRON 30 2 * * * America/New_York", "2045-03-11 00:00:00", "2045-03-11 07:30",
                 "2045-03-13 06:30", NULL);
    /* The gap is at midnight, so the day begins at one. */
    assert_fires("USING CRON 0 0 * * * Asia/Beirut", "2026-03-27 22:00:00", "2026-03-29 21:00", NULL);
}

static void test_autumn_repeat(void **state)
{
    (void)state;
    assert_fires("USING CRON 30 1 * * * America/New_York", "2026-10-31 12:00:00", "2026-11-01 05:30",
                 "2026-11-01 06:30", "2026-11-02 06:30", NULL);
    /* First the whole hour, then the whole hour again. */
    assert_fires("USING CRON */30 1 * * * America/New_York", "2026-11-01 00:00:00", "2026-11-01 05:00",
                 "2026-11-01 05:30", "2026-11-01 06:00", "2026-11-01 06:30", "2026-11-02 06:00", NULL);
    assert_fires("USING CRON 0 2 * * * America/New_York", "2026-10-31 12:00:00", "2026-11-01 07:00", "2026-11-02 07:00",
                 NULL);
    /* Half an hour is repeated: 01:30 to 02:00. */
    assert_fires("USING CRON 0,45 1 * * * Australia/Lord_Howe", "2026-04-04 12:00:00", "2026-04-04 14:00",
                 "2026-04-04 14:45", "2026-04-04 15:15", "2026-04-05 14:30", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_interval_texts), cmocka_unit_test(test_intervals_count_from_the_base),
        cmocka_unit_test(test_cron_texts),     cmocka_unit_test(test_cron_zones),
        cmocka_unit_test(test_examples),       cmocka_unit_test(test_steps),
        cmocka_unit_test(test_day_fields),     cmocka_unit_test(test_strictly_after),
        cmocka_unit_test(test_never),          cmocka_unit_test(test_spring_gap),
        cmocka_unit_test(test_autumn_repeat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
