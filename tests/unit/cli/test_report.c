/* Errors with their source line and caret. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>

#include "cli/report.h"

static void check(const char *source, int line, int col, const char *message, const char *expected)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ERR_SCOPE struct err err = {0};
    err_at(&err, line, col, 2003, "42S02", "%s", message);
    report_error(out, "p.sql", str_from(source), &err);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void test_line(void **state)
{
    (void)state;
    const char *message = "SQL compilation error:\nObject 'T' does not exist or not authorized.";
    check("select 1;\r\nselect * from t;\r\n", 2, 15, message,
          "p.sql:2:15: error 002003 (42S02): SQL compilation error: Object 'T' does not exist or not authorized.\n"
          "select * from t;\n"
          "              ^\n");
    check("\tselect\tx", 1, 9, "m",
          "p.sql:1:9: error 002003 (42S02): m\n"
          "\tselect\tx\n"
          "\t      \t^\n");
    check("'世界é' x", 1, 12, "m",
          "p.sql:1:12: error 002003 (42S02): m\n"
          "'世界é' x\n"
          "        ^\n");
}

static void test_no_line(void **state)
{
    (void)state;
    check("select 1", 0, 0, "a\n\n  b\n", "p.sql: error 002003 (42S02): a b\n");
    check("select 1", 3, 1, "m", "p.sql:3:1: error 002003 (42S02): m\n");
    check("sel", 1, 9, "m", "p.sql:1:9: error 002003 (42S02): m\nsel\n   ^\n");
}

static void test_long_line(void **state)
{
    (void)state;
    char source[301], expected[600];
    memset(source, 'a', 300);
    source[199] = '!';
    source[300] = '\0';
    /* 60 columns before the caret, 60 from it on. */
    snprintf(expected, sizeof expected, "p.sql:1:200: error 002003 (42S02): m\n…%.120s…\n %60s^\n", source + 139, "");
    check(source, 1, 200, "m", expected);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_line), cmocka_unit_test(test_no_line),
                                       cmocka_unit_test(test_long_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
