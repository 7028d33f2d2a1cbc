/* COPY and pipes against a real table: each case is a table, a COPY, files, what it answers and what is in the table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dialect/dialect.h"
#include "engine/parquet.h"
#include "history/loads.h"
#include "pipe/pipe.h"
#include "stage/commands.h"
#include "stage/format.h"
#include "stage/stage.h"

static char root[] = "/tmp/freshet-load-XXXXXX";

struct world {
    struct engine *engine;
    struct connection *conn;
    struct catalog *catalog;
    struct store *store;
    struct clock clock;
    struct stage_map stages;
    struct load_context load;
    struct scope scope;
    struct arena arena;
};

#define OK(call)                                                                                                       \
    do {                                                                                                               \
        if (!(call))                                                                                                   \
            fail_msg("%s:%d: %s", __FILE__, __LINE__, err.message ? err.message : "no message");                       \
    } while (0)

static bool column_default(void *ctx, const struct object *table, const struct column *column, struct buf *out,
                           struct err *err)
{
    (void)ctx, (void)table, (void)err;
    buf_add(out, column->default_text);
    return true;
}

static struct statement *parse(struct world *w, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    struct tokens *tokens = ARENA_NEW(&w->arena, struct tokens);
    struct statement *s = NULL;
    uint32_t at = 0;
    OK(sql_lex(&w->arena, str_from(sql), tokens, &err));
    OK(sql_next_statement(&w->arena, tokens, &at, &s, &err));
    return s;
}

/* CREATE TABLE, STAGE, FILE FORMAT or PIPE in DB.S, without a session. */
static bool create(struct world *w, const char *sql, struct err *err)
{
    const struct statement_create *c = &parse(w, sql)->create;
    json_t *definition = NULL;
    struct object *o = NULL;
    bool ok = true;
    if (c->kind == OBJECT_TABLE) {
        struct columns columns = {ARENA_ARRAY(&w->arena, struct column, c->n_columns), c->n_columns};
        for (size_t i = 0; i < c->n_columns; i++) {
            columns.at[i] = (struct column){
                .name = c->columns[i].name, .type = c->columns[i].type, .not_null = c->columns[i].not_null};
            if (c->columns[i].default_value)
                columns.at[i].default_text = STR("7");
        }
        definition = definition_from_columns(&columns);
    } else if (c->kind == OBJECT_STAGE) {
        ok = stage_create_check(w->catalog, &w->scope, &w->arena, c, &definition, err);
    } else if (c->kind == OBJECT_FILE_FORMAT) {
        ok = file_format_create_check(&w->arena, c, &definition, err);
    } else {
        ok = pipe_create_check(&w->load, &w->scope, c, &w->arena, &definition, err);
    }
    if (!ok)
        return false;
    struct transaction t;
    transaction_init(&t, w->store, w->conn);
    catalog_lock(w->catalog);
    struct object *old = catalog_find(w->catalog, c->kind, STR("DB"), STR("S"), c->name.part[c->name.n - 1]);
    struct object_spec spec = {.kind = c->kind,
                               .database = STR("DB"),
                               .schema = STR("S"),
                               .name = c->name.part[c->name.n - 1],
                               .owner = STR("SYSADMIN"),
                               .comment = STR(""),
                               .definition = definition};
    ok = transaction_begin(&t, false, err) && (!old || catalog_drop(w->catalog, w->conn, old, err)) &&
         catalog_create(w->catalog, w->conn, &spec, &o, err) &&
         (c->kind != OBJECT_TABLE || store_create_table(&t, o, err)) &&
         (c->kind != OBJECT_PIPE || pipe_created(&w->load, w->conn, o, err)) && transaction_commit(&t, err);
    if (ok)
        catalog_publish(w->catalog);
    else
        catalog_forget(w->catalog);
    catalog_unlock(w->catalog);
    object_unref(old);
    object_unref(o);
    transaction_release(&t);
    return ok;
}

/* The database and the schema of the scope. */
static bool create_container(struct world *w, enum object_kind kind, struct str database, struct str name,
                             struct err *err)
{
    struct transaction t;
    const struct object_spec spec = {.kind = kind,
                                     .database = database,
                                     .schema = STR(""),
                                     .name = name,
                                     .owner = STR("SYSADMIN"),
                                     .comment = STR(""),
                                     .definition = json_object()};
    transaction_init(&t, w->store, w->conn);
    catalog_lock(w->catalog);
    bool ok = transaction_begin(&t, false, err) && catalog_create(w->catalog, w->conn, &spec, NULL, err) &&
              transaction_commit(&t, err);
    if (ok)
        catalog_publish(w->catalog);
    catalog_unlock(w->catalog);
    transaction_release(&t);
    return ok;
}

static void create_ok(struct world *w, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    OK(create(w, sql, &err));
}

