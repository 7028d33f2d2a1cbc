/* Splitting, dispatch and the complaints: which text is which kind of statement, what is refused by which name, and
 * what a syntax error says and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sql/statement.h"

struct text {
    struct arena arena;
    struct err err;
    struct tokens tokens;
    uint32_t at;
};

static void text_open(struct text *t, const char *sql)
{
    *t = (struct text){0};
    assert_true(sql_lex(&t->arena, str_from(sql), &t->tokens, &t->err));
}

static void text_close(struct text *t)
{
    err_clear(&t->err);
    arena_clear(&t->arena);
}

/* The next statement; NULL: t->err is set, or the end. */
static struct statement *text_next(struct text *t)
{
    struct statement *s = NULL;
    err_clear(&t->err);
    return sql_next_statement(&t->arena, &t->tokens, &t->at, &s, &t->err) ? s : NULL;
}

static const struct {
    const char *sql;
    enum statement_kind kind;
} kinds[] = {
    {"select 1", STATEMENT_QUERY},
    {"(select 1) union select 2", STATEMENT_QUERY},
    {"with a as (select 1) select * from a", STATEMENT_QUERY},
    {"values (1)", STATEMENT_QUERY},
    {"truncate t", STATEMENT_TRUNCATE},
    {"truncate table if exists t", STATEMENT_TRUNCATE},
    {"begin", STATEMENT_BEGIN},
    {"begin transaction name x", STATEMENT_BEGIN},
    {"start transaction", STATEMENT_BEGIN},
    {"commit work", STATEMENT_COMMIT},
    {"rollback", STATEMENT_ROLLBACK},
    {"ls @~", STATEMENT_LIST},
    {"list '@s/with blank/x' pattern = '.*'", STATEMENT_LIST},
    {"desc pipe p", STATEMENT_DESCRIBE},
    {"describe file format f", STATEMENT_DESCRIBE},
    {"desc procedure p(int, varchar)", STATEMENT_DESCRIBE},
    {"use secondary roles all", STATEMENT_USE},
    {"drop table if exists t cascade", STATEMENT_DROP},
    {"alter session set timezone = 'UTC', query_tag = 'x'", STATEMENT_ALTER_SESSION},
    {"alter session unset timezone", STATEMENT_ALTER_SESSION},
    {"alter task t resume", STATEMENT_ALTER_TASK},
    {"alter pipe p refresh", STATEMENT_ALTER_PIPE},
    {"alter file format f set skip_header = 1, comment = 'x'", STATEMENT_ALTER_FORMAT},
    {"alter file format if exists f rename to s.g", STATEMENT_ALTER_FORMAT},
    {"alter warehouse w suspend", STATEMENT_ALTER_WAREHOUSE},
    {"alter pipe p unset comment", STATEMENT_ALTER_PIPE},
    {"alter storage integration if exists i unset comment", STATEMENT_ALTER_INTEGRATION},
    {"show notification integrations like 'x'", STATEMENT_SHOW},
    {"execute task t", STATEMENT_EXECUTE_TASK},
    {"unset (a, b)", STATEMENT_UNSET},
    {"grant imported privileges on database snowflake to role r", STATEMENT_GRANT},
    {"grant all privileges on future tables in schema s to r with grant option", STATEMENT_GRANT},
    {"grant ownership on pipe p to role r copy current grants", STATEMENT_GRANT},
    {"revoke role r from user u", STATEMENT_GRANT},
};

static void test_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct text t;
        text_open(&t, kinds[i].sql);
        struct statement *s = text_next(&t);
        assert_non_null(s);
        assert_int_equal(s->kind, kinds[i].kind);
        assert_int_equal(s->text.n, strlen(kinds[i].sql));
        text_close(&t);
    }
}

