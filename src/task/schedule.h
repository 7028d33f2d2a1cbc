/* The text of SCHEDULE: an interval such as '10 MINUTES', or a cron expression (Snowflake's page "CREATE TASK").
 * Exactly one of the two members is set. */
#pragma once
#include "task/cron.h"

struct schedule {
    int64_t interval; /* microseconds; 0 with a cron */
    struct cron *cron;
};

/* False: the text is refused, with Snowflake's sentence. ret is untouched then. */
bool schedule_parse(struct str text, struct schedule *ret, struct err *err) MUST_USE;
void schedule_clear(struct schedule *s);
/* The next instant strictly after `after`, in microseconds UTC. An interval counts from `base`, the moment of RESUME:
 * base + interval is the earliest. A cron has no base; INT64_MAX when it never fires. */
int64_t schedule_next(const struct schedule *s, int64_t base, int64_t after);
