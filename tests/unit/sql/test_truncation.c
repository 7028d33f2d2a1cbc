/* Broken input: every statement of the customer pipeline, and one of each other kind, cut off at every byte and with
 * tokens cut out and swapped. Whatever happens, it is an error or a statement, never a crash, a hang or a read past the
 * end (each text has a block of its own, so that the address sanitizer sees one). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/random.h"
#include "sql/statement.h"

static const char pipeline[] =
    "-- The customer pipeline as its users write it for Snowflake. It must run as it is.\n"
    "// Comments come in three styles, line ends in two, and habits in many: all of them occur below on purpose.\n"
    "use role sysadmin;\n"
    "create or replace warehouse compute_wh with warehouse_size = 'XSMALL' auto_suspend = 60;\n"
    "CREATE DATABASE IF NOT EXISTS SCD_DEMO;\n"
    "use database scd_demo;\n"
    "create schema if not exists scd2;\n"
    "use schema scd2;\n"
    "show tables;\n"
    "create or replace table customer (\n"
    "     customer_id number,\n"
    "     first_name varchar,\n"
    "     last_name varchar,\n"
    "     email varchar,\n"
    "     street varchar,\n"
    "     city varchar,\n"
    "     state varchar,\n"
    "     country varchar,\n"
    "     update_timestamp timestamp_ntz default current_timestamp());\n"
    "create or replace table customer_history (\n"
    "     customer_id number,\n"
    "     first_name varchar,\n"
    "     last_name varchar,\n"
    "     email varchar,\n"
    "     street varchar,\n"
    "     city varchar,\n"
    "     state varchar,\n"
    "     country varchar,\n"
    "     start_time timestamp_ntz default current_timestamp(),\n"
    "     end_time timestamp_ntz default current_timestamp(),\n"
    "     is_current boolean\n"
    "     );\n"
    "create or replace table customer_raw (\n"
    "     customer_id number, first_name varchar, last_name varchar, email varchar,\n"
    "     street varchar, city varchar, state varchar, country varchar);\n"
    "create or replace stream customer_table_changes on table customer;\n"
    "-- Files land in a bucket that a local run maps to a directory or to another endpoint.\n"
    "CREATE OR REPLACE STAGE SCD_DEMO.SCD2.customer_ext_stage\n"
    "    url='s3://example-landing/customers/'\n"
    "    credentials=(aws_key_id='' aws_secret_key='');\n"
    "CREATE OR REPLACE FILE FORMAT SCD_DEMO.SCD2.CSV\n"
    "TYPE = CSV,\n"
    "FIELD_DELIMITER = \",\"\n"
    "SKIP_HEADER = 1;\n"
    "SHOW STAGES;\n"
    "LIST @customer_ext_stage;\n"
    "CREATE OR REPLACE PIPE customer_s3_pipe\n"
    "  auto_ingest = true\n"
    "  AS\n"
    "  COPY INTO customer_raw\n"
    "  FROM @customer_ext_stage\n"
    "  FILE_FORMAT = CSV\n"
    "  ;\n"
    "show pipes;\n"
    "select SYSTEM$PIPE_STATUS('customer_s3_pipe');\n"
    "-- SCD1: the current table takes the latest values.\n"
    "create or replace procedure pdr_scd_demo()\n"
    "returns string not null\n"
    "language javascript\n"
    "as\n"
    "$$\n"
    "  var upsert = `\n"
    "      merge into customer c\n"
    "      using customer_raw cr\n"
    "         on c.customer_id = cr.customer_id\n"
    "      when matched and c.first_name <> cr.first_name or c.last_name <> cr.last_name or\n"
    "                       c.email <> cr.email or c.street <> cr.street or c.city <> cr.city or\n"
    "                       c.state <> cr.state or c.country <> cr.country\n"
    "           then update set c.first_name = cr.first_name\n"
    "                         , c.last_name = cr.last_name\n"
    "                         , c.email = cr.email\n"
    "                         , c.street = cr.street\n"
    "                         , c.city = cr.city\n"
    "                         , c.state = cr.state\n"
    "                         , c.country = cr.country\n"
    "                         , update_timestamp = current_timestamp()\n"
    "      when not matched then\n"
    "           insert (c.customer_id, c.first_name, c.last_name, c.email, c.street, c.city, c.state, c.country)\n"
    "           values (cr.customer_id, cr.first_name, cr.last_name, cr.email, cr.street, cr.city, cr.state, "
    "cr.country);\n"
    "  `;\n"
    "  var clear = \"truncate table SCD_DEMO.SCD2.customer_raw;\";\n"
    "  snowflake.createStatement({sqlText: upsert}).execute();\n"
    "  snowflake.execute({sqlText: clear});\n"
    "  return upsert + '\\n' + clear;\n"
    "$$;\n"
    "use role securityadmin;\n"
    "create or replace role taskadmin;\n"
    "use role accountadmin;\n"
    "grant execute task on account to role taskadmin;\n"
    "use role securityadmin;\n"
    "grant role taskadmin to role sysadmin;\n"
    "use role sysadmin;\n"
    "create or replace task tsk_scd_raw warehouse = COMPUTE_WH schedule = '1 minute'\n"
    "ERROR_ON_NONDETERMINISTIC_MERGE=FALSE\n"
    "as\n"
    "call pdr_scd_demo();\n"
    "-- SCD2: what the changes mean for the history, one row per version to open or to close.\n"
    "create or replace view v_customer_change_data as\n"
    "select customer_id, first_name, last_name, email, street, city, state, country,\n"
    "       start_time, end_time, is_current, 'I' as dml_type\n"
    "from (\n"
    "      select customer_id, first_name, last_name, email, street, city, state, country,\n"
    "             update_timestamp as start_time,\n"
    "             lag(update_timestamp) over (partition by customer_id order by update_timestamp desc) as next_start,\n"
    "             case when next_start is null then '9999-12-31'::timestamp_ntz else next_start end as end_time,\n"
    "             case when next_start is null then TRUE else FALSE end as is_current\n"
    "      from customer_table_changes\n"
    "      where metadata$action = 'INSERT' and metadata$isupdate = 'FALSE'\n"
    "     )\n"
    "union\n"
    "select customer_id, first_name, last_name, email, street, city, state, country,\n"
    "       start_time, end_time, is_current, dml_type\n"
    "from (\n"
    "      select customer_id, first_name, last_name, email, street, city, state, country,\n"
    "             version_time as start_time,\n"
    "             lag(version_time) over (partition by customer_id order by version_time desc) as next_start,\n"
    "             case when next_start is null then '9999-12-31'::timestamp_ntz else next_start end as end_time,\n"
    "             case when next_start is null then TRUE else FALSE end as is_current,\n"
    "             dml_type\n"
    "      from (\n"
    "            select customer_id, first_name, last_name, email, street, city, state, country,\n"
    "                   update_timestamp as version_time, 'I' as dml_type\n"
    "            from customer_table_changes\n"
    "            where metadata$action = 'INSERT' and metadata$isupdate = 'TRUE'\n"
    "            union\n"
    "            select customer_id, null, null, null, null, null, null, null, start_time, 'U'\n"
    "            from customer_history\n"
    "            where is_current = TRUE and customer_id in (\n"
    "                  select distinct customer_id from customer_table_changes\n"
    "                  where metadata$action = 'DELETE' and metadata$isupdate = 'TRUE')\n"
    "           )\n"
    "     )\n"
    "union\n"
    "select changes.customer_id, null, null, null, null, null, null, null,\n"
    "       history.start_time, current_timestamp()::timestamp_ntz, null, 'D'\n"
    "from customer_history history\n"
    "inner join customer_table_changes changes on history.customer_id = changes.customer_id\n"
    "where changes.metadata$action = 'DELETE' and changes.metadata$isupdate = 'FALSE' and history.is_current = TRUE;\n"
    "create or replace task tsk_scd_hist warehouse= COMPUTE_WH schedule='1 minute'\n"
    "ERROR_ON_NONDETERMINISTIC_MERGE=FALSE\n"
    "as\n"
    "merge into customer_history ch\n"
    "using v_customer_change_data ccd\n"
    "   on ch.customer_id = ccd.customer_id and ch.start_time = ccd.start_time\n"
    "when matched and ccd.dml_type = 'U' then update\n"
    "     set ch.end_time = ccd.end_time, ch.is_current = FALSE\n"
    "when matched and ccd.dml_type = 'D' then update\n"
    "     set ch.end_time = ccd.end_time, ch.is_current = FALSE\n"
    "when not matched and ccd.dml_type = 'I' then insert\n"
    "     (customer_id, first_name, last_name, email, street, city, state, country, start_time, end_time, is_current)\n"
    "     values (ccd.customer_id, ccd.first_name, ccd.last_name, ccd.email, ccd.street, ccd.city, ccd.state,\n"
    "             ccd.country, ccd.start_time, ccd.end_time, ccd.is_current);\n"
    "show tasks;\n"
    "alter task tsk_scd_raw resume;--resume --suspend\n"
    "alter task tsk_scd_hist resume;--resume --suspend\n"
    "show tasks;\n"
    "select timestampdiff(second, current_timestamp, scheduled_time) as next_run, scheduled_time, current_timestamp, "
    "name, state\n"
    "from table(information_schema.task_history()) where state = 'SCHEDULED' order by completed_time desc\n";

static const char others[] =
    "create temp table if not exists a.b.t (a number(10, 2) not null default 1 comment 'x', b int autoincrement (1, 2)"
    " primary key, c string unique references u (x), constraint k foreign key (a) references u (x) on delete cascade)"
    " cluster by (a, b) copy grants comment = 'x', change_tracking = true;\n"
    "create table t clone s before (statement => 'x'); create table t like s; create table t (a, b) as select 1, 2;\n"
    "create secure view v (a comment 'x', b) comment = 'x' as with q as (select 1) select * from q;\n"
    "create sequence s start with = 1 increment by -2 noorder comment = 'x';\n"
    "create stage s file_format = (type = csv null_if = ('a', \"b\") skip_header = -1) directory = (enable = true);\n"
    "create stream s copy grants on view v at (offset => -60) append_only = true show_initial_rows = false;\n"
    "create pipe p as (copy into t (a, b) from 's3://x/' files = ('a', 'b') pattern = '.*' on_error = skip_file_10%);\n"
    "create task t schedule = '1 minute', config = $${}$$ when system$stream_has_data('s') and 1 = 1 as declare x int;"
    " begin if (x = 1) then case x when 1 then null; end case; end if; for i in 1 to 2 loop null; end loop; end;\n"
    "create procedure p(a float, \"b\" varchar default 'x') copy grants returns string not null language javascript"
    " returns null on null input execute as caller comment = 'x' as 'return 1';\n"
    "merge into t as x using (select 1) s on x.a = s.a when matched and a = 1 or b = 2 then delete when matched then"
    " update set x.a = default, b = 1 when not matched then insert (x.a, b) values (default, 2);\n"
    "insert overwrite into t (a, t.b) values (1, default), (2, 'x'); insert into t with q as (select 1) select 1;\n"
    "update t as x set x.a = 1, b = default from s where x.a = s.a; delete from t x using s, u where 1 = 1;\n"
    "truncate table if exists t; drop procedure if exists p(int, varchar(10)); drop table t cascade;\n"
    "show terse tables history like 'x' in schema a.b starts with 'x' limit 5 from 'y'; show grants on table t;\n"
    "show parameters in task t; describe procedure p(int); desc file format a.b.c; use secondary roles a, b;\n"
    "grant select, all privileges on future tables in schema a.b to database role r with grant option;\n"
    "revoke grant option for usage on procedure p(int) from role r restrict; begin work name x; rollback work;\n"
    "alter task if exists t set schedule = '1 minute', comment = 'x'; alter task t unset a, b;\n"
    "alter task t modify as begin null; end; alter task t modify when 1 = 1; alter session set a = 1 b = 'x';\n"
    "alter pipe p refresh prefix = 'x' modified_after = 'y'; alter warehouse if exists w resume if suspended;\n"
    "execute task identifier('t'); call p(1, x => (select 2)); list @~/a pattern = 'x'; set (a, b) = (1, 'x');\n"
    "set (a, b) = (select 1, 2); unset (a, b); truncate identifier(?); truncate identifier(:1); use a.b;\n"
    "explain select 1; undrop table t; begin let x := 1; end; create dynamic table d as select 1;\n";

/* Parses all of it; statements and errors are counted. */
static void parse_all(struct str text, int *ret_statements, int *ret_errors)
{
    struct arena a = {0};
    struct err err = {0};
    struct tokens t;
    char *copy = malloc(text.n ? text.n : 1);
    if (text.n)
        memcpy(copy, text.p, text.n);
    *ret_statements = *ret_errors = 0;
    bool more = sql_lex(&a, (struct str){copy, text.n}, &t, &err);
    if (!more) {
        assert_true(err.set);
        err_clear(&err);
    }
    for (uint32_t at = 0, before = 0; more; before = at) {
        struct statement *s = NULL;
        if (sql_next_statement(&a, &t, &at, &s, &err)) {
            assert_false(err.set);
            if (!s)
                break;
            ++*ret_statements;
        } else {
            assert_true(err.set);
            assert_non_null(err.message);
            assert_true(err.line > 0 && err.col > 0);
            err_clear(&err);
            ++*ret_errors;
        }
        assert_true(at > before && at < t.n);
    }
    free(copy);
    arena_clear(&a);
}