static const struct {
    const char *sql, *name;
} unsupported[] = {
    {"create or alter table t (a int)", "CREATE OR ALTER"},
    {"create or replace dynamic table d target_lag = '1 minute' as select 1", "CREATE DYNAMIC TABLE"},
    {"create function f() returns int as $$1$$", "CREATE FUNCTION"},
    {"create api integration i api_provider = x", "CREATE API INTEGRATION"},
    {"create catalog integration if not exists i", "CREATE CATALOG INTEGRATION"},
    {"create secure materialized view v as select 1", "CREATE MATERIALIZED VIEW"},
    {"create user u", "CREATE USER"},
    {"create row access policy p as (a int) returns boolean -> true", "CREATE ROW ACCESS POLICY"},
    {"create snowflake.ml.forecast f()", "CREATE SNOWFLAKE"},
    {"create database d from share a.b", "FROM SHARE"},
    {"create schema s with managed access", "WITH MANAGED ACCESS"},
    {"create table t using template (select 1)", "USING TEMPLATE"},
    {"create table t (a int as (b + 1))", "virtual column"},
    {"create table t (a int with masking policy p)", "MASKING POLICY"},
    {"create table t (a varchar collate 'de')", "COLLATE"},
    {"create table t (a int, check (a > 0))", "CHECK"},
    {"create stage s with tag (a = 'b')", "TAG"},
    {"create stream s on stage x", "CREATE STREAM … ON STAGE"},
    {"create stream s on external table x", "CREATE STREAM … ON EXTERNAL TABLE"},
    {"create task t after a, b as select 1", "AFTER"},
    {"create task t warehouse = w, finalize = r as select 1", "FINALIZE"},
    {"create procedure p() returns int language python runtime_version = '3.8' as 'x'", "LANGUAGE PYTHON"},
    {"create procedure p() returns int as $$ begin end $$", "LANGUAGE SQL"},
    {"create procedure p() returns int language sql as begin return 1; end", "LANGUAGE SQL"},
    {"create procedure p() returns table (a int) language javascript as 'x'", "RETURNS TABLE"},
    {"alter table t add column c int", "ALTER TABLE"},
    {"alter dynamic table d refresh", "ALTER DYNAMIC TABLE"},
    {"alter account set x = 1", "ALTER ACCOUNT"},
    {"alter task t add after u", "AFTER"},
    {"alter task t remove after u", "AFTER"},
    {"alter task t unset finalize", "FINALIZE"},
    {"alter task t set tag a = 'b'", "TAG"},
    {"drop dynamic table d", "DROP DYNAMIC TABLE"},
    {"drop security integration i", "DROP SECURITY INTEGRATION"},
    {"undrop schema s", "UNDROP SCHEMA"},
    {"show dynamic tables", "SHOW DYNAMIC TABLES"},
    {"show masking policies like 'x'", "SHOW MASKING POLICIES"},
    {"show security integrations", "SHOW SECURITY INTEGRATIONS"},
    {"desc api integration i", "DESCRIBE API INTEGRATION"},
    {"put file:///tmp/x.csv @s", "PUT"},
    {"get @s file:///tmp/", "GET"},
    {"rm @%t", "REMOVE"},
    {"execute immediate $$ select 1 $$", "EXECUTE IMMEDIATE"},
    {"execute task t retry last", "EXECUTE TASK … RETRY"},
    {"begin insert into t values (1); end", "Snowflake Scripting block"},
    {"declare x int; begin return x; end", "Snowflake Scripting block"},
    {"explain select 1", "EXPLAIN"},
    {"comment on table t is 'x'", "COMMENT"},
    {"show tables ->> select 1", "->>"},
};

static void test_unsupported(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof unsupported / sizeof *unsupported; i++) {
        struct text t;
        char message[200], sql[300];
        snprintf(sql, sizeof sql, "%s; select 1", unsupported[i].sql);
        snprintf(message, sizeof message, "Unsupported feature '%s'.", unsupported[i].name);
        text_open(&t, sql);
        assert_null(text_next(&t));
        assert_string_equal(t.err.message, message);
        assert_int_equal(t.err.code, 2);
        assert_string_equal(t.err.sqlstate, "0A000");
        assert_true(t.err.line == 1 && t.err.col > 0);
        assert_non_null(text_next(&t)); /* the statement behind it is whole */
        text_close(&t);
    }
}

#define SYNTAX "SQL compilation error:\nsyntax error "

