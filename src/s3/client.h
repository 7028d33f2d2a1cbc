/* Requests to one bucket, by one thread at a time: signed, tried again, their failures worded. Inputs (input.h) and
 * outputs (output.h) belong to a client, share its connections, and must be closed before it is freed.
 *
 * What is tried again, after a wait that is drawn from 0 to a bound that doubles ("full jitter"): no answer, a broken
 * one, 5xx but 501, 408, 429, and the codes that ask for it (SlowDown, RequestTimeout …). What is not: any other 4xx.
 * Once for each request: a bucket of another region is followed there, for good, and keys that have expired are fetched
 * anew.
 *
 * Errors: `Failure using stage area. Cause: [The specified bucket does not exist (Status Code: 404; Error Code:
 * NoSuchBucket)]`, 091003 (22000): S3's words and codes; `Unable to execute HTTP request: …` when there is no answer.
 * They hold no keys, and no URLs or headers. 000604 (57014) when `stop` says so. */
#pragma once
#include "base/clock.h"
#include "base/err.h"
#include "base/vec.h"
#include "s3/credentials.h"
#include "s3/listing.h"
#include "s3/target.h"

struct s3_patience {
    int attempts;      /* for each request; of a download, without progress */
    int first_wait_ms; /* bound of the first wait */
    int most_wait_ms;  /* bound of any */
    int connect_timeout_ms;
    int stall_timeout_ms; /* without a byte */
};
/* 6 attempts, waits up to 0.2 s … 5 s; 10 s to connect, 30 s without a byte. */
extern const struct s3_patience s3_patience_default;

struct s3_options {
    const struct s3_patience *patience; /* NULL: the default */
    size_t part_bytes;                  /* 0: 8 MiB; of an upload in parts S3 wants 5 MiB at least */
    int window;                         /* parts of a download that are under way at a time; 0: 4 */
    bool (*stop)(void *ctx);            /* asked every tenth of a second while something is waited for; NULL: never */
    void *ctx;
};

struct s3_client;

/* Copies the target. credentials and clock (the real one: it is what is signed) outlive the client. */
struct s3_client *s3_client_new(const struct s3_target *target, struct s3_credentials *credentials, struct clock *clock,
                                const struct s3_options *options);
void s3_client_free(struct s3_client *c); /* takes NULL */

/* All objects whose keys begin with prefix, in the arena, in the order of S3: by the bytes of the keys. More than one
 * page is fetched page by page; either all or an error. */
bool s3_list(struct s3_client *c, struct arena *a, struct str prefix, struct s3_objects *ret, struct err *err) MUST_USE;
/* The same page by page: take may return false, which ends the list without an error. What it is given is valid during
 * the call alone. */
bool s3_list_each(struct s3_client *c, struct str prefix, bool (*take)(void *ctx, const struct s3_object *object),
                  void *ctx, struct err *err) MUST_USE;
/* Is there such an object? Size, time and ETag in the arena; *ret_found is false, without an error, when there is none.
 * S3 says 403 instead to whoever may not list the bucket. */
bool s3_head(struct s3_client *c, struct arena *a, struct str key, struct s3_object *ret, bool *ret_found,
             struct err *err) MUST_USE;
/* Removes an object; none is no error. */
bool s3_delete(struct s3_client *c, struct str key, struct err *err) MUST_USE;