static void put(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void empty_stage(void)
{
    char command[256];
    snprintf(command, sizeof command, "rm -rf %s/* && mkdir -p %s/dir", root, root);
    assert_int_equal(system(command), 0);
}

static int setup(void **state)
{
    ERR_SCOPE struct err err = {0};
    struct world *w = memset(xmalloc(sizeof *w), 0, sizeof *w);
    if (access(root, F_OK) != 0)
        assert_non_null(mkdtemp(root));
    empty_stage();
    struct engine_options options = {.threads = 2, .prelude = embed_prelude};
    clock_init_real(&w->clock);
    OK(engine_open(NULL, &options, &w->engine, &err));
    OK(connection_new(w->engine, &w->conn, &err));
    OK(catalog_open(w->engine, &w->clock, &w->catalog, &err));
    OK(store_open(w->engine, &w->clock, &w->store, &err));
    OK(loads_open(w->conn, &err));
    char map[300];
    snprintf(map, sizeof map, "s3://b/in=%s", root);
    OK(stage_map_add(&w->stages, &w->arena, str_from(map), &err));
    w->stages.parquets = parquets_new();
    w->load = (struct load_context){.catalog = w->catalog,
                                    .store = w->store,
                                    .clock = &w->clock,
                                    .stages = &w->stages,
                                    .default_ctx = w,
                                    .column_default = column_default};
    w->scope = (struct scope){.database = STR("DB"), .schema = STR("S")};
    OK(create_container(w, OBJECT_DATABASE, STR(""), STR("DB"), &err));
    OK(create_container(w, OBJECT_SCHEMA, STR("DB"), STR("S"), &err));
    create_ok(w, "create stage st url = 's3://b/in'");
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    store_free(w->store);
    catalog_free(w->catalog);
    connection_free(w->conn);
    engine_close(w->engine);
    parquets_free(w->stages.parquets);
    arena_clear(&w->arena);
    free(w);
    return 0;
}

/* The rows of a query as a|b;c|d; with ~ for NULL. */
static void query(struct world *w, const char *sql, struct buf *out)
{
    ERR_SCOPE struct err err = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    OK(connection_query(w->conn, str_from(sql), &rows, &err));
    buf_adds(out, "");
    while (rows_next(rows)) {
        for (size_t i = 0; i < rows_columns(rows); i++) {
            buf_adds(out, i ? "|" : "");
            if (rows_null(rows, i))
                buf_addc(out, '~');
            rows_text(rows, i, NULL, out);
        }
        buf_addc(out, ';');
    }
}

static void contents(struct world *w, struct buf *out)
{
    struct object *table = catalog_find(w->catalog, OBJECT_TABLE, STR("DB"), STR("S"), STR("T"));
    char sql[100];
    snprintf(sql, sizeof sql, "SELECT * EXCLUDE (_rid, _ver) FROM store.t%lld ORDER BY ALL", (long long)table->id);
    query(w, sql, out);
    object_unref(table);
}

/* How many rows, what they are, and that each has a number of its own. */
static void table_digest(struct world *w, struct buf *out)
{
    struct object *table = catalog_find(w->catalog, OBJECT_TABLE, STR("DB"), STR("S"), STR("T"));
    char sql[300];
    snprintf(sql, sizeof sql,
             "FROM (SELECT count(*), count(DISTINCT _rid), min(_rid), max(_rid) FROM store.t%lld), (SELECT "
             "bit_xor(hash(u)), sum(hash(u)) FROM (SELECT * EXCLUDE (_rid, _ver) FROM store.t%lld) AS u)",
             (long long)table->id, (long long)table->id);
    object_unref(table);
    query(w, sql, out);
}

/* Runs a COPY, again as a session does; its answer as rows, or its error's message. stage: not straight into the
 * table. Returns whether it ran again. */
static bool copy_as(struct world *w, const char *sql, bool stage, struct buf *out)
{
    ERR_SCOPE struct err err = {0};
    struct statement *s = parse(w, sql);
    struct object *table = catalog_find(w->catalog, OBJECT_TABLE, STR("DB"), STR("S"), STR("T"));
    struct transaction t;
    struct listing l = {0};
    struct copy_purge purge = {0};
    struct str sample;
    bool stale, ok;
    transaction_init(&t, w->store, w->conn);
    t.stage = stage;
    for (;;) {
        ok = transaction_lock(&t, table->id, &stale, &err) && transaction_begin(&t, false, &err) &&
             copy_into_table(&w->load, &t, &w->scope, &s->copy, STR("q1"), &w->arena, &l, &purge, &sample, &err) &&
             transaction_commit(&t, &err);
        if (!t.unfit)
            break;
        assert_false(t.stage);
        transaction_rollback(&t, true);
        t.unfit = false;
        t.stage = true;
        err_clear(&err);
    }
    if (ok)
        copy_purge(&purge);
    copy_purge_release(&purge);
    bool again = t.stage && !stage;
    transaction_release(&t);
    object_unref(table);
    buf_adds(out, ok ? "" : err.message);
    for (size_t i = 0; ok && i < l.cells.n; i++) {
        buf_add(out, l.cells.at[i].p ? l.cells.at[i] : STR("~"));
        buf_addc(out, (i + 1) % l.n_columns ? '|' : ';');
    }
    return again;
}

static void copy(struct world *w, const char *sql, struct buf *out)
{
    copy_as(w, sql, false, out);
}

#define FILES "s3://b/in/"
#define ADVICE                                                                                                         \
    "\n  If you would like to continue loading when an error is encountered, use other values such as 'SKIP_FILE' or " \
    "'CONTINUE' for the ON_ERROR option. For more information on loading options, please run 'info loading_data' in "  \
    "a SQL client."

static const struct {
    const char *table, *copy, *files[5], *answer, *rows;
} cases[] = {
    {"a int, b varchar", "copy into t from @st", {NULL}, "Copy executed with 0 files processed.;", ""},
    {"a int, b varchar",
     "copy into t from @st",
     {"f.csv", "1,x\n2,y\n"},
     FILES "f.csv|LOADED|2|2|1|0|~|~|~|~;",
     "1|x;2|y;"},
    {"a int, b varchar", "copy into t from @st", {"f.csv", ""}, FILES "f.csv|LOADED|0|0|1|0|~|~|~|~;", ""},
    {"a int, b varchar",
     "copy into t from @st on_error = continue",
     {"bad.csv", "1,x\nNOPE,y\n3,z\n"},
     FILES "bad.csv|PARTIALLY_LOADED|3|2|3|1|Numeric value 'NOPE' is not recognized|2|1|\"T\"[\"A\":1];",
     "1|x;3|z;"},
    {"a int, b varchar",
     "copy into t from @st on_error = 'skip_file'",
     {"bad.csv", "1,x\nNOPE,y\n3,z\n"},
     FILES "bad.csv|LOAD_FAILED|3|0|1|1|Numeric value 'NOPE' is not recognized|2|1|\"T\"[\"A\":1];",
     ""},
    {"a int, b varchar",
     "copy into t from @st on_error = skip_file_2",
     {"bad.csv", "1,x\nNOPE,y\n3,z\n"},
     FILES "bad.csv|PARTIALLY_LOADED|3|2|2|1|Numeric value 'NOPE' is not recognized|2|1|\"T\"[\"A\":1];",
     "1|x;3|z;"},
    {"a int, b varchar",
     "copy into t from @st on_error = 'skip_file_50%'",
     {"a.csv", "1,x\nNO,y\n", "b.csv", "1,x\nNO,y\n3,z\n4,z\n"},
     FILES "a.csv|LOAD_FAILED|2|0|1|1|Numeric value 'NO' is not recognized|2|1|\"T\"[\"A\":1];" FILES
           "b.csv|PARTIALLY_LOADED|4|3|2|1|Numeric value 'NO' is not recognized|2|1|\"T\"[\"A\":1];",
     "1|x;3|z;4|z;"},
    {"a int, b varchar",
     "copy into t from @st",
     {"bad.csv", "1,x\nNOPE,y\n3,z\n", "good.csv", "1,x\n"},
     "Numeric value 'NOPE' is not recognized\n  File 'bad.csv', line 2, character 1\n  Row 2, column "
     "\"T\"[\"A\":1]" ADVICE,
     ""},
    {"id int, name varchar",
     "copy into t from @st file_format = (type = csv skip_header = 1) on_error = continue",
     {"f.csv", "id,name\n1,a,extra\n2,b\n"},
     FILES "f.csv|PARTIALLY_LOADED|2|1|2|1|Number of columns in file (3) does not match that of the corresponding "
           "table (2), use "
           "file format option error_on_column_count_mismatch=false to ignore this error|3|1|\"T\"[3];",
     "2|b;"},
    {"id int, name varchar",
     "copy into t from @st file_format = (type = csv skip_header = 1) on_error = continue",
     {"f.csv", "id,name\n1,a,extra\n"},
     FILES
     "f.csv|LOAD_FAILED|1|0|1|1|Number of columns in file (3) does not match that of the corresponding table (2), use "
     "file format option error_on_column_count_mismatch=false to ignore this error|2|10|\"T\"[3];",
     ""},
    {"id int, name varchar",
     "copy into t from @st file_format = (type = csv skip_header = 1) on_error = continue",
     {"f.csv", "id,name\n1,a\n2,b,extra\n", "g.csv", "id,name\n3,c\n4\n"},
     FILES "f.csv|PARTIALLY_LOADED|2|1|2|1|Field delimiter ',' found while expecting record delimiter "
           "'\\n'|3|4|\"T\"[\"NAME\":2];" FILES "g.csv|PARTIALLY_LOADED|2|1|2|1|End of record reached while expected "
           "to parse column '\"T\"[\"NAME\":2]'|3|2|\"T\"[\"NAME\":2];",
     "1|a;3|c;"},
    {"id int, name varchar",
     "copy into t from @st file_format = (type = csv error_on_column_count_mismatch = false)",
     {"f.csv", "1,a,extra\n2\n"},
     FILES "f.csv|LOADED|2|2|1|0|~|~|~|~;",
     "1|a;2|~;"},
    {"id int, name varchar",
     "copy into t from @st file_format = (type = csv skip_blank_lines = true)",
     {"f.csv", "1,a\n\n2,b\n"},
     FILES "f.csv|LOADED|3|2|1|0|~|~|~|~;",
     "1|a;2|b;"},
    {"a int, b varchar(3)",
     "copy into t from @st on_error = continue",
     {"f.csv", "1,abc\n2,abcdefgh\n"},
     FILES
     "f.csv|PARTIALLY_LOADED|2|1|2|1|User character length limit (3) exceeded by string 'abcdefgh'|2|3|\"T\"[\"B\":2];",
     "1|abc;"},
    {"a int, b varchar(3)",
     "copy into t from @st truncatecolumns = true",
     {"f.csv", "2,abcdefgh\n"},
     FILES "f.csv|LOADED|1|1|1|0|~|~|~|~;",
     "2|abc;"},
    {"a int not null, b varchar",
     "copy into t from @st on_error = continue",
     {"f.csv", "1,x\n,y\n"},
     FILES "f.csv|PARTIALLY_LOADED|2|1|2|1|NULL result in a non-nullable column|2|1|\"T\"[\"A\":1];",
     "1|x;"},
    {"a int, b varchar, c int default 7, d varchar",
     "copy into t (b, a) from @st",
     {"f.csv", "x,1,more\ny\n"},
     FILES "f.csv|LOADED|2|2|1|0|~|~|~|~;",
     "1|x|7|~;~|y|7|~;"},
    {"a int, b varchar",
     "copy into t from @st files = ('a.csv', 'b.csv') size_limit = 1",
     {"a.csv", "1,abcd\n", "b.csv", "2,bcde\n"},
     FILES "a.csv|LOADED|1|1|1|0|~|~|~|~;",
     "1|abcd;"},
    {"a int, b varchar",
     "copy into t from @st pattern = '.*/good[.]csv'",
     {"good.csv", "1,x\n", "dir/bad.csv", "2,y\n"},
     FILES "good.csv|LOADED|1|1|1|0|~|~|~|~;",
     "1|x;"},
    {"a int, b varchar",
     "copy into t from @st/dir files = ('/g')",
     {"dir/g", "1,x\n"},
     FILES "dir/g|LOADED|1|1|1|0|~|~|~|~;",
     "1|x;"},
    {"a int, b varchar",
     "copy into t from @st/di files = ('r/g')",
     {"dir/g", "1,x\n"},
     FILES "dir/g|LOADED|1|1|1|0|~|~|~|~;",
     "1|x;"},
    {"a int, b varchar",
     "copy into t from @st/dir files = ('g')",
     {"dir/g", "1,x\n"},
     "Remote file '@st/dirg' was not found. If you are running a copy command, please make sure files are not deleted "
     "when they "
     "are being loaded or files are not being loaded into two different tables concurrently with auto purge option.",
     ""},
    {"a int, b varchar",
     "copy into t from @st on_error = bogus",
     {NULL},
     "SQL compilation error:\ninvalid value [bogus] for parameter 'ON_ERROR'",
     ""},
    {"a int, b varchar",
     "copy into t from @st no_such_copy_opt = 1",
     {NULL},
     "SQL compilation error:\ninvalid parameter 'NO_SUCH_COPY_OPT'",
     ""},
    {"a int, b varchar",
     "copy into t from @st file_format = csv",
     {NULL},
     "SQL compilation error:\nFile format 'DB.S.CSV' does not exist or not authorized.",
     ""},
    {"a int, b varchar",
     "copy into t from @st file_format = (type = avro)",
     {NULL},
     "Unsupported feature 'FILE FORMAT TYPE = AVRO'.",
     ""},
    {"a int, b varchar",
     "copy into t from @st file_format = (type = csv field_optionally_enclosed_by = '\"') on_error = continue",
     {"f.csv", "1,\"x\ny\"z\n2,\"b\"\n"},
     FILES "f.csv|PARTIALLY_LOADED|2|1|2|1|Found character 'z' instead of record delimiter '\\n'|2|3|\"T\"[\"B\":2];",
     "2|b;"},
    {"a int, b varchar, c int",
     "copy into t from @st file_format = (type = csv parse_header = true) match_by_column_name = case_insensitive "
     "on_error = continue",
     {"f.csv", "B,x,A\nhey,1,9\nho,2,no\nhum,3\n"},
     FILES "f.csv|PARTIALLY_LOADED|3|1|3|2|Numeric value 'no' is not recognized|3|6|\"T\"[\"A\":1];",
     "9|hey|~;"},
    {"a int",
     "copy into t from @st match_by_column_name = case_sensitive",
     {NULL},
     "SQL compilation error: match_by_column_name option is not supported for file format CSV without PARSE_HEADER = "
     "TRUE",
     ""},
    {"a int",
     "copy into t from @st file_format = (type = csv parse_header = true) match_by_column_name = case_sensitive "
     "on_error = skip_file",
     {"f.csv", "a,a\n1,2\n"},
     FILES "f.csv|LOAD_FAILED|0|0|1|1|Error with CSV header: duplicated column names \"a\" is not allowed in the "
           "header|~|~|~;",
     ""},
};

static void check(const char *what, const struct buf *got, const char *expected)
{
    if (!str_eq(buf_str(got), str_from(expected)))
        fail_msg("%s\nexpected: %s\ngot:      %.*s", what, expected, STR_FMT(buf_str(got)));
}

static void test_copy(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        BUF_SCOPE struct buf answer = {0}, rows = {0}, sql = {0};
        empty_stage();
        for (size_t k = 0; k < 4 && cases[i].files[k]; k += 2)
            put(cases[i].files[k], cases[i].files[k + 1]);
        buf_printf(&sql, "create table t (%s)", cases[i].table);
        create_ok(w, sql.p);
        copy(w, cases[i].copy, &answer);
        contents(w, &rows);
        check(cases[i].copy, &answer, cases[i].answer);
        check(cases[i].copy, &rows, cases[i].rows);
    }
}

