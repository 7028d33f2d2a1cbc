/* Queries parse into trees whose nodes cover their tokens: copying the source between children gives the source back.
 * Garbage, made by cutting and swapping tokens of good queries, is refused and never crashes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/random.h"
#include "sql/query.h"

static const char *const good[] = {
    "select 1",
    "select a, t.b c, \"x\" as \"y z\", t.* from d.s.t as t where a = 1 and not b <> 2 or c is not null",
    "select * exclude (a, b) rename (c as d) , t.* replace (a+1 as a), * ilike '%x%' from t",
    "select distinct top 10 x from t // comment\n order by x desc nulls first, 2 limit 3 offset 4",
    "select -x::varchar, a:b.c[0].\"D e\"['k']::int, $1:x, parse_json(y):z, arr[1], t.$2, 'it''s', $$a'b$$ from @stage "
    "(file_format => 'f') t",
    "select case when a then b else c end, case x when 1 then 2 end, cast(x as number(10,2)), try_cast(y as date)",
    "select count(*), count(distinct a, b), listagg(distinct x, ',') within group (order by x), sum(iff(y > 0, x, "
    "null))",
    "select lag(x, 1) ignore nulls over (partition by a, b order by c desc rows between 1 preceding and current row) "
    "from t",
    "select sum(x) over w from t window w as (order by a range unbounded preceding) qualify row_number() over w = 1",
    "select a between 1 and 2 and b not between x and y, a in (1, 2), b not in (select 1), (a, b) in ((1, 2))",
    "select a like 'x' escape '!', a not ilike any ('a', 'b'), a rlike 'x', a regexp '.*', a like all ('x')",
    "select a is distinct from b, a is not distinct from null, a is true, a is not false",
    "select current_timestamp, current_date(), date '2024-01-01', timestamp_ntz '2024-01-01', date(x), interval '1 "
    "day'",
    "select extract(year from x), position('a' in b), position('a', b), substr(x, 1), left(x, 2), right(y, 3), "
    "insert('a', 1, 2, 'b')",
    "select [1, 2], {'a': 1, 'b': [2]}, f(a => 1, b => 'x'), ?, :1, :name, $var, s.f(1), seq.nextval",
    "select * from a, b join c on a.x = c.x left outer join d using (x, y), lateral flatten(input => a.j) f, "
    "table(g(1)) as h(x)",
    "select * from a natural full join b cross join (select 1) right join (values (1, 'a'), (2, 'b')) as v(x, y) on "
    "true",
    "select * from values (1), (null) t(x)",
    "select * from ((select 1)) x, (a join b on a.x = b.x)",
    "select * from t at (offset => -60) as x, identifier('t'), identifier($t)",
    "with a as (select 1), b(x) as (select * from a union all select x + 1 from b) select * from b",
    "select 1 union all select 2 intersect select 3 minus (select 4 order by 1 limit 1) order by 1",
    "select a, b, sum(c) from t group by all having sum(c) > 1 qualify rank() over (order by a) < 3",
    "select a from t group by grouping sets ((a, b), a, ()), cube (a, b), rollup (a)",
    "select (select max(x) from t), exists (select 1 from t), ((select 1) + 1), ((1))",
    "select a || b || 'c' = d, 1 + 2 * 3 - -4 % 5 / 6, not not a",
    "values (1, 2), (3, 4)",
    "select x, from t",
    "select * from t sample (10), u as v tablesample bernoulli (5 rows) seed (1)",
    "select date, time, year, value, key, index from t as date",
};

static const struct {
    const char *sql, *message;
    int line, col;
} bad[] = {
    {"select", "unexpected '<EOF>'", 1, 7},
    {"select from t", "unexpected 'from'", 1, 8},
    {"select 1 +", "unexpected '<EOF>'", 1, 11},
    {"select (1", "unexpected '<EOF>'", 1, 10},
    {"select * from a asof join b", "Unsupported feature 'ASOF JOIN'", 1, 17},
    {"select * from a, b where a.x = b.x(+)", "Unsupported feature '(+)'", 1, 35},
    {"select *\nfrom t changes (information => default)", "Unsupported feature 'CHANGES'", 2, 8},
    {"select * from t pivot(sum(a) for b in ('x'))", "Unsupported feature 'PIVOT'", 1, 17},
    {"select * from t connect by prior a = b", "Unsupported feature 'CONNECT BY'", 1, 17},
    {"select x collate 'de' from t", "Unsupported feature 'COLLATE'", 1, 10},
    {"select a from t where a = any (select 1)", "Unsupported feature 'ANY, ALL", 1, 27},
    {"select transform(a, x -> x + 1)", "Unsupported feature 'lambda expression'", 1, 21},
    {"select 1 intersect all select 2", "Unsupported feature 'INTERSECT ALL'", 1, 20},
};

static struct node *parse(struct arena *a, struct tokens *t, const char *sql, struct err *err)
{
    if (!sql_lex(a, str_from(sql), t, err))
        return NULL;
    struct parser p = {.arena = a, .tokens = t, .end = (uint32_t)t->n - 1, .line = 1, .col = 1, .err = err};
    struct node *n = parse_query(&p);
    if (n && p.at != p.end)
        parser_unexpected(&p), n = NULL;
    return n;
}

/* Copies the source, node by node. */
static void copy(const struct tokens *t, const struct node *n, struct buf *out)
{
    uint32_t at = n->first;
    for (const struct node *c = n->child; c; c = c->next) {
        assert_true(c->first >= at && c->last >= c->first && c->last <= n->last);
        size_t from = t->at[at].offset, to = t->at[c->first].offset;
        if (c->last == c->first) /* nothing written: an empty clause */
            continue;
        buf_add(out, str_sub(t->source, from, to));
        copy(t, c, out);
        size_t end = t->at[c->last - 1].offset + t->at[c->last - 1].text.n;
        at = c->last;
        buf_add(out, str_sub(t->source, end, at < n->last ? t->at[at].offset : end));
    }
    if (at < n->last) {
        struct str rest = tokens_text(t, at, n->last);
        buf_add(out, rest);
    }
}

