/* References to stages, and what is no reference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "stage/reference.h"

static void test_references(void **state)
{
    static const struct {
        const char *text;
        const char *parts; /* kind: part, part|path */
    } references[] = {
        {"@st", "0:ST!|"},
        {"@st/", "0:ST|"},
        {"@st/a B/c.csv", "0:ST|a B/c.csv"},
        {"@st//x", "0:ST|/x"},
        {"@db.sch.st/f", "0:DB,SCH,ST|f"},
        {"@db..st/f", "0:DB,PUBLIC,ST|f"},
        {"@\"My Db\".sch.\"s/t\"/p", "0:My Db,SCH,s/t|p"},
        {"@\"a\"\"b\"", "0:a\"b!|"},
        {"@a$1_", "0:A$1_!|"},
        {"@%t", "1:T!|"},
        {"@db.sch.%\"t t\"/d/", "1:DB,SCH,t t|d/"},
        {"@~", "2:!|"},
        {"@~/x/@y", "2:|x/@y"},
        {"s3://b/path/pre", "3:|pre s3://b/path/"},
        {"file", "3:|file "},
        {"", "3:| "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        BUF_SCOPE struct buf got = {0};
        struct stage_reference r;
        assert_true(stage_reference_parse(&a, str_from(references[i].text), &r, &err));
        buf_printf(&got, "%d:", r.kind);
        for (int k = 0; k < r.n; k++)
            buf_printf(&got, "%s%.*s", k ? "," : "", STR_FMT(r.part[k]));
        buf_printf(&got, "%s|%.*s", r.whole ? "!" : "", STR_FMT(r.path));
        if (r.kind == STAGE_URL)
            buf_printf(&got, " %.*s", STR_FMT(r.url));
        assert_string_equal(got.p, references[i].parts);
    }
}

static void test_mistakes(void **state)
{
    static const char *const mistakes[] = {"@",       "@/x", "@%",   "@.a", "@a.",   "@a...b", "@a.b.c.d", "@\"a",
                                           "@\"\"/x", "@1a", "@a b", "@~x", "@%t.x", "@a%b",   "@%~",      "@a.%"};
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        struct stage_reference r;
        assert_false(stage_reference_parse(&a, str_from(mistakes[i]), &r, &err));
        assert_int_equal(err.code, 1003);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
