/* The bytes of an object, pulled from front to back. They are fetched by ranges, several at a time; a body that is cut,
 * or a server that dies, goes on at the byte that is missing. What is delivered is one version of the object, whole:
 * each range asks for the same ETag, and the last read says the end only when all bytes of the size were delivered.
 *
 * Memory: window parts at most (4 of 8 MiB), the object itself when it is smaller. Ranges are fetched while
 * s3_input_read waits, and a little when it does not. Belongs to its client's thread. */
#pragma once
#include "s3/client.h"

struct s3_input;

/* Nothing is fetched yet, unless size is negative or etag is empty: then a HEAD finds them, and *ret_found may be
 * false, without an error and an input. key and etag are copied. */
bool s3_input_open(struct s3_client *c, struct str key, struct str etag, int64_t size, struct s3_input **ret,
                   bool *ret_found, struct err *err) MUST_USE;
int64_t s3_input_size(const struct s3_input *in);
/* Up to n bytes (n > 0), at least one unless it is the end: *ret 0, then and only then. After a failure it fails again,
 * with the same words. 091003 (22000), also when the object has changed since: Error Code PreconditionFailed. */
bool s3_input_read(struct s3_input *in, void *to, size_t n, size_t *ret, struct err *err) MUST_USE;
/* Did it fail because the object is gone? */
bool s3_input_is_missing(const struct s3_input *in);
void s3_input_close(struct s3_input *in); /* takes NULL; at any time */
