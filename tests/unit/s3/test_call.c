/* One request against a server that fails in every way: what is tried again, what is followed, what is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bucket.h"

#define EMPTY_PAGE "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"

/* A status for each request, the last for all others; 0: it says nothing and closes, -1: it says nothing, -2: half an
 * answer. */
struct script {
    const int *status;
    int n;
};

static void play(void *ctx, const struct server_request *q, struct server_reply *r)
{
    const struct script *s = ctx;
    int status = s->status[q->number < s->n ? q->number : s->n - 1];
    switch (status) {
    case 0:
        r->close = true;
        break;
    case -1:
        r->hang = true;
        break;
    case -2:
        buf_adds(&r->bytes, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<ListBucket");
        r->close = true;
        break;
    case 200:
        server_say(r, 200, "", STR(EMPTY_PAGE));
        break;
    case 400:
        server_complain(r, 400, "", "RequestTimeout", "Your socket connection was idle.");
        break;
    case 401:
        server_complain(r, 400, "", "ExpiredToken", "The provided token has expired.");
        break;
    case 403:
        server_complain(r, 403, "", "AccessDenied", "Access Denied");
        break;
    case 404:
        server_complain(r, 404, "", "NoSuchBucket", "The specified bucket does not exist");
        break;
    case 409:
        server_complain(r, 409, "", "X\nY", "told SECRET-KEY to <![CDATA[\xC3\xA9 &]]>");
        break;
    default:
        server_say(r, status, "", STR("<html>no XML"));
        break;
    }
}

static const struct {
    int status[6], n;
    int requests;      /* how many there are */
    const char *cause; /* NULL: it works */
} scripts[] = {
    {{200}, 1, 1, NULL},
    {{503, 200}, 2, 2, NULL},
    {{500, 502, 504, 200}, 4, 4, NULL},
    {{429, 408, 200}, 3, 3, NULL},
    {{400, 200}, 2, 2, NULL},
    {{0, 200}, 2, 2, NULL},
    {{-1, 200}, 2, 2, NULL},
    {{-2, -2, 200}, 3, 3, NULL},
    {{503}, 1, 4, "Service Unavailable (Status Code: 503; Error Code: 503 Service Unavailable)"},
    {{403}, 1, 1, "Access Denied (Status Code: 403; Error Code: AccessDenied)"},
    {{404}, 1, 1, "The specified bucket does not exist (Status Code: 404; Error Code: NoSuchBucket)"},
    {{401, 200}, 2, 2, NULL},
    {{401}, 1, 2, "The provided token has expired. (Status Code: 400; Error Code: ExpiredToken)"},
    {{405}, 1, 1, "Method Not Allowed (Status Code: 405; Error Code: 405 Method Not Allowed)"},
    {{418}, 1, 1, "Unexpected answer (Status Code: 418; Error Code: 418 Unexpected answer)"},
    {{501}, 1, 1, "Unexpected answer (Status Code: 501; Error Code: 501 Unexpected answer)"},
    {{409}, 1, 1, "told **** to \xC3\xA9 & (Status Code: 409; Error Code: X Y)"},
    {{-1}, 1, 4, "Unable to execute HTTP request: Read timed out: no byte in 150 ms"},
    {{302}, 1, 1, "Unexpected answer (Status Code: 302; Error Code: 302 Unexpected answer)"},
};

static void test_scripts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        struct bucket b;
        struct script script = {scripts[i].status, scripts[i].n};
        struct s3_objects objects;
        print_message("# %d, %d\n", scripts[i].status[0], scripts[i].status[1]);
        bucket_open(&b, play, &script, NULL);
        bool ok = s3_list(b.client, &b.arena, STR("p"), &objects, &b.err);
        assert_int_equal(server_requests(b.server), scripts[i].requests);
        assert_int_equal(ok, scripts[i].cause == NULL);
        if (!ok)
            bucket_assert_failed(&b, scripts[i].cause);
        bucket_close(&b);
    }
}

