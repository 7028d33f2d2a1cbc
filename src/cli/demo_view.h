/* What freshet demo shows: a live view on a terminal, lines elsewhere, a summary at the end. */
#pragma once
#include "base/buf.h"
#include "session/session.h"

/* The state of the demo, as it is shown. Times are microseconds. */
struct demo_figures {
    double elapsed, seconds; /* since the beginning; in all; in seconds */
    int64_t files, rows;     /* landed */
    int64_t files_in_history;
    int64_t rows_loaded;
    int64_t raw, current, history; /* rows of the tables */
    int64_t *latencies;            /* from a file closed to its rows in the history, sorted; n of them */
    size_t n_latencies;
    struct scheduler_snapshot activity;
    int64_t now; /* of the clock */
};

/* The latency that a share of the files does not exceed; -1 when there is none. */
int64_t demo_percentile(const struct demo_figures *f, double share);
/* Appends the view, which has a fixed number of lines while the same tasks exist; returns that number. */
int demo_view(const struct demo_figures *f, struct buf *out);
/* Appends one line. */
void demo_line(const struct demo_figures *f, struct buf *out);
void demo_summary(const struct demo_figures *f, struct buf *out);