/* A large file: a row as often as it takes, and in the middle what is given. */
static void put_large(const char *name, const char *first, const char *row, const char *middle)
{
    char path[256];
    size_t n = (5 << 20) / strlen(row);
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(first, f);
    for (size_t i = 0; i < n; i++) {
        fputs(row, f);
        if (i == n / 2)
            fputs(middle, f);
    }
    fclose(f);
}

#define BLANKS "                                                                                                    "
#define WIDE BLANKS BLANKS BLANKS "3\n"
#define LARGE(rest) "copy into t from @st file_format = (type = csv skip_header = 1 " rest
#define QUERY(items, rest)                                                                                             \
    "copy into t from (select " items " from @st) file_format = (type = csv skip_header = 1) " rest

/* Loads straight and staged; again: not all of it can go straight. */
static void twice(struct world *w, const char *table, const char *sql, bool again, struct buf *straight,
                  struct buf *staged)
{
    struct buf *results[] = {straight, staged};
    for (int stage = 0; stage < 2; stage++) {
        BUF_SCOPE struct buf create = {0};
        buf_printf(&create, "create table t (%s)", table);
        create_ok(w, create.p);
        if (copy_as(w, sql, stage, results[stage]) != (again && !stage))
            fail_msg("%s: it ran %s", sql, again ? "once" : "again");
        table_digest(w, results[stage]);
    }
}

