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
    struct arena a ARENA_SCOPE = {0};
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

static void test_spec(void **state)
{
    static const struct example examples[] = {
#include "spec_examples.h"
    };
    CHECK(examples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spec),
    };
    return cmocka_run_group_tests_name("dialect", tests, setup, teardown);
}
