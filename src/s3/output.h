/* An object in the making, pushed from front to back. It appears whole, at s3_output_commit, or not at all; one that is
 * there already under the key is replaced then.
 *
 * What fits into one part (8 MiB) is one PUT; more is an upload in parts, each sent when it is full, so that memory
 * holds one part. S3 takes 10,000 parts, 78 GiB with these. Belongs to its client's thread. */
#pragma once
#include "s3/client.h"

struct s3_output;

/* With what the server is to encrypt the object; all empty: as the bucket says. */
struct s3_encryption {
    struct str method; /* AES256 or aws:kms */
    struct str key_id; /* of aws:kms; empty: the account's own key */
};

/* Nothing is sent yet. key and encryption (NULL: all empty) are copied. */
struct s3_output *s3_output_open(struct s3_client *c, struct str key, const struct s3_encryption *encryption);
/* False: it can only be freed. */
bool s3_output_write(struct s3_output *out, struct str bytes, struct err *err) MUST_USE;
/* At most once. The object is there, with this ETag (in the arena; ret_etag may be NULL); on false it may be there when
 * the answer to the last request was lost. */
bool s3_output_commit(struct s3_output *out, struct arena *a, struct str *ret_etag, struct err *err) MUST_USE;
/* Takes NULL. What was not committed is given up: the server is told to forget its parts, once; should that fail, they
 * stay there unseen until a rule of the bucket ends them. */
void s3_output_free(struct s3_output *out);