/* What goes straight into the table and what is staged comes to the same. */
static void test_straight(void **state)
{
    static const struct {
        const char *table, *copy, *middle;
        bool again; /* not all of it could go straight */
    } large[] = {
        {"a int, b varchar, c varchar", LARGE(")"), "", false},
        {"a int not null, b varchar(20) not null, c varchar", LARGE(")"), "2,b,\n", false},
        {"a int, b varchar, c varchar", LARGE(")"), "NOPE,b,c\n", true},
        {"a int, b varchar, c varchar", LARGE(") on_error = continue"), "NOPE,b,c\n1,b,c\nNO,b,c\n", true},
        {"a int, b varchar, c varchar", LARGE(") on_error = skip_file"), "NOPE,b,c\n", true},
        {"a int not null, b varchar, c varchar", LARGE(") on_error = continue"), ",b,c\n", true},
        {"a int, b varchar(3), c varchar", LARGE(") on_error = continue"), "1,bcde,c\n", true},
        {"a int, b varchar(3), c varchar", LARGE(") truncatecolumns = true"), "1,bcde,c\n", false},
        {"a int, b varchar, c varchar", LARGE(")"), "5,b\n", true},
        {"a int, b varchar, c varchar", LARGE(") on_error = continue"), "5,b\n6,b,c,d\n7,\xff,c\n", false},
        {"a int, b varchar, c varchar", LARGE(") on_error = skip_file"), "5,b\n", true},
        {"a int, b varchar, c varchar", LARGE(") on_error = skip_file_9"), "5,b\n", true},
        {"a int, b varchar, c varchar", LARGE("skip_blank_lines = true)"), "\n\n2,b,c\n", false},
        {"a int, b varchar, c varchar", LARGE("error_on_column_count_mismatch = false)"), "5\n6,b,c,d\n", false},
        {"a int, b date, c variant", LARGE(") on_error = continue"), "5,2024-02-30,1\n6,2024-02-28,{\n", true},
        {"y varchar, x int, w int",
         "copy into t from @st file_format = (type = csv parse_header = true) match_by_column_name = case_insensitive",
         "", false},
        {"a int, b varchar, w int default 7", "copy into t (b) from @st file_format = (type = csv skip_header = 1)", "",
         false},
        {"a int, b varchar, c int", QUERY("$1, $2 || $3, metadata$file_row_number", ""), "5\n", false},
        {"a int, b varchar, c int", QUERY("$1, $2, metadata$file_row_number", "on_error = continue"), "NO,b\n", true},
        {"a int, b varchar, c int", QUERY("$1, metadata$file_content_key, metadata$file_row_number", ""), "5\n", false},
        {"a int, b varchar, c int", QUERY("$1 as x, x || $2, metadata$file_row_number", ""), "5\n", false},
        {"a int, b varchar, c int", QUERY("$1::int, $2, metadata$file_row_number", ""), "NO,b\n", true},
    };
    struct world *w = *state;
    for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
        BUF_SCOPE struct buf straight = {0}, staged = {0};
        empty_stage();
        bool dates = strstr(large[i].table, "date") != NULL;
        put_large("a.csv", "x,Y,z\n", dates ? "1,2024-01-01," WIDE : "1,a," WIDE, "");
        put_large("b.csv", "x,Y,z\n", dates ? "1,2024-01-02," WIDE : "1,abc," WIDE, large[i].middle);
        put("c.csv", "x,Y,z\n");
        twice(w, large[i].table, large[i].copy, large[i].again, &straight, &staged);
        check(large[i].copy, &straight, staged.p);
    }
}