/* Calls f with each statement of the text, `;` included. */
static void each_statement(const char *text, void (*f)(struct str statement))
{
    struct arena a = {0};
    struct err err = {0};
    struct tokens t;
    struct statement *s = NULL;
    assert_true(sql_lex(&a, str_from(text), &t, &err));
    for (uint32_t at = 0, first = 0;; first = at) {
        if (!sql_next_statement(&a, &t, &at, &s, &err))
            err_clear(&err);
        else if (!s)
            break;
        f(tokens_text(&t, first, at));
    }
    arena_clear(&a);
}

static void cut(struct str statement)
{
    int statements, errors;
    for (size_t n = 0; n <= statement.n; n++)
        parse_all((struct str){statement.p, n}, &statements, &errors);
}

static void test_pipeline_parses(void **state)
{
    (void)state;
    int statements, errors;
    parse_all(str_from(pipeline), &statements, &errors);
    assert_int_equal(errors, 0);
    assert_int_equal(statements, 34);
}

static void test_others_parse(void **state)
{
    (void)state;
    int statements, errors;
    parse_all(str_from(others), &statements, &errors);
    assert_int_equal(errors, 6); /* the last line, and two tasks with blocks */
    assert_int_equal(statements, 43);
}

static void test_cut_anywhere(void **state)
{
    (void)state;
    each_statement(pipeline, cut);
    each_statement(others, cut);
}

