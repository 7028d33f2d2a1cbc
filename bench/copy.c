/* COPY of one CSV file against DuckDB's own COPY of it, each time into a new database by a process of its own, so that
 * the peak of memory is its own, too. Both begin when the table is there and end with the commit; they alternate, so
 * that what disturbs the machine disturbs both. In the end both tables hold the same rows.
 *
 * copy DIR FILE [RUNS]   DIR must be empty; FILE is what `freshet generate` writes. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/engine.h"
#include "session/session.h"

enum { MAX_RUNS = 50 };

struct measure {
    double seconds;
    int64_t megabytes; /* at most in memory */
    int64_t fingerprint, rows;
};

static _Noreturn void die(const char *message)
{
    fprintf(stderr, "copy: %s\n", message);
    exit(1);
}

#define COLUMNS                                                                                                        \
    "customer_id number(18,0), first_name varchar, last_name varchar, email varchar, street varchar, city varchar, "   \
    "state varchar, country varchar"

static void finish(struct measure *m, int64_t began, struct connection *c, const char *table)
{
    struct err err = {0};
    struct rusage used;
    char sql[300];
    m->seconds = (double)(clock_monotonic() - began) / 1e6;
    getrusage(RUSAGE_SELF, &used);
    m->megabytes = used.ru_maxrss / 1024;
    snprintf(sql, sizeof sql,
             "SELECT CAST(sum(hash(customer_id::BIGINT, email, street) %% 1000000007) AS BIGINT) FROM %s", table);
    if (!connection_int(c, str_from(sql), 0, &m->fingerprint, &err))
        die(err.message);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
    if (!connection_int(c, str_from(sql), 0, &m->rows, &err))
        die(err.message);
}

static void run(struct session *s, const char *sql)
{
    struct err err = {0};
    struct result *result;
    if (!session_run(s, str_from(sql), &result, &err))
        die(err.message);
    result_free(result);
}

static void by_freshet(const char *dir, const char *file, struct measure *ret)
{
    char data[512], map[1024], copy[1024];
    struct err err = {0};
    struct freshet *freshet;
    struct session *session;
    struct connection *c;
    const char *slash = strrchr(file, '/');
    snprintf(data, sizeof data, "%s/data", dir);
    snprintf(map, sizeof map, "s3://bench/=%.*s/", (int)(slash - file), file);
    const struct freshet_options options = {.data = data, .stage_maps = (const char *[]){map}, .n_stage_maps = 1};
    if (!freshet_open(&options, &freshet, &err) || !session_new(freshet, &session, &err))
        die(err.message);
    run(session, "create database bench");
    run(session, "create table customer (" COLUMNS ")");
    snprintf(copy, sizeof copy,
             "copy into customer from 's3://bench/' files = ('%s') file_format = (type = csv skip_header = 1 "
             "field_optionally_enclosed_by = '\"')",
             slash + 1);
    int64_t began = clock_monotonic();
    run(session, copy);
    if (!connection_new(freshet->engine, &c, &err))
        die(err.message);
    finish(ret, began, c, "\"BENCH.PUBLIC\".customer");
    connection_free(c);
    session_free(session);
    freshet_close(freshet);
}

static void by_duckdb(const char *dir, const char *file, struct measure *ret)
{
    char path[512];
    struct err err = {0};
    struct engine *engine;
    struct connection *c;
    snprintf(path, sizeof path, "%s/plain.duckdb", dir);
    if (!engine_open(path, NULL, &engine, &err) || !connection_new(engine, &c, &err) ||
        !connection_run(c,
                        STR("CREATE TABLE customer (customer_id BIGINT, first_name VARCHAR, last_name VARCHAR, email "
                            "VARCHAR, street VARCHAR, city VARCHAR, state VARCHAR, country VARCHAR)"),
                        NULL, &err))
        die(err.message);
    int64_t began = clock_monotonic();
    if (!connection_runf(c, &err, "COPY customer FROM '%s' (HEADER)", file))
        die(err.message);
    finish(ret, began, c, "customer");
    connection_free(c);
    engine_close(engine);
}

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *where)
{
    (void)s, (void)kind, (void)where;
    return remove(path);
}

static void measure(void (*load)(const char *dir, const char *file, struct measure *ret), const char *dir,
                    const char *file, int number, struct measure *ret)
{
    char own[400];
    int ends[2], status;
    snprintf(own, sizeof own, "%s/%d", dir, number);
    if (mkdir(own, 0777) || pipe(ends))
        die("cannot make a directory or a pipe");
    pid_t child = fork();
    if (child == 0) {
        struct measure m = {0};
        load(own, file, &m);
        _exit(write(ends[1], &m, sizeof m) != sizeof m);
    }
    close(ends[1]);
    bool ok = read(ends[0], ret, sizeof *ret) == sizeof *ret;
    close(ends[0]);
    if (child < 0 || waitpid(child, &status, 0) != child || !ok || status != 0)
        die("a run failed");
    if (nftw(own, remove_one, 8, FTW_DEPTH | FTW_PHYS) != 0)
        die("cannot remove a run's database");
}

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

int main(int argc, char **argv)
{
    const char *dir = argc > 2 ? argv[1] : NULL, *file = argc > 2 ? argv[2] : NULL;
    int runs = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 3;
    struct stat s;
    if (!file || file[0] != '/' || runs < 1 || runs > MAX_RUNS || stat(file, &s)) {
        fprintf(stderr, "usage: copy DIR /FILE [RUNS]\n");
        return 2;
    }
    double ours[MAX_RUNS], theirs[MAX_RUNS], ratios[MAX_RUNS];
    struct measure o = {0}, t = {0};
    printf("COPY of one file of %lld MB, seconds and MB of memory at most\n%-10s %12s %12s %9s %12s %12s\n",
           (long long)s.st_size / 1000000, "run", "freshet", "DuckDB", "ratio", "freshet MB", "DuckDB MB");
    for (int i = 0; i < runs; i++) {
        measure(by_freshet, dir, file, i * 2, &o);
        measure(by_duckdb, dir, file, i * 2 + 1, &t);
        if (o.fingerprint != t.fingerprint || o.rows != t.rows)
            die("the two tables differ");
        ours[i] = o.seconds;
        theirs[i] = t.seconds;
        ratios[i] = o.seconds / t.seconds;
        printf("%-10d %12.1f %12.1f %9.2f %12lld %12lld\n", i + 1, o.seconds, t.seconds, ratios[i],
               (long long)o.megabytes, (long long)t.megabytes);
        fflush(stdout);
    }
    printf("%-10s %12.1f %12.1f %9.2f\n", "median", median(ours, runs), median(theirs, runs), median(ratios, runs));
    return 0;
}
