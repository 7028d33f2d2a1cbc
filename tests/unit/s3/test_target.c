/* Addresses, endpoints and regions to hosts and paths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "s3/target.h"

static const struct {
    const char *url, *endpoint, *region;
    const char *scheme, *host, *path; /* for the key `k`; scheme NULL: an error */
    const char *below;                /* the path of the url */
} cases[] = {
    {"s3://my-bucket/a/b", "", "", "https", "my-bucket.s3.us-east-1.amazonaws.com", "/k", "a/b"},
    {"s3://my-bucket", "", "eu-central-1", "https", "my-bucket.s3.eu-central-1.amazonaws.com", "/k", ""},
    {"S3://my-bucket/", "", "", "https", "my-bucket.s3.us-east-1.amazonaws.com", "/k", ""},
    {"s3://my.bucket/a", "", "", "https", "s3.us-east-1.amazonaws.com", "/my.bucket/k", "a"},
    {"s3://MyBucket/a", "", "", "https", "s3.us-east-1.amazonaws.com", "/MyBucket/k", "a"},
    {"s3gov://b-1/a//", "", "", "https", "b-1.s3.us-gov-west-1.amazonaws.com", "/k", "a//"},
    {"s3china://b-1/", "", "cn-northwest-1", "https", "b-1.s3.cn-northwest-1.amazonaws.com.cn", "/k", ""},
    {"s3compat://b-1/x", "Storage.Example.com", "", "https", "storage.example.com", "/b-1/k", "x"},
    {"s3compat://b-1/x", "", "", NULL, NULL, NULL, NULL},
    {"s3://b-1/x", "http://127.0.0.1:9000/", "", "http", "127.0.0.1:9000", "/b-1/k", "x"},
    {"s3://b-1/x", "https://h:443", "", "https", "h", "/b-1/k", "x"},
    {"s3://b-1/x", "http://h:80", "", "http", "h", "/b-1/k", "x"},
    {"s3://b-1/x", "http://[::1]:80", "", "http", "[::1]", "/b-1/k", "x"},
    {"s3://b-1/x", "https://user@h", "", NULL, NULL, NULL, NULL},
    {"s3://b-1/x", "https://h/path", "", NULL, NULL, NULL, NULL},
    {"s3://b-1/x", "h\r\nX: y", "", NULL, NULL, NULL, NULL},
    {"s3://b-1/x", "http://", "", NULL, NULL, NULL, NULL},
    {"s3://b-1/x", "", "evil.com/", NULL, NULL, NULL, NULL},
    {"s3://", "", "", NULL, NULL, NULL, NULL},
    {"s3:///x", "", "", NULL, NULL, NULL, NULL},
    {"s3://b@h/x", "", "", NULL, NULL, NULL, NULL},
    {"gcs://b-1/x", "", "", NULL, NULL, NULL, NULL},
    {"", "", "", NULL, NULL, NULL, NULL},
};

static void test_addresses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        struct s3_target t;
        struct str below, host, path;
        bool ok = s3_target_read(&a, str_from(cases[i].url), str_from(cases[i].endpoint), str_from(cases[i].region), &t,
                                 &below, &err);
        print_message("# %s\n", cases[i].url);
        assert_int_equal(ok, cases[i].scheme != NULL);
        assert_int_equal(ok, !err.set);
        if (!ok)
            continue;
        s3_target_address(&a, &t, STR("k"), &host, &path);
        assert_string_equal(str_cstr(&a, t.scheme), cases[i].scheme);
        assert_string_equal(str_cstr(&a, host), cases[i].host);
        assert_string_equal(str_cstr(&a, path), cases[i].path);
        assert_string_equal(str_cstr(&a, below), cases[i].below);
    }
}

static void test_environment(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct s3_target t;
    struct str below;
    setenv("AWS_DEFAULT_REGION", "eu-west-1", 1);
    setenv("AWS_ENDPOINT_URL", "http://localhost:1", 1);
    assert_true(s3_target_read(&a, STR("s3://bucket"), STR_NULL, STR_NULL, &t, &below, &err));
    assert_string_equal(str_cstr(&a, t.host), "localhost:1");
    assert_string_equal(str_cstr(&a, t.region), "eu-west-1");
    setenv("AWS_REGION", "eu-west-2", 1);
    assert_true(s3_target_read(&a, STR("s3gov://bucket"), STR_NULL, STR_NULL, &t, &below, &err));
    assert_string_equal(str_cstr(&a, t.host), "s3.eu-west-2.amazonaws.com");
    assert_true(s3_target_read(&a, STR("s3gov://bucket"), STR_NULL, STR("us-gov-east-1"), &t, &below, &err));
    assert_string_equal(str_cstr(&a, t.region), "eu-west-2");
    unsetenv("AWS_REGION");
    unsetenv("AWS_DEFAULT_REGION");
    unsetenv("AWS_ENDPOINT_URL");
}

static void test_another_region(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct s3_target t;
    struct str below, host, path;
    assert_true(s3_target_read(&a, STR("s3://bucket"), STR_NULL, STR_NULL, &t, &below, &err));
    s3_target_move(&a, &t, STR("ap-south-1"));
    s3_target_address(&a, &t, STR_NULL, &host, &path);
    assert_string_equal(str_cstr(&a, host), "bucket.s3.ap-south-1.amazonaws.com");
    assert_string_equal(str_cstr(&a, path), "/");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_environment),
        cmocka_unit_test(test_another_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
