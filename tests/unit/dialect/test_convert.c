/* Every operator and the common functions on a column of each type, alone and in pairs, with and without a session that
 * knows the types: whatever Snowflake would say to it, the answer is a value or an error of its own, and never an
 * internal one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/vec.h"
#include "dialect/dialect.h"
#include "engine/engine.h"
#include "sql/statement.h"

static const struct {
    const char *name, *type, *value;
    struct type known;
} columns[] = {
    {"I", "BIGINT", "3", {.kind = TYPE_NUMBER, .precision = 38}},
    {"M", "DECIMAL(10,2)", "2.50", {.kind = TYPE_NUMBER, .precision = 10, .scale = 2}},
    {"F", "DOUBLE", "1.5", {.kind = TYPE_FLOAT}},
    {"V", "VARCHAR", "'5'", {.kind = TYPE_VARCHAR, .length = 16777216}},
    {"W", "VARCHAR", "'a'", {.kind = TYPE_VARCHAR, .length = 16777216}},
    {"B", "BOOLEAN", "true", {.kind = TYPE_BOOLEAN}},
    {"D", "DATE", "'2024-01-31'", {.kind = TYPE_DATE}},
    {"TM", "TIME", "'10:11:12'", {.kind = TYPE_TIME}},
    {"TS", "TIMESTAMP", "'2024-02-01 10:00:00'", {.kind = TYPE_TIMESTAMP_NTZ, .precision = 9}},
    {"LT", "TIMESTAMPTZ", "'2024-02-01 10:00:00+00'", {.kind = TYPE_TIMESTAMP_LTZ, .precision = 9}},
    {"J", "JSON", "'{\"a\": 1}'", {.kind = TYPE_VARIANT}},
    {"X", "BIGINT", "NULL", {.kind = TYPE_NUMBER, .precision = 38}},
    {"Y", "BLOB", "'ab'", {.kind = TYPE_BINARY}},
};

enum { N_COLUMNS = sizeof columns / sizeof *columns };

/* # is the first operand, @ the second. */
static const char *const two[] = {
    "# + @",
    "# - @",
    "# * @",
    "# / @",
    "# % @",
    "# || @",
    "# = @",
    "# <> @",
    "# < @",
    "# >= @",
    "# and @",
    "# or @",
    "# between @ and @",
    "# in (@, 1)",
    "# in (@, 'a')",
    "# in (select @)",
    "# like @",
    "# rlike @",
    "# is distinct from @",
    "case when # then @ end",
    "case # when @ then 1 end",
    "case when true then # else @ end",
    "coalesce(#, @)",
    "nvl(#, @)",
    "iff(true, #, @)",
    "nvl2(#, @, #)",
    "nullif(#, @)",
    "equal_null(#, @)",
    "greatest(#, @)",
    "least(#, @)",
    "decode(#, @, 1, 2)",
    "decode(1, 1, #, @)",
    "concat(#, @)",
    "mod(#, @)",
    "div0(#, @)",
    "div0null(#, @)",
    "round(#, @)",
    "power(#, @)",
    "left(#, @)",
    "right(#, @)",
    "substr(#, @)",
    "lpad(#, @)",
    "split_part(#, @, 1)",
    "contains(#, @)",
    "charindex(#, @)",
    "replace(#, @)",
    "regexp_replace(#, @)",
    "dateadd(day, #, @)",
    "dateadd(hour, #, @)",
    "datediff(day, #, @)",
    "datediff(second, #, @)",
    "add_months(#, @)",
    "months_between(#, @)",
    "to_char(#, 'YYYY')",
    "lag(#, 1, @) over (order by @)",
    "max(#) over (partition by @)",
    "listagg(#, ',') within group (order by @)",
    "max_by(#, @)",
    "array_construct(#, @)",
    "object_construct('a', #, 'b', @)",
    "hash(#, @)",
    "count(distinct #, @)",
    "array_contains(#, @)",
    "get(#, @)",
};