/* The same of documents. */
static void test_straight_documents(void **state)
{
    static const struct {
        const char *table, *copy, *middle;
        bool again;
    } large[] = {
        {"v variant", "copy into t from @st file_format = (type = json)", "", false},
        {"v object", "copy into t from @st file_format = (type = json) on_error = continue", "[1]\n{\n", true},
        {"v variant", "copy into t from @st file_format = (type = json) on_error = continue", "[1]\n{\n", false},
        {"v variant", "copy into t from @st file_format = (type = json) on_error = skip_file", "}\n", true},
        {"a int, b varchar, w int default 7",
         "copy into t from @st file_format = (type = json) match_by_column_name = case_insensitive", "{\"b\": 5}\n",
         false},
        {"a int not null, b varchar",
         "copy into t from @st file_format = (type = json) match_by_column_name = case_insensitive on_error = continue",
         "{\"b\": 5}\n{\"a\": \"x\"}\n", true},
        {"a int, n int, f varchar",
         "copy into t from @st file_format = (type = json) match_by_column_name = case_insensitive include_metadata = "
         "(n = metadata$file_row_number, f = metadata$filename)",
         "{}\n", false},
        {"a int, b varchar, n int",
         "copy into t from (select $1:A::int, $1:b, metadata$file_row_number from @st) file_format = (type = json)",
         "{\"b\": 5}\n", false},
    };
    struct world *w = *state;
    for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
        BUF_SCOPE struct buf straight = {0}, staged = {0};
        empty_stage();
        put_large("a.json", "", "{\"A\": 1, \"b\": \"x\", \"c\": \"" BLANKS "\"}\n", "");
        put_large("b.json", "", "{\"A\": 2, \"b\": \"x\", \"c\": \"" BLANKS "\"}\n", large[i].middle);
        twice(w, large[i].table, large[i].copy, large[i].again, &straight, &staged);
        check(large[i].copy, &straight, staged.p);
    }
}

/* A Parquet file that is large, and what is in its row 100000 as `a`. */
static void put_parquet(struct world *w, const char *name, const char *odd)
{
    ERR_SCOPE struct err err = {0};
    OK(connection_runf(w->conn, &err,
                       "COPY (SELECT CASE WHEN i = 100000 THEN %s ELSE i::VARCHAR END AS a, md5(i::VARCHAR) AS b "
                       "FROM range(200000) AS t(i)) TO '%s/%s' (FORMAT parquet)",
                       odd, root, name));
}

/* Other bytes at three quarters of a file: what is before them can be read. */
static void damage(const char *name)
{
    static char bytes[256 << 10];
    char path[256];
    snprintf(path, sizeof path, "%s/%s", root, name);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    memset(bytes, 0x5A, sizeof bytes);
    off_t size = lseek(fd, 0, SEEK_END), n = size / 8 < (off_t)sizeof bytes ? size / 8 : (off_t)sizeof bytes;
    assert_int_equal(pwrite(fd, bytes, (size_t)n, size / 4 * 3), n);
    close(fd);
}

static void test_straight_parquet(void **state)
{
#define BY_NAME(rest)                                                                                                  \
    "copy into t from @st file_format = (type = parquet) match_by_column_name = case_insensitive " rest
    static const struct {
        const char *table, *copy, *odd;
        bool again, damaged;
    } large[] = {
        {"v variant", "copy into t from @st file_format = (type = parquet)", "'7'", false, false},
        {"a int, b varchar", BY_NAME(""), "'7'", false, false},
        {"a int, b varchar", BY_NAME("on_error = continue"), "'x'", true, false},
        {"a int not null, b varchar", BY_NAME("on_error = skip_file"), "NULL", true, false},
        {"a int, b varchar, n int",
         "copy into t from (select $1:a, $1:b, metadata$file_row_number from @st) file_format = (type = parquet)",
         "'7'", false, false},
        {"a int, b varchar", BY_NAME("on_error = continue"), "'7'", true, true},
        {"a int, b varchar", BY_NAME("on_error = skip_file"), "'7'", true, true},
        {"a int, b varchar", BY_NAME(""), "'7'", true, true},
    };
    struct world *w = *state;
    for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
        BUF_SCOPE struct buf straight = {0}, staged = {0};
        empty_stage();
        put_parquet(w, "a.parquet", "'7'");
        put_parquet(w, "b.parquet", large[i].odd);
        if (large[i].damaged)
            damage("b.parquet");
        twice(w, large[i].table, large[i].copy, large[i].again, &straight, &staged);
        check(large[i].copy, &straight, staged.p);
    }
}

static void copy_expect(struct world *w, const char *sql, const char *answer)
{
    BUF_SCOPE struct buf got = {0};
    copy(w, sql, &got);
    check(sql, &got, answer);
}

