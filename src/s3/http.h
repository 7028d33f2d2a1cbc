/* HTTP by libcurl: transfers that run side by side over connections that are kept. It knows nothing of S3.
 *
 * A struct s3_http and all that runs on it belong to one thread at a time. Transfers move while that thread is in
 * s3_http_step. No redirect is followed, nothing is decoded, and TLS is verified, by the system's certificates or those
 * of AWS_CA_BUNDLE. Proxies are those of the environment. */
#pragma once
#include <stdint.h>

#include "base/buf.h"

struct s3_http;

struct s3_http_limits {
    int connect_ms; /* until there is a connection, with TLS */
    int stall_ms;   /* so long without a byte in or out */
};

enum s3_header { S3_ETAG, S3_CONTENT_LENGTH, S3_CONTENT_RANGE, S3_LAST_MODIFIED, S3_BUCKET_REGION, S3_HEADERS };

enum s3_outcome {
    S3_RUNNING,
    S3_ANSWERED,  /* the whole answer is there */
    S3_BROKEN,    /* none, or not all of it: another try may help */
    S3_IMPOSSIBLE /* none, and there will be none: a certificate that is wrong, an answer that is too large */
};

struct s3_transfer {
    /* asked; must live as long as the transfer runs */
    const char *method;
    const char *url;
    struct curl_slist *header; /* owned, freed by s3_transfer_clear */
    struct str body;
    bool no_proxy;
    size_t most; /* bytes of the answer's body that are kept; more is S3_IMPOSSIBLE */
    /* Takes the parts of the answer's body as they come, once status and headers are known; false: they are not wanted,
     * which is S3_BROKEN. NULL: they are kept in `answer`. */
    bool (*take)(struct s3_transfer *t, struct str part);
    void *ctx;

    /* answered */
    enum s3_outcome outcome;
    int status;
    char headers[S3_HEADERS][256]; /* empty: not there, or too long to be one that is understood */
    struct buf answer;
    char why[256]; /* when it did not come: libcurl's words; may name the host */

    /* http.c's own */
    void *easy;
    struct s3_transfer *next;
    size_t sent;
    int64_t moved; /* clock_monotonic at the last byte */
};

struct s3_http *s3_http_new(struct s3_http_limits limits);
void s3_http_free(struct s3_http *h); /* takes NULL; nothing runs on it any more */
/* Afterwards `outcome` tells how it stands. A transfer that has ended can be started again. */
void s3_http_start(struct s3_http *h, struct s3_transfer *t);
/* Waits until something moved, for so long at most, and moves what can be moved. */
void s3_http_step(struct s3_http *h, int most_ms);
/* Ends a transfer that runs; nothing when it does not. */
void s3_http_stop(struct s3_http *h, struct s3_transfer *t);
void s3_transfer_add_header(struct s3_transfer *t, struct str name, struct str value);
/* Frees what it holds; it must not run. */
void s3_transfer_clear(struct s3_transfer *t);

#define S3_TRANSFER_SCOPE __attribute__((cleanup(s3_transfer_clear)))
