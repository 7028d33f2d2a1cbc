/* STATEMENT_TIMEOUT_IN_SECONDS: one thread of the process interrupts the sessions whose statement runs for too long. It
 * is started when it is first needed. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct session;
struct timeouts;

struct timeouts *timeouts_new(void);
void timeouts_free(struct timeouts *t); /* takes NULL; no statement runs any more */
/* From now on the session's statement is interrupted once clock_monotonic shows `until`, again and again: an interrupt
 * that comes between two queries of a statement may be lost on the second. */
void timeouts_begin(struct timeouts *t, struct session *s, int64_t until);
/* Has it been? Afterwards it is no longer. */
bool timeouts_end(struct timeouts *t, struct session *s);
