/* Snowflake text in, translated, run on an in-memory DuckDB, and the values compared: cells of a row are joined with
 * `|`, rows with `;`. A case whose expectation begins with `!` must fail, with that text in its message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <duckdb.h>

#include "base/random.h"
#include "dialect/dialect.h"
#include "engine/functions.h"

struct example {
    const char *sql, *expected;
};

struct world {
    duckdb_database db;
    duckdb_connection c;
};

/* --- a session that knows the tables of the database, and $X ------------------------------------------------------ */

static bool resolve_table(void *ctx, const struct object_name *name, const struct node *at, struct buf *out,
                          struct str *ret_alias, struct err *err)
{
    (void)ctx;
    if (at)
        return err_unsupported(err, name->line, name->col, "%.*s", STR_FMT(at->text));
    if (name->n == 0) {
        buf_ident(out, name->identifier_text);
        *ret_alias = name->identifier_text;
        return true;
    }
    buf_ident(out, name->part[name->n - 1]);
    return true;
}

static bool resolve_function(void *ctx, struct str name, const struct printed_argument *args, size_t n, struct buf *out,
                             bool *ret_handled, struct err *err)
{
    (void)ctx, (void)args, (void)n, (void)err;
    *ret_handled = str_eq(name, STR("CURRENT_DATABASE"));
    if (*ret_handled)
        buf_adds(out, "'DB'");
    return true;
}

static bool resolve_variable(void *ctx, struct str name, struct buf *out, struct err *err)
{
    (void)ctx, (void)err;
    buf_literal(out, name);
    return true;
}

static bool resolve_sequence(void *ctx, const struct object_name *name, struct buf *out, struct err *err)
{
    (void)ctx, (void)err, (void)name;
    buf_adds(out, "nextval('sq')");
    return true;
}

static const struct resolver resolver = {
    .table = resolve_table, .function = resolve_function, .variable = resolve_variable, .sequence = resolve_sequence};

/* --- translating and running -------------------------------------------------------------------------------------- */

static bool translate(struct arena *a, const char *sql, struct buf *out, struct err *err)
{
    struct tokens tokens;
    if (!sql_lex(a, str_from(sql), &tokens, err))
        return false;
    struct parser p = {.arena = a, .tokens = &tokens, .end = (uint32_t)tokens.n - 1, .line = 1, .col = 1, .err = err};
    struct node *n = parse_query(&p);
    if (!n)
        return false;
    if (p.at != p.end)
        return parser_unexpected(&p);
    struct dialect_context c = {.arena = a,
                                .tokens = &tokens,
                                .line = 1,
                                .col = 1,
                                .resolver = &resolver,
                                .now = INT64_C(1767225600123456), /* 2026-01-01 00:00:00.123456 */
                                .timezone = STR("America/New_York")};
    return dialect_print(&c, n, out, err);
}

static void add_rows(duckdb_result *r, struct buf *out)
{
    duckdb_data_chunk chunk;
    bool first = true;
    while ((chunk = duckdb_fetch_chunk(*r))) {
        for (idx_t row = 0; row < duckdb_data_chunk_get_size(chunk); row++, first = false) {
            buf_adds(out, first ? "" : ";");
            for (idx_t i = 0; i < duckdb_data_chunk_get_column_count(chunk); i++) {
                duckdb_vector v = duckdb_data_chunk_get_vector(chunk, i);
                uint64_t *validity = duckdb_vector_get_validity(v);
                duckdb_string_t *s = (duckdb_string_t *)duckdb_vector_get_data(v) + row;
                buf_adds(out, i ? "|" : "");
                if (validity && !duckdb_validity_row_is_valid(validity, row))
                    buf_adds(out, "NULL");
                else
                    buf_add(out, (struct str){duckdb_string_t_data(s), duckdb_string_t_length(*s)});
            }
        }
        duckdb_destroy_data_chunk(&chunk);
    }
}

