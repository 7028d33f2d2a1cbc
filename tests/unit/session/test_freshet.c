/* A data directory whose process was killed at a random moment: what was acknowledged is there, and the stored parts of
 * every table fit together (ARCHITECTURE.md, "Storage").
 *
 * All work is done in child processes, which are killed with SIGKILL; this one keeps no thread and no database. The
 * moments follow from SEED, which is printed, as far as the machine lets them; KILLS says how many there are. */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/random.h"
#include "dialect/dialect.h"
#include "generator/generator.h"
#include "session/internal.h"
#include "table/purge.h"

extern const char embed_customer_pipeline[];

/* What a child tells until it is killed. */
struct told {
    atomic_bool ready;
    atomic_llong begun, acknowledged; /* the last step that was begun, and the last whose row was committed */
};

static char root[] = "/tmp/freshet-killed-XXXXXX";
static struct told *told;

/* --- in the children ---------------------------------------------------------------------------------------------- */

static _Noreturn void give_up(const char *what, const struct err *err)
{
    fprintf(stderr, "# %s: %06d (%s): %s\n", what, err->code, err->sqlstate, err->message);
    _exit(1);
}

static const char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static struct freshet *open_data(void)
{
    ERR_SCOPE struct err err = {0};
    char map[300];
    snprintf(map, sizeof map, "s3://example-landing/=%s/landing/", root);
    const char *maps[] = {map};
    struct freshet_options options = {.data = path_of("data"), .stage_maps = maps, .n_stage_maps = 1, .threads = 2};
    struct freshet *f;
    if (!freshet_open(&options, &f, &err))
        give_up("open", &err);
    return f;
}

static struct session *open_session(struct freshet *f)
{
    ERR_SCOPE struct err err = {0};
    struct session *s;
    if (!session_new(f, &s, &err))
        give_up("session", &err);
    return s;
}

static void run(struct session *s, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    struct result *r;
    if (!session_run(s, str_from(sql), &r, &err))
        give_up(sql, &err);
    result_free(r);
}

static int64_t ask(struct session *s, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    BUF_SCOPE struct buf text = {0};
    struct result *r;
    int64_t n = INT64_MIN;
    if (!session_run(s, str_from(sql), &r, &err))
        give_up(sql, &err);
    if (result_next(r) && !result_null(r, 0)) {
        result_text(r, 0, &text);
        if (!str_to_int64(buf_str(&text), &n))
            give_up(sql, &err);
    }
    result_free(r);
    return n;
}

static void run_script(struct session *s, const char *text)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct tokens tokens;
    uint32_t at = 0;
    if (!sql_lex(&a, str_from(text), &tokens, &err))
        give_up("script", &err);
    for (struct statement *statement;;) {
        struct result *r;
        if (!sql_next_statement(&a, &tokens, &at, &statement, &err))
            give_up("script", &err);
        if (!statement)
            return;
        if (!session_execute(s, &tokens, statement, &r, &err))
            give_up("script", &err);
        result_free(r);
    }
}

/* mirror follows t by way of the stream; seen holds every row that was ever inserted into t and committed. */
static const char own_tables[] = "create or replace table acknowledged (n number);"
                                 "create or replace table t (id number, v number);"
                                 "create or replace table mirror (id number, v number);"
                                 "create or replace table seen (id number);"
                                 "create or replace stream t_changes on table t;"
                                 "create or replace stream t_rows on table t append_only = true;";

static const char follow[] =
    "merge into mirror m using (select * from t_changes where metadata$action = 'INSERT' or not metadata$isupdate) c "
    "on m.id = c.id "
    "when matched and c.metadata$action = 'DELETE' then delete "
    "when matched then update set v = c.v "
    "when not matched and c.metadata$action = 'INSERT' then insert (id, v) values (c.id, c.v)";
static const char note_rows[] = "insert into seen select id from t_rows";

