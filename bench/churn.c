/* What an hour of small batches leaves behind: every second of a virtual clock a batch of rows goes through a raw table
 * into a table with a stream, and the raw table is truncated; every minute the purge and the checkpoint of idle moments
 * run. Shows the size of the database file and the longest statement, each tenth of the time. The file must not grow
 * for good.
 *
 * churn [DIR [SECONDS [ROWS]]] */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "engine/engine.h"
#include "session/session.h"
#include "table/purge.h"

static _Noreturn void die(const struct err *err)
{
    fprintf(stderr, "churn: %s\n", err->message);
    exit(1);
}

static int64_t longest;

static void run(struct session *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void run(struct session *s, const char *format, ...)
{
    char *sql;
    va_list args;
    va_start(args, format);
    if (vasprintf(&sql, format, args) < 0)
        abort();
    va_end(args);
    struct err err = {0};
    struct result *result;
    int64_t began = clock_monotonic();
    if (!session_run(s, str_from(sql), &result, &err))
        die(&err);
    int64_t took = clock_monotonic() - began;
    longest = took > longest ? took : longest;
    result_free(result);
    free(sql);
}

static double megabytes(const char *dir, const char *name)
{
    char path[600];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return stat(path, &st) == 0 ? (double)st.st_size / 1e6 : 0;
}

static int64_t count(struct connection *c, const char *sql)
{
    struct err err = {0};
    int64_t n;
    if (!connection_int(c, str_from(sql), 0, &n, &err))
        die(&err);
    return n;
}

static void upkeep(struct freshet *f, struct connection *c)
{
    struct err err = {0};
    if (!store_purge(f->store, c, f->catalog, &err) || !store_checkpoint(c, &err))
        die(&err);
}

int main(int argc, char **argv)
{
    const char *dir = argc > 1 ? argv[1] : "/tmp/freshet-churn";
    int seconds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 3600,
        rows = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 1000;
    const struct freshet_options options = {
        .data = dir, .virtual_clock = true, .virtual_now = INT64_C(1767225600) * MICROS_PER_SECOND};
    struct freshet *f;
    struct session *s;
    struct connection *c;
    struct err err = {0};
    if (!freshet_open(&options, &f, &err) || !session_new(f, &s, &err) || !connection_new(f->engine, &c, &err))
        die(&err);
    run(s, "create or replace database churn");
    run(s, "create table raw (id number, v varchar)");
    run(s, "create table t (id number, v varchar)");
    run(s, "create table seen (id number, v varchar)");
    run(s, "create stream changes on table t");
    char undo[100];
    snprintf(undo, sizeof undo, "SELECT count(*) FROM store.\"t%lld$undo\"",
             (long long)count(
                 c, "SELECT id FROM freshet.objects WHERE name = 'T' AND kind = 'TABLE' AND dropped_on IS NULL"));
    printf("%8s %10s %10s %12s %12s %14s\n", "second", "file MB", "log MB", "generations", "undo rows", "longest ms");
    for (int i = 1; i <= seconds; i++) {
        run(s,
            "insert into raw select seq8() * 7 %% %d, 'value ' || (seq8() * %d)::varchar "
            "from table(generator(rowcount => %d))",
            rows * 10, i, rows);
        run(s, "merge into t using (select id, max(v) as v from raw group by id) r on t.id = r.id "
               "when matched and t.v <> r.v then update set v = r.v when not matched then insert values (r.id, r.v)");
        run(s, "truncate table raw");
        run(s, "insert into seen select id, v from changes where metadata$action = 'DELETE' and id = %d", i);
        clock_advance_to(&f->clock, clock_now(&f->clock) + MICROS_PER_SECOND);
        if (i % 60 == 0)
            upkeep(f, c);
        if (i % (seconds / 10) == 0) {
            printf("%8d %10.1f %10.1f %12lld %12lld %14.1f\n", i, megabytes(dir, "warehouse.duckdb"),
                   megabytes(dir, "warehouse.duckdb.wal"),
                   (long long)count(c, "SELECT count(*) FROM freshet.generations"), (long long)count(c, undo),
                   (double)longest / 1000);
            fflush(stdout);
            longest = 0;
        }
    }
    connection_free(c);
    session_free(s);
    freshet_close(f);
    return 0;
}
