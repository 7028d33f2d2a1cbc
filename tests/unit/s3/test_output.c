/* Writing to a server that keeps one object: at one stroke, in parts, given up, and with answers that fail or are lost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "bucket.h"
#include "s3/output.h"

/* What happens to the answer of the request that the trouble is about. */
enum trouble {
    NONE,
    PUT_BUSY,
    PUT_DENIED,
    PART_BUSY,
    PART_DENIED,
    COMPLETE_BUSY,
    COMPLETE_FAILS,
    COMPLETE_LOST,
    NO_UPLOAD
};

struct store {
    enum trouble trouble;
    const char *encryption, *key_id; /* asked of the object; NULL: not looked at */
    bool has_upload, has_object, is_troubled;
    int parts, aborts;
    struct buf parts_content, object;
};

static bool once(struct store *s, enum trouble t)
{
    bool is = s->trouble == t && !s->is_troubled;
    s->is_troubled = s->is_troubled || is;
    return is;
}

/* Only the request that makes the object may ask: S3 refuses it of parts. */
static void assert_encryption(const struct store *s, const struct server_request *q, bool makes)
{
    struct str method = server_header(q, "x-amz-server-side-encryption"),
               key_id = server_header(q, "x-amz-server-side-encryption-aws-kms-key-id");
    if (s->encryption)
        assert_true(str_eq(method, makes ? str_from(s->encryption) : STR("")) &&
                    str_eq(key_id, makes ? str_from(s->key_id) : STR("")));
}

static void begin(struct store *s, struct server_reply *r)
{
    s->has_upload = true;
    server_say(r, 200, "",
               s->trouble == NO_UPLOAD
                   ? STR("<x/>")
                   : STR("<InitiateMultipartUploadResult><UploadId>id/+1</UploadId></InitiateMultipartUploadResult>"));
}

static void take_part(struct store *s, const struct server_request *q, struct server_reply *r)
{
    char number[64], etag[64];
    if (once(s, PART_BUSY)) {
        server_complain(r, 503, "", "SlowDown", "slow");
        return;
    }
    if (s->trouble == PART_DENIED && s->parts == 1) {
        server_complain(r, 403, "", "AccessDenied", "Access Denied");
        return;
    }
    snprintf(number, sizeof number, "?partNumber=%d&uploadId=", ++s->parts);
    assert_true(str_find(q->target, str_from(number)) > 0);
    snprintf(etag, sizeof etag, "ETag: \"part-%d\"\r\n", s->parts);
    buf_add(&s->parts_content, q->body);
    server_say(r, 200, etag, STR(""));
}

static void complete(struct store *s, const struct server_request *q, struct server_reply *r)
{
    if (once(s, COMPLETE_BUSY)) {
        server_complain(r, 200, "", "InternalError", "We encountered an internal error. Please try again.");
        return;
    }
    if (s->trouble == COMPLETE_FAILS) {
        server_complain(r, 200, "", "InvalidPart", "One or more of the specified parts could not be found.");
        return;
    }
    if (!s->has_upload) {
        server_complain(r, 404, "", "NoSuchUpload", "The specified upload does not exist.");
        return;
    }
    assert_true(str_find(q->body, STR("<Part><PartNumber>1</PartNumber><ETag>\"part-1\"</ETag></Part>"
                                      "<Part><PartNumber>2</PartNumber><ETag>\"part-2\"</ETag></Part>")) > 0);
    s->has_upload = false;
    s->has_object = true;
    buf_add(&s->object, buf_str(&s->parts_content));
    if (once(s, COMPLETE_LOST))
        r->close = true;
    else
        server_say(
            r, 200, "",
            STR("<CompleteMultipartUploadResult><ETag>&quot;all-3&quot;</ETag></CompleteMultipartUploadResult>"));
}

static void put(struct store *s, const struct server_request *q, struct server_reply *r)
{
    if (once(s, PUT_BUSY)) {
        server_say(r, 500, "", STR(""));
    } else if (s->trouble == PUT_DENIED) {
        server_complain(r, 403, "", "AccessDenied", "Access Denied");
    } else {
        buf_add(&s->object, q->body);
        s->has_object = true;
        server_say(r, 200, "ETag: \"one\"\r\n", STR(""));
    }
}

static void head(struct store *s, struct server_reply *r)
{
    assert_true(s->has_object);
    buf_printf(&r->bytes,
               "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\nETag: \"all-3\"\r\n"
               "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT\r\n\r\n",
               s->object.n);
}

static void answer(void *ctx, const struct server_request *q, struct server_reply *r)
{
    struct store *s = ctx;
    bool has_id = str_ends(q->target, STR("uploadId=id%2F%2B1"));
    assert_true(str_starts(q->target, STR("/bucket/a%20key")));
    assert_encryption(s, q, !has_id && !str_eq(q->method, STR("HEAD")));
    if (str_eq(q->method, STR("HEAD"))) {
        head(s, r);
    } else if (str_eq(q->method, STR("DELETE"))) {
        assert_true(has_id);
        s->aborts++;
        s->has_upload = false;
        buf_adds(&r->bytes, "HTTP/1.1 204 No Content\r\n\r\n");
    } else if (str_eq(q->method, STR("POST"))) {
        if (has_id)
            complete(s, q, r);
        else
            begin(s, r);
    } else if (has_id) {
        take_part(s, q, r);
    } else {
        put(s, q, r);
    }
}

