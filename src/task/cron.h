/* Cron expressions of SCHEDULE = 'USING CRON <minute> <hour> <day of month> <month> <day of week> <time zone>'
 * (Snowflake's page "CREATE TASK", USING CRON). A cron is immutable once parsed, so threads may share it. */
#pragma once
#include "base/err.h"
#include "base/str.h"

struct cron;

/* The words after USING CRON. False: the text is malformed or its zone unknown, with the sentence for it. */
bool cron_parse(struct str text, struct cron **ret, struct err *err) MUST_USE;
void cron_free(struct cron *c);
/* The first fire strictly after `after`, in microseconds UTC; INT64_MAX when there is none. Local times that a change
 * of clocks leaves out do not fire, those that it repeats fire twice. */
int64_t cron_next(const struct cron *c, int64_t after);
/* Sets the one sentence for every malformed schedule, interval or cron. */
bool cron_malformed(struct err *err);
