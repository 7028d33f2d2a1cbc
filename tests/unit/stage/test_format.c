/* What file format options mean, and what is refused; where URLs are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stage/format.h"
#include "stage/stage_map.h"

/* The settings of `CREATE FILE FORMAT f <options>`. */
static struct settings settings_of(struct arena *a, const char *options)
{
    ERR_SCOPE struct err err = {0};
    struct tokens *tokens = ARENA_NEW(a, struct tokens);
    struct statement *s = NULL;
    uint32_t at = 0;
    if (!sql_lex(a, str_printf(a, "create file format f %s", options), tokens, &err) ||
        !sql_next_statement(a, tokens, &at, &s, &err))
        fail_msg("%s: %s", options, err.message);
    assert_non_null(s);
    return s ? s->create.settings
             : (struct settings){0}; /* the analyzer does not know that the line above ends the test */
}

static void shown(struct arena *a, const struct file_format *f, struct buf *out)
{
    buf_printf(out, "%.*s %.*s", STR_FMT(f->field_delimiter), STR_FMT(f->record_delimiter));
    const int characters[] = {f->enclosure, f->escape, f->escape_unenclosed};
    for (size_t i = 0; i < 3; i++)
        buf_adds(out, characters[i] < 0 ? " -" : str_printf(a, " %c", characters[i]).p);
    buf_printf(out, " %d%d%d%d%d%d ", (int)f->skip_header, f->skip_blank_lines, f->trim_space, f->empty_field_as_null,
               f->error_on_column_count_mismatch, f->replace_invalid);
    for (size_t i = 0; i < f->n_null_if; i++)
        buf_printf(out, "[%.*s]", STR_FMT(f->null_if[i]));
}

static void test_options(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"type = csv", ", \n - - \\ 000110 [\\N]"},
        {"type = csv, field_delimiter = \",\" skip_header = 1", ", \n - - \\ 100110 [\\N]"},
        {"type = 'CSV' field_delimiter = '\\t' record_delimiter = '\\r\\n'", "\t \r\n - - \\ 000110 [\\N]"},
        {"field_delimiter = '\\\\t' record_delimiter = '0x7e'", "\t ~ - - \\ 000110 [\\N]"},
        {"field_delimiter = '\\\\x7c\\\\001' record_delimiter = none", "|\001  - - \\ 000110 [\\N]"},
        {"field_delimiter = none", " \n - - \\ 000110 [\\N]"},
        {"field_optionally_enclosed_by = '\"'", ", \n \" - \\ 000110 [\\N]"},
        {"field_optionally_enclosed_by = '\\''", ", \n ' - \\ 000110 [\\N]"},
        {"field_optionally_enclosed_by = '0x22' escape = '\\\\' escape_unenclosed_field = none",
         ", \n \" \\ - 000110 [\\N]"},
        {"null_if = ('NULL', '', '\\\\N')", ", \n - - \\ 000110 [NULL][][\\N]"},
        {"null_if = 'x' empty_field_as_null = false", ", \n - - \\ 000010 [x]"},
        {"null_if = () error_on_column_count_mismatch = 'false'", ", \n - - \\ 000100 "},
        {"skip_blank_lines = true trim_space = TRUE validate_utf8 = false", ", \n - - \\ 011111 [\\N]"},
        {"compression = none encoding = 'UTF-8' date_format = 'DD.MM.YYYY'", ", \n - - \\ 000110 [\\N]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        BUF_SCOPE struct buf out = {0};
        struct file_format f;
        struct settings s = settings_of(&a, cases[i][0]);
        if (!file_format_from_settings(&a, &s, "FILE_FORMAT", &f, &err))
            fail_msg("%s: %s", cases[i][0], err.message);
        shown(&a, &f, &out);
        if (!str_eq(buf_str(&out), str_from(cases[i][1])))
            fail_msg("%s: expected <%s>, got <%.*s>", cases[i][0], cases[i][1], STR_FMT(buf_str(&out)));
    }
}