static const struct {
    const char *name;
    enum trouble trouble;
    size_t size;
    const char *etag; /* NULL: it fails */
    const char *cause;
    int parts, aborts;
} cases[] = {
    {"empty", NONE, 0, "one", NULL, 0, 0},
    {"small", NONE, 10, "one", NULL, 0, 0},
    {"just one part", NONE, BUCKET_PART, "one", NULL, 0, 0},
    {"in parts", NONE, 2 * BUCKET_PART + 1, "all-3", NULL, 3, 0},
    {"in whole parts", NONE, 3 * BUCKET_PART, "all-3", NULL, 3, 0},
    {"put, busy", PUT_BUSY, 10, "one", NULL, 0, 0},
    {"put, denied", PUT_DENIED, 10, NULL, "Access Denied (Status Code: 403; Error Code: AccessDenied)", 0, 0},
    {"part, busy", PART_BUSY, 3 * BUCKET_PART, "all-3", NULL, 3, 0},
    {"part, denied", PART_DENIED, 3 * BUCKET_PART, NULL, "Access Denied (Status Code: 403; Error Code: AccessDenied)",
     1, 1},
    {"complete, busy under 200", COMPLETE_BUSY, 3 * BUCKET_PART, "all-3", NULL, 3, 0},
    {"complete, failing under 200", COMPLETE_FAILS, 3 * BUCKET_PART, NULL,
     "One or more of the specified parts could not be found. (Status Code: 200; Error Code: InvalidPart)", 3, 1},
    {"complete, its answer lost", COMPLETE_LOST, 3 * BUCKET_PART, "all-3", NULL, 3, 0},
    {"no id", NO_UPLOAD, 3 * BUCKET_PART, NULL, "The answer has no id of an upload", 0, 0},
};

static bool write_all(struct bucket *b, struct str content, const struct s3_encryption *encryption,
                      struct str *ret_etag)
{
    struct s3_output *out = s3_output_open(b->client, STR("a key"), encryption);
    bool ok = true;
    for (size_t at = 0; ok && at < content.n; at += 333)
        ok = s3_output_write(out, str_sub(content, at, at + 333 < content.n ? at + 333 : content.n), &b->err);
    ok = ok && s3_output_commit(out, &b->arena, ret_etag, &b->err);
    s3_output_free(out);
    return ok;
}

static void test_cases(void **state)
{
    (void)state;
    char content[3 * BUCKET_PART];
    for (size_t i = 0; i < sizeof content; i++)
        content[i] = (char)(i * 31 % 251);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bucket b;
        struct store s = {.trouble = cases[i].trouble};
        struct str etag;
        print_message("# %s\n", cases[i].name);
        bucket_open(&b, answer, &s, NULL);
        bool ok = write_all(&b, (struct str){content, cases[i].size}, NULL, &etag);
        assert_int_equal(ok, cases[i].etag != NULL);
        assert_int_equal(s.has_object, ok);
        assert_int_equal(s.parts, cases[i].parts);
        assert_int_equal(s.aborts, cases[i].aborts);
        if (ok) {
            assert_string_equal(str_cstr(&b.arena, etag), cases[i].etag);
            assert_int_equal(s.object.n, cases[i].size);
            if (s.object.n)
                assert_memory_equal(s.object.p, content, s.object.n);
        } else {
            bucket_assert_failed(&b, cases[i].cause);
        }
        bucket_close(&b);
        buf_clear(&s.object);
        buf_clear(&s.parts_content);
    }
}

/* What is not committed is not there, and leaves nothing behind. */
static void test_given_up(void **state)
{
    (void)state;
    static const char content[2 * BUCKET_PART];
    struct bucket b;
    struct store s = {0};
    bucket_open(&b, answer, &s, NULL);
    struct s3_output *out = s3_output_open(b.client, STR("a key"), NULL);
    assert_true(s3_output_write(out, (struct str){content, 10}, &b.err));
    s3_output_free(out);
    assert_int_equal(server_requests(b.server), 0);
    out = s3_output_open(b.client, STR("a key"), NULL);
    assert_true(s3_output_write(out, (struct str){content, sizeof content}, &b.err));
    assert_true(s.has_upload);
    s3_output_free(out);
    assert_true(!s.has_upload && !s.has_object && s.aborts == 1);
    s3_output_free(NULL);
    bucket_close(&b);
    buf_clear(&s.parts_content);
}

static void test_encryption(void **state)
{
    (void)state;
    static const char content[2 * BUCKET_PART];
    static const struct {
        const char *method, *key_id;
    } asked[] = {{"", ""}, {"AES256", ""}, {"aws:kms", ""}, {"aws:kms", "arn:aws:kms:eu-west-1:1:key/k"}};
    for (size_t i = 0; i < 2 * sizeof asked / sizeof *asked; i++) {
        struct bucket b;
        struct store s = {.encryption = asked[i / 2].method, .key_id = asked[i / 2].key_id};
        struct s3_encryption encryption = {str_from(s.encryption), str_from(s.key_id)};
        struct str etag;
        bucket_open(&b, answer, &s, NULL);
        assert_true(write_all(&b, (struct str){content, i % 2 ? sizeof content : 10}, &encryption, &etag));
        assert_true(s.has_object);
        bucket_close(&b);
        buf_clear(&s.object);
        buf_clear(&s.parts_content);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_given_up),
        cmocka_unit_test(test_encryption),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