/* Tokens are left out, doubled and moved. */
static void test_shuffled(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err err = {0};
    struct tokens t;
    struct random random;
    int statements, errors;
    random_init(&random, 1);
    assert_true(sql_lex(&a, str_from(others), &t, &err));
    for (int round = 0; round < 3000; round++) {
        char text[4000];
        size_t n = 0;
        uint32_t at = (uint32_t)random_below(&random, t.n), count = 5 + (uint32_t)random_below(&random, 60);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t from = random_below(&random, 8) ? at + i : (uint32_t)random_below(&random, t.n);
            struct str token = t.at[from % t.n].text;
            if (n + token.n + 1 > sizeof text)
                break;
            if (token.n)
                memcpy(text + n, token.p, token.n);
            n += token.n;
            text[n++] = random_below(&random, 6) ? ' ' : '\n';
        }
        parse_all((struct str){text, n}, &statements, &errors);
    }
    arena_clear(&a);
}

/* What nests must fail cleanly when it nests too deep. */
static void test_deep(void **state)
{
    (void)state;
    static const char *const forms[][2] = {
        {"select ", "("},
        {"", "("},
        {"create stage s x = ", "(a = "},
        {"create stage s x = ", "("},
        {"insert into t ", "("},
        {"call p(", "f("},
        {"set x = ", "(select "},
        {"create table t (a int default ", "("},
        {"begin ", "begin "},
        {"create task t as begin ", "if (1) then "},
        {"update t set a = ", "case when "},
        {"delete from t using ", "("},
    };
    int statements, errors;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        enum { DEPTH = 5000 };
        size_t head = strlen(forms[i][0]), part = strlen(forms[i][1]);
        char *text = malloc(head + DEPTH * part);
        memcpy(text, forms[i][0], head);
        for (size_t j = 0; j < DEPTH; j++)
            memcpy(text + head + j * part, forms[i][1], part);
        parse_all((struct str){text, head + DEPTH * part}, &statements, &errors);
        assert_int_equal(errors, 1);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pipeline_parses),
        cmocka_unit_test(test_others_parse),
        cmocka_unit_test(test_cut_anywhere),
        cmocka_unit_test(test_shuffled),
        cmocka_unit_test(test_deep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
