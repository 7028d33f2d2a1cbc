/* Reading by ranges from a server that cuts, stalls, dies, changes the object, or does not do what S3 does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bucket.h"
#include "s3/input.h"

enum { SIZE = 10 * BUCKET_PART + 17 };

/* What the server does to the request of this number; all others are answered as they should be. */
struct trouble {
    enum what {
        NONE,
        CUT,
        CUT_ALWAYS,
        STALL,
        DIE,
        BUSY,
        DENY,
        GONE,
        CHANGED,
        OTHER_ETAG,
        NO_RANGES,
        WRONG_RANGE,
        LONG,
        SHORT
    } what;
    int number;
    char content[SIZE];
};

static void fill(struct trouble *t)
{
    for (size_t i = 0; i < SIZE; i++)
        t->content[i] = (char)(i * 31 % 251);
}

/* The answer as it should be, but for the last 300 bytes. */
static void cut(struct server_reply *r)
{
    r->bytes.n -= 300;
}

static void answer(void *ctx, const struct server_request *q, struct server_reply *r)
{
    const struct trouble *t = ctx;
    struct str content = {t->content, SIZE};
    enum what what = q->number == t->number || t->what == CUT_ALWAYS ? t->what : NONE;
    switch (what) {
    case NONE:
        server_say_range(r, q, content, "e");
        break;
    case CUT:
    case CUT_ALWAYS:
        server_say_range(r, q, content, "e");
        cut(r);
        r->close = true;
        break;
    case STALL:
        server_say_range(r, q, content, "e");
        cut(r);
        r->hang = true;
        break;
    case DIE:
        r->close = true;
        break;
    case BUSY:
        server_complain(r, 503, "", "SlowDown", "Please reduce your request rate.");
        break;
    case DENY:
        server_complain(r, 403, "", "AccessDenied", "Access Denied");
        break;
    case GONE:
        server_complain(r, 404, "", "NoSuchKey", "The specified key does not exist.");
        break;
    case CHANGED:
        server_complain(r, 412, "", "PreconditionFailed",
                        "At least one of the pre-conditions you specified did not hold");
        break;
    case OTHER_ETAG:
        server_say_range(r, q, content, "f");
        break;
    case NO_RANGES:
        server_say(r, 200, "ETag: \"e\"\r\n", content);
        break;
    case WRONG_RANGE:
        server_say(r, 206, "ETag: \"e\"\r\nContent-Range: bytes 1-1000/10017\r\n", str_sub(content, 0, BUCKET_PART));
        break;
    case LONG:
        server_say(r, 206, "ETag: \"e\"\r\nContent-Range: bytes 0-999/10017\r\n", str_sub(content, 0, 2 * BUCKET_PART));
        break;
    case SHORT:
        server_say(r, 206, "ETag: \"e\"\r\nContent-Range: bytes 0-999/10017\r\n", str_sub(content, 0, 10));
        break;
    }
}

/* Reads all in pieces; what comes is right up to its end. */
static bool read_all(struct bucket *b, const struct trouble *t, int64_t size, size_t *ret_missing)
{
    struct s3_input *in;
    bool found, ok;
    char part[777];
    size_t n = 0, all = 0;
    assert_true(s3_input_open(b->client, STR("key"), STR("e"), size, &in, &found, &b->err));
    assert_true(found && s3_input_size(in) == size);
    while ((ok = s3_input_read(in, part, sizeof part, &n, &b->err)) && n) {
        assert_true(all + n <= (size_t)size);
        assert_memory_equal(part, t->content + all, n);
        all += n;
    }
    assert_int_equal(n, 0);
    if (ok)
        assert_int_equal(all, size);
    else {
        err_clear(&b->err);
        assert_false(s3_input_read(in, part, 1, &n, &b->err)); /* and again */
    }
    if (ret_missing)
        *ret_missing = s3_input_is_missing(in);
    s3_input_close(in);
    return ok;
}

#define NO_HOLD                                                                                                        \
    "At least one of the pre-conditions you specified did not hold (Status Code: 412; Error Code: PreconditionFailed)"
#define NOT_IT "The answer is not the range of the file that was asked for"
static const struct {
    const char *name;
    enum what what;
    const char *cause;
} troubles[] = {
    {"none", NONE, NULL},
    {"cut", CUT, NULL},
    {"stall", STALL, NULL},
    {"die", DIE, NULL},
    {"busy", BUSY, NULL},
    {"deny", DENY, "Access Denied (Status Code: 403; Error Code: AccessDenied)"},
    {"gone", GONE, "The specified key does not exist. (Status Code: 404; Error Code: NoSuchKey)"},
    {"changed", CHANGED, NO_HOLD},
    {"another etag", OTHER_ETAG, NO_HOLD},
    {"no ranges", NO_RANGES, NOT_IT},
    {"wrong range", WRONG_RANGE, NOT_IT},
    {"too long", LONG, NOT_IT},
    {"too short", SHORT, NOT_IT},
};

