/* Command lines and what becomes of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/options.h"

struct values {
    bool eager;
    int64_t rows;
    double share;
    const char *file;
    struct cli_texts maps, rest;
};

static int run(int argc, char **argv)
{
    (void)argv;
    return argc;
}

static const struct cli_command command = {"test", "a test", "Usage: freshet test\n", run};

/* True when parsing goes on; ends with the status otherwise. What it prints goes nowhere. */
static bool parse(struct arena *a, struct values *v, bool positional, int *ret_status, char **argv)
{
    const struct cli_option table[] = {
        {"eager", 'e', CLI_FLAG, &v->eager, NULL, "a flag"},
        {"rows", 0, CLI_INT, &v->rows, "N", "an integer"},
        {"share", 0, CLI_REAL, &v->share, "SHARE", "a number"},
        {"file", 'f', CLI_TEXT, &v->file, "FILE", "a text\nof two lines"},
        {"stage-map", 0, CLI_TEXTS, &v->maps, "URL-PREFIX=DIRECTORY", "a list"},
        {0},
    };
    int argc = 0;
    while (argv[argc])
        argc++;
    return cli_options_parse(&command, table, argc, argv, a, positional ? &v->rest : NULL, ret_status);
}

#define ARGV(...) ((char *[]){(char *)"test", __VA_ARGS__, NULL})
#define A(text) ((char *)(uintptr_t)(text))

static void forms_of_options(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct values v = {0};
    int status;
    assert_true(parse(&a, &v, true, &status,
                      ARGV(A("one"), A("--rows"), A("-5"), A("-e"), A("--share=0.25"), A("-f"), A("x.sql"), A("-"),
                           A("--stage-map"), A("s3://a/=/b"), A("--stage-map=s3://c/=/d"), A("--"), A("--rows"))));
    assert_true(v.eager);
    assert_int_equal(v.rows, -5);
    assert_true(v.share == 0.25);
    assert_string_equal(v.file, "x.sql");
    assert_int_equal(v.maps.n, 2);
    assert_string_equal(v.maps.at[0], "s3://a/=/b");
    assert_string_equal(v.maps.at[1], "s3://c/=/d");
    assert_int_equal(v.rest.n, 3);
    assert_string_equal(v.rest.at[0], "one");
    assert_string_equal(v.rest.at[1], "-");
    assert_string_equal(v.rest.at[2], "--rows");

    assert_true(parse(&a, &v, true, &status, ARGV(A("-fy=z"), A("--rows=7"))));
    assert_string_equal(v.file, "y=z");
    assert_int_equal(v.rows, 7);
    assert_true(parse(&a, &v, true, &status, ARGV(A("--file="))));
    assert_string_equal(v.file, "");
}

static void wrong_usage(void **state)
{
    (void)state;
    char *wrong[][3] = {{A("--nonsense")},  {A("-x")},      {A("--rows")},    {A("--rows"), A("many")},
                        {A("--rows=1.5")},  {A("--rows=")}, {A("--share=a")}, {A("--share=inf")},
                        {A("--eager=yes")}, {A("-f")},      {A("extra")},     {A("-ex")},
                        {A("--row=1")}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ARENA_SCOPE struct arena a = {0};
        struct values v = {0};
        int status = CLI_DONE;
        assert_false(parse(&a, &v, false, &status, (char *[]){A("test"), wrong[i][0], wrong[i][1], NULL}));
        assert_int_equal(status, CLI_USAGE);
    }
}

static void generate_checks_its_options(void **state)
{
    (void)state;
    char *wrong[][4] = {{A("--rows=1")},
                        {A("--out=/nowhere"), A("--rows=-1")},
                        {A("--out=/nowhere"), A("--new=0.9")},
                        {A("--out=/nowhere"), A("--count=-1")},
                        {A("--out=/nowhere"), A("--interval=-1")},
                        {A("--out=/nowhere"), A("--start=yesterday")},
                        {A("--out=")}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(
            cli_generate.run(wrong[i][1] ? 3 : 2, (char *[]){A("generate"), wrong[i][0], wrong[i][1], NULL}),
            CLI_USAGE);
    assert_int_equal(cli_generate.run(3, (char *[]){A("generate"), A("--out=/dev/null/x"), A("--rows=1"), NULL}),
                     CLI_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_of_options),
        cmocka_unit_test(wrong_usage),
        cmocka_unit_test(generate_checks_its_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