static void change(struct session *s, struct random *r, int64_t n)
{
    char sql[300];
    switch (random_below(r, 10)) {
    case 0:
    case 1:
    case 2:
        snprintf(sql, sizeof sql, "insert into t select %lld000 + seq4(), 0 from table(generator(rowcount => %d))",
                 (long long)n, 1 + (int)random_below(r, 300));
        break;
    case 3:
        snprintf(sql, sizeof sql, "update t set v = v + 1 where mod(id, 5) = %d", (int)random_below(r, 5));
        break;
    case 4:
        snprintf(sql, sizeof sql, "delete from t where mod(id, 7) = %d", (int)random_below(r, 7));
        break;
    case 5:
        snprintf(sql, sizeof sql,
                 "merge into t using (select id, v from t where mod(id, 3) = 0 union all select %lld999, -1) c on "
                 "t.id = c.id when matched and mod(t.id, 2) = 0 then delete when matched then update set v = c.v - 1 "
                 "when not matched then insert values (c.id, c.v)",
                 (long long)n);
        break;
    case 6:
        snprintf(sql, sizeof sql, "%s", random_below(r, 4) ? "update t set v = v" : "truncate table t");
        break;
    case 7:
        /* A transaction sees the same rows of a stream until it ends, so once in each. */
        if (session_in_transaction(s))
            return;
        snprintf(sql, sizeof sql, "%s", note_rows);
        break;
    default:
        run(s, follow);
        return;
    }
    run(s, sql);
}

/* Changes t, and follows it, for ever. Each step leaves its number behind. */
static _Noreturn void work(struct session *s, struct random *r)
{
    run(s, "use schema scd_demo.scd2");
    atomic_store(&told->ready, true);
    for (;;) {
        char sql[80];
        int64_t n = atomic_fetch_add(&told->begun, 1) + 1;
        snprintf(sql, sizeof sql, "insert into acknowledged values (%lld)", (long long)n);
        bool together = random_below(r, 3) == 0;
        if (together)
            run(s, "begin");
        for (uint64_t i = together ? 1 + random_below(r, 4) : 1; i > 0; i--)
            change(s, r, n * 10 + (int64_t)i);
        if (together && random_below(r, 5) == 0) {
            run(s, "rollback");
            together = false;
        }
        run(s, sql);
        if (together)
            run(s, "commit");
        atomic_store(&told->acknowledged, n);
    }
}

struct landing {
    struct generator *generator;
    struct random random;
};

static void *land_files(void *landing)
{
    struct landing *l = landing;
    for (int64_t n = 0;; n++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        struct str path;
        struct generator_summary summary;
        struct clock clock;
        clock_init_real(&clock);
        if (!generator_write(l->generator, &a, path_of("landing/customers"), clock_now(&clock), &path, &summary, &err))
            give_up("generator", &err);
        usleep((useconds_t)random_below(&l->random, 200000));
    }
    return NULL;
}

/* What the scheduler does in idle moments, all the time. A checkpoint fails while others write. */
static void *tidy_up(void *freshet)
{
    struct freshet *f = freshet;
    struct connection *c;
    ERR_SCOPE struct err err = {0};
    if (!connection_new(f->engine, &c, &err))
        give_up("connection", &err);
    for (;;) {
        if (!store_purge(f->store, c, f->catalog, &err))
            give_up("purge", &err);
        if (!store_checkpoint(c, &err))
            err_clear(&err);
        usleep(20000);
    }
    return NULL;
}

/* Opens, lets the pipeline run eagerly, and works beside it until it is killed. */
static _Noreturn void live(uint64_t seed)
{
    ERR_SCOPE struct err err = {0};
    struct freshet *f = open_data();
    struct session *s = open_session(f);
    struct random random;
    random_init(&random, seed);
    struct generator_options options = generator_defaults;
    options.rows = 300;
    options.seed = (int64_t)seed;
    options.flag = options.updated_at = options.quote = true;
    options.deletes = options.late = options.duplicates = 0.05;
    struct landing landing = {0};
    random_init(&landing.random, seed + 1);
    pthread_t landing_thread, tidy_thread;
    if (!generator_new(&options, &landing.generator, &err))
        give_up("generator", &err);
    scheduler_set_eager(f->scheduler, true);
    if (!scheduler_start(f->scheduler, &err) || pthread_create(&landing_thread, NULL, land_files, &landing) != 0 ||
        (seed % 2 && pthread_create(&tidy_thread, NULL, tidy_up, f) != 0))
        give_up("scheduler", &err);
    work(s, &random);
}

static void set_up(void)
{
    struct freshet *f = open_data();
    struct session *s = open_session(f);
    run_script(s, embed_customer_pipeline);
    run_script(s, own_tables);
    session_free(s);
    freshet_close(f);
}

/* --- the stored parts ----------------------------------------------------------------------------------------------
 */