static const struct {
    const char *sql, *message;
    int line, col;
} wrong[] = {
    {"ELECT * FROM t", SYNTAX "line 1 at position 0 unexpected 'ELECT'.", 1, 1},
    {"\n  # title", SYNTAX "line 1 at position 0 unexpected '#'.", 2, 3},
    {"create or replace ttsk warehouse=x", SYNTAX "line 1 at position 18 unexpected 'ttsk'.", 1, 19},
    {"  create\n  or table t", SYNTAX "line 2 at position 2 unexpected 'or'.", 2, 3},
    {"create retail_poc_db", SYNTAX "line 1 at position 7 unexpected 'retail_poc_db'.", 1, 8},
    {"create table t", SYNTAX "line 1 at position 14 unexpected '<EOF>'.", 1, 15},
    {"create table t (a, b int)", SYNTAX "line 1 at position 17 unexpected ','.", 1, 18},
    {"create table t (a int(11))", SYNTAX "line 1 at position 21 unexpected '('.", 1, 22},
    {"create procedure p returns int", SYNTAX "line 1 at position 19 unexpected 'returns'.", 1, 20},
    {"create transient view v as select 1", SYNTAX "line 1 at position 17 unexpected 'view'.", 1, 18},
    {"create task t warehouse = w", SYNTAX "line 1 at position 27 unexpected '<EOF>'.", 1, 28},
    {"create task t when as select 1", SYNTAX "line 1 at position 19 unexpected 'as'.", 1, 20},
    {"create task t as begin select 1", SYNTAX "line 1 at position 31 unexpected '<EOF>'.", 1, 32},
    {"create role a.b", SYNTAX "line 1 at position 13 unexpected '.'.", 1, 14},
    {"desc t", SYNTAX "line 1 at position 5 unexpected 't'.", 1, 6},
    {"drop procedure p", SYNTAX "line 1 at position 16 unexpected '<EOF>'.", 1, 17},
    {"update t\nset = 5", SYNTAX "line 2 at position 4 unexpected '='.", 2, 5},
    {"delete t", SYNTAX "line 1 at position 7 unexpected 't'.", 1, 8},
    {"set (a, b) = (1)", SYNTAX "line 1 at position 15 unexpected ')'.", 1, 16},
    {"create stage s type = csv type = json", "SQL compilation error:\nduplicate property 'TYPE';", 1, 27},
    {"create or replace stage if not exists s",
     "SQL compilation error:\noptions IF NOT EXISTS and OR REPLACE are incompatible", 1, 25},
    {"create table t (a int, A int)", "SQL compilation error:\nduplicate column name 'A'", 1, 24},
    {"create table t (a int, primary key (b))",
     "SQL compilation error: error line 1 at position 36\ninvalid identifier 'B'", 1, 37},
    {"create table t (a geometry)", "SQL compilation error:\nUnsupported data type 'GEOMETRY'.", 1, 19},
    {"merge into t using s on 1=1\nwhen matched then delete\nwhen matched then update set a = 1",
     "SQL compilation error: error line 3 at position 0\nUnreachable merge case.", 3, 1},
    {"merge into t using s on 1=1 when not matched then insert (a, b) values (1)",
     "SQL compilation error:\nInsert value list does not match column list expecting 2 but got 1", 1, 72},
    {"copy into t from @s files = 'a'", "SQL compilation error:\ninvalid value [a] for parameter 'FILES'", 1, 21},
};

static void test_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct text t;
        text_open(&t, wrong[i].sql);
        if (text_next(&t))
            fail_msg("no error: %s", wrong[i].sql);
        assert_string_equal(t.err.message, wrong[i].message);
        assert_int_equal(t.err.line, wrong[i].line);
        assert_int_equal(t.err.col, wrong[i].col);
        text_close(&t);
    }
}

/* Two statements on two lines with no `;` between them: the error names the second. */
static const char *const unfinished[][2] = {
    {"select 1", "select 2"},
    {"select * from t", "show tables"},
    {"select * from t", "use role r"},
    {"select * from t where a = 1", "copy into t from @s"},
    {"use schema x", "show tables"},
    {"list @s", "show pipes"},
    {"show pipes", "select 1"},
    {"show stages", "list @s"},
    {"create table t (a int)", "insert into t values (1)"},
    {"create stage s url = 's3://x/'", "create stage r"},
    {"create pipe p as copy into t from @s file_format = csv", "alter pipe p refresh"},
    {"create task t as call p()", "create view v as select 1"},
    {"create view v as select * from t", "merge into t using s on a = b when matched then delete"},
    {"alter task t suspend", "alter task u suspend"},
    {"truncate t", "desc table t"},
    {"grant role r to role s", "use role s"},
    {"begin", "insert into t values (1)"},
    {"drop table t -- gone", "/* new */ create table t (a int)"},
};

