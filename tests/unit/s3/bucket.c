#include "bucket.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct s3_patience patience = {4, 1, 5, 2000, BUCKET_STALL_MS};

void bucket_open(struct bucket *b, server_answer *answer, void *ctx, bool (*stop)(void *))
{
    *b = (struct bucket){.server = server_start(answer, ctx)};
    clock_init_real(&b->clock);
    struct s3_target target;
    struct str path;
    const struct s3_keys keys = {STR("KEY"), STR("SECRET-KEY"), STR_NULL};
    const struct s3_options options = {
        .patience = &patience, .part_bytes = BUCKET_PART, .window = 3, .stop = stop, .ctx = ctx};
    assert_true(s3_target_read(&b->arena, STR("s3://bucket/"), str_from(server_url(b->server)), STR("us-east-1"),
                               &target, &path, &b->err));
    b->credentials = s3_credentials_given(&keys);
    b->client = s3_client_new(&target, b->credentials, &b->clock, &options);
}

void bucket_close(struct bucket *b)
{
    s3_client_free(b->client);
    s3_credentials_free(b->credentials);
    server_stop(b->server);
    arena_clear(&b->arena);
    err_clear(&b->err);
}

void bucket_assert_failed(struct bucket *b, const char *cause)
{
    BUF_SCOPE struct buf expected = {0};
    buf_printf(&expected, "Failure using stage area. Cause: [%s]", cause);
    assert_true(b->err.set);
    assert_int_equal(b->err.code, 91003);
    assert_string_equal(b->err.sqlstate, "22000");
    assert_string_equal(b->err.message, expected.p);
    err_clear(&b->err);
}
