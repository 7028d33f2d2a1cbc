/* Time zones, without the process's own: nothing here reads or sets TZ. A zone is loaded from the system's tzdata
 * (TZif version 2 and later) and lives on its own, so threads may share it. Past the table's end the file's POSIX
 * rule holds, so the years after 2037 are right too. UTC is there without tzdata.
 * Instants are microseconds since 1970-01-01 UTC; local times are microseconds since 1970-01-01 00:00 local. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* Snowflake's TIMEZONE until somebody sets it. */
#define ZONE_DEFAULT "America/Los_Angeles"

struct zone;

/* An IANA name such as America/New_York, in any case. False, with err set, when there is no such zone; a caller that
 * has a sentence of its own for that clears err. */
bool zone_load(struct str name, struct zone **ret, struct err *err) MUST_USE;
void zone_free(struct zone *z);
/* Seconds east of UTC. */
int zone_offset_at(const struct zone *z, int64_t utc);
/* The first instant after utc at which another offset may begin; INT64_MAX when none does. */
int64_t zone_next_transition(const struct zone *z, int64_t utc);
