/* The examples of Amazon's page "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)",
 * and what the target of a request looks like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "s3/sign.h"

#define HOST "examplebucket.s3.amazonaws.com"
static const struct s3_keys keys = {STR("AKIAIOSFODNN7EXAMPLE"), STR("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
                                    STR("")};

static struct str header(const struct s3_signed *s, struct str name)
{
    for (size_t i = 0; i < s->headers; i++) {
        if (str_eq(s->header[i].name, name))
            return s->header[i].value;
    }
    return STR_NULL;
}

static void sign(struct arena *a, const struct s3_request *r, const struct s3_keys *who, struct s3_signed *ret)
{
    int64_t now;
    assert_true(clock_utc_parse(STR("2013-05-24T00:00:00Z"), &now));
    s3_sign(a, r, who, STR("us-east-1"), now, ret);
}

static void assert_signature(const struct s3_signed *s, const char *names, const char *signature)
{
    ARENA_SCOPE struct arena a = {0};
    struct str expected = str_printf(&a,
                                     "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/"
                                     "aws4_request,SignedHeaders=%s,Signature=%s",
                                     names, signature);
    assert_string_equal(str_cstr(&a, header(s, STR("authorization"))), expected.p);
}

static void test_get_with_range(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct s3_signed s;
    const struct s3_pair range = {STR("range"), STR("bytes=0-9")};
    sign(&a, &(struct s3_request){"GET", STR(HOST), STR("/test.txt"), NULL, 0, &range, 1, STR("")}, &keys, &s);
    assert_signature(&s, "host;range;x-amz-content-sha256;x-amz-date",
                     "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    assert_string_equal(str_cstr(&a, header(&s, STR("x-amz-date"))), "20130524T000000Z");
}

static void test_put(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct s3_signed s;
    const struct s3_pair headers[] = {{STR("x-amz-storage-class"), STR("REDUCED_REDUNDANCY")},
                                      {STR("date"), STR("Fri, 24 May 2013 00:00:00 GMT")}};
    sign(&a,
         &(struct s3_request){"PUT", STR(HOST), STR("/test$file.text"), NULL, 0, headers, 2,
                              STR("Welcome to Amazon S3.")},
         &keys, &s);
    assert_signature(&s, "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                     "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    assert_string_equal(str_cstr(&a, s.target), "/test%24file.text");
}

static void test_parameter_without_value(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct s3_signed s;
    const struct s3_pair lifecycle = {STR("lifecycle"), STR("")};
    sign(&a, &(struct s3_request){"GET", STR(HOST), STR("/"), &lifecycle, 1, NULL, 0, STR("")}, &keys, &s);
    assert_signature(&s, "host;x-amz-content-sha256;x-amz-date",
                     "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    assert_string_equal(str_cstr(&a, s.target), "/?lifecycle=");
}

static void test_parameters_are_sorted(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct s3_signed s;
    const struct s3_pair parameters[] = {{STR("prefix"), STR("J")}, {STR("max-keys"), STR("2")}};
    sign(&a, &(struct s3_request){"GET", STR(HOST), STR("/"), parameters, 2, NULL, 0, STR("")}, &keys, &s);
    assert_signature(&s, "host;x-amz-content-sha256;x-amz-date",
                     "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    assert_string_equal(str_cstr(&a, s.target), "/?max-keys=2&prefix=J");
}

static void test_token_is_signed(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct s3_signed s;
    struct s3_keys with_token = keys;
    with_token.token = STR("AQoDYXdz/+==");
    sign(&a, &(struct s3_request){"GET", STR(HOST), STR("/"), NULL, 0, NULL, 0, STR("")}, &with_token, &s);
    assert_true(str_find(header(&s, STR("authorization")),
                         STR("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,")) > 0);
    assert_string_equal(str_cstr(&a, header(&s, STR("x-amz-security-token"))), "AQoDYXdz/+==");
}

static void test_anonymous(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct s3_signed s;
    const struct s3_keys nobody = {0};
    sign(&a, &(struct s3_request){"GET", STR(HOST), STR("/x"), NULL, 0, NULL, 0, STR("")}, &nobody, &s);
    assert_int_equal(s.headers, 1);
    assert_string_equal(str_cstr(&a, header(&s, STR("host"))), HOST);
}

static void test_encoding(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct s3_signed s;
    const struct s3_pair parameters[] = {{STR("b"), STR("x y+z&=/~%41")}, {STR("a-"), STR("2")}, {STR("a"), STR("1")}};
    sign(&a,
         &(struct s3_request){"GET", STR(HOST), STR("/a b+c%41/\xC3\xA9//../~_-.?#&=\0"), parameters, 3, NULL, 0,
                              STR("")},
         &keys, &s);
    assert_string_equal(str_cstr(&a, s.target), "/a%20b%2Bc%2541/%C3%A9//../~_-.%3F%23%26%3D%00"
                                                "?a=1&a-=2&b=x%20y%2Bz%26%3D%2F~%2541");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_get_with_range),
        cmocka_unit_test(test_put),
        cmocka_unit_test(test_parameter_without_value),
        cmocka_unit_test(test_parameters_are_sorted),
        cmocka_unit_test(test_token_is_signed),
        cmocka_unit_test(test_anonymous),
        cmocka_unit_test(test_encoding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
