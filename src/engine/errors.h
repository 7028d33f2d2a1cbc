/* DuckDB's error texts to Snowflake's errors. */
#pragma once
#include "base/err.h"

/* Sets err from a message of DuckDB. Always false. */
bool engine_error(struct err *err, const char *message);