static void test_lossless(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        BUF_SCOPE struct buf out = {0};
        struct tokens t;
        struct node *n = parse(&a, &t, good[i], &err);
        if (!n)
            fail_msg("%s\n%s", good[i], err.message);
        copy(&t, n, &out);
        assert_string_equal(out.p, good[i]);
    }
}

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        struct tokens t;
        if (parse(&a, &t, bad[i].sql, &err))
            fail_msg("accepted: %s", bad[i].sql);
        if (!strstr(err.message, bad[i].message) || err.line != bad[i].line || err.col != bad[i].col)
            fail_msg("%s\n%d:%d %s", bad[i].sql, err.line, err.col, err.message);
    }
}

static void test_precedence(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct tokens t;
    struct node *n = parse(&a, &t, "select -a:b::int, 1 + 2 * 3, a or b and not c = d", &err);
    assert_non_null(n);
    struct node *item = node_child(node_child(n, ROLE_BODY), ROLE_ITEM);
    struct node *e = node_child(item, ROLE_OPERAND);
    assert_int_equal(e->kind, NODE_UNARY);
    e = node_child(e, ROLE_OPERAND);
    assert_int_equal(e->kind, NODE_CAST);
    assert_int_equal(node_child(e, ROLE_OPERAND)->kind, NODE_PATH);
    item = node_sibling(item);
    e = node_child(item, ROLE_OPERAND);
    assert_int_equal(e->op, '+');
    assert_int_equal(node_child(e, ROLE_RIGHT)->op, '*');
    e = node_child(node_sibling(item), ROLE_OPERAND);
    assert_int_equal(e->op, WORD_OR);
    e = node_child(e, ROLE_RIGHT);
    assert_int_equal(e->op, WORD_AND);
    e = node_child(e, ROLE_RIGHT);
    assert_int_equal(e->op, WORD_NOT);
    assert_int_equal(node_child(e, ROLE_OPERAND)->op, '=');
}

static void test_garbage(void **state)
{
    (void)state;
    struct random r;
    random_init(&r, 7);
    for (int round = 0; round < 4000; round++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        BUF_SCOPE struct buf text = {0};
        struct tokens t;
        assert_true(sql_lex(&a, str_from(good[random_below(&r, sizeof good / sizeof *good)]), &t, &err));
        for (size_t i = 0; i + 1 < t.n; i++) {
            uint64_t what = random_below(&r, 12);
            size_t other = what == 0 ? random_below(&r, t.n) : i;
            if (what != 1)
                buf_add(&text, t.at[other].text);
            buf_addc(&text, ' ');
        }
        if (!parse(&a, &t, text.p, &err))
            assert_true(err.set);
    }
}

static void test_depth(void **state)
{
    (void)state;
    static const char *const units[] = {"(",    "-",        "not ",     "case ",
                                        "f(",   "(select ", "[",        "exists (select 1 from (",
                                        "x + ", "x in (",   "a::int::", "x union select "};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        BUF_SCOPE struct buf text = {0};
        struct tokens t;
        buf_adds(&text, "select ");
        for (int n = 0; n < 20000; n++)
            buf_adds(&text, units[i]);
        assert_null(parse(&a, &t, text.p, &err));
        assert_true(err.set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lossless), cmocka_unit_test(test_refused), cmocka_unit_test(test_precedence),
        cmocka_unit_test(test_garbage),  cmocka_unit_test(test_depth),
    };
    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
