/* AWS Signature Version 4 ("Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)" of
 * Amazon's S3 API reference): what is sent and what is signed come from one place, so that they cannot differ.
 *
 * libcurl can sign too (CURLOPT_AWS_SIGV4), but that of Debian 12, 7.88, neither sorts parameters nor writes one
 * without a value as S3 does, and leaves the path as it was given. So it is done here, with libcrypto's SHA-256 and
 * HMAC. */
#pragma once
#include "base/buf.h"
#include "base/str.h"

/* Who signs. An empty id: nobody, the request goes out unsigned. token: of keys that expire, else empty. */
struct s3_keys {
    struct str id, secret, token;
};

struct s3_pair {
    struct str name, value;
};

/* A request before it is signed. All text is as it is meant, nothing is encoded yet. */
struct s3_request {
    const char *method;
    struct str host;                 /* as the header Host says it, with the port unless it is the scheme's */
    struct str path;                 /* begins with '/' */
    const struct s3_pair *parameter; /* in any order */
    size_t parameters;
    const struct s3_pair
        *header; /* beside those that signing adds; names in lower case, in any order; all are signed */
    size_t headers;
    struct str payload; /* the body: its hash is signed */
};

/* The request as it is sent, in the arena. */
struct s3_signed {
    struct str target;      /* path and query of the URL, encoded */
    struct s3_pair *header; /* all of them, Host and Authorization too */
    size_t headers;
};

/* now: microseconds since 1970; servers refuse what is a quarter of an hour off. */
void s3_sign(struct arena *a, const struct s3_request *r, const struct s3_keys *keys, struct str region, int64_t now,
             struct s3_signed *ret);
/* Writes all bytes but letters, digits, '-', '.', '_', '~' (and '/', when it is kept) as %XX. */
void s3_encode(struct buf *b, struct str text, bool keep_slash);
