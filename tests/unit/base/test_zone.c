/* base/zone: offsets of zones with, without and past their tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/zone.h"

static int64_t at(const char *text)
{
    int64_t t;
    assert_true(clock_utc_parse(str_from(text), &t));
    return t;
}

static struct zone *load(const char *name)
{
    struct zone *z = NULL;
    struct err err = {0};
    assert_true(zone_load(str_from(name), &z, &err));
    assert_non_null(z);
    return z;
}

static void test_new_york_2026(void **state)
{
    (void)state;
    struct zone *z = load("America/New_York");
    assert_int_equal(zone_offset_at(z, at("2026-03-08 06:59:59.999999")), -5 * 3600);
    assert_int_equal(zone_offset_at(z, at("2026-03-08 07:00:00")), -4 * 3600);
    assert_int_equal(zone_offset_at(z, at("2026-11-01 05:59:59.999999")), -4 * 3600);
    assert_int_equal(zone_offset_at(z, at("2026-11-01 06:00:00")), -5 * 3600);
    assert_int_equal(zone_next_transition(z, at("2026-01-01 00:00:00")), at("2026-03-08 07:00:00"));
    assert_int_equal(zone_next_transition(z, at("2026-03-08 07:00:00")), at("2026-11-01 06:00:00"));
    zone_free(z);
}

static void test_past_the_table(void **state)
{
    (void)state;
    struct zone *z = load("America/New_York");
    assert_int_equal(zone_offset_at(z, at("2045-03-12 06:59:59")), -5 * 3600);
    assert_int_equal(zone_offset_at(z, at("2045-03-12 07:00:00")), -4 * 3600);
    assert_int_equal(zone_next_transition(z, at("2045-03-12 07:00:00")), at("2045-11-05 06:00:00"));
    assert_int_equal(zone_next_transition(z, at("2045-11-05 06:00:00")), at("2046-03-11 07:00:00"));
    zone_free(z);

    z = load("Europe/London");
    assert_int_equal(zone_offset_at(z, at("2050-03-27 00:59:59")), 0);
    assert_int_equal(zone_offset_at(z, at("2050-03-27 01:00:00")), 3600);
    assert_int_equal(zone_offset_at(z, at("2050-10-30 01:00:00")), 0);
    zone_free(z);

    /* Summer over the new year. */
    z = load("Australia/Sydney");
    assert_int_equal(zone_offset_at(z, at("2050-01-01 00:00:00")), 11 * 3600);
    assert_int_equal(zone_offset_at(z, at("2050-07-01 00:00:00")), 10 * 3600);
    assert_int_equal(zone_offset_at(z, at("2050-12-31 23:00:00")), 11 * 3600);
    zone_free(z);

    /* Its rule has winter as the exception: IST-1GMT0,M10.5.0,M3.5.0/1. */
    z = load("Europe/Dublin");
    assert_int_equal(zone_offset_at(z, at("2050-01-01 00:00:00")), 0);
    assert_int_equal(zone_offset_at(z, at("2050-07-01 00:00:00")), 3600);
    zone_free(z);

    /* Its rule has abbreviations of signs and a time before midnight: <-02>2<-01>,M3.5.0/-1,M10.5.0/0. */
    z = load("America/Nuuk");
    assert_int_equal(zone_offset_at(z, at("2050-03-27 00:59:59")), -2 * 3600);
    assert_int_equal(zone_offset_at(z, at("2050-03-27 01:00:00")), -1 * 3600);
    zone_free(z);
}

static void test_fixed_offsets(void **state)
{
    (void)state;
    struct zone *z = load("Asia/Kolkata");
    assert_int_equal(zone_offset_at(z, at("2026-06-01 00:00:00")), 19800);
    assert_int_equal(zone_offset_at(z, at("2060-06-01 00:00:00")), 19800);
    assert_true(zone_next_transition(z, at("2026-06-01 00:00:00")) == INT64_MAX);
    zone_free(z);

    z = load("Etc/GMT+5");
    assert_int_equal(zone_offset_at(z, 0), -5 * 3600);
    zone_free(z);
}

static void test_local_mean_time(void **state)
{
    (void)state;
    struct zone *z = load("America/New_York");
    assert_int_equal(zone_offset_at(z, at("1850-01-01 00:00:00")), -17762);
    zone_free(z);
}

/* Samoa went over the date line: it had no 30 December 2011. */
static void test_a_day_left_out(void **state)
{
    (void)state;
    struct zone *z = load("Pacific/Apia");
    assert_int_equal(zone_offset_at(z, at("2011-12-30 09:59:59")), -10 * 3600);
    assert_int_equal(zone_offset_at(z, at("2011-12-30 10:00:00")), 14 * 3600);
    zone_free(z);
}

static void test_utc(void **state)
{
    (void)state;
    struct zone *z = load("UTC");
    assert_int_equal(zone_offset_at(z, at("2026-06-01 00:00:00")), 0);
    assert_true(zone_next_transition(z, 0) == INT64_MAX);
    zone_free(z);
}

static void test_names_in_any_case(void **state)
{
    (void)state;
    const char *names[] = {"AMERICA/NEW_YORK", "asia/kolkata", "utc", "etc/utc", "America/Argentina/BUENOS_AIRES"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        zone_free(load(names[i]));
}

static void test_what_is_no_zone(void **state)
{
    (void)state;
    const char *names[] = {
        "",         "PST",       "America",     "America/",          "/etc/passwd",  "../UTC", "America/../GB",
        "./GB",     "tzdata.zi", "leapseconds", "localtime",         "right/UTC",    "+01:00", "America//Lima",
        "POSIX/GB", "*",         "New York",    "America/New_York/", "/America/Lima"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct zone *z = NULL;
        struct err err = {0};
        assert_false(zone_load(str_from(names[i]), &z, &err));
        assert_true(err.set);
        assert_null(z);
        err_clear(&err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_york_2026),     cmocka_unit_test(test_past_the_table),
        cmocka_unit_test(test_fixed_offsets),     cmocka_unit_test(test_local_mean_time),
        cmocka_unit_test(test_a_day_left_out),    cmocka_unit_test(test_utc),
        cmocka_unit_test(test_names_in_any_case), cmocka_unit_test(test_what_is_no_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
