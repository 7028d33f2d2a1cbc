/* MERGE against DuckDB's own, in one process, on the same data: a table of customers with scattered keys, and sources
 * of 100,000 and of 1,000 rows that hit it everywhere. freshet's table has a stream, so old images are kept; DuckDB's
 * is a plain table. Runs alternate, each with keys of its own, so that what disturbs the machine disturbs both.
 *
 * merge [DIR [CUSTOMERS [RUNS]]]   DIR must be empty. BENCH_VERBOSE shows each run. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/engine.h"
#include "session/session.h"
#include "table/purge.h"

enum { MAX_RUNS = 50 };

struct bench {
    const char *dir;
    long long customers;
    int runs;
    struct freshet *freshet;
    struct session *session;
    struct engine *engine;
    struct connection *plain;
};

static const long long sizes[] = {100000, 1000};

static _Noreturn void die(const struct err *err)
{
    fprintf(stderr, "merge: %s\n", err->message);
    exit(1);
}

/* One statement of freshet; returns milliseconds. */
static double run(struct bench *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
static double run(struct bench *b, const char *format, ...)
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
    if (!session_run(b->session, str_from(sql), &result, &err))
        die(&err);
    double ms = (double)(clock_monotonic() - began) / 1000;
    result_free(result);
    free(sql);
    return ms;
}

static double run_plain(struct bench *b, const char *sql, int64_t *ret_changed)
{
    struct err err = {0};
    int64_t began = clock_monotonic();
    if (!connection_run(b->plain, str_from(sql), ret_changed, &err))
        die(&err);
    return (double)(clock_monotonic() - began) / 1000;
}

/* --- the tables ------------------------------------------------------------------------------------------------- */

#define COLUMNS "customer_id, first_name, last_name, email, street, city, state, country, updated_at"

/* A customer, of its key `k` and a number `v` that makes its values other ones. */
#define CUSTOMER                                                                                                       \
    "k, 'First' || ((k + v) %% 5003)::varchar, 'Last' || ((k * 31 + v) %% 20011)::varchar, "                           \
    "'customer' || (k + v)::varchar || '@example.com', ((k * 7 + v) %% 997)::varchar || ' Main Street', "              \
    "'City' || ((k * 13 + v) %% 3001)::varchar, 'State' || ((k + v) %% 53)::varchar, "                                 \
    "'Country' || ((k + v) %% 191)::varchar, "                                                                         \
    "dateadd(second, (k + v) %% 86400, '2024-01-01'::timestamp_ntz)"

#define TABLE(NAME)                                                                                                    \
    "create table " NAME                                                                                               \
    " (customer_id number, first_name varchar, last_name varchar, email varchar, street varchar, "                     \
    "city varchar, state varchar, country varchar, updated_at timestamp_ntz)"

/* Of the source's rows one in ten changes nothing and one in twenty is a new customer. */
static void make_source(struct bench *b, size_t size, int number)
{
    long long rows = sizes[size];
    int serial = number + (int)size * MAX_RUNS;
    run(b, TABLE("source_%lld_%d"), rows, number);
    run(b,
        "insert into source_%lld_%d select " CUSTOMER " from (select (n * 982451653 + %d) %% %lld "
        "+ case when n %% 20 = 1 then %lld else 0 end as k, "
        "case when n %% 10 = 0 then 0 else %d end as v "
        "from (select seq8() as n from table(generator(rowcount => %lld)))) "
        "qualify row_number() over (partition by k order by v) = 1",
        rows, number, 15485863 * (serial + 1), b->customers, b->customers * (serial + 1), serial + 1, rows);
}

static void open_freshet(struct bench *b)
{
    char *data;
    if (asprintf(&data, "%s/data", b->dir) < 0)
        abort();
    struct err err = {0};
    const struct freshet_options options = {.data = data};
    if (!freshet_open(&options, &b->freshet, &err) || !session_new(b->freshet, &b->session, &err))
        die(&err);
    free(data);
}

static void close_freshet(struct bench *b)
{
    session_free(b->session);
    freshet_close(b->freshet);
}

static void open_plain(struct bench *b, char path[512])
{
    snprintf(path, 512, "%s/plain.duckdb", b->dir);
    struct err err = {0};
    if (!engine_open(path, NULL, &b->engine, &err) || !connection_new(b->engine, &b->plain, &err))
        die(&err);
}

