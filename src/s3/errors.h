/* How failures are worded: `Failure using stage area. Cause: [why]`, 091003 (22000), as Snowflake passes on what its S3
 * client says (Snowflake's community articles on that error show many). */
#pragma once
#include "base/err.h"

static inline bool s3_failed(struct err *err, const char *why)
{
    return err_set(err, 91003, "22000", "Failure using stage area. Cause: [%s]", why);
}
