/* What CREATE, COPY and the DML statements leave in their structs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sql/statement.h"

struct parsed {
    struct arena arena;
    struct err err;
    struct tokens tokens;
    struct statement *s;
};

static struct parsed parse(const char *sql)
{
    struct parsed p = {0};
    uint32_t at = 0;
    assert_true(sql_lex(&p.arena, str_from(sql), &p.tokens, &p.err));
    if (!sql_next_statement(&p.arena, &p.tokens, &at, &p.s, &p.err))
        fail_msg("%s: %s", sql, p.err.message);
    return p;
}

#define PARSED __attribute__((cleanup(parsed_clear))) struct parsed
static void parsed_clear(struct parsed *p)
{
    err_clear(&p->err);
    arena_clear(&p->arena);
}

static void assert_str(struct str s, const char *expected)
{
    if (!str_eq(s, str_from(expected)))
        fail_msg("'%.*s' instead of '%s'", STR_FMT(s), expected);
}

static const struct setting *setting(const struct settings *s, const char *key, enum setting_kind kind,
                                     const char *text)
{
    const struct setting *found = settings_find(s, key);
    assert_non_null(found);
    assert_int_equal(found->kind, kind);
    assert_str(found->text, text);
    return found;
}

static void test_table(void **state)
{
    (void)state;
    PARSED p =
        parse("create or replace transient table db..\"t\" (id int autoincrement (5, -2) order, "
              "a number(10,2) not null default 1 + 1 comment 'x' constraint u unique, \"b\" varchar(3) primary key, "
              "c timestamp_ntz default current_timestamp() references o (x) on delete cascade, "
              "constraint k primary key (id, a) not enforced, foreign key (c) references o (x)) "
              "cluster by (id, upper(a)) data_retention_time_in_days = 1 copy grants comment = 'it''s'");
    struct statement_create *c = &p.s->create;
    assert_int_equal(c->kind, OBJECT_TABLE);
    assert_int_equal(c->flags, CREATE_OR_REPLACE | CREATE_TRANSIENT | CREATE_COPY_GRANTS);
    assert_int_equal(c->name.n, 3);
    assert_str(c->name.part[1], "PUBLIC");
    assert_str(c->name.part[2], "t");
    assert_int_equal(c->n_columns, 4);
    struct column_definition *id = &c->columns[0], *a = &c->columns[1], *b = &c->columns[2];
    assert_true(id->identity && id->identity_start == 5 && id->identity_step == -2 && id->primary_key);
    assert_true(a->not_null && a->unique && a->primary_key && a->default_value->kind == NODE_BINARY);
    assert_true(a->type.kind == TYPE_NUMBER && a->type.precision == 10 && a->type.scale == 2);
    assert_str(a->comment, "x");
    assert_str(b->name, "b");
    assert_true(b->primary_key && b->type.length == 3);
    assert_str(*c->cluster_by, "(id, upper(a))");
    setting(&c->settings, "DATA_RETENTION_TIME_IN_DAYS", SETTING_NUMBER, "1");
    setting(&c->settings, "COMMENT", SETTING_STRING, "it's");
}

static void test_table_from(void **state)
{
    (void)state;
    PARSED as = parse("create table t (a, b number) comment = 'x' as (select 1, 2 /* c */)");
    assert_true(as.s->create.query && !as.s->create.columns[0].has_type && as.s->create.columns[1].has_type);
    assert_str(as.s->create.query_text, "(select 1, 2 /* c */)");
    PARSED like = parse("create table t like a.b");
    assert_int_equal(like.s->create.like.n, 2);
    PARSED clone = parse("create table t clone s before (statement => 'x')");
    assert_true(clone.s->create.clone.n == 1 && clone.s->create.at->kind == NODE_AT);
    PARSED view = parse("create secure view v (a comment 'x', b) copy grants comment = 'y' as with q as (select 1) "
                        "select 1, 2 from q");
    assert_int_equal(view.s->create.flags, CREATE_SECURE | CREATE_COPY_GRANTS);
    assert_int_equal(view.s->create.n_columns, 2);
    assert_str(view.s->create.columns[0].comment, "x");
}