static void test_deduplication(void **state)
{
    struct world *w = *state;
    ERR_SCOPE struct err err = {0};
    create_ok(w, "create table t (a int)");
    put("f.csv", "1\n");
    copy_expect(w, "copy into t from @st", FILES "f.csv|LOADED|1|1|1|0|~|~|~|~;");
    copy_expect(w, "copy into t from @st", "Copy executed with 0 files processed.;");
    copy_expect(w, "copy into t from @st files = ('f.csv')",
                FILES "f.csv|LOAD_SKIPPED|0|0|~|1|File was loaded before.|~|~|~;");
    copy_expect(w, "copy into t from @st force = true", FILES "f.csv|LOADED|1|1|1|0|~|~|~|~;");
    put("f.csv", "1\n"); /* the same content at another time */
    copy_expect(w, "copy into t from @st", "Copy executed with 0 files processed.;");
    put("f.csv", "2\n"); /* other content of the same size */
    copy_expect(w, "copy into t from @st", FILES "f.csv|LOADED|1|1|1|0|~|~|~|~;");
    put("g.csv", "no\n");
    copy_expect(w, "copy into t from @st on_error = skip_file return_failed_only = true",
                FILES "g.csv|LOAD_FAILED|1|0|1|1|Numeric value 'no' is not recognized|1|1|\"T\"[\"A\":1];");
    put("g.csv", "3\n");
    copy_expect(w, "copy into t from @st purge = true", FILES "g.csv|LOADED|1|1|1|0|~|~|~|~;");
    char path[256];
    snprintf(path, sizeof path, "%s/g.csv", root);
    assert_int_not_equal(access(path, F_OK), 0);
    struct object *table = catalog_find(w->catalog, OBJECT_TABLE, STR("DB"), STR("S"), STR("T"));
    OK(loads_forget_table(w->conn, table->id, &err));
    object_unref(table);
    copy_expect(w, "copy into t from @st", FILES "f.csv|LOADED|1|1|1|0|~|~|~|~;");
}

static struct object *find_pipe(struct world *w)
{
    return catalog_find(w->catalog, OBJECT_PIPE, STR("DB"), STR("S"), STR("P"));
}

static void load(struct world *w, int64_t files, int64_t rows, int64_t failed)
{
    ERR_SCOPE struct err err = {0};
    OBJECT_SCOPE struct object *pipe = find_pipe(w);
    struct pipe_progress p;
    int64_t pending;
    OK(pipe_load_pending(&w->load, w->conn, pipe, &p, &err));
    assert_int_equal(p.files, files);
    assert_int_equal(p.rows, rows);
    assert_int_equal(p.failed, failed);
    OK(pipe_pending(&w->load, w->conn, pipe, &pending, &err));
    assert_int_equal(pending, 0);
}

static void test_pipe(void **state)
{
    struct world *w = *state;
    ERR_SCOPE struct err err = {0};
    create_ok(w, "create table t (id number, name varchar, email varchar)");
    create_ok(w, "CREATE FILE FORMAT CSV TYPE = CSV, FIELD_DELIMITER = \",\" SKIP_HEADER = 1");
    put("old.csv", "id,name,email\n9,z,z@x\n");
    create_ok(w, "create pipe p auto_ingest = true as copy into t from @st file_format = csv");
    load(w, 0, 0, 0);
    put("c1.csv", "id,name,email\r\n1,\"A\",a@x\r\n");
    put("c2.csv", "id,name,email\n1,a,a@x\n2,b\n");
    put(".c3.csv", "id,name,email\n1,a,a@x\n");
    load(w, 1, 1, 1);
    put("c1.csv", "id,name,email\n5,b,b@x\n");
    load(w, 0, 0, 0);
    BUF_SCOPE struct buf rows = {0}, history = {0}, sql = {0};
    contents(w, &rows);
    check("pipe", &rows, "1|\"A\"|a@x;");
    const struct load_argument args[] = {{STR("TABLE_NAME"), STR("'t'")},
                                         {STR("START_TIME"), STR("TIMESTAMPTZ '2020-01-01'")}};
    buf_adds(&sql,
             "SELECT \"FILE_NAME\", \"STAGE_LOCATION\", \"ROW_COUNT\", \"ROW_PARSED\", \"STATUS\", \"ERROR_COUNT\", "
             "\"FIRST_ERROR_LINE_NUMBER\", \"PIPE_NAME\" FROM (");
    OK(loads_copy_history(args, 2, STR("DB"), STR("S"), clock_now(&w->clock), &sql, &err));
    buf_adds(&sql, ") ORDER BY ALL");
    query(w, sql.p, &history);
    check("history", &history, "c1.csv|s3://b/in/|1|1|Loaded|0|~|P;c2.csv|s3://b/in/|0|2|Load failed|1|3|P;");
    /* a file that is being written waits */
    char path[256];
    snprintf(path, sizeof path, "%s/c4.csv", root);
    int fd = open(path, O_WRONLY | O_CREAT, 0644);
    assert_int_equal(write(fd, "id,name,email\n6,", 16), 16);
    OBJECT_SCOPE struct object *pipe = find_pipe(w);
    struct pipe_progress p;
    OK(pipe_load_pending(&w->load, w->conn, pipe, &p, &err));
    assert_int_equal(p.files + p.failed, 0);
    assert_int_equal(write(fd, "f,f@x\n", 6), 6);
    close(fd);
    load(w, 1, 1, 0);
    /* REFRESH takes the file that was there first */
    struct listing l;
    OK(pipe_refresh(&w->load, w->conn, pipe, &(struct settings){0}, &w->arena, &l, &err));
    assert_int_equal(listing_rows(&l), 1);
    load(w, 1, 1, 0);
    /* and one that was there and is written again has arrived */
    create_ok(w, "create or replace pipe p auto_ingest = true as copy into t from @st file_format = csv");
    load(w, 0, 0, 0);
    usleep(10000);
    put("c2.csv", "id,name,email\n1,a,a@x\n2,b,b@x\n");
    load(w, 1, 2, 0);
    struct str status;
    object_unref(pipe);
    pipe = find_pipe(w);
    OK(pipe_status(&w->load, w->conn, pipe, &w->arena, &status, &err));
    assert_true(
        str_starts(status, STR("{\"executionState\":\"RUNNING\",\"pendingFileCount\":0,\"lastIngestedTimestamp\":\"")));
}

static void run_shell(const char *format, ...)
{
    char command[512];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    assert_int_equal(system(command), 0);
}

/* What stood in front of the damage is not loaded either, whatever ON_ERROR says, by COPY or by a pipe. */
static void test_damaged(void **state)
{
    struct world *w = *state;
    static const int bytes[] = {20000, 12 << 20};
    for (size_t i = 0; i < 2; i++) {
        BUF_SCOPE struct buf answer = {0}, rows = {0}, history = {0};
        empty_stage();
        create_ok(w, "create table t (a varchar)");
        create_ok(w, "create pipe p auto_ingest = true as copy into t from @st on_error = continue");
        run_shell("head -c %d /dev/urandom | base64 | gzip -1 > %s/.f.gz && mv %s/.f.gz %s/f.csv.gz", bytes[i], root,
                  root, root);
        damage("f.csv.gz");
        copy(w, "copy into t from @st on_error = continue", &answer);
        if (!strstr(answer.p, "f.csv.gz|LOAD_FAILED|") || !strstr(answer.p, "|0|"))
            fail_msg("%s", answer.p);
        load(w, 0, 0, 1);
        contents(w, &rows);
        check("damaged", &rows, "");
        query(w, "SELECT status, row_count FROM freshet.load_history ORDER BY ALL", &history);
        check("history", &history,
              i ? "Load failed|0;Load failed|0;Load failed|0;Load failed|0;" : "Load failed|0;Load failed|0;");
    }
}

