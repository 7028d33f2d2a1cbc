/* A list of buckets, and of each the clients that nobody uses at the moment. */
#include "stage/buckets.h"

#include <pthread.h>
#include <stdlib.h>

struct bucket_client {
    struct bucket *bucket;
    struct s3_client *s3;
    bool (*stop)(void *ctx); /* whoever has the client now */
    void *ctx;
    struct bucket_client *next;
};

struct bucket {
    struct buckets *all;
    struct s3_target target;
    struct s3_keys keys; /* id.p NULL: the machine's */
    struct s3_credentials *credentials;
    struct bucket_client *idle;
    struct bucket *next;
};

struct buckets {
    pthread_mutex_t lock; /* guards everything below, and the idle clients */
    struct arena arena;
    struct clock clock; /* signatures tell the real time, whatever the program's clock shows */
    struct s3_credentials *chain;
    struct bucket *first;
};

struct buckets *buckets_new(void)
{
    struct buckets *b = memset(xmalloc(sizeof *b), 0, sizeof *b);
    pthread_mutex_init(&b->lock, NULL);
    clock_init_real(&b->clock);
    b->chain = s3_credentials_chain(&b->clock);
    return b;
}

void buckets_free(struct buckets *b)
{
    if (!b)
        return;
    for (struct bucket *at = b->first; at; at = at->next) {
        for (struct bucket_client *c = at->idle, *next; c; c = next) {
            next = c->next;
            s3_client_free(c->s3);
            free(c);
        }
        if (at->credentials != b->chain)
            s3_credentials_free(at->credentials);
    }
    s3_credentials_free(b->chain);
    pthread_mutex_destroy(&b->clock.lock);
    pthread_mutex_destroy(&b->lock);
    arena_clear(&b->arena);
    free(b);
}

static bool same_keys(const struct bucket *b, const struct s3_keys *keys)
{
    return keys ? b->keys.id.p && str_eq(b->keys.id, keys->id) && str_eq(b->keys.secret, keys->secret) &&
                      str_eq(b->keys.token, keys->token)
                : !b->keys.id.p;
}

static bool same_target(const struct s3_target *a, const struct s3_target *b)
{
    return str_eq(a->scheme, b->scheme) && str_eq(a->host, b->host) && str_eq(a->bucket, b->bucket);
}

static struct bucket *add(struct buckets *all, const struct s3_target *target, const struct s3_keys *keys)
{
    struct bucket *b = ARENA_NEW(&all->arena, struct bucket);
    *b = (struct bucket){.all = all, .target = s3_target_copy(&all->arena, target), .next = all->first};
    if (keys)
        b->keys = (struct s3_keys){str_dup(&all->arena, keys->id), str_dup(&all->arena, keys->secret),
                                   str_dup(&all->arena, keys->token)};
    b->credentials = keys ? s3_credentials_given(&b->keys) : all->chain;
    all->first = b;
    return b;
}

bool buckets_find(struct buckets *all, struct str url, struct str endpoint, const struct s3_keys *keys, struct arena *a,
                  struct bucket **ret, struct str *ret_path, struct err *err)
{
    struct s3_target target;
    struct str region = STR("");
    if (!s3_profile_setting(a, STR("region"), &region, err) ||
        !s3_target_read(a, url, endpoint, region, &target, ret_path, err))
        return false;
    pthread_mutex_lock(&all->lock);
    struct bucket *b = all->first;
    while (b && !(same_target(&b->target, &target) && same_keys(b, keys)))
        b = b->next;
    *ret = b ? b : add(all, &target, keys);
    pthread_mutex_unlock(&all->lock);
    return true;
}

static bool stopped(void *client)
{
    const struct bucket_client *c = client;
    return c->stop && c->stop(c->ctx);
}

struct bucket_client *bucket_take(struct bucket *b, bool (*stop)(void *ctx), void *ctx)
{
    pthread_mutex_lock(&b->all->lock);
    struct bucket_client *c = b->idle;
    if (c)
        b->idle = c->next;
    pthread_mutex_unlock(&b->all->lock);
    if (!c) {
        c = xmalloc(sizeof *c);
        *c = (struct bucket_client){.bucket = b};
        struct s3_options options = {.stop = stopped, .ctx = c};
        c->s3 = s3_client_new(&b->target, b->credentials, &b->all->clock, &options);
    }
    c->stop = stop;
    c->ctx = ctx;
    return c;
}

void bucket_give(struct bucket_client *c)
{
    if (!c)
        return;
    pthread_mutex_lock(&c->bucket->all->lock);
    c->next = c->bucket->idle;
    c->bucket->idle = c;
    pthread_mutex_unlock(&c->bucket->all->lock);
}

struct s3_client *bucket_s3(struct bucket_client *c)
{
    return c->s3;
}