static void test_options(void **state)
{
    (void)state;
    PARSED format = parse("CREATE OR REPLACE FILE FORMAT SCD_DEMO.SCD2.CSV\nTYPE = CSV,\nFIELD_DELIMITER = \",\"\n"
                          "SKIP_HEADER = 1 null_if = ('a', \"b\", NULL) , escape = none;");
    const struct settings *s = &format.s->create.settings;
    setting(s, "TYPE", SETTING_WORD, "CSV");
    assert_true(setting(s, "FIELD_DELIMITER", SETTING_STRING, ",")->double_quoted);
    const struct setting *nulls = setting(s, "NULL_IF", SETTING_LIST, "('a', \"b\", NULL)");
    assert_int_equal(nulls->items->n, 3);
    assert_int_equal(nulls->line, 4);
    assert_int_equal(nulls->col, 17);
    PARSED bare = parse("create file format f json, strip_outer_array = true");
    setting(&bare.s->create.settings, "TYPE", SETTING_WORD, "json");
    PARSED stage = parse("create stage s url='s3://b/' credentials=(aws_key_id='' , aws_secret_key='') "
                         "file_format = (format_name = \"d\".sch.ff) encryption = (type = 'NONE') directory = ()");
    s = &stage.s->create.settings;
    const struct setting *keys = setting(s, "CREDENTIALS", SETTING_GROUP, "(aws_key_id='' , aws_secret_key='')");
    setting(keys->items, "AWS_KEY_ID", SETTING_STRING, "");
    const struct setting *file_format = settings_find(s, "FILE_FORMAT");
    setting(file_format->items, "FORMAT_NAME", SETTING_WORD, "d.sch.ff");
    setting(s, "DIRECTORY", SETTING_LIST, "()");
    PARSED sequence = parse("create sequence s start with = 10 increment by -5 noorder");
    setting(&sequence.s->create.settings, "START", SETTING_NUMBER, "10");
    setting(&sequence.s->create.settings, "INCREMENT", SETTING_NUMBER, "-5");
    setting(&sequence.s->create.settings, "ORDER", SETTING_WORD, "FALSE");
    PARSED warehouse = parse("create warehouse w with warehouse_size = 'XSMALL' auto_suspend = 60");
    assert_int_equal(warehouse.s->create.settings.n, 2);
}

static void test_pipe_and_copy(void **state)
{
    (void)state;
    PARSED pipe = parse("create pipe p auto_ingest = true as\n  ( copy into a.t (x, \"y\") file_format = csv from @s/p "
                        "pattern = '.*' files = ('f', 'g') on_error = skip_file_10% )");
    struct statement_copy *c = pipe.s->create.copy;
    assert_str(pipe.s->create.copy_text, "copy into a.t (x, \"y\") file_format = csv from @s/p pattern = '.*' files = "
                                         "('f', 'g') on_error = skip_file_10%");
    assert_true(c->table.n == 2 && c->n_columns == 2 && c->n_files == 2 && c->settings.n == 2);
    assert_str(c->columns[1], "y");
    assert_str(c->stage, "@s/p");
    assert_int_equal(c->stage_line, 2);
    assert_str(c->pattern, ".*");
    assert_str(c->files[1], "g");
    setting(&c->settings, "ON_ERROR", SETTING_WORD, "skip_file_10%");
    PARSED copy = parse("copy into t from 's3://b/x y/' file_format = (type = csv, skip_header = 1)");
    assert_str(copy.s->copy.stage, "s3://b/x y/");
    assert_null(copy.s->copy.pattern.p);
    PARSED own = parse("copy into t");
    assert_int_equal(own.s->copy.stage.n, 0);
}

static void test_stream_and_task(void **state)
{
    (void)state;
    PARSED stream = parse("create stream s copy grants on view d.s.v at (offset => -60) append_only = true");
    struct statement_create *c = &stream.s->create;
    assert_true(c->source_kind == OBJECT_VIEW && c->source.n == 3 && c->at->kind == NODE_AT);
    setting(&c->settings, "APPEND_ONLY", SETTING_WORD, "true");
    PARSED task =
        parse("create task t warehouse= COMPUTE_WH schedule='1 minute', ERROR_ON_NONDETERMINISTIC_MERGE=FALSE\n"
              "when system$stream_has_data('s') and 1 = 1\nas -- now\n  merge into t using s on a = b\n"
              "when matched then update set a = 1;");
    c = &task.s->create;
    setting(&c->settings, "ERROR_ON_NONDETERMINISTIC_MERGE", SETTING_WORD, "FALSE");
    assert_str(c->when_text, "system$stream_has_data('s') and 1 = 1");
    assert_int_equal(c->when->kind, NODE_BINARY);
    assert_str(c->body_text, "merge into t using s on a = b\nwhen matched then update set a = 1");
    assert_int_equal(c->body_line, 4);
    assert_int_equal(c->body_col, 3);
}

static void test_procedure(void **state)
{
    (void)state;
    PARSED p = parse("create or replace procedure p(a float, in \"b\" varchar default 'x')\nreturns string not null\n"
                     "comment = 'c' strict execute as caller language javascript\nas\n$$ return A; $$;");
    struct statement_create *c = &p.s->create;
    assert_int_equal(c->n_arguments, 2);
    assert_str(c->arguments[0].name, "A");
    assert_str(c->arguments[1].name, "b");
    assert_non_null(c->arguments[1].default_value);
    assert_true(c->returns.kind == TYPE_VARCHAR && c->returns_not_null && c->strict && c->execute_as_caller);
    assert_str(c->body, " return A; ");
    assert_int_equal(c->procedure_body_line, 5);
    PARSED quoted = parse("create procedure p() returns float language javascript as 'return ''x'';'");
    assert_str(quoted.s->create.body, "return 'x';");
    assert_int_equal(quoted.s->create.n_arguments, 0);
}

