/* Which macros of prelude.sql name a parameter twice, beside what the dialect takes for such. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "dialect/functions.h"

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t count_word(struct str text, struct str word)
{
    size_t n = 0;
    for (size_t i = 0; i + word.n <= text.n; i++)
        n += !memcmp(text.p + i, word.p, word.n) && (!i || !is_word(text.p[i - 1])) &&
             (i + word.n == text.n || !is_word(text.p[i + word.n]));
    return n;
}

/* Parameters as they are declared: `a, b integer`. */
static bool body_repeats(struct str parameters, struct str body)
{
    while (parameters.n) {
        ptrdiff_t comma = str_find(parameters, STR(","));
        struct str one = str_trim(comma < 0 ? parameters : str_sub(parameters, 0, (size_t)comma));
        ptrdiff_t type = str_find(one, STR(" "));
        parameters = comma < 0 ? STR_NULL : str_sub(parameters, (size_t)comma + 1, parameters.n);
        if (count_word(body, type < 0 ? one : str_sub(one, 0, (size_t)type)) > 1)
            return true;
    }
    return false;
}

static void test_repeated_parameters(void **state)
{
    (void)state;
    struct str rest = {embed_prelude, embed_prelude_size};
    size_t macros = 0;
    for (ptrdiff_t at; (at = str_find(rest, STR("create or replace macro "))) >= 0; macros++) {
        rest = str_sub(rest, (size_t)at + strlen("create or replace macro "), rest.n);
        ptrdiff_t open = str_find(rest, STR("(")), close = str_find(rest, STR(") as")),
                  end = str_find(rest, STR(";\n"));
        assert_true(open > 0 && close > open);
        end = end < 0 ? (ptrdiff_t)rest.n : end;
        struct str body = str_trim(str_sub(rest, (size_t)close + strlen(") as"), (size_t)end));
        ptrdiff_t overload = str_find(body, STR(",\n    (x "));
        overload = overload < 0 ? str_find(body, STR(", (x ")) : overload;
        body = overload < 0 ? body : str_sub(body, 0, (size_t)overload);
        if (str_starts(body, STR("table")) || str_starts(body, STR("coalesce(")))
            continue;
        char name[64];
        snprintf(name, sizeof name, "%.*s(", (int)open, rest.p);
        bool repeats = body_repeats(str_sub(rest, (size_t)open + 1, (size_t)close), body);
        if (template_repeats(name) != repeats)
            fail_msg("%s) %s", name, repeats ? "names a parameter twice" : "names no parameter twice");
    }
    assert_true(macros > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_repeated_parameters)};
    return cmocka_run_group_tests_name("prelude", tests, NULL, NULL);
}