static bool run(struct world *w, const char *sql, struct buf *out)
{
    duckdb_result r;
    bool ok = duckdb_query(w->c, sql, &r) == DuckDBSuccess;
    if (ok && out)
        add_rows(&r, out);
    else if (!ok && out)
        buf_adds(out, duckdb_result_error(&r));
    duckdb_destroy_result(&r);
    return ok;
}

/* What the example gives: rows, or the message of the error. */
static bool evaluate(struct world *w, const char *sql, struct buf *translated, struct buf *out)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    if (!translate(&a, sql, translated, &err)) {
        buf_adds(out, err.message);
        return false;
    }
    BUF_SCOPE struct buf as_text = {0};
    buf_printf(&as_text, "SELECT sf_varchar(COLUMNS(*)) FROM (%s)", translated->p);
    return run(w, as_text.p, out);
}

static int check(struct world *w, const struct example *examples, size_t n)
{
    int failed = 0;
    for (size_t i = 0; i < n; i++) {
        BUF_SCOPE struct buf translated = {0};
        BUF_SCOPE struct buf out = {0};
        bool ok = evaluate(w, examples[i].sql, &translated, &out), wanted = examples[i].expected[0] != '!';
        const char *got = out.p ? out.p : "";
        if (wanted ? ok && strcmp(got, examples[i].expected) == 0 : !ok && strstr(got, examples[i].expected + 1))
            continue;
        failed++;
        printf("    %s\n  duckdb:   %s\n  expected: %s\n  got:      %s\n", examples[i].sql,
               translated.p ? translated.p : "", examples[i].expected, got);
    }
    return failed;
}

#define CHECK(examples) assert_int_equal(check(*state, examples, sizeof(examples) / sizeof *(examples)), 0)

static int setup(void **state)
{
    ERR_SCOPE struct err err = {0};
    struct world *w = calloc(1, sizeof *w);
    if (duckdb_open(NULL, &w->db) != DuckDBSuccess || duckdb_connect(w->db, &w->c) != DuckDBSuccess)
        return -1;
    if (!engine_register_functions(w->c, &err)) {
        printf("%s\n", err.message);
        return -1;
    }
    static const char tables[] =
        "SET TimeZone = 'America/New_York';"
        "CREATE TABLE \"T\"(\"ID\" BIGINT, \"V\" VARCHAR, \"N\" DECIMAL(10,2), \"F\" DOUBLE, \"B\" BOOLEAN, \"D\" "
        "DATE, \"TS\" "
        "TIMESTAMP, \"TZ\" TIMESTAMPTZ, \"J\" JSON);"
        "INSERT INTO \"T\" VALUES (1, 'a', 1.50, 0.5, true, '2024-01-31', '2024-01-31 10:20:30.5', '2024-07-01 "
        "12:00:00+00', "
        "'{\"a\": {\"B\": [10, null]}, \"s\": \"x\", \"n\": null}'), (2, 'b', -2.25, 1e10, false, '2024-02-29', "
        "'2023-12-31 23:59:59', "
        "'2024-01-01 00:00:00+00', '[1, 2]'), (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);"
        "CREATE SEQUENCE sq START 10 INCREMENT 5;";
    BUF_SCOPE struct buf out = {0};
    BUF_SCOPE struct buf prelude = {0};
    buf_add(&prelude, (struct str){embed_prelude, embed_prelude_size});
    if (!run(w, prelude.p, &out) || !run(w, tables, &out)) {
        printf("%s\n", out.p);
        return -1;
    }
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    duckdb_disconnect(&w->c);
    duckdb_close(&w->db);
    free(w);
    return 0;
}

static const struct example spec_examples[] = {
#include "spec_examples.h"
};

static void test_spec(void **state)
{
    CHECK(spec_examples);
}

/* Tokens of good queries, dropped and swapped: refused or translated, without a crash. */
static void test_garbage(void **state)
{
    struct random r;
    (void)state;
    random_init(&r, 11);
    for (int round = 0; round < 20000; round++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        BUF_SCOPE struct buf text = {0};
        BUF_SCOPE struct buf out = {0};
        struct tokens t;
        const size_t n = sizeof spec_examples / sizeof *spec_examples;
        assert_true(sql_lex(&a, str_from(spec_examples[random_below(&r, n)].sql), &t, &err));
        for (size_t i = 0; i + 1 < t.n; i++) {
            uint64_t what = random_below(&r, 20);
            if (what != 1)
                buf_add(&text, t.at[what == 0 ? random_below(&r, t.n) : i].text);
            buf_addc(&text, ' ');
        }
        if (!translate(&a, text.p, &out, &err))
            assert_true(err.set && err.code != 603);
    }
}

