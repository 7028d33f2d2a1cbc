/* Where a bucket is: server, region, name. An s3:// address becomes a target, a target and a key become a host and a
 * path.
 *
 *   s3://bucket/path        Amazon S3, s3.<region>.amazonaws.com
 *   s3gov://bucket/path     its regions for governments
 *   s3china://bucket/path   its regions in China, s3.<region>.amazonaws.com.cn
 *   s3compat://bucket/path  another server that speaks S3; an endpoint says which
 *
 * (Snowflake's pages “CREATE STAGE” and “Working with Amazon S3-compatible storage”.) The bucket is in the name of the
 * host where that is Amazon's and the name is fit for it, else in the path. As for Amazon's own clients,
 * AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL in the environment is the endpoint of s3://, and AWS_REGION or
 * AWS_DEFAULT_REGION its region. */
#pragma once
#include "base/err.h"

struct s3_target {
    struct str scheme; /* http or https */
    struct str host;   /* with the port, unless it is the scheme's; without the bucket */
    struct str region;
    struct str bucket;
    bool path_style;   /* /bucket/key at host, else /key at bucket.host */
    bool is_amazon;    /* the host follows from the region */
    struct str suffix; /* amazonaws.com or amazonaws.com.cn, where is_amazon */
};

/* Reads url, whose path (which may be empty, and has no '/' in front) goes to ret_path. endpoint: `host`, `host:port`,
 * or with http:// or https:// in front; empty: none. region: that of the files (credentials.h), which
 * the environment's overrides; empty: none. In the arena. 091003 (22000) for another kind of address, a name that no
 * bucket has, an endpoint that is none. */
bool s3_target_read(struct arena *a, struct str url, struct str endpoint, struct str region, struct s3_target *ret,
                    struct str *ret_path, struct err *err) MUST_USE;
/* A copy in the arena. */
struct s3_target s3_target_copy(struct arena *a, const struct s3_target *t);
/* The bucket is in another region than was thought. */
void s3_target_move(struct arena *a, struct s3_target *t, struct str region);
/* Is it a text that regions have as names: letters, digits and '-'? */
bool s3_is_region(struct str region);
/* Host and path, not encoded, for a key; an empty key is the bucket. In the arena. */
void s3_target_address(struct arena *a, const struct s3_target *t, struct str key, struct str *ret_host,
                       struct str *ret_path);