static void test_nobody_there(void **state)
{
    (void)state;
    struct bucket b;
    struct s3_target target;
    struct str path;
    struct s3_objects objects;
    bucket_open(&b, play, NULL, NULL);
    s3_client_free(b.client);
    /* nobody listens on port 1 */
    assert_true(s3_target_read(&b.arena, STR("s3://bucket/"), STR("http://127.0.0.1:1"), STR("us-east-1"), &target,
                               &path, &b.err));
    const struct s3_patience once = {2, 1, 1, 500, 500};
    const struct s3_options options = {.patience = &once};
    b.client = s3_client_new(&target, b.credentials, &b.clock, &options);
    assert_false(s3_list(b.client, &b.arena, STR_NULL, &objects, &b.err));
    assert_non_null(strstr(b.err.message, "Cause: [Unable to execute HTTP request: Failed to connect to 127.0.0.1"));
    bucket_close(&b);
}

static bool signed_for(const struct server_request *q, struct str region)
{
    ARENA_SCOPE struct arena a = {0};
    return str_find(server_header(q, "authorization"), str_printf(&a, "/%.*s/s3/aws4_request,", STR_FMT(region))) > 0;
}

static void answer_of_another_region(void *ctx, const struct server_request *q, struct server_reply *r)
{
    if (signed_for(q, STR("eu-west-1")))
        server_say(r, 200, "", STR(EMPTY_PAGE));
    else if (str_eq(*(struct str *)ctx, STR("header")))
        server_complain(r, 301, "x-amz-bucket-region: eu-west-1\r\n", "PermanentRedirect", "elsewhere");
    else
        server_say(r, 400, "",
                   STR("<Error><Code>AuthorizationHeaderMalformed</Code><Message>m</Message>"
                       "<Region>eu-west-1</Region></Error>"));
}

static void test_region_is_followed_and_remembered(void **state)
{
    (void)state;
    static const char *const ways[] = {"header", "body"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct bucket b;
        struct s3_objects objects;
        struct str way = str_from(ways[i]);
        bucket_open(&b, answer_of_another_region, &way, NULL);
        assert_true(s3_list(b.client, &b.arena, STR_NULL, &objects, &b.err));
        assert_int_equal(server_requests(b.server), 2);
        assert_true(s3_list(b.client, &b.arena, STR_NULL, &objects, &b.err));
        assert_int_equal(server_requests(b.server), 3);
        bucket_close(&b);
    }
}

static void answer_that_goes_round(void *ctx, const struct server_request *q, struct server_reply *r)
{
    (void)ctx;
    server_complain(r, 301, q->number % 2 ? "x-amz-bucket-region: eu-west-1\r\n" : "x-amz-bucket-region: eu-west-2\r\n",
                    "PermanentRedirect", "elsewhere");
}

static void test_region_is_followed_once(void **state)
{
    (void)state;
    struct bucket b;
    struct s3_objects objects;
    bucket_open(&b, answer_that_goes_round, NULL, NULL);
    assert_false(s3_list(b.client, &b.arena, STR_NULL, &objects, &b.err));
    assert_int_equal(server_requests(b.server), 2);
    bucket_assert_failed(&b, "elsewhere (Status Code: 301; Error Code: PermanentRedirect)");
    bucket_close(&b);
}

/* Three pages of one object each; the tokens are not to be changed on their way. With ctx the token stays the same. */
static void answer_pages(void *ctx, const struct server_request *q, struct server_reply *r)
{
    ARENA_SCOPE struct arena a = {0};
    struct str token = str_printf(&a, "continuation-token=%%2F%%2B%%20%%3D%%26%d&", ctx ? 1 : q->number);
    if (q->number == 0)
        assert_true(str_eq(q->target, STR("/bucket?encoding-type=url&list-type=2&prefix=p%20%2B%2F")));
    else
        assert_true(str_find(q->target, token) > 0);
    struct str next = str_printf(&a,
                                 "<IsTruncated>true</IsTruncated>"
                                 "<NextContinuationToken>/+ =&amp;%d</NextContinuationToken>",
                                 ctx ? 1 : q->number + 1);
    server_say(r, 200, "",
               str_printf(&a,
                          "<ListBucketResult><EncodingType>url</EncodingType>%s<Contents><Key>p+%%2B/%d</Key>"
                          "<Size>%d</Size><LastModified>2020-01-01T00:00:00.000Z</LastModified><ETag>\"e\"</ETag>"
                          "</Contents></ListBucketResult>",
                          ctx || q->number < 2 ? next.p : "", q->number, q->number));
}

