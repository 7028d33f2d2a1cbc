/* Results as tables, CSV and JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>

#include "cli/format.h"

static const struct format_column columns[] = {
    {{"ID", 2}, {.kind = TYPE_NUMBER}},
    {{"NAME", 4}, {.kind = TYPE_VARCHAR}},
    {{"OK", 2}, {.kind = TYPE_BOOLEAN}},
    {{"DOC", 3}, {.kind = TYPE_VARIANT}},
};
enum { N = sizeof columns / sizeof *columns };

/* NULL is a cell that is NULL. */
static void check(enum format format, size_t n_cells, const char *const *cells, const char *expected)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    struct formatter *f = formatter_new(format, out, columns, N);
    for (size_t i = 0; i < n_cells; i++)
        formatter_cell(f, !cells[i], str_from(cells[i]));
    formatter_finish(f);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void test_table(void **state)
{
    (void)state;
    const char *cells[] = {"7",     "Grüße 世界", "true", "{\"a\":1}",  "-12", NULL,
                           "false", NULL,         "3",    "two\nlines", "",    "\x1b[0m\t|"};
    check(FORMAT_TABLE, 12, cells,
          "+-----+------------+-------+-----------+\n"
          "|  ID | NAME       | OK    | DOC       |\n"
          "|-----+------------+-------+-----------|\n"
          "|   7 | Grüße 世界 | true  | {\"a\":1}   |\n"
          "| -12 | NULL       | false | NULL      |\n"
          "|   3 | two        |       | \u241b[0m    | |\n"
          "|     | lines      |       |           |\n"
          "+-----+------------+-------+-----------+\n"
          "3 rows\n");
    check(FORMAT_TABLE, 0, NULL,
          "+----+------+----+-----+\n"
          "| ID | NAME | OK | DOC |\n"
          "|----+------+----+-----|\n"
          "+----+------+----+-----+\n"
          "0 rows\n");
}

static void test_csv(void **state)
{
    (void)state;
    const char *cells[] = {"1", "a,b", "true", "{\"a\":1}", NULL, "", "false", NULL, "2", "x\ny", NULL, " z "};
    check(FORMAT_CSV, 12, cells,
          "ID,NAME,OK,DOC\n"
          "1,\"a,b\",true,\"{\"\"a\"\":1}\"\n"
          ",\"\",false,\n"
          "2,\"x\ny\",, z \n");
}

static void test_json(void **state)
{
    (void)state;
    const char *cells[] = {
        "1.50", "q\"\\\n\x01", "true", "{\n  \"a\": 1\n}", "NaN", NULL, "false", "null", "1e+30", "é", NULL, NULL, ".5",
        "",     NULL,          "[]"};
    check(FORMAT_JSON, 16, cells,
          "{\"ID\":1.50,\"NAME\":\"q\\\"\\\\\\n\\u0001\",\"OK\":true,\"DOC\":{\"a\":1}}\n"
          "{\"ID\":\"NaN\",\"NAME\":null,\"OK\":false,\"DOC\":null}\n"
          "{\"ID\":1e+30,\"NAME\":\"é\",\"OK\":null,\"DOC\":null}\n"
          "{\"ID\":\".5\",\"NAME\":\"\",\"OK\":null,\"DOC\":[]}\n");
}

static void test_names(void **state)
{
    (void)state;
    enum format format = FORMAT_TABLE;
    assert_true(format_named("JSON", &format));
    assert_int_equal(format, FORMAT_JSON);
    assert_false(format_named("xml", &format));
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table), cmocka_unit_test(test_csv),
                                       cmocka_unit_test(test_json), cmocka_unit_test(test_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
