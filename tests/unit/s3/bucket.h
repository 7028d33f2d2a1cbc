/* A client of a bucket on the test's own server, with little patience; and what its failures say. */
#pragma once
#include "s3/client.h"
#include "server.h"

struct bucket {
    struct server *server;
    struct clock clock;
    struct s3_credentials *credentials;
    struct s3_client *client;
    struct arena arena;
    struct err err;
};

enum { BUCKET_PART = 1000, BUCKET_STALL_MS = 150 };

/* The bucket `bucket`, key `KEY`, secret `SECRET-KEY`, no token; 4 attempts with waits of a few ms; parts of
 * BUCKET_PART bytes. */
void bucket_open(struct bucket *b, server_answer *answer, void *ctx, bool (*stop)(void *));
void bucket_close(struct bucket *b);
/* That it failed, in these words; it may fail again. */
void bucket_assert_failed(struct bucket *b, const char *cause);