static bool take_two(void *ctx, const struct s3_object *object)
{
    assert_true(str_starts(object->key, STR("p +/")));
    return ++*(int *)ctx < 2;
}

static void test_pages(void **state)
{
    (void)state;
    struct bucket b;
    struct s3_objects objects;
    int taken = 0;
    bucket_open(&b, answer_pages, NULL, NULL);
    assert_true(s3_list(b.client, &b.arena, STR("p +/"), &objects, &b.err));
    assert_int_equal(objects.n, 3);
    assert_true(str_eq(objects.at[2].key, STR("p +/2")) && objects.at[2].size == 2);
    assert_int_equal(server_requests(b.server), 3);
    bucket_close(&b);
    bucket_open(&b, answer_pages, NULL, NULL);
    assert_true(s3_list_each(b.client, STR("p +/"), take_two, &taken, &b.err));
    assert_int_equal(taken, 2);
    assert_int_equal(server_requests(b.server), 2);
    bucket_close(&b);
    bucket_open(&b, answer_pages, &taken, NULL);
    assert_false(s3_list(b.client, &b.arena, STR("p +/"), &objects, &b.err));
    bucket_assert_failed(&b, "The list of the files does not come to an end");
    bucket_close(&b);
}

static void answer_heads(void *ctx, const struct server_request *q, struct server_reply *r)
{
    (void)ctx;
    if (str_eq(q->target, STR("/bucket/none")))
        buf_adds(&r->bytes, "HTTP/1.1 404 Not Found\r\n\r\n");
    else if (str_eq(q->target, STR("/bucket/denied")))
        buf_adds(&r->bytes, "HTTP/1.1 403 Forbidden\r\n\r\n");
    else if (str_eq(q->target, STR("/bucket/strange")))
        buf_adds(&r->bytes, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    else
        buf_adds(&r->bytes, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nETag: \"e-1\"\r\n"
                            "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT\r\n\r\n");
    r->close = true;
}

static void test_head(void **state)
{
    (void)state;
    struct bucket b;
    struct s3_object object;
    bool found;
    bucket_open(&b, answer_heads, NULL, NULL);
    assert_true(s3_head(b.client, &b.arena, STR("a"), &object, &found, &b.err));
    assert_true(found && object.size == 12 && str_eq(object.etag, STR("e-1")));
    assert_true(object.modified == INT64_C(1445412480) * MICROS_PER_SECOND);
    assert_true(s3_head(b.client, &b.arena, STR("none"), &object, &found, &b.err));
    assert_false(found);
    assert_false(s3_head(b.client, &b.arena, STR("denied"), &object, &found, &b.err));
    bucket_assert_failed(&b, "Forbidden (Status Code: 403; Error Code: 403 Forbidden)");
    assert_false(s3_head(b.client, &b.arena, STR("strange"), &object, &found, &b.err));
    bucket_assert_failed(&b, "The answer has no size or no time of the file");
    bucket_close(&b);
}

static void answer_deletes(void *ctx, const struct server_request *q, struct server_reply *r)
{
    (void)ctx;
    assert_true(str_eq(q->method, STR("DELETE")));
    if (str_eq(q->target, STR("/bucket/none")))
        server_complain(r, 404, "", "NoSuchKey", "none");
    else
        buf_adds(&r->bytes, "HTTP/1.1 204 No Content\r\n\r\n");
}

static void test_delete(void **state)
{
    (void)state;
    struct bucket b;
    bucket_open(&b, answer_deletes, NULL, NULL);
    assert_true(s3_delete(b.client, STR("a"), &b.err));
    assert_true(s3_delete(b.client, STR("none"), &b.err));
    bucket_close(&b);
}

static bool at_once(void *ctx)
{
    (void)ctx;
    return true;
}

static void test_stop(void **state)
{
    (void)state;
    static const int never = -1;
    struct script script = {&never, 1};
    struct bucket b;
    bucket_open(&b, play, &script, at_once);
    assert_false(s3_delete(b.client, STR("a"), &b.err));
    assert_int_equal(b.err.code, 604);
    assert_string_equal(b.err.sqlstate, "57014");
    bucket_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_nobody_there),
        cmocka_unit_test(test_region_is_followed_and_remembered),
        cmocka_unit_test(test_region_is_followed_once),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_delete),
        cmocka_unit_test(test_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