static const char *const one[] = {
    "-#",
    "+#",
    "not #",
    "# is null",
    "# is true",
    "#::varchar",
    "#::int",
    "#::number(10,2)",
    "#::float",
    "#::boolean",
    "#::date",
    "#::time",
    "#::timestamp_ntz",
    "#::timestamp_ltz",
    "#::variant",
    "#::timestamp_tz::date",
    "try_cast(#::varchar as int)",
    "to_varchar(#)",
    "to_number(#)",
    "to_date(#)",
    "to_timestamp(#)",
    "to_boolean(#)",
    "to_double(#)",
    "abs(#)",
    "ceil(#)",
    "floor(#)",
    "round(#)",
    "round(#, 1)",
    "trunc(#, 1)",
    "trunc(#)",
    "sqrt(#)",
    "sign(#)",
    "upper(#)",
    "lower(#)",
    "length(#)",
    "trim(#)",
    "initcap(#)",
    "reverse(#)",
    "md5(#)",
    "year(#)",
    "month(#)",
    "day(#)",
    "hour(#)",
    "dayname(#)",
    "date_trunc('month', #)",
    "date_part(epoch_second, #)",
    "last_day(#)",
    "sum(#)",
    "avg(#)",
    "min(#)",
    "max(#)",
    "count(#)",
    "count(distinct #)",
    "median(#)",
    "stddev(#)",
    "any_value(#)",
    "mode(#)",
    "array_agg(#)",
    "listagg(#)",
    "sum(#) over ()",
    "avg(#) over ()",
    "row_number() over (order by #)",
    "first_value(#) over (order by #)",
    "ratio_to_report(#) over ()",
    "zeroifnull(#)",
    "nullifzero(#)",
    "typeof(#)",
    "parse_json(#)",
    "to_variant(#)",
    "to_json(#)",
    "array_size(#)",
    "# + interval '1 day'",
    "# - interval '1 hour'",
    "hash(#)",
    "booland_agg(#)",
    "count_if(#)",
    "iff(#, 1, 2)",
    "exists (select 1 where #)",
    "chr(#)",
    "space(#)",
    "approx_count_distinct(#)",
    "percentile_cont(0.5) within group (order by #)",
    "convert_timezone('UTC', #)::timestamp_ntz",
    "convert_timezone('UTC', 'Asia/Tokyo', #)",
};

struct world {
    struct engine *engine;
    struct connection *c;
    bool knows_types;
};

static bool resolve_table(void *ctx, const struct object_name *name, const struct node *at, struct buf *out,
                          struct str *ret_alias, struct err *err)
{
    (void)ctx, (void)name, (void)at, (void)ret_alias, (void)err;
    buf_adds(out, "\"T\"");
    return true;
}

static bool resolve_columns(void *ctx, const struct object_name *name, struct typed_columns *ret)
{
    static struct typed_column all[N_COLUMNS];
    const struct world *w = ctx;
    (void)name;
    for (size_t i = 0; i < N_COLUMNS; i++)
        all[i] = (struct typed_column){.name = str_from(columns[i].name), .known = dialect_known(columns[i].known)};
    *ret = (struct typed_columns){.at = all, .n = N_COLUMNS, .size = N_COLUMNS};
    return w->knows_types;
}

/* One query: false when the error is internal. */
static bool try_query(struct world *w, const char *sql)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    BUF_SCOPE struct buf text = {0};
    BUF_SCOPE struct buf shown = {0};
    struct tokens tokens;
    struct statement *statement;
    uint32_t at = 0;
    struct resolver resolver = {.ctx = w, .table = resolve_table, .columns = resolve_columns};
    struct dialect_context c = {
        .arena = &a, .tokens = &tokens, .line = 1, .col = 1, .resolver = &resolver, .timezone = STR("UTC")};
    ROWS_SCOPE struct rows *rows = NULL;
    bool ok = sql_lex(&a, str_from(sql), &tokens, &err) && sql_next_statement(&a, &tokens, &at, &statement, &err) &&
              dialect_print(&c, statement->query, &text, &err) && connection_query(w->c, buf_str(&text), &rows, &err);
    while (ok && rows_next(rows))
        rows_text(rows, 0, NULL, &shown);
    if (ok || strcmp(err.sqlstate, "XX000") != 0)
        return true;
    printf("    %s%s\n  duckdb: %s\n  %.300s\n", sql, w->knows_types ? "  (types known)" : "", text.p ? text.p : "",
           err.message);
    return false;
}

