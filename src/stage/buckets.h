/* The buckets that this process talks to, each under one set of keys: their keys and connections are kept, so that the
 * next statement uses them again. Thread-safe. */
#pragma once
#include "base/clock.h"
#include "s3/client.h"

struct buckets;
struct bucket;

struct buckets *buckets_new(void);
void buckets_free(struct buckets *b); /* takes NULL; nobody uses one of its buckets any more */
/* The bucket of a URL; *ret lives as long as `b`. keys NULL: those of the machine (s3/credentials.h). endpoint may be
 * empty. ret_path: what the URL says behind the bucket's name, in the arena. */
bool buckets_find(struct buckets *b, struct str url, struct str endpoint, const struct s3_keys *keys, struct arena *a,
                  struct bucket **ret, struct str *ret_path, struct err *err) MUST_USE;

/* A client of a bucket, for one thread until it is given back. stop: see s3/client.h; may be NULL. */
struct bucket_client;
struct bucket_client *bucket_take(struct bucket *b, bool (*stop)(void *ctx), void *ctx);
void bucket_give(struct bucket_client *c); /* takes NULL */
struct s3_client *bucket_s3(struct bucket_client *c);
#define BUCKET_CLIENT_SCOPE __attribute__((cleanup(bucket_client_cleanup)))
static inline void bucket_client_cleanup(struct bucket_client **c)
{
    bucket_give(*c);
}
