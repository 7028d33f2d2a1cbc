/* COPY against a real table: each case is a table, a COPY, files, what it answers and what is in the table. */
#include "world.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "history/loads.h"
#include "stage/commands.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_copy, setup, teardown),
        cmocka_unit_test_setup_teardown(test_deduplication, setup, teardown),
        cmocka_unit_test_setup_teardown(test_uncertain, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stage_table, setup, teardown),
        cmocka_unit_test_setup_teardown(test_list, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, remove_root);
}
