/* Whose keys sign the requests: given ones, or those that Amazon's own clients would find ("Standardized credential
 * providers" in the AWS SDKs and Tools Reference Guide), in this order:
 *
 *   1. AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
 *   2. the profile AWS_PROFILE, or `default`, of AWS_SHARED_CREDENTIALS_FILE (~/.aws/credentials) and AWS_CONFIG_FILE
 *      (~/.aws/config); one that is named and in neither is an error
 *   3. a container's server: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI, with
 * AWS_CONTAINER_AUTHORIZATION_TOKEN or what is in the file of _TOKEN_FILE
 *   4. the machine's role, by the instance metadata service, version 2: AWS_EC2_METADATA_SERVICE_ENDPOINT,
 *      AWS_EC2_METADATA_DISABLED
 *
 * Nobody has any: requests are anonymous. A profile that gets its keys in another way (a role to assume, single
 * sign-on, a process) is refused by name, and so is AWS_WEB_IDENTITY_TOKEN_FILE where 1 and 2 find nothing.
 *
 * Keys that expire are fetched anew five minutes before; while that fails, the old ones serve until they end.
 * Thread-safe: a lock is held while keys are fetched. */
#pragma once
#include "base/clock.h"
#include "base/err.h"
#include "s3/sign.h"

struct s3_credentials;

/* Copies the keys; an empty id is anonymous. */
struct s3_credentials *s3_credentials_given(const struct s3_keys *keys);
/* Looks for them when they are first needed. clock: when keys expire; it outlives the credentials. */
struct s3_credentials *s3_credentials_chain(struct clock *clock);
void s3_credentials_free(struct s3_credentials *c); /* takes NULL */
/* The keys, in the arena. 091003 (22000): a file that cannot be read, half a pair of keys, a server of credentials that
 * was named and does not give any, characters that no key has. 000002 (0A000): as above. */
bool s3_credentials_get(struct s3_credentials *c, struct arena *a, struct s3_keys *ret, struct err *err) MUST_USE;
/* The server says that these have expired: the next ones are fetched anew. */
void s3_credentials_expired(struct s3_credentials *c);

/* A setting of the profile in the two files, e.g. `region` or `endpoint_url`; empty when there is none. */
bool s3_profile_setting(struct arena *a, struct str name, struct str *ret, struct err *err) MUST_USE;
