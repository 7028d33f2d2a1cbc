/* Text only: nothing here prints. */
#include "cli/demo_view.h"

#include <inttypes.h>
#include <math.h>

int64_t demo_percentile(const struct demo_figures *f, double share)
{
    if (!f->n_latencies)
        return -1;
    size_t rank = (size_t)ceil(share * (double)f->n_latencies);
    return f->latencies[rank ? rank - 1 : 0];
}

static void add_latency(struct buf *out, const char *what, int64_t micros)
{
    if (micros < 0)
        buf_printf(out, "%s -", what);
    else if (micros < 10 * MICROS_PER_SECOND)
        buf_printf(out, "%s %" PRId64 " ms", what, (micros + 500) / 1000);
    else
        buf_printf(out, "%s %.1f s", what, (double)micros / (double)MICROS_PER_SECOND);
}

static void add_latencies(const struct demo_figures *f, struct buf *out)
{
    add_latency(out, "p50", demo_percentile(f, 0.50));
    add_latency(out, ", p99", demo_percentile(f, 0.99));
}

static double rows_per_second(const struct demo_figures *f)
{
    return f->elapsed > 0 ? (double)f->rows_loaded / f->elapsed : 0;
}

static int64_t pending(const struct demo_figures *f)
{
    return f->files - f->files_in_history;
}

/* The part after the last dot. */
static struct str short_name(struct str name)
{
    size_t at = name.n;
    while (at && name.p[at - 1] != '.')
        at--;
    return str_sub(name, at, name.n);
}

static void add_task(const struct demo_figures *f, const struct task_activity *t, struct buf *out)
{
    buf_printf(out, "  %-22.*s%7" PRId64 " runs", STR_FMT(short_name(t->name)), t->runs);
    if (t->failures)
        buf_printf(out, ", %" PRId64 " failed", t->failures);
    if (t->last_start)
        buf_printf(out, ", last %.1f s ago", (double)(f->now - t->last_start) / (double)MICROS_PER_SECOND);
    if (t->next != INT64_MAX && t->next > f->now)
        buf_printf(out, ", next in %.0f s or on new rows", (double)(t->next - f->now) / (double)MICROS_PER_SECOND);
    buf_addc(out, '\n');
}

int demo_view(const struct demo_figures *f, struct buf *out)
{
    int lines = 7;
    buf_printf(out, "freshet demo, %.0f of %.0f seconds\n\n", f->elapsed, f->seconds);
    buf_printf(out, "  %-22s%7" PRId64 " landed, %" PRId64 " pending\n", "files", f->files, pending(f));
    buf_printf(out, "  %-22s%7.0f a second\n", "rows", rows_per_second(f));
    buf_printf(out, "  %-22s%7" PRId64 " raw, %" PRId64 " current, %" PRId64 " history\n", "rows in the tables", f->raw,
               f->current, f->history);
    for (size_t i = 0; i < f->activity.n_tasks; i++, lines++)
        add_task(f, &f->activity.tasks[i], out);
    buf_printf(out, "  %-22s ", "from file to history");
    add_latencies(f, out);
    buf_adds(out, "\n\n");
    return lines;
}

void demo_line(const struct demo_figures *f, struct buf *out)
{
    buf_printf(out,
               "%4.0f s: %" PRId64 " files, %" PRId64 " pending, %.0f rows/s; raw %" PRId64 ", current %" PRId64
               ", history %" PRId64 "; ",
               f->elapsed, f->files, pending(f), rows_per_second(f), f->raw, f->current, f->history);
    add_latencies(f, out);
    buf_addc(out, '\n');
}

void demo_summary(const struct demo_figures *f, struct buf *out)
{
    buf_printf(out,
               "\n%" PRId64 " files with %" PRId64 " rows in %.0f seconds: %.0f rows a second.\n"
               "customer_raw has %" PRId64 " rows, customer %" PRId64 ", customer_history %" PRId64 ".\n",
               f->files, f->rows, f->elapsed, rows_per_second(f), f->raw, f->current, f->history);
    buf_adds(out, "From a file closed to its rows in the history: ");
    add_latencies(f, out);
    add_latency(out, ", at most", demo_percentile(f, 1));
    buf_adds(out, ".\n");
}