/* --- assignments and types ---------------------------------------------------------------------------------------- */

static struct type parse_one_type(struct arena *a, const char *text)
{
    ERR_SCOPE struct err err = {0};
    struct tokens t;
    struct type type = {0};
    uint32_t at = 0;
    assert_true(sql_lex(a, str_from(text), &t, &err) && type_parse(&t, &at, &type, &err));
    return type;
}

static void test_assign(void **state)
{
    static const struct {
        const char *sql, *type, *expected; /* beginning with ! as above; then the TRY_ form must give NULL */
    } examples[] = {
        {"'abc'", "varchar", "abc"},
        {"'abc'", "varchar(3)", "abc"},
        {"'äöü'", "varchar(3)", "äöü"},
        {"'abc'", "varchar(2)", "!freshet:100078:22000:String 'abc' is too long and would be truncated"},
        {"'ab'", "char", "!is too long"},
        {"12", "varchar", "12"},
        {"TIMESTAMP '2024-01-01'", "varchar", "2024-01-01 00:00:00.000"},
        {"'12.5'", "number", "13"},
        {"99999999999999999999", "number", "99999999999999999999"},
        {"'12.345'", "number(10,2)", "12.35"},
        {"12345", "number(4,2)", "!freshet:100039:22003:Numeric value '12345' is out of representable range"},
        {"'x'", "int", "!freshet:100038:22018:Numeric value 'x' is not recognized"},
        {"''", "int", "!Numeric value '' is not recognized"},
        {"1e30::DOUBLE", "number(10,0)", "!out of representable range"},
        {"'1.5'", "float", "1.5"},
        {"'nan'", "float", "NaN"},
        {"'yes'", "boolean", "true"},
        {"'maybe'", "boolean", "!freshet:100037:22018:Boolean value 'maybe' is not recognized"},
        {"'2024-02-30'", "date", "!freshet:100040:22007:Date '2024-02-30' is not recognized"},
        {"TIMESTAMP '2024-01-01 10:00:00'", "date", "2024-01-01"},
        {"'2024-01-01 10:00:00 +0000'", "timestamp_ntz", "2024-01-01 10:00:00.000"},
        {"TIMESTAMPTZ '2024-07-01 12:00:00+00'", "timestamp_ntz", "2024-07-01 08:00:00.000"},
        {"'2024-01-01 10:00:00.987'", "timestamp_ntz(0)", "2024-01-01 10:00:00.000"},
        {"'10:20'", "time", "10:20:00"},
        {"'x'", "time", "!freshet:100108"},
        {"'x'", "variant", "x"},
        {"NULL", "number(5,2)", "NULL"},
        {"NULL", "varchar(5)", "NULL"},
        {"NULL", "timestamp_ltz", "NULL"},
        {"NULL", "variant", "NULL"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        ARENA_SCOPE struct arena a = {0};
        BUF_SCOPE struct buf sql = {0};
        BUF_SCOPE struct buf try = {0};
        BUF_SCOPE struct buf out = {0};
        BUF_SCOPE struct buf try_out = {0};
        struct type type = parse_one_type(&a, examples[i].type);
        buf_adds(&sql, "SELECT sf_varchar(");
        dialect_assign(&sql, str_from(examples[i].sql), type);
        buf_adds(&sql, ")");
        buf_adds(&try, "SELECT sf_varchar(");
        dialect_try_assign(&try, str_from(examples[i].sql), type);
        buf_adds(&try, ")");
        bool ok = run(*state, sql.p, &out), wanted = examples[i].expected[0] != '!';
        const char *said = out.p ? out.p : "";
        if (ok != wanted ||
            (wanted ? strcmp(said, examples[i].expected) != 0 : !strstr(said, examples[i].expected + 1)))
            fail_msg("%s\n%s", sql.p, said);
        if (!run(*state, try.p, &try_out) ||
            !str_eq(buf_str(&try_out), str_from(wanted ? examples[i].expected : "NULL")))
            fail_msg("%s\n%s", try.p, try_out.p);
    }
}

static void test_types(void **state)
{
    static const struct {
        const char *type, *duckdb, *stored, *back;
    } examples[] = {
        {"number", "HUGEINT", "BIGINT", "NUMBER(38,0)"},
        {"int", "HUGEINT", "BIGINT", "NUMBER(38,0)"},
        {"number(10,2)", "DECIMAL(10,2)", "DECIMAL(10,2)", "NUMBER(10,2)"},
        {"float", "DOUBLE", "DOUBLE", "FLOAT"},
        {"boolean", "BOOLEAN", "BOOLEAN", "BOOLEAN"},
        {"date", "DATE", "DATE", "DATE"},
        {"timestamp_ntz", "TIMESTAMP", "TIMESTAMP", "TIMESTAMP_NTZ(9)"},
        {"varchar(5)", "VARCHAR", "VARCHAR", "VARCHAR(16777216)"},
        {"variant", "JSON", "JSON", "VARIANT"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        ARENA_SCOPE struct arena a = {0};
        struct type type = parse_one_type(&a, examples[i].type);
        struct str duckdb = dialect_type(&a, type), stored = dialect_storage_type(&a, type);
        assert_true(str_eq(duckdb, str_from(examples[i].duckdb)) && str_eq(stored, str_from(examples[i].stored)));
        struct str back = type_text(&a, dialect_from_duckdb(stored));
        assert_true(str_eq(back, str_from(examples[i].back)));
    }
    assert_int_equal(dialect_from_duckdb(STR("TIMESTAMP WITH TIME ZONE")).kind, TYPE_TIMESTAMP_LTZ);
}

/* Labels, positions of errors, and text that must come out exactly so. */
static void test_text(void **state)
{
    static const struct example examples[] = {
        {"select count(*), A, t.b, 1, 'a', max( a ) -- x\n + 1 from t",
         "SELECT count(*) AS \"COUNT(*)\", \"A\", \"T\".\"B\", 1::BIGINT AS "
         "\"1\", 'a' AS \"'A'\", max(\"A\") + 1 AS \"MAX( A ) + 1\" FROM \"T\" AS \"T\""},
        {"select x as \"Y z\" from a.b.t order by 1 desc, x nulls first limit 5",
         "SELECT \"X\" AS \"Y z\" FROM \"T\" AS \"T\" ORDER BY 1 DESC NULLS FIRST, \"X\" ASC NULLS FIRST LIMIT 5"},
        {"select 'a\\\\b', 'it''s'", "SELECT 'a\\b' AS \"'A\\\\B'\", 'it''s' AS \"'IT''S'\""},
        {"select a from t where (a = 1 or b = 2) and c",
         "SELECT \"A\" FROM \"T\" AS \"T\" WHERE (\"A\" = 1 OR \"B\" = 2) AND \"C\""},
        {"select metadata$action from s", "SELECT \"METADATA$ACTION\" FROM \"S\" AS \"S\""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        BUF_SCOPE struct buf out = {0};
        if (!translate(&a, examples[i].sql, &out, &err))
            fail_msg("%s", err.message);
        assert_string_equal(out.p, examples[i].expected);
    }
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    BUF_SCOPE struct buf out = {0};
    assert_false(translate(&a, "select 1,\n  frobnicate(2)", &out, &err));
    assert_int_equal(err.line, 2);
    assert_int_equal(err.col, 3);
    assert_int_equal(err.code, 2141);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spec),  cmocka_unit_test(test_garbage), cmocka_unit_test(test_assign),
        cmocka_unit_test(test_types), cmocka_unit_test(test_text),
    };
    return cmocka_run_group_tests_name("dialect", tests, setup, teardown);
}