static void test_refusals(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"type = xml", "Unsupported feature 'FILE FORMAT TYPE = XML'."},
        {"type = orc trim_space = true", "Unsupported feature 'FILE FORMAT TYPE = ORC'."},
        {"type = json skip_header = 1", "SQL compilation error:\ninvalid property 'SKIP_HEADER' for 'FILE_FORMAT'"},
        {"type = parquet encoding = utf8", "SQL compilation error:\ninvalid property 'ENCODING' for 'FILE_FORMAT'"},
        {"type = parquet compression = lzo", "Unsupported feature 'COMPRESSION = LZO'."},
        {"type = parquet compression = gzip",
         "SQL compilation error:\ninvalid value [gzip] for parameter 'COMPRESSION'"},
        {"field_delimiter = '||' record_delimiter = '|'",
         "SQL compilation error:\nFIELD_DELIMITER and RECORD_DELIMITER cannot be a part of each other."},
        {"type = bogus", "SQL compilation error:\ninvalid value [bogus] for parameter 'TYPE'"},
        {"type = csv strip_outer_array = true",
         "SQL compilation error:\ninvalid property 'STRIP_OUTER_ARRAY' for 'FILE_FORMAT'"},
        {"encoding = 'EBCDIC'", "SQL compilation error:\ninvalid value ['EBCDIC'] for parameter 'ENCODING'"},
        {"compression = 'nope'", "SQL compilation error:\ninvalid value ['nope'] for parameter 'COMPRESSION'"},
        {"skip_header = -1", "SQL compilation error:\ninvalid value [-1] for parameter 'SKIP_HEADER'"},
        {"trim_space = maybe", "SQL compilation error:\ninvalid value [maybe] for parameter 'TRIM_SPACE'"},
        {"field_optionally_enclosed_by = '|'",
         "SQL compilation error:\ninvalid value ['|'] for parameter 'FIELD_OPTIONALLY_ENCLOSED_BY'"},
        {"field_delimiter = '123456789012345678901'",
         "SQL compilation error:\ninvalid value ['123456789012345678901'] for parameter 'FIELD_DELIMITER'"},
        {"record_delimiter = '\\\\xC3'",
         "SQL compilation error:\ninvalid value ['\\xC3'] for parameter 'RECORD_DELIMITER'"},
        {"skip_header = 1 parse_header = true",
         "SQL compilation error:\nSKIP_HEADER and PARSE_HEADER cannot be used together."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        struct file_format f;
        struct settings s = settings_of(&a, cases[i][0]);
        assert_false(file_format_from_settings(&a, &s, "FILE_FORMAT", &f, &err));
        assert_string_equal(err.message, cases[i][1]);
    }
}

static void test_descriptions(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct settings s = settings_of(&a, "type = csv field_delimiter = '\\t' null_if = ('', 'NULL') skip_header = 1");
    json_t *definition = json_pack("{so}", "settings", definition_from_settings(&s));
    struct object format = {.kind = OBJECT_FILE_FORMAT,
                            .database = (char[]){"DB"},
                            .schema = (char[]){"S"},
                            .name = (char[]){"F"},
                            .owner = (char[]){"SYSADMIN"},
                            .comment = (char[]){""},
                            .definition = definition};
    struct listing l = {.arena = &a, .columns = file_format_describe_columns, .n_columns = file_format_describe_n};
    file_format_describe(&format, &l);
    assert_int_equal(listing_rows(&l), 24);
    const char *const third[] = {"FIELD_DELIMITER", "String", "\\t", ","};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(l.cells.at[8 + i].p, third[i]);
    struct listing row = {.arena = &a, .columns = file_format_show_columns, .n_columns = file_format_show_n};
    file_format_show_row(&format, &row);
    json_t *options = json_loads(row.cells.at[7].p, 0, NULL);
    assert_non_null(options);
    assert_int_equal(json_int(options, "SKIP_HEADER", 0), 1);
    assert_true(json_flag(options, "EMPTY_FIELD_AS_NULL"));
    assert_int_equal(json_array_size(json_object_get(options, "NULL_IF")), 2);
    assert_true(json_is_null(json_object_get(options, "FILE_EXTENSION")));
    json_decref(options);
    json_decref(definition);
}

static void test_stage_map(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct stage_map m = {0};
    struct str endpoint;
    static const char *const maps[] = {"s3://bucket/=/data", "s3://bucket/deep=/other/", "gcs://b=/g"};
    static const char *const urls[][2] = {
        {"s3://bucket", "/data/"},
        {"s3://bucket/", "/data/"},
        {"s3://bucket/a/b.csv", "/data/a/b.csv"},
        {"s3://bucket/deep/x", "/other/x"},
        {"s3://bucket/deep", "/other/"},
        {"s3://bucket/deeper/x", "/data/deeper/x"},
        {"gcs://b/x/", "/g/x/"},
        {"file:///tmp/x/", "/tmp/x/"},
    };
    static const char *const malformed[] = {"s3://bucket", "bucket=/data", "s3://bucket/="};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        assert_true(stage_map_add(&m, &a, str_from(maps[i]), &err));
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        assert_string_equal(stage_map_resolve(&m, &a, str_from(urls[i][0]), &endpoint).p, urls[i][1]);
    assert_null(stage_map_resolve(&m, &a, STR("s3://bucket2/x"), &endpoint).p);
    assert_null(endpoint.p);
    assert_true(stage_map_add(&m, &a, STR("s3://=http://127.0.0.1:9000"), &err));
    assert_null(stage_map_resolve(&m, &a, STR("s3://bucket2/x"), &endpoint).p);
    assert_string_equal(endpoint.p, "http://127.0.0.1:9000");
    assert_string_equal(stage_map_resolve(&m, &a, STR("s3://bucket/x"), &endpoint).p, "/data/x");
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        ERR_SCOPE struct err bad = {0};
        assert_false(stage_map_add(&m, &a, str_from(malformed[i]), &bad));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_options), cmocka_unit_test(test_refusals),
                                       cmocka_unit_test(test_descriptions), cmocka_unit_test(test_stage_map)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
