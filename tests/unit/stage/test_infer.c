/* Types from values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stage/infer.h"

static const struct {
    const char *values[5], *type;
} cases[] = {
    {{NULL}, "TEXT"},
    {{"1"}, "NUMBER(1, 0)"},
    {{"0"}, "NUMBER(1, 0)"},
    {{"-12", "+3"}, "NUMBER(2, 0)"},
    {{"0007"}, "NUMBER(1, 0)"},
    {{"1.5", "100"}, "NUMBER(4, 1)"},
    {{"0.125"}, "NUMBER(4, 3)"},
    {{".5"}, "NUMBER(1, 1)"},
    {{"5."}, "NUMBER(1, 0)"},
    {{" 7 "}, "NUMBER(1, 0)"},
    {{"99999999999999999999999999999999999999"}, "NUMBER(38, 0)"},
    {{"999999999999999999999999999999999999999"}, "REAL"},
    {{"99999999999999999999", "0.00000000000000000001"}, "REAL"},
    {{"1e5"}, "REAL"},
    {{"1.5E-5", "7"}, "REAL"},
    {{"e5"}, "TEXT"},
    {{"1e"}, "TEXT"},
    {{"-"}, "TEXT"},
    {{"."}, "TEXT"},
    {{"1.2.3"}, "TEXT"},
    {{""}, "TEXT"},
    {{"true", "FALSE"}, "BOOLEAN"},
    {{"yes"}, "TEXT"},
    {{"true", "1"}, "TEXT"},
    {{"2024-01-02"}, "DATE"},
    {{"2024-13-02"}, "TEXT"},
    {{"2024-01-02 03:04:05"}, "TIMESTAMP_NTZ"},
    {{"2024-01-02T03:04:05.123456789"}, "TIMESTAMP_NTZ"},
    {{"2024-01-02", "2024-01-02 03:04:05"}, "TIMESTAMP_NTZ"},
    {{"2024-01-02 03:04:05 +0100"}, "TIMESTAMP_TZ"},
    {{"2024-01-02 03:04:05 +0100", "2024-01-02"}, "TIMESTAMP_TZ"},
    {{"10:11:12"}, "TIME"},
    {{"10:11:12", "2024-01-02"}, "TEXT"},
    {{"25:11:12"}, "TEXT"},
    {{"2024-01-02", "5"}, "TEXT"},
    {{"x", "5", "6"}, "TEXT"},
    {{"5", "x", "6"}, "TEXT"},
};

static void test_types(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA_SCOPE struct arena a = {0};
        struct inferred_type t = {0};
        for (size_t k = 0; cases[i].values[k]; k++)
            infer_value(&t, str_from(cases[i].values[k]), &file_format_default);
        struct str got = infer_type_text(&a, infer_result(&t));
        if (!str_eq(got, str_from(cases[i].type)))
            fail_msg("%s …: %.*s", cases[i].values[0], STR_FMT(got));
    }
}

static void test_formats(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct file_format f = file_format_default;
    struct inferred_type t = {0}, iso = {0};
    f.date_format = STR("DD.MM.YYYY");
    infer_value(&t, STR("31.12.2024"), &f);
    assert_true(str_eq(infer_type_text(&a, infer_result(&t)), STR("DATE")));
    infer_value(&iso, STR("2024-12-31"), &f);
    assert_true(str_eq(infer_type_text(&a, infer_result(&iso)), STR("TEXT")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_types), cmocka_unit_test(test_formats)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
