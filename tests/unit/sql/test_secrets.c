/* What is taken from the text of statements, and what stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sql/secrets.h"

static const struct {
    const char *text, *masked, *blotted;
} texts[] = {
    {"select 1", "select 1", "select 1"},
    {"aws_secret_key = 'abc'", "aws_secret_key = '****'", "aws_secret_key = '***'"},
    {"aws_secret_key=''", "aws_secret_key=''", "aws_secret_key=''"},
    {"aws_secret_key='' aws_key_id='k' x='y'", "aws_secret_key='' aws_key_id='****' x='y'",
     "aws_secret_key='' aws_key_id='*' x='y'"},
    {"MASTER_KEY = $$a$b$$;", "MASTER_KEY = $$****$$;", "MASTER_KEY = $$***$$;"},
    {"\"AWS_TOKEN\" -- it\n= 'a''b\\'c', e='f'", "\"AWS_TOKEN\" -- it\n= '****', e='f'",
     "\"AWS_TOKEN\" -- it\n= '*******', e='f'"},
    {"credentials=('a', 'b')", "credentials=('****', '****')", "credentials=('*', '*')"},
    {"credentials=(\"AWS_TOKEN\"='a')", "credentials=(\"AWS_TOKEN\"='****')", "credentials=(\"AWS_TOKEN\"='*')"},
    {"f(\"aws_token='a' x='y'\")", "f(\"aws_token='****' x='y'\")", "f(\"aws_token='*' x='y'\")"},
    {"'aws_token=''ab'' x'", "'aws_token=''****'' x'", "'aws_token=''**'' x'"},
    {"'aws_token=\\'ab\\' x'", "'aws_token=\\'****\\' x'", "'aws_token=\\'**\\' x'"},
    {"aws_token = a+b/c) x", "aws_token = ****) x", "aws_token = *****) x"},
    {"aws_token = 'a\nb", "aws_token = '****", "aws_token = '*\n*"},
    {"aws_token", "aws_token", "aws_token"},
    {"aws_token =", "aws_token =", "aws_token ="},
    {"my_aws_token = 'a', aws_tokens = 'b'", "my_aws_token = 'a', aws_tokens = '****'",
     "my_aws_token = 'a', aws_tokens = '*'"},
    {"AWS_SECRET_ACCESS_KEY='a' aws_key='b' aws_secrett = 'c'",
     "AWS_SECRET_ACCESS_KEY='****' aws_key='****' aws_secrett = '****'",
     "AWS_SECRET_ACCESS_KEY='*' aws_key='*' aws_secrett = '*'"},
    {"aws_sns_topic='a' azure_tenant_id='b' key='c' token='d'",
     "aws_sns_topic='a' azure_tenant_id='b' key='c' token='d'",
     "aws_sns_topic='a' azure_tenant_id='b' key='c' token='d'"},
    {"credentials = (aws_role = 'r')", "credentials = (aws_role = 'r')", "credentials = (aws_role = 'r')"},
};

static void test_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ARENA_SCOPE struct arena a = {0};
        struct str text = str_from(texts[i].text);
        assert_string_equal(str_cstr(&a, secrets_masked(&a, text)), texts[i].masked);
        assert_string_equal(str_cstr(&a, secrets_blotted(&a, text)), texts[i].blotted);
    }
}

static void test_errors(void **state)
{
    ERR_SCOPE struct err err = {0}, other = {0};
    struct str text = STR("x credentials = (aws_token = 'key' master_key = 'long enough')");
    (void)state;
    assert_false(err_set(&err, 1, "42000", "unexpected 'key', monkey, long enough, 'long enough'"));
    secrets_mask_error(text, &err);
    assert_string_equal(err.message, "unexpected '****', monkey, ****, '****'");
    secrets_mask_error(text, &other);
    assert_false(other.set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
