/* Where keys come from: each link of the chain, their order, their end; with files in a directory of the test's own and
 * a server in the place of the metadata services. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "s3/credentials.h"
#include "server.h"

#define START INT64_C(1700000000000000) /* 2023-11-14T22:13:20Z */

static char directory[] = "/tmp/freshet-credentials-XXXXXX";

static const char *const variables[] = {
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_CONFIG_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT",
};

static int set_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
    setenv("HOME", directory, 1);
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    return 0;
}

static const char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static void write_file(const char *variable, const char *name, const char *text)
{
    FILE *f = fopen(path_of(name), "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    setenv(variable, path_of(name), 1);
}

/* `id secret token`, or the error. */
static void assert_keys(struct s3_credentials *c, const char *expected)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct s3_keys k;
    if (s3_credentials_get(c, &a, &k, &err))
        assert_string_equal(str_printf(&a, "%.*s %.*s %.*s", STR_FMT(k.id), STR_FMT(k.secret), STR_FMT(k.token)).p,
                            expected);
    else
        assert_string_equal(err.message, expected);
}

static void assert_chain(const char *expected)
{
    struct clock clock;
    clock_init_virtual(&clock, START);
    struct s3_credentials *c = s3_credentials_chain(&clock);
    assert_keys(c, expected);
    s3_credentials_free(c);
}

#define FAILURE(why) "Failure using stage area. Cause: [" why "]"

static void test_given(void **state)
{
    (void)state;
    setenv("AWS_ACCESS_KEY_ID", "no", 1);
    struct s3_credentials *c = s3_credentials_given(&(struct s3_keys){STR("i"), STR("s"), STR("t")});
    assert_keys(c, "i s t");
    s3_credentials_expired(c);
    assert_keys(c, "i s t");
    s3_credentials_free(c);
    c = s3_credentials_given(&(struct s3_keys){STR("i"), STR("s\r\nX: y"), STR("t")});
    assert_keys(c, FAILURE("The AWS keys have characters that no key has"));
    s3_credentials_free(c);
    s3_credentials_free(NULL);
}

static void test_environment(void **state)
{
    (void)state;
    assert_chain("  ");
    setenv("AWS_ACCESS_KEY_ID", "i", 1);
    assert_chain(FAILURE("The environment has half a pair of AWS keys"));
    setenv("AWS_SECRET_ACCESS_KEY", "s", 1);
    assert_chain("i s ");
    setenv("AWS_SESSION_TOKEN", "t", 1);
    assert_chain("i s t");
}

static void test_profiles(void **state)
{
    (void)state;
    write_file("AWS_SHARED_CREDENTIALS_FILE", "credentials",
               "; a comment\n[default]\r\naws_access_key_id = di\r\nAWS_SECRET_ACCESS_KEY=d=s # not this\r\n"
               "junk\n[other]\naws_access_key_id=oi\n[ half ]\naws_access_key_id = x\n[broken\n");
    write_file("AWS_CONFIG_FILE", "config",
               "[default]\nregion = eu-west-1\naws_access_key_id = not this\n"
               "[profile  other]\naws_secret_access_key = os\naws_session_token = ot\ns3 =\n  aws_session_token = no\n"
               "[profile role]\nrole_arn = arn:x\nsource_profile = default\n[process]\ncredential_process = x\n"
               "[profile process]\ncredential_process = echo\n");
    assert_chain("di d=s ");
    setenv("AWS_PROFILE", "other", 1);
    assert_chain("oi os ot");
    setenv("AWS_PROFILE", "half", 1);
    assert_chain(FAILURE("The AWS profile has half a pair of AWS keys"));
    setenv("AWS_PROFILE", "none", 1);
    assert_chain(FAILURE("There is no AWS profile 'none'"));
    setenv("AWS_PROFILE", "role", 1);
    assert_chain("Unsupported feature 'role_arn of an AWS profile'.");
    setenv("AWS_PROFILE", "process", 1);
    assert_chain("Unsupported feature 'credential_process of an AWS profile'.");

    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct str region;
    unsetenv("AWS_PROFILE");
    assert_true(s3_profile_setting(&a, STR("region"), &region, &err));
    assert_string_equal(str_cstr(&a, region), "eu-west-1");
}

static void test_web_identity_is_refused(void **state)
{
    (void)state;
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", "/x", 1);
    assert_chain("Unsupported feature 'AWS_WEB_IDENTITY_TOKEN_FILE'.");
}

/* Both services: a container's at /keys, a machine's below /latest. */
struct services {
    const char *body; /* of the keys; NULL: good ones, i0, i1 … until 23:13:20 */
    bool fails, no_role;
    int asked;
};