static int try_expression(struct world *w, const char *template, const char *first, const char *second)
{
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, "select ");
    for (; *template; template ++)
        if (*template == '#' || *template == '@')
            buf_adds(&sql, *template == '#' ? first : second);
        else
            buf_addc(&sql, *template);
    buf_adds(&sql, " from t");
    int failed = 0;
    for (int known = 0; known < 2; known++) {
        w->knows_types = known;
        failed += !try_query(w, sql.p);
    }
    return failed;
}

static const char *operand(size_t i)
{
    static const char *const literals[] = {"NULL", "1", "'1'", "'a'", "'2024-01-01'"};
    return i < N_COLUMNS                                        ? columns[i].name
           : i - N_COLUMNS < sizeof literals / sizeof *literals ? literals[i - N_COLUMNS]
                                                                : NULL;
}

static void test_pairs(void **state)
{
    int failed = 0;
    for (size_t t = 0; t < sizeof two / sizeof *two; t++)
        for (size_t i = 0; operand(i); i++)
            for (size_t k = 0; operand(k); k++)
                if ((t + i + k) % 3 == 0) /* a third of them takes seconds enough */
                    failed += try_expression(*state, two[t], operand(i), operand(k));
    assert_int_equal(failed, 0);
}

static void test_single(void **state)
{
    int failed = 0;
    for (size_t t = 0; t < sizeof one / sizeof *one; t++)
        for (size_t i = 0; operand(i); i++)
            failed += try_expression(*state, one[t], operand(i), "");
    assert_int_equal(failed, 0);
}

/* Branches of set operations and rows of VALUES. */
static void test_branches(void **state)
{
    static const char *const forms[] = {"# as c from t union all select @", "# as c from t union select @",
                                        "* from (select # a from t) join (select @ a from t) using (a), t",
                                        "* from values (1, '2'), (2, 3) v(a, b) cross join t where # = @ or a"};
    int failed = 0;
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++)
        for (size_t i = 0; operand(i); i++)
            for (size_t k = 0; operand(k); k++)
                failed += try_expression(*state, forms[f], operand(i), operand(k));
    assert_int_equal(failed, 0);
}

static int setup(void **state)
{
    ERR_SCOPE struct err err = {0};
    BUF_SCOPE struct buf table = {0};
    BUF_SCOPE struct buf values = {0};
    struct world *w = calloc(1, sizeof *w);
    for (size_t i = 0; i < N_COLUMNS; i++) {
        buf_printf(&table, "%s\"%s\" %s", i ? ", " : "CREATE TABLE \"T\" (", columns[i].name, columns[i].type);
        buf_printf(&values, "%s%s", i ? ", " : "); INSERT INTO \"T\" VALUES (", columns[i].value);
    }
    buf_add(&table, buf_str(&values));
    buf_addc(&table, ')');
    const struct engine_options options = {.prelude = embed_prelude, .threads = 1};
    if (!engine_open(NULL, &options, &w->engine, &err) || !connection_new(w->engine, &w->c, &err) ||
        !connection_run(w->c, STR("SET TimeZone = 'UTC'"), NULL, &err) ||
        !connection_run(w->c, buf_str(&table), NULL, &err)) {
        printf("%s\n", err.message);
        return -1;
    }
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    connection_free(w->c);
    engine_close(w->engine);
    free(w);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_single), cmocka_unit_test(test_pairs),
                                       cmocka_unit_test(test_branches)};
    return cmocka_run_group_tests_name("convert", tests, setup, teardown);
}