static void build(struct bench *b)
{
    char path[512], attach[600];
    open_freshet(b);
    run(b, "create database bench");
    run(b, "use schema bench.public");
    run(b, TABLE("customer"));
    run(b, TABLE("seen"));
    run(b,
        "insert into customer select " CUSTOMER " from (select (seq8() * 7919) %% %lld as k, 0 as v "
        "from table(generator(rowcount => %lld)))",
        b->customers, b->customers);
    run(b, "create stream changes on table customer");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int k = 0; k < b->runs; k++)
            make_source(b, i, k);
    close_freshet(b);
    /* Another client sees the tables under their names. */
    open_plain(b, path);
    snprintf(attach, sizeof attach, "ATTACH '%s/data/warehouse.duckdb' AS f (READ_ONLY)", b->dir);
    run_plain(b, attach, NULL);
    run_plain(b, "CREATE TABLE customer AS FROM f.\"BENCH.PUBLIC\".customer", NULL);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int k = 0; k < b->runs; k++) {
            char sql[200];
            snprintf(sql, sizeof sql, "CREATE TABLE source_%lld_%d AS FROM f.\"BENCH.PUBLIC\".source_%lld_%d", sizes[i],
                     k, sizes[i], k);
            run_plain(b, sql, NULL);
        }
    run_plain(b, "DETACH f; CHECKPOINT", NULL);
    connection_free(b->plain);
    engine_close(b->engine);
}

/* --- measuring -------------------------------------------------------------------------------------------------- */

#define MERGE                                                                                                          \
    "merge into customer c using source_%lld_%d r on c.customer_id = r.customer_id "                                   \
    "when matched and (c.first_name is distinct from r.first_name or c.last_name is distinct from r.last_name "        \
    "or c.email is distinct from r.email or c.street is distinct from r.street or c.city is distinct from r.city "     \
    "or c.state is distinct from r.state or c.country is distinct from r.country) then update set "                    \
    "first_name = r.first_name, last_name = r.last_name, email = r.email, street = r.street, city = r.city, "          \
    "state = r.state, country = r.country, updated_at = r.updated_at "                                                 \
    "when not matched then insert (" COLUMNS ") values (r.customer_id, r.first_name, r.last_name, r.email, r.street, " \
    "r.city, r.state, r.country, r.updated_at)"

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int n)
{
    qsort(values, (size_t)n, sizeof *values, by_value);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* What both tables hold must be the same in the end. */
static int64_t fingerprint(struct connection *c, const char *table)
{
    char sql[300];
    int64_t sum;
    struct err err = {0};
    snprintf(sql, sizeof sql, "SELECT CAST(sum(hash(" COLUMNS ") %% 1000000007) AS BIGINT) FROM %s", table);
    if (!connection_int(c, str_from(sql), 0, &sum, &err))
        die(&err);
    return sum;
}

static void checkpoint(struct bench *b)
{
    struct err err = {0};
    struct connection *c;
    if (!connection_new(b->freshet->engine, &c, &err) || !store_checkpoint(c, &err))
        die(&err);
    connection_free(c);
    run_plain(b, "CHECKPOINT", NULL);
}

static void measure(struct bench *b, size_t size)
{
    double ours[MAX_RUNS], theirs[MAX_RUNS], stream[MAX_RUNS];
    checkpoint(b);
    for (int k = 0; k < b->runs; k++) {
        char sql[2000];
        snprintf(sql, sizeof sql, MERGE, sizes[size], k);
        ours[k] = run(b, MERGE, sizes[size], k);
        stream[k] = run(b, "insert into seen select " COLUMNS " from changes where metadata$action = 'INSERT'");
        theirs[k] = run_plain(b, sql, NULL);
        if (getenv("BENCH_VERBOSE"))
            printf("  %lld: freshet %.1f  DuckDB %.1f  stream %.1f\n", sizes[size], ours[k], theirs[k], stream[k]);
        fflush(stdout);
    }
    double o = median(ours, b->runs), t = median(theirs, b->runs);
    printf("%-10lld %12.1f %12.1f %9.1f %12.1f\n", sizes[size], o, t, t / o, median(stream, b->runs));
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct bench b = {.dir = argc > 1 ? argv[1] : "/tmp/freshet-merge",
                      .customers = argc > 2 ? strtoll(argv[2], NULL, 10) : 10000000,
                      .runs = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 7};
    char path[512];
    if (b.runs < 1 || b.runs > MAX_RUNS || b.customers < sizes[0]) {
        fprintf(stderr, "usage: merge [DIR [CUSTOMERS [RUNS]]]\n");
        return 2;
    }
    build(&b);
    open_freshet(&b);
    open_plain(&b, path);
    run(&b, "use schema bench.public");
    printf("MERGE into %lld customers, medians of %d runs in ms\n", b.customers, b.runs);
    printf("%-10s %12s %12s %9s %12s\n", "source", "freshet", "DuckDB", "ratio", "stream read");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        measure(&b, i);
    struct connection *c;
    struct err err = {0};
    if (!connection_new(b.freshet->engine, &c, &err))
        die(&err);
    bool same = fingerprint(c, "\"BENCH.PUBLIC\".customer") == fingerprint(b.plain, "customer");
    if (!same)
        fprintf(stderr, "merge: the two tables differ\n");
    connection_free(c);
    connection_free(b.plain);
    engine_close(b.engine);
    close_freshet(&b);
    return same ? 0 : 1;
}
