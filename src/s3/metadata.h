/* Keys from a server near by: that of a container, or the instance metadata service of a machine. */
#pragma once
#include "base/err.h"
#include "s3/sign.h"

struct s3_temporary {
    struct s3_keys keys;
    int64_t expires; /* microseconds since 1970; 0: never */
};

/* Both: all in the arena; *ret_found is false, without an error, when there is no such server to ask, or it knows of no
 * role. 091003 (22000) when a server that was named cannot be reached, or answers what are no keys. */
bool s3_container_keys(struct arena *a, struct s3_temporary *ret, bool *ret_found, struct err *err) MUST_USE;
bool s3_instance_keys(struct arena *a, struct s3_temporary *ret, bool *ret_found, struct err *err) MUST_USE;