/* Rules about one table whose parts are `images`: _rid, _ver, _until (NULL: current). Each counts what breaks it. */
static const struct {
    const char *rule, *sql;
} rules[] = {
    {"one current image of each row",
     "SELECT count(*) FROM (SELECT _rid FROM images WHERE _until IS NULL GROUP BY 1 HAVING count(*) > 1)"},
    {"images of a row neither overlap nor leave gaps",
     "SELECT count(*) FROM (SELECT _until, lead(_ver) OVER (PARTITION BY _rid ORDER BY _ver, _until NULLS LAST) AS "
     "next "
     "FROM images) WHERE next IS NOT NULL AND next IS DISTINCT FROM _until"},
    {"no image ends before it begins", "SELECT count(*) FROM images WHERE _until < _ver"},
    {"no image is of a version that is not known",
     "SELECT count(*) FROM images, latest WHERE _ver > coalesce(version, 0) OR _until > coalesce(version, 0)"},
    {"row ids are below the next one", "SELECT count(*) FROM images, latest WHERE _rid >= coalesce(next_rid, 1)"},
    {"versions rise with the time and the row ids",
     "SELECT count(*) FROM (SELECT version, committed_at, next_rid, lag(version) OVER w AS v, lag(committed_at) OVER w "
     "AS c, lag(next_rid) OVER w AS n FROM versions WINDOW w AS (ORDER BY version)) "
     "WHERE v >= version OR c > committed_at OR n > next_rid"},
    {"no stream is ahead of its table",
     "SELECT count(*) FROM freshet.stream_offsets, latest WHERE table_id = :id AND (stream_offsets.version > "
     "coalesce(latest.version, 0) OR stream_offsets.next_rid > coalesce(latest.next_rid, 1))"},
};

static int64_t count(struct connection *c, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    int64_t n;
    if (!connection_int(c, str_from(sql), -1, &n, &err))
        give_up(sql, &err);
    return n;
}

static void expect_none(struct connection *c, const char *rule, const char *sql, int64_t id)
{
    int64_t n = count(c, sql);
    if (n == 0)
        return;
    fprintf(stderr, "# table %lld: %s: broken %lld times\n", (long long)id, rule, (long long)n);
    _exit(1);
}

static void make_views(struct connection *c, int64_t id)
{
    ERR_SCOPE struct err err = {0};
    BUF_SCOPE struct buf sql = {0};
    long long n = id;
    buf_printf(&sql,
               "CREATE OR REPLACE TEMP VIEW versions AS SELECT * FROM freshet.table_versions WHERE table_id = %lld; "
               "CREATE OR REPLACE TEMP VIEW latest AS SELECT max(version) AS version, arg_max(next_rid, version) AS "
               "next_rid FROM versions; "
               "CREATE OR REPLACE TEMP VIEW images AS SELECT _rid, _ver, NULL::BIGINT AS _until FROM store.t%lld "
               "UNION ALL SELECT _rid, _ver, _replaced FROM store.\"t%lld$undo\"",
               n, n, n);
    BUF_SCOPE struct buf list = {0};
    buf_printf(&list, "SELECT name, version FROM freshet.generations WHERE table_id = %lld", n);
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(c, buf_str(&list), &rows, &err))
        give_up("generations", &err);
    while (rows_next(rows))
        buf_printf(&sql, " UNION ALL SELECT _rid, _ver, %lld FROM store.\"%.*s\"", (long long)rows_int(rows, 1),
                   STR_FMT(rows_slice(rows, 0)));
    if (!connection_run(c, buf_str(&sql), NULL, &err))
        give_up("views", &err);
}

static void check_table(struct connection *c, int64_t id)
{
    ARENA_SCOPE struct arena a = {0};
    make_views(c, id);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct str sql = str_from(rules[i].sql);
        ptrdiff_t at = str_find(sql, STR(":id"));
        if (at >= 0)
            sql = str_printf(&a, "%.*s%lld%.*s", STR_FMT(str_sub(sql, 0, (size_t)at)), (long long)id,
                             STR_FMT(str_sub(sql, (size_t)at + 3, sql.n)));
        expect_none(c, rules[i].rule, sql.p, id);
    }
}

