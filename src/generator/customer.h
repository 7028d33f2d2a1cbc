/* What a customer looks like is a pure function of the seed, the customer's number and how often each of its attributes
 * has changed, so only these counters are kept: 16 bytes for a customer. */
#pragma once
#include "generator/world.h"

struct customer {
    int64_t id;
    uint32_t batch;               /* of its last event */
    uint8_t moves, mails, names;  /* changes so far, modulo 256 */
    bool deleted : 1, second : 1; /* second: the event is in the later half of the batch's time */
};

/* How rows are written. Event times: batch n lies in the step of time before start + n * step. Microseconds. */
struct row_style {
    uint64_t seed;
    bool flag, updated_at, quote;
    int64_t start, step;
};

#define CUSTOMER_ROW_MAX 1024

/* Changes one to three attributes, by a table of plausible occasions; `chance` is a random number. The values always
 * differ from those before. */
void customer_change(struct customer *c, uint64_t chance);
/* One line of CSV with its CRLF into row; returns where it ends. */
char *customer_row(const struct world *w, const struct row_style *style, const struct customer *c,
                   char row[CUSTOMER_ROW_MAX]);
