/* What is hidden of a statement, and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "sql/secrets.h"

static void hides_values(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"select 1", "select 1"},
        {"aws_secret_key = 'x/+y'", "aws_secret_key = '****'"},
        {"(AWS_KEY_ID='k' AWS_SECRET_KEY='x' AWS_TOKEN='it''s\\'x')",
         "(AWS_KEY_ID='k' AWS_SECRET_KEY='****' AWS_TOKEN='****')"},
        {"(aws_key_id='' aws_secret_key='' aws_token='x')", "(aws_key_id='' aws_secret_key='****' aws_token='****')"},
        {"execute immediate 'aws_secret_key=''x'' aws_token = ''y'')'",
         "execute immediate 'aws_secret_key='****' aws_token = '****')'"},
        {"master_key = $$x$$ y", "master_key = '****' y"},
        {"aws_token\n=\t\"x\", z", "aws_token\n=\t'****', z"},
        {"aws_token = x/y) z", "aws_token = '****') z"},
        {"aws_token = 'unfinished", "aws_token = '****'"},
        {"aws_token =", "aws_token ="},
        {"my_aws_token = 'x' aws_tokens = 'y' aws_token 'z'", "my_aws_token = 'x' aws_tokens = 'y' aws_token 'z'"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ARENA_SCOPE struct arena a = {0};
        struct str hidden = secrets_hidden(&a, str_from(texts[i][0]));
        assert_int_equal(hidden.n, strlen(texts[i][1]));
        assert_memory_equal(hidden.p, texts[i][1], hidden.n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(hides_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