static void test_missing_semicolon(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof unfinished / sizeof *unfinished; i++) {
        struct text t;
        char sql[300];
        snprintf(sql, sizeof sql, "select 0;\n%s\n%s;\nselect 3", unfinished[i][0], unfinished[i][1]);
        text_open(&t, sql);
        assert_non_null(text_next(&t));
        if (text_next(&t))
            fail_msg("no error: %s", sql);
        if (!strstr(t.err.message, "Is a ';' missing at the end of line 2 (the statement before it)?"))
            fail_msg("%s: %s", sql, t.err.message);
        assert_int_equal(t.err.line, 3);
        struct statement *s = text_next(&t);
        assert_non_null(s);
        assert_int_equal(s->line, 4);
        assert_null(text_next(&t));
        assert_false(t.err.set);
        text_close(&t);
    }
}

/* Keywords at the beginning of a line that belong to the statement. */
static void test_no_semicolon_missing(void **state)
{
    (void)state;
    struct text t;
    text_open(&t, "create task t as\ninsert into x\nwith a as (\nselect 1)\nselect * from a;\n"
                  "create task t as merge into x using s on 1 = 1 when matched then\nupdate\nset a = 1 when not matched"
                  " then\ninsert values (1);\n");
    for (int i = 0; i < 2; i++)
        assert_non_null(text_next(&t));
    text_close(&t);
}

/* Blocks hold their own `;`, and are refused as a whole. */
static void test_splitting(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "begin insert into t values (1); insert into t values (2); end",
        "begin if (a = 1) then b := 2; elseif (c) then null; else null; end if; end",
        "declare x int; y int default case when 1 then 2 end; begin begin null; end; end",
        "begin for i in 1 to 3 do select repeat('a', i); end for; while (x) do null; end while; return 1; end",
        "begin loop break; end loop; repeat null; until (true) end repeat; for i in c loop null; end loop; end",
        "begin case x when 1 then null; else null; end case; select case when a then 1 else 2 end as \"end\"; end",
        "begin begin transaction; drop table if exists t; create table if not exists t (a int); commit; end",
        "begin select case when a then repeat('x', 2) else t.end end from t; exception when other then raise; end",
        "execute immediate $$ begin null; end; $$",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct text t;
        char sql[500];
        snprintf(sql, sizeof sql, ";; create or replace task t schedule = '1 m'\nas\n  %s ; ; select 1;", bodies[i]);
        text_open(&t, sql);
        assert_null(text_next(&t));
        assert_string_equal(t.err.sqlstate, "0A000");
        assert_int_equal(t.err.line, 3);
        assert_int_equal(t.err.col, 3);
        struct statement *s = text_next(&t);
        assert_non_null(s);
        assert_int_equal(s->kind, STATEMENT_QUERY);
        assert_null(text_next(&t));
        assert_false(t.err.set);
        text_close(&t);
    }
}

static void test_show(void **state)
{
    (void)state;
    struct text t;
    text_open(&t,
              "show terse tables history like 'a%' in db.sch starts with 'x' limit 5 from 'y';"
              "show schemas in db; show parameters like 'x' in task t; show grants on table a.t; show columns in t");
    struct statement *s = text_next(&t);
    assert_int_equal(s->show.kind, OBJECT_TABLE);
    assert_true(s->show.terse && s->show.history && s->show.limit == 5);
    assert_true(str_eq(s->show.like, STR("a%")) && str_eq(s->show.starts_with, STR("x")));
    assert_true(str_eq(s->show.limit_from, STR("y")));
    assert_int_equal(s->show.scope, SHOW_IN_SCHEMA);
    assert_int_equal(s->show.in.n, 2);
    s = text_next(&t);
    assert_int_equal(s->show.scope, SHOW_IN_DATABASE);
    assert_int_equal(s->show.limit, -1);
    s = text_next(&t);
    assert_true(str_eq(s->show.what, STR("PARAMETERS")) && s->show.kind == OBJECT_TASK);
    s = text_next(&t);
    assert_true(s->show.direction == GRANTS_ON && str_eq(s->show.grants_kind, STR("TABLE")) &&
                s->show.kind == OBJECT_TABLE && s->show.in.n == 2);
    s = text_next(&t);
    assert_true(str_eq(s->show.what, STR("COLUMNS")) && s->show.scope == SHOW_IN_OBJECT);
    text_close(&t);
}