static void check_loads(struct connection *c)
{
    expect_none(c, "a file that a pipe has loaded has one record",
                "SELECT count(*) FROM (SELECT pipe_id, path FROM freshet.pipe_files WHERE state = 'loaded') f "
                "FULL JOIN (SELECT pipe_id, file_name, count(*) AS n FROM freshet.load_history GROUP BY 1, 2) h "
                "ON f.pipe_id = h.pipe_id AND f.path = h.file_name WHERE n IS DISTINCT FROM 1 OR path IS NULL",
                0);
    expect_none(c, "a row that was put in was counted",
                "SELECT count(*) FROM (SELECT table_id, sum(row_count) AS n FROM freshet.load_history GROUP BY 1) h "
                "JOIN (SELECT table_id, max(next_rid) AS next_rid FROM freshet.table_versions GROUP BY 1) v "
                "ON h.table_id = v.table_id WHERE v.next_rid - 1 <> h.n",
                0);
}

/* The file as DuckDB recovers it, before anything of freshet has seen it. */
static void check_database(const char *path)
{
    ERR_SCOPE struct err err = {0};
    struct engine *e;
    struct connection *c;
    int64_t n = 0;
    if (!engine_open(path, NULL, &e, &err) || !connection_new(e, &c, &err))
        give_up("recovery", &err);
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(c, STR("SELECT id FROM freshet.objects WHERE kind = 'TABLE'"), &rows, &err))
        give_up("tables", &err);
    for (; rows_next(rows); n++)
        check_table(c, rows_int(rows, 0));
    if (n < 7)
        give_up("too few tables", &err);
    expect_none(c, "the stored parts are those of tables",
                "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'store' AND table_name NOT IN (SELECT 't' || "
                "id FROM freshet.objects UNION ALL SELECT 't' || id || '$undo' FROM freshet.objects UNION ALL SELECT "
                "name FROM freshet.generations)",
                0);
    check_loads(c);
    rows_free(rows);
    rows = NULL;
    connection_free(c);
    engine_close(e);
}

static void check_store(void)
{
    check_database(path_of("data/warehouse.duckdb"));
}

/* Was the file written after the log? Then a checkpoint was under way, and may have been complete but for the removal
 * of the log, whose end says so. */
static bool is_behind_log(void)
{
    struct stat file, log;
    return stat(path_of("data/warehouse.duckdb"), &file) == 0 &&
           stat(path_of("data/warehouse.duckdb.wal"), &log) == 0 &&
           (file.st_mtim.tv_sec < log.st_mtim.tv_sec ||
            (file.st_mtim.tv_sec == log.st_mtim.tv_sec && file.st_mtim.tv_nsec < log.st_mtim.tv_nsec));
}

/* When the machine fails, and not just the process, the log may end anywhere: what it holds until there is consistent,
 * too. It cannot lack the end that a checkpoint has written: DuckDB syncs that before the header of the file. */
static void check_torn_log(void)
{
    struct stat st;
    if (!is_behind_log())
        return;
    struct random random;
    random_init(&random, (uint64_t)getpid());
    for (int i = 0; i < 5; i++) {
        char command[300];
        snprintf(command, sizeof command, "rm -rf %s/torn && mkdir %s/torn && cp %s/data/warehouse* %s/torn", root,
                 root, root, root);
        const char *log = path_of("torn/warehouse.duckdb.wal");
        if (system(command) != 0 || stat(log, &st) != 0 || st.st_size == 0)
            return; /* killed just after a checkpoint: there is no log */
        if (truncate(log, (off_t)random_below(&random, (uint64_t)st.st_size)) != 0)
            _exit(1);
        check_database(path_of("torn/warehouse.duckdb"));
    }
}

/* What the user sees. */
static void check_contents(void)
{
    struct freshet *f = open_data();
    struct session *s = open_session(f);
    run(s, "use schema scd_demo.scd2");
    int64_t n = ask(s, "select coalesce(max(n), 0) from acknowledged");
    if (n < atomic_load(&told->acknowledged)) {
        fprintf(stderr, "# %lld was committed, %lld is there\n", atomic_load(&told->acknowledged), (long long)n);
        _exit(1);
    }
    static const char *const none[] = {
        "select count(*) from (select n from acknowledged group by 1 having count(*) > 1)",
        "select count(*) from (select id from mirror group by 1 having count(*) > 1)",
        "select count(*) from (select * from t minus select * from mirror)",
        "select count(*) from (select * from mirror minus select * from t)",
        "select count(*) from (select id from seen group by 1 having count(*) > 1)",
        "select count(*) from (select id from t minus select id from seen)",
    };
    run(s, follow);
    run(s, note_rows);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if ((n = ask(s, none[i])) != 0) {
            fprintf(stderr, "# %lld: %s\n", (long long)n, none[i]);
            _exit(1);
        }
    session_free(s);
    freshet_close(f);
}

