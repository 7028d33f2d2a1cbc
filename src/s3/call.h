/* A request to the bucket as the operations put it, and what came of it. For the files of this folder. */
#pragma once
#include "base/random.h"
#include "s3/client.h"
#include "s3/http.h"
#include "s3/xml.h"

enum { S3_STEP_MS = 100, S3_PART = 8 << 20, S3_WINDOW = 4 };

struct s3_client {
    struct arena arena; /* of the target */
    struct s3_target target;
    struct s3_credentials *credentials;
    struct clock *clock;
    struct s3_patience patience;
    struct s3_options options;
    struct s3_http *http;
    struct random random;
};

struct s3_call {
    const char *method;
    struct str key; /* empty: the bucket */
    const struct s3_pair *parameter;
    size_t parameters;
    const struct s3_pair *header; /* values are checked: what has a control character is refused */
    size_t headers;
    struct str body;
    bool may_be_missing;   /* 404 with the code NoSuchKey, or without any, is an answer */
    bool error_in_success; /* 200 may have an <Error> for its body */
};

/* The tries of one request. */
struct s3_tries {
    int made; /* those that failed in a row */
    bool moved, renewed;
    int64_t not_before; /* clock_monotonic */
};

enum s3_verdict { S3_DONE, S3_MISSING, S3_AGAIN, S3_FAILED };

/* Signs and starts t; its method, URL and headers are set, everything else is the caller's. a lives as long as it runs.
 */
bool s3_call_start(struct s3_client *c, struct arena *a, const struct s3_call *call, struct s3_transfer *t,
                   struct err *err) MUST_USE;
/* What to make of a transfer that has ended. S3_AGAIN: tries->not_before is when. S3_FAILED: err is set. The words of
 * the server are read from t->answer. */
enum s3_verdict s3_call_judge(struct s3_client *c, const struct s3_call *call, const struct s3_transfer *t,
                              struct s3_tries *tries, struct err *err);
/* Moves the client's transfers once; false when it is to stop. */
bool s3_client_step(struct s3_client *c, int most_ms, struct err *err) MUST_USE;

/* All of that for a call whose answer fits into memory. *ret_missing may be NULL when the call may not be missing. t is
 * zeroed, and the caller's to clear. tries may be NULL. */
bool s3_call_run(struct s3_client *c, const struct s3_call *call, struct s3_transfer *t, bool *ret_missing,
                 struct s3_tries *tries, struct err *err) MUST_USE;
/* The ETag of the answer without its quotes. */
struct str s3_transfer_etag(const struct s3_transfer *t);