static void test_use_and_grant(void **state)
{
    (void)state;
    struct text t;
    text_open(&t,
              "use sysadmin; use a.\"b\"; use schema s; grant evolve schema, select on all tables in schema a.s to u;"
              "revoke grant option for role r from user u; grant usage on procedure p(int, varchar) to role r");
    struct statement *s = text_next(&t);
    assert_true(s->use.bare && s->use.kind == OBJECT_DATABASE);
    s = text_next(&t);
    assert_true(s->use.bare && s->use.kind == OBJECT_SCHEMA && str_eq(s->use.name.part[1], STR("b")));
    s = text_next(&t);
    assert_true(!s->use.bare && s->use.kind == OBJECT_SCHEMA);
    s = text_next(&t);
    assert_int_equal(s->grant.n_privileges, 2);
    assert_true(str_eq(s->grant.privileges[0], STR("EVOLVE SCHEMA")));
    assert_true(str_eq(s->grant.on_kind, STR("TABLE")) && s->grant.on.n == 2 && s->grant.in_schema);
    assert_true(str_eq(s->grant.to_kind, STR("ROLE")));
    s = text_next(&t);
    assert_true(s->grant.revoke && s->grant.grant_option && str_eq(s->grant.privileges[0], STR("ROLE")));
    assert_true(str_eq(s->grant.to_kind, STR("USER")));
    s = text_next(&t);
    assert_int_equal(s->grant.n_argument_types, 2);
    text_close(&t);
}

static void test_session(void **state)
{
    (void)state;
    struct text t;
    text_open(&t, "set x = 5 + 1; set (a, b) = (1, 'z'); set (a, b) = (select 1, 2); call d.s.p(1, arg => 'x');"
                  "alter task if exists t set schedule = '5 MINUTE' user_task_timeout_ms = 10; alter task t modify as "
                  "call a(1); alter task t modify when 1 = 2; truncate identifier($t)");
    struct statement *s = text_next(&t);
    assert_true(s->set.n == 1 && s->set.values[0]->kind == NODE_BINARY && str_eq(s->set.names[0], STR("X")));
    s = text_next(&t);
    assert_true(s->set.n == 2 && s->set.values[1]->kind == NODE_STRING);
    s = text_next(&t);
    assert_true(s->set.n == 2 && s->set.values[0]->kind == NODE_SUBQUERY && !s->set.values[1]);
    s = text_next(&t);
    assert_true(s->call.procedure.n == 3 && s->call.n_arguments == 2);
    assert_true(s->call.arguments[1]->kind == NODE_ARGUMENT && str_eq(s->call.arguments[1]->text, STR("ARG")));
    s = text_next(&t);
    assert_true(s->alter_task.if_exists && s->alter_task.action == ALTER_TASK_SET && s->alter_task.settings.n == 2);
    s = text_next(&t);
    assert_true(s->alter_task.action == ALTER_TASK_MODIFY_AS && str_eq(s->alter_task.text, STR("call a(1)")));
    s = text_next(&t);
    assert_true(s->alter_task.when && str_eq(s->alter_task.text, STR("1 = 2")));
    s = text_next(&t);
    assert_true(s->truncate.table.n == 0 && str_eq(s->truncate.table.identifier_variable, STR("T")));
    text_close(&t);
}

/* What is not text in UTF-8 is refused where it stands, in comments and bodies too. */
static void test_encoding(void **state)
{
    (void)state;
    static const struct {
        struct str sql;
        int line, col;
    } texts[] = {
        {STR("select 'a';\n-- \xff\nselect 1"), 2, 4},
        {STR("select $$\xc3\x28$$"), 1, 10},
        {STR("select 'a\0b'"), 1, 10},
        {STR("\xef\xbb\xbfselect 1;\n \0\xff"), 2, 2},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        struct tokens tokens;
        assert_false(sql_lex_script(&a, texts[i].sql, &tokens, &err));
        assert_int_equal(err.code, 1003);
        assert_int_equal(err.line, texts[i].line);
        assert_int_equal(err.col, texts[i].col);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_unsupported),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_missing_semicolon),
        cmocka_unit_test(test_no_semicolon_missing),
        cmocka_unit_test(test_splitting),
        cmocka_unit_test(test_show),
        cmocka_unit_test(test_use_and_grant),
        cmocka_unit_test(test_session),
        cmocka_unit_test(test_encoding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