static void say_keys(struct services *s, struct server_reply *r)
{
    ARENA_SCOPE struct arena a = {0};
    if (s->fails)
        server_say(r, 500, "", STR(""));
    else if (s->body)
        server_say(r, 200, "", str_from(s->body));
    else
        server_say(r, 200, "",
                   str_printf(&a,
                              "{\"AccessKeyId\":\"i%d\",\"SecretAccessKey\":\"s\",\"Token\":\"t\","
                              "\"Expiration\":\"2023-11-14T23:13:20Z\"}",
                              s->asked));
    s->asked += !s->fails;
}

static void answer(void *ctx, const struct server_request *q, struct server_reply *r)
{
    struct services *s = ctx;
    if (str_eq(q->target, STR("/keys"))) {
        assert_true(str_eq(server_header(q, "Authorization"), STR("secret word")));
        say_keys(s, r);
    } else if (str_eq(q->target, STR("/latest/api/token"))) {
        assert_true(str_eq(q->method, STR("PUT")));
        assert_true(server_header(q, "X-aws-ec2-metadata-token-ttl-seconds").n > 0);
        server_say(r, 200, "", STR("session"));
    } else {
        assert_true(str_eq(server_header(q, "X-aws-ec2-metadata-token"), STR("session")));
        if (str_eq(q->target, STR("/latest/meta-data/iam/security-credentials/")))
            server_say(r, s->no_role ? 404 : 200, "", STR("role+1\n"));
        else if (str_eq(q->target, STR("/latest/meta-data/iam/security-credentials/role%2B1")))
            say_keys(s, r);
        else
            server_say(r, 404, "", STR(""));
    }
}

static void set_container(const struct server *server)
{
    char uri[128];
    snprintf(uri, sizeof uri, "%s/keys", server_url(server));
    setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri, 1);
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "secret word", 1);
}

static void test_container(void **state)
{
    (void)state;
    struct services s = {0};
    struct server *server = server_start(answer, &s);
    set_container(server);
    assert_chain("i0 s t");
    unsetenv("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    write_file("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "token", "secret word\n");
    assert_chain("i1 s t");
    static const char *const bad[] = {"",
                                      "{",
                                      "[]",
                                      "{\"AccessKeyId\":1,\"SecretAccessKey\":\"s\"}",
                                      "{\"AccessKeyId\":\"i\"}",
                                      "{\"AccessKeyId\":\"i\",\"SecretAccessKey\":\"s\",\"Expiration\":\"soon\"}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        s.body = bad[i];
        assert_chain(FAILURE("The server of credentials gave no keys"));
    }
    s.fails = true;
    assert_chain(FAILURE("The server of the container's credentials answered with status code 500"));
    server_stop(server);
    setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1@198.51.100.1/keys", 1);
    assert_chain(FAILURE("The address of the container's credentials is neither https nor this machine's"));
}

static void test_instance(void **state)
{
    (void)state;
    struct services s = {0};
    struct server *server = server_start(answer, &s);
    setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", server_url(server), 1);
    assert_chain("  ");
    assert_int_equal(server_requests(server), 0);
    unsetenv("AWS_EC2_METADATA_DISABLED");
    assert_chain("i0 s t");
    s.no_role = true;
    assert_chain("  ");
    server_stop(server);
}

static void test_keys_end(void **state)
{
    (void)state;
    struct services s = {0};
    struct server *server = server_start(answer, &s);
    struct clock clock;
    set_container(server);
    clock_init_virtual(&clock, START);
    struct s3_credentials *c = s3_credentials_chain(&clock);
    assert_keys(c, "i0 s t");
    assert_keys(c, "i0 s t");
    assert_int_equal(s.asked, 1);
    /* the keys end at 23:13:20; from five minutes before new ones are asked for, which end at the same time */
    clock_advance_to(&clock, START + 3301 * MICROS_PER_SECOND);
    s.fails = true;
    assert_keys(c, "i0 s t");
    int requests = server_requests(server);
    assert_keys(c, "i0 s t"); /* not at once again */
    assert_int_equal(server_requests(server), requests);
    s.fails = false;
    clock_advance_to(&clock, START + 3340 * MICROS_PER_SECOND);
    assert_keys(c, "i1 s t");
    assert_keys(c, "i1 s t");
    s3_credentials_expired(c);
    assert_keys(c, "i2 s t");
    s.fails = true;
    s3_credentials_expired(c);
    assert_keys(c, FAILURE("The server of the container's credentials answered with status code 500"));
    s3_credentials_free(c);
    server_stop(server);
}

static int make_directory(void **state)
{
    (void)state;
    return mkdtemp(directory) ? 0 : -1;
}

static int remove_directory(void **state)
{
    static const char *const names[] = {"credentials", "config", "token"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(path_of(names[i]));
    return rmdir(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_given, set_up),     cmocka_unit_test_setup(test_environment, set_up),
        cmocka_unit_test_setup(test_profiles, set_up),  cmocka_unit_test_setup(test_web_identity_is_refused, set_up),
        cmocka_unit_test_setup(test_container, set_up), cmocka_unit_test_setup(test_instance, set_up),
        cmocka_unit_test_setup(test_keys_end, set_up),
    };
    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