/* A file on which the query fails is recorded as failed, and the others are loaded. */
static void test_pipe_query(void **state)
{
    struct world *w = *state;
    create_ok(w, "create table t (a int, b varchar)");
    create_ok(w, "create pipe p auto_ingest = true as copy into t from (select $1::int, metadata$filename from @st)");
    put("f1.csv", "1\n");
    put("f2.csv", "no\n");
    put("f3.csv", "3,x\n");
    load(w, 2, 2, 1);
    BUF_SCOPE struct buf rows = {0}, history = {0};
    contents(w, &rows);
    check("query", &rows, "1|in/f1.csv;3|in/f3.csv;");
    query(w, "SELECT file_name, status, first_error FROM freshet.load_history ORDER BY ALL", &history);
    check("history", &history,
          "f1.csv|Loaded|~;f2.csv|Load failed|Numeric value 'no' is not recognized;f3.csv|Loaded|~;");
}

/* A file that stays in the stage is loaded once, however long it stays; written again after 14 days it is another. */
static void test_pipe_for_weeks(void **state)
{
    struct world *w = *state;
    ERR_SCOPE struct err err = {0};
    create_ok(w, "create table t (a number)");
    create_ok(w, "create pipe p auto_ingest = true as copy into t from @st");
    put("f.csv", "1\n");
    put("g.csv", "2\n");
    load(w, 2, 2, 0);
    usleep(10000);
    put("g.csv", "3\n");
    int64_t now = clock_now(&w->clock);
    OK(loads_purge(w->conn, now, &err));
    load(w, 0, 0, 0);
    OK(loads_purge(w->conn, now + 15 * 86400 * MICROS_PER_SECOND, &err));
    load(w, 0, 0, 0);
    struct timespec later[2] = {{.tv_sec = time(NULL) + 16 * 86400}, {.tv_sec = time(NULL) + 16 * 86400}};
    char path[256];
    snprintf(path, sizeof path, "%s/g.csv", root);
    assert_int_equal(utimensat(AT_FDCWD, path, later, 0), 0);
    load(w, 1, 1, 0);
    load(w, 0, 0, 0);
    BUF_SCOPE struct buf rows = {0};
    contents(w, &rows);
    check("pipe", &rows, "1;2;3;");
}

/* The rows of a file have the ids that its record says, however many threads have inserted them: 0 others. */
static const char of_another_file[] =
    "SELECT count(*) FROM store.t%lld AS t ASOF JOIN freshet.table_files AS f ON t._rid >= f.first_row "
    "WHERE (f.file_name <> t.\"B\" OR t._rid >= f.first_row + f.row_count OR t._ver <> f.version)";

static void put_rows(const char *name, int from, int n)
{
    BUF_SCOPE struct buf text = {0};
    for (int i = from; i < from + n; i++)
        buf_printf(&text, "%s,%s\n", i % 1000 ? "1" : "bad", name);
    put(name, text.p);
}

static void test_lineage(void **state)
{
    struct world *w = *state;
    char sql[400];
    create_ok(w, "create table t (a number, b varchar)");
    put_rows("a.csv", 1, 90000);
    put_rows("b.csv", 1, 999);
    put_rows("c.csv", 1000, 1);
    put_rows("d.csv", 1, 130001);
    for (int round = 0; round < 2; round++) {
        BUF_SCOPE struct buf answer = {0}, rows = {0};
        copy(w,
             round ? "copy into t from (select $1, $2 from @st) on_error = continue force = true"
                   : "copy into t from @st on_error = continue",
             &answer);
        OBJECT_SCOPE struct object *table = catalog_find(w->catalog, OBJECT_TABLE, STR("DB"), STR("S"), STR("T"));
        snprintf(sql, sizeof sql, of_another_file, (long long)table->id);
        query(w, sql, &rows);
        query(w, "SELECT count(*), count(DISTINCT version), sum(row_count)::BIGINT FROM freshet.table_files", &rows);
        check(round ? "second" : "first", &rows, round ? "0;6|2|441560;" : "0;3|1|220780;");
    }
}

static void test_pipe_refusals(void **state)
{
    struct world *w = *state;
    static const char *const bad[][2] = {
        {"create pipe p as copy into t from @st force = true",
         "COPY option 'FORCE' is not allowed in a pipe definition."},
        {"create pipe p as copy into t from @st on_error = abort_statement",
         "ON_ERROR = ABORT_STATEMENT is not allowed in a pipe definition."},
        {"create pipe p as copy into t from @st files = ('a')", "FILES is not allowed in a pipe definition."},
        {"create pipe p as copy into nope from @st", "Object 'DB.S.NOPE' does not exist or not authorized."},
        {"create pipe p as copy into t from @nope", "Stage 'DB.S.NOPE' does not exist or not authorized."},
        {"create pipe p bogus = 1 as copy into t from @st", "invalid property 'BOGUS' for 'PIPE'"},
    };
    create_ok(w, "create table t (a int)");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ERR_SCOPE struct err err = {0};
        assert_false(create(w, bad[i][0], &err));
        if (!strstr(err.message, bad[i][1]))
            fail_msg("%s: %s", bad[i][0], err.message);
    }
}

/* What a table was loaded from is known for 64 days. A file that is older, and not known, is uncertain once the table
 * has been loaded for longer than that. */