/* A statement finds rows by one query and deletes them by another; a checkpoint between the two moves none of them. */
static void check_rowids(void)
{
    ERR_SCOPE struct err err = {0};
    struct freshet *f = open_data();
    struct session *s = open_session(f);
    struct connection *other;
    run(s, "create or replace database moved");
    run(s, "create table t (id number, v number)");
    run(s, "insert into t select seq4(), 0 from table(generator(rowcount => 300000))");
    if (!connection_new(f->engine, &other, &err) || !store_checkpoint(other, &err))
        give_up("checkpoint", &err);
    run(s, "delete from t where id < 250000");
    run(s, "begin");
    run(s, "update t set v = 1 where id < 0");
    ARENA_SCOPE struct arena a = {0};
    OBJECT_SCOPE struct object *t = catalog_find(f->catalog, OBJECT_TABLE, STR("MOVED"), STR("PUBLIC"), STR("T"));
    struct str keep =
        str_printf(&a, "CREATE TEMP TABLE kept AS SELECT rowid AS r, id FROM store.t%lld", (long long)t->id);
    struct str moved =
        str_printf(&a,
                   "SELECT count(*) FROM temp.kept LEFT JOIN store.t%lld AS t ON t.rowid = r WHERE t.id IS "
                   "DISTINCT FROM kept.id",
                   (long long)t->id);
    if (!connection_run(s->conn, keep, NULL, &err))
        give_up("rowids", &err);
    if (!store_checkpoint(other, &err))
        err_clear(&err); /* it may refuse as well */
    expect_none(s->conn, "a checkpoint moves no row", moved.p, t->id);
    run(s, "rollback");
    run(s, "drop database moved");
    connection_free(other);
    session_free(s);
    freshet_close(f);
}

/* --- in the parent -------------------------------------------------------------------------------------------------
 */

static void in_child(void (*f)(void), const char *what)
{
    int status;
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        alarm(60);
        f();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (status != 0)
        fail_msg("%s: status %x", what, status);
}

static void kill_at(uint64_t seed, int64_t micros)
{
    int status;
    atomic_store(&told->ready, false);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        live(seed);
    for (int i = 0; i < 30000 && !atomic_load(&told->ready) && waitpid(child, &status, WNOHANG) == 0; i++)
        usleep(1000);
    assert_true(atomic_load(&told->ready));
    usleep((useconds_t)micros);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
        in_child(check_store, "store after a failure");
        fail_msg("the process ended by itself, status %x", status);
    }
}

static int64_t setting(const char *name, int64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoll(text, NULL, 10) : otherwise;
}

static void killed_at_random_moments(void **state)
{
    (void)state;
    int64_t seed = setting("SEED", getpid()), kills = setting("KILLS", 6);
    printf("# SEED=%lld\n", (long long)seed);
    struct random random;
    random_init(&random, (uint64_t)seed);
    in_child(set_up, "set up");
    in_child(check_store, "before the first kill");
    for (int64_t i = 1; i <= kills; i++) {
        kill_at((uint64_t)seed + (uint64_t)i, (int64_t)random_below(&random, 700000));
        in_child(check_torn_log, "torn log");
        in_child(check_store, "store");
        in_child(check_contents, "contents");
    }
    in_child(check_store, "at the end");
}

static void rows_stay_where_they_are(void **state)
{
    (void)state;
    in_child(check_rowids, "rowids");
}

static int make_root(void **state)
{
    (void)state;
    char command[300];
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    snprintf(command, sizeof command, "mkdir -p %s/landing/customers", mkdtemp(root));
    return told == MAP_FAILED || system(command) != 0;
}

static int remove_root(void **state)
{
    (void)state;
    char command[300];
    munmap(told, sizeof *told);
    snprintf(command, sizeof command, "rm -rf %s", root);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(killed_at_random_moments),
                                       cmocka_unit_test(rows_stay_where_they_are)};
    return cmocka_run_group_tests(tests, make_root, remove_root);
}