static void test_merge(void **state)
{
    (void)state;
    PARSED p = parse("merge into a.customer c using customer_raw cr on c.id = cr.id\n"
                     "when matched and c.x <> cr.x or c.y <> cr.y then update set c.x = cr.x, y = default\n"
                     "when matched then delete\n"
                     "when not matched and cr.x is not null then insert (c.id, x) values (cr.id, default)\n"
                     "when not matched then insert values (1)");
    struct statement_dml *d = &p.s->dml;
    assert_str(d->target_alias, "C");
    assert_int_equal(d->n_clauses, 4);
    struct merge_clause *update = &d->clauses[0], *insert = &d->clauses[2];
    assert_int_equal(update->condition->op, WORD_OR);
    assert_str(update->set[0].qualifier, "C");
    assert_str(update->set[0].column, "X");
    assert_str(update->set[1].value->text, "DEFAULT");
    assert_int_equal(d->clauses[1].action, MERGE_DELETE);
    assert_true(insert->has_column_list && insert->n_set == 2 && insert->line == 4);
    assert_str(insert->set[0].qualifier, "C");
    assert_int_equal(insert->set[1].value->kind, NODE_KEYWORD);
    assert_true(!d->clauses[3].has_column_list && d->clauses[3].n_set == 1);
    PARSED by_name = parse("merge into t using s on a = b when matched then update all by name "
                           "when not matched then insert all by name");
    assert_true(by_name.s->dml.clauses[0].all_by_name && by_name.s->dml.clauses[1].all_by_name);
}

static void test_insert_update_delete(void **state)
{
    (void)state;
    PARSED values = parse("insert overwrite into t (a, t.b) values (1, default), (2, 'x')");
    assert_true(values.s->dml.overwrite && values.s->dml.n_columns == 2);
    assert_int_equal(values.s->dml.query->kind, NODE_VALUES);
    assert_str(values.s->dml.columns[1].qualifier, "T");
    PARSED with = parse("insert into t (a) with q as (select 1) select * from q");
    assert_int_equal(with.s->dml.query->kind, NODE_QUERY);
    PARSED query = parse("insert into t (select 1) union select 2");
    assert_true(query.s->dml.n_columns == 0 && query.s->dml.query->kind == NODE_QUERY);
    PARSED update = parse("update t as x set x.a = 1, b = default from s, u where x.id = s.id");
    assert_true(update.s->dml.n_set == 2 && update.s->dml.source && update.s->dml.condition);
    assert_str(update.s->dml.target_alias, "X");
    PARSED delete = parse("delete from t using s where t.id = s.id");
    assert_true(delete.s->dml.source && delete.s->dml.condition && !delete.s->dml.target_alias.n);
}

static void test_types(void **state)
{
    (void)state;
    static const char *const types[][2] = {
        {"number", "NUMBER(38,0)"},
        {"decimal(10)", "NUMBER(10,0)"},
        {"bigint", "NUMBER(38,0)"},
        {"double precision", "FLOAT"},
        {"string", "VARCHAR(16777216)"},
        {"char", "VARCHAR(1)"},
        {"char varying (7)", "VARCHAR(7)"},
        {"binary", "BINARY(8388608)"},
        {"timestamp", "TIMESTAMP_NTZ(9)"},
        {"timestamp(3) with local time zone", "TIMESTAMP_LTZ(3)"},
        {"timestamp with time zone", "TIMESTAMP_TZ(9)"},
        {"datetime", "TIMESTAMP_NTZ(9)"},
        {"time(0)", "TIME(0)"},
        {"variant", "VARIANT"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct arena a = {0};
        struct err err = {0};
        struct tokens t;
        struct type type;
        uint32_t at = 0;
        assert_true(sql_lex(&a, str_from(types[i][0]), &t, &err));
        assert_true(type_parse(&t, &at, &type, &err));
        assert_int_equal(at, t.n - 1);
        assert_str(type_text(&a, type), types[i][1]);
        arena_clear(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),           cmocka_unit_test(test_table_from),
        cmocka_unit_test(test_options),         cmocka_unit_test(test_pipe_and_copy),
        cmocka_unit_test(test_stream_and_task), cmocka_unit_test(test_procedure),
        cmocka_unit_test(test_merge),           cmocka_unit_test(test_insert_update_delete),
        cmocka_unit_test(test_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
