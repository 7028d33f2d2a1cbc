/* Large loads, which go straight into the table, give what staged ones give; and files that are damaged give nothing.
 */
#include "world.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/parquet.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_straight, setup, teardown),
        cmocka_unit_test_setup_teardown(test_straight_documents, setup, teardown),
        cmocka_unit_test_setup_teardown(test_straight_parquet, setup, teardown),
        cmocka_unit_test_setup_teardown(test_damaged, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, remove_root);
}