static void test_uncertain(void **state)
{
    struct world *w = *state;
    ERR_SCOPE struct err err = {0};
    int64_t day = 86400 * MICROS_PER_SECOND, start = clock_now(&w->clock);
    clock_init_virtual(&w->clock, start);
    create_ok(w, "create table t (a number)");
    put("f.csv", "1\n");
    copy_expect(w, "copy into t from @st", FILES "f.csv|LOADED|1|1|1|0|~|~|~|~;");
    clock_advance_to(&w->clock, start + 63 * day);
    put("g.csv", "2\n");
    copy_expect(w, "copy into t from @st load_uncertain_files = true", FILES "g.csv|LOADED|1|1|1|0|~|~|~|~;");
    put("h.csv", "3\n");
    clock_advance_to(&w->clock, start + 65 * day);
    OK(loads_purge(w->conn, start + 65 * day, &err));
    copy_expect(w, "copy into t from @st", "Copy executed with 0 files processed.;");
    copy_expect(w, "copy into t from @st files = ('f.csv', 'h.csv')",
                FILES "f.csv|LOAD_SKIPPED|0|0|~|1|The load status of the file is unknown.|~|~|~;" FILES
                      "h.csv|LOAD_SKIPPED|0|0|~|1|The load status of the file is unknown.|~|~|~;");
    copy_expect(w, "copy into t from @st files = ('h.csv') force = true", FILES "h.csv|LOADED|1|1|1|0|~|~|~|~;");
    copy_expect(w, "copy into t from @st load_uncertain_files = true", FILES "f.csv|LOADED|1|1|1|0|~|~|~|~;");
    copy_expect(w, "copy into t from @st", "Copy executed with 0 files processed.;");
    /* One that was written since is not uncertain. */
    put("i.csv", "4\n");
    char path[256];
    struct timespec later[2] = {{.tv_sec = time(NULL) + 65 * 86400}, {.tv_sec = time(NULL) + 65 * 86400}};
    snprintf(path, sizeof path, "%s/i.csv", root);
    assert_int_equal(utimensat(AT_FDCWD, path, later, 0), 0);
    copy_expect(w, "copy into t from @st", FILES "i.csv|LOADED|1|1|1|0|~|~|~|~;");
    BUF_SCOPE struct buf rows = {0};
    contents(w, &rows);
    check("uncertain", &rows, "1;1;2;3;4;");
    /* A table that is younger than the files has certainly not had them. */
    create_ok(w, "create table t (a number)");
    copy_expect(w, "copy into t from @st files = ('f.csv')", FILES "f.csv|LOADED|1|1|1|0|~|~|~|~;");
}

static void test_stage_table(void **state)
{
    struct world *w = *state;
    ERR_SCOPE struct err err = {0};
    struct tokens tokens;
    struct statement *s = NULL;
    uint32_t at = 0;
    BUF_SCOPE struct buf sql = {0}, rows = {0};
    put("a.csv", "1|x\n2|y\n");
    put("b.csv", "3|z|more\n");
    put("c.txt", "4|no\n");
    create_ok(w, "create file format pipes type = csv field_delimiter = '|'");
    OK(sql_lex(&w->arena, STR("select $1, t.$3 from @st (file_format => 'pipes', pattern => '.*[.]csv') t"), &tokens,
               &err));
    OK(sql_next_statement(&w->arena, &tokens, &at, &s, &err));
    const struct node *from = node_child(node_child(s->query, ROLE_BODY), ROLE_FROM);
    buf_adds(&sql, "SELECT * EXCLUDE (\"METADATA$FILE_CONTENT_KEY\", \"METADATA$FILE_LAST_MODIFIED\", "
                   "\"METADATA$START_SCAN_TIME\") FROM ");
    OK(stage_table(&w->load, w->conn, &w->scope, node_child(from, ROLE_TABLE), &tokens, 1, &w->arena, &sql, &err));
    buf_adds(&sql, " ORDER BY 1");
    query(w, sql.p, &rows);
    check("stage", &rows, "1|x|~|in/a.csv|1;2|y|~|in/a.csv|2;3|z|more|in/b.csv|1;");
}

static void test_list(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *reference, *pattern;
        const char *names;
    } lists[] = {
        {"@st", NULL, "dir/g dir/h.csv dirx f1 f1.csv "},
        {"@st/f", NULL, "f1 f1.csv "},
        {"@st/f1.csv", NULL, "f1.csv "},
        {"@st/f1/", NULL, ""},
        {"@st/dir", NULL, "dir/g dir/h.csv dirx "},
        {"@st/dir/", NULL, "dir/g dir/h.csv "},
        {"@st/DIR", NULL, ""},
        {"@st/di", NULL, "dir/g dir/h.csv dirx "},
        {"@st/../x", NULL, ""},
        {"@st", ".*[.]csv", "dir/h.csv f1.csv "},
        {"@st", "f1", ""},
        {"@st", ".*/f\\d", "f1 "},
    };
    put("f1", "x");
    put("f1.csv", "x");
    put("dir/g", "x");
    put("dir/h.csv", "x");
    put("dirx", "x");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        ERR_SCOPE struct err err = {0};
        struct listing l = {.arena = &w->arena};
        BUF_SCOPE struct buf names = {0};
        buf_adds(&names, "");
        struct stage_command c = {.catalog = w->catalog,
                                  .scope = &w->scope,
                                  .map = &w->stages,
                                  .reference = str_from(lists[i].reference),
                                  .pattern = str_from(lists[i].pattern)};
        OK(stage_list(&c, &l, &err));
        for (size_t k = 0; k < l.cells.n; k += l.n_columns) {
            assert_true(str_starts(l.cells.at[k], STR(FILES)));
            buf_add(&names, str_sub(l.cells.at[k], strlen(FILES), l.cells.at[k].n));
            buf_addc(&names, ' ');
            assert_string_equal(l.cells.at[k + 2].p, "9dd4e461268c8034f5c8564e155c67a6");
        }
        check(lists[i].reference, &names, lists[i].names);
    }
}

static int remove_root(void **state)
{
    char command[256];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", root);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_copy, setup, teardown),
        cmocka_unit_test_setup_teardown(test_straight, setup, teardown),
        cmocka_unit_test_setup_teardown(test_straight_documents, setup, teardown),
        cmocka_unit_test_setup_teardown(test_straight_parquet, setup, teardown),
        cmocka_unit_test_setup_teardown(test_damaged, setup, teardown),
        cmocka_unit_test_setup_teardown(test_deduplication, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pipe, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pipe_query, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pipe_for_weeks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_lineage, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pipe_refusals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_uncertain, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stage_table, setup, teardown),
        cmocka_unit_test_setup_teardown(test_list, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, remove_root);
}