static void test_troubles(void **state)
{
    (void)state;
    static struct trouble t;
    fill(&t);
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
        for (int number = 0; number < 8; number += 7) {
            struct bucket b;
            size_t missing;
            t.what = troubles[i].what;
            t.number = number;
            print_message("# %s, %d\n", troubles[i].name, number);
            bucket_open(&b, answer, &t, NULL);
            bool ok = read_all(&b, &t, SIZE, &missing);
            assert_int_equal(ok, troubles[i].cause == NULL);
            assert_int_equal(missing, t.what == GONE);
            if (!ok)
                bucket_assert_failed(&b, troubles[i].cause);
            bucket_close(&b);
        }
    }
}

/* A server that never sends the end of what it is asked for: each try brings something, but not enough to go on for
 * ever. */
static void test_no_progress_ends(void **state)
{
    (void)state;
    static struct trouble t = {.what = CUT_ALWAYS};
    struct bucket b;
    fill(&t);
    bucket_open(&b, answer, &t, NULL);
    assert_false(read_all(&b, &t, SIZE, NULL));
    assert_non_null(strstr(b.err.message, "Unable to execute HTTP request: "));
    bucket_close(&b);
}

static void answer_whole(void *ctx, const struct server_request *q, struct server_reply *r)
{
    const struct trouble *t = ctx;
    struct str range = server_header(q, "range");
    assert_true(str_eq(server_header(q, "if-match"), STR("\"e\"")));
    assert_int_equal(range.n > 0, q->number > 0);
    server_say_range(r, q, (struct str){t->content, 900}, "e");
    if (q->number == 0) {
        cut(r);
        r->close = true;
    } else {
        assert_true(str_eq(range, STR("bytes=600-899")));
    }
}

/* One GET without a range; what is cut goes on where it was. */
static void test_small(void **state)
{
    (void)state;
    static struct trouble t;
    struct bucket b;
    fill(&t);
    bucket_open(&b, answer_whole, &t, NULL);
    assert_true(read_all(&b, &t, 900, NULL));
    assert_int_equal(server_requests(b.server), 2);
    bucket_close(&b);
}

static void test_empty(void **state)
{
    (void)state;
    static struct trouble t;
    struct bucket b;
    bucket_open(&b, answer, &t, NULL);
    assert_true(read_all(&b, &t, 0, NULL));
    assert_int_equal(server_requests(b.server), 0);
    bucket_close(&b);
}

static void answer_head_first(void *ctx, const struct server_request *q, struct server_reply *r)
{
    if (str_eq(q->method, STR("GET")))
        answer(ctx, q, r);
    else if (str_eq(q->target, STR("/bucket/none")))
        buf_adds(&r->bytes, "HTTP/1.1 404 Not Found\r\n\r\n");
    else
        buf_adds(&r->bytes, "HTTP/1.1 200 OK\r\nContent-Length: 10017\r\nETag: \"e\"\r\n"
                            "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT\r\n\r\n");
    r->close = true;
}

static void test_open_looks(void **state)
{
    (void)state;
    static struct trouble t = {.number = -1};
    struct bucket b;
    struct s3_input *in;
    bool found;
    char byte;
    size_t n;
    fill(&t);
    bucket_open(&b, answer_head_first, &t, NULL);
    assert_true(s3_input_open(b.client, STR("none"), STR_NULL, -1, &in, &found, &b.err));
    assert_true(!found && !in);
    assert_true(s3_input_open(b.client, STR("key"), STR_NULL, -1, &in, &found, &b.err));
    assert_true(found && s3_input_size(in) == SIZE);
    assert_true(s3_input_read(in, &byte, 1, &n, &b.err));
    assert_int_equal(n, 1);
    s3_input_close(in); /* in the midst of it */
    bucket_close(&b);
}

/* Two inputs of one client, read in turns. */
static void test_side_by_side(void **state)
{
    (void)state;
    static struct trouble t = {.number = -1};
    struct bucket b;
    struct s3_input *in[2];
    size_t all[2] = {0, 0}, n;
    char part[333];
    bool found;
    fill(&t);
    bucket_open(&b, answer, &t, NULL);
    for (int i = 0; i < 2; i++)
        assert_true(s3_input_open(b.client, STR("key"), STR("e"), SIZE, &in[i], &found, &b.err));
    for (int i = 0; all[0] + all[1] < 2 * SIZE; i = !i) {
        assert_true(s3_input_read(in[i], part, sizeof part, &n, &b.err));
        assert_memory_equal(part, t.content + all[i], n);
        all[i] += n;
    }
    s3_input_close(in[0]);
    s3_input_close(in[1]);
    bucket_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_troubles), cmocka_unit_test(test_no_progress_ends), cmocka_unit_test(test_small),
        cmocka_unit_test(test_empty),    cmocka_unit_test(test_open_looks),       cmocka_unit_test(test_side_by_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
