/* stream/stream against a naive model: random inserts, updates, deletes, truncations, overwrites and merges, alone and
 * in transactions that are committed or rolled back, with failing statements between; after each step every stream must
 * show what the model computes from whole copies of the table. Idle moments purge.
 *
 * FRESHET_SEED and FRESHET_STEPS change the walk; a failure prints the seed and the last statements. */
#include "../table/statements.h"

#include <stdio.h>

#include "base/random.h"
#include "table/purge.h"

enum { STREAMS = 4, KEYS = 12 };

struct row {
    int64_t rid;
    int k, v;
};

/* A table: its rows, and every insertion there ever was. */
struct rows_at {
    struct row *at;
    size_t n, size;
};

struct image {
    struct rows_at rows, inserted;
};

struct stream_model {
    const char *name, *read;   /* read: the stream, or a view of it */
    bool append_only, initial; /* initial: not consumed yet */
    struct rows_at rows;       /* at the offset */
    size_t inserted;           /* how many insertions were before the offset */
};

struct model {
    struct freshet *f;
    struct session *s;
    struct connection *conn; /* of the purge */
    struct random random;
    uint64_t seed;
    int step;
    int64_t next_rid;
    struct image committed, current; /* current: with the open transaction's own changes */
    struct image began;              /* committed when it began */
    bool in_transaction;
    struct stream_model streams[STREAMS];
    bool consumed[STREAMS]; /* in the open transaction */
    char log[16][400];
    int logged;
};

/* --- rows --------------------------------------------------------------------------------------------------------- */

static void push(struct rows_at *r, struct row row)
{
    if (r->n == r->size) {
        r->size = r->size ? r->size * 2 : 64;
        r->at = xrealloc(r->at, r->size * sizeof *r->at);
    }
    r->at[r->n++] = row;
}

static void copy_rows(struct rows_at *to, const struct rows_at *from)
{
    if (to->size < from->n) {
        to->size = from->n * 2;
        to->at = xrealloc(to->at, to->size * sizeof *to->at);
    }
    if (from->n)
        memcpy(to->at, from->at, from->n * sizeof *from->at);
    to->n = from->n;
}

static void copy_image(struct image *to, const struct image *from)
{
    copy_rows(&to->rows, &from->rows);
    copy_rows(&to->inserted, &from->inserted);
}

static const struct row *find(const struct rows_at *r, int64_t rid)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i].rid == rid)
            return &r->at[i];
    return NULL;
}

/* --- statements --------------------------------------------------------------------------------------------------- */

static int pick(struct model *m, int n)
{
    return (int)(random_next(&m->random) % (uint64_t)n);
}

static void model_fail(struct model *m, const char *what, const char *got, const char *expected)
{
    for (int i = m->logged > 16 ? m->logged - 16 : 0; i < m->logged; i++)
        print_message("%s;\n", m->log[i % 16]);
    fail_msg("seed %llu, step %d: %s\n  gives    %s\n  expected %s", (unsigned long long)m->seed, m->step, what, got,
             expected);
}

static const char *sql_of(struct model *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
static const char *sql_of(struct model *m, const char *format, ...)
{
    char *text = m->log[m->logged++ % 16];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof m->log[0], format, args);
    va_end(args);
    return text;
}

static void do_run(struct model *m, const char *sql)
{
    struct err err = {0};
    if (!try_run(m->s, sql, &err))
        model_fail(m, sql, err.message, "no error");
}

static void insert_row(struct model *m, int k, int v)
{
    struct row row = {m->next_rid++, k, v};
    push(&m->current.rows, row);
    push(&m->current.inserted, row);
}

static void step_insert(struct model *m)
{
    int k1 = pick(m, KEYS), k2 = pick(m, KEYS), v = pick(m, 5);
    do_run(m, sql_of(m, "insert into t values (%d, %d), (%d, %d)", k1, v, k2, v + 1));
    insert_row(m, k1, v);
    insert_row(m, k2, v + 1);
}

static void step_insert_select(struct model *m)
{
    int k = pick(m, KEYS);
    do_run(m, sql_of(m, "insert into t select k, v + 1 from t where k = %d and v < 6", k));
    size_t n = m->current.rows.n;
    for (size_t i = 0; i < n; i++)
        if (m->current.rows.at[i].k == k && m->current.rows.at[i].v < 6)
            insert_row(m, k, m->current.rows.at[i].v + 1);
}

static void step_update(struct model *m)
{
    int k = pick(m, KEYS), v = pick(m, 5), how = pick(m, 4);
    const char *value = how == 0 ? "v" : how == 1 ? "v + 1" : how == 2 ? "7 - v" : "0";
    do_run(m, sql_of(m, "update t set v = %s where k = %d and v <> %d", value, k, v));
    for (size_t i = 0; i < m->current.rows.n; i++) {
        struct row *r = &m->current.rows.at[i];
        if (r->k == k && r->v != v)
            r->v = how == 0 ? r->v : how == 1 ? r->v + 1 : how == 2 ? 7 - r->v : 0;
    }
}

static void step_delete(struct model *m)
{
    int k = pick(m, KEYS);
    do_run(m, sql_of(m, "delete from t where k = %d and abs(v) %% 2 = 1", k));
    struct rows_at *rows = &m->current.rows;
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++)
        if (rows->at[i].k != k || abs(rows->at[i].v) % 2 != 1)
            rows->at[n++] = rows->at[i];
    rows->n = n;
}

static void step_truncate(struct model *m)
{
    if (pick(m, 4))
        return;
    do_run(m, sql_of(m, "truncate table t"));
    m->current.rows.n = 0;
}

static void step_overwrite(struct model *m)
{
    int k = pick(m, KEYS);
    do_run(m, sql_of(m, "insert overwrite into t select k, v from t where k > %d", k));
    struct rows_at old = {0};
    copy_rows(&old, &m->current.rows);
    m->current.rows.n = 0;
    for (size_t i = 0; i < old.n; i++)
        if (old.at[i].k > k)
            insert_row(m, old.at[i].k, old.at[i].v);
    free(old.at);
}

/* Matched rows with v > 3 go, other matched ones change, unmatched keys come. */
static void step_merge(struct model *m)
{
    int k = pick(m, KEYS - 1), v = pick(m, 6);
    do_run(
        m,
        sql_of(m,
               "merge into t using (select column1 as k, column2 as v from values (%d, %d), (%d, %d)) s "
               "on t.k = s.k when matched and t.v > 3 then delete when matched and t.v <> s.v then update set v = s.v "
               "when not matched then insert values (s.k, s.v)",
               k, v, k + 1, v + 1));
    for (int key = k; key <= k + 1; key++, v++) {
        struct rows_at *rows = &m->current.rows;
        bool matched = false;
        size_t n = 0;
        for (size_t i = 0; i < rows->n; i++) {
            struct row row = rows->at[i];
            matched = matched || row.k == key;
            if (row.k == key && row.v > 3)
                continue;
            if (row.k == key)
                row.v = v;
            rows->at[n++] = row;
        }
        rows->n = n;
        if (!matched)
            insert_row(m, key, v);
    }
}

static void step_fail(struct model *m)
{
    static const char *const failing[] = {
        "select 1 / 0",
        "insert into t select k, 1 / 0 from t union all select 1, 1 / 0",
        "update t set v = 'x'",
        "select * from nowhere",
        "insert into sink select k, v, 'x' from s0 union all select 'x', 1, 'y'",
        "merge into t using (select k from t, (values (1), (2))) x on t.k = x.k when matched then update set v = 1"};
    struct err err = {0};
    const char *sql = sql_of(m, "%s", failing[pick(m, sizeof failing / sizeof *failing)]);
    if (!try_run(m->s, sql, &err))
        err_clear(&err);
    else if (m->current.rows.n)
        model_fail(m, sql, "no error", "an error");
}

static void (*const changes[])(struct model *) = {
    step_insert, step_insert,   step_insert_select, step_update, step_update,    step_update, step_delete,
    step_delete, step_truncate, step_merge,         step_merge,  step_overwrite, step_fail};

/* --- transactions and streams ------------------------------------------------------------------------------------- */

/* The stream begins again at an image of the table. */
static void move_offset(struct stream_model *s, const struct image *to)
{
    /* the first consumption of initial rows leaves the changes since */
    if (!s->initial) {
        copy_rows(&s->rows, &to->rows);
        s->inserted = to->inserted.n;
    }
    s->initial = false;
}

static void model_commit(struct model *m)
{
    for (int i = 0; i < STREAMS; i++)
        if (m->consumed[i]) {
            move_offset(&m->streams[i], &m->began);
            m->consumed[i] = false;
        }
    copy_image(&m->committed, &m->current);
    m->in_transaction = false;
}

static void step_transaction(struct model *m)
{
    if (!m->in_transaction) {
        do_run(m, sql_of(m, "begin"));
        copy_image(&m->began, &m->committed);
        m->in_transaction = true;
    } else if (pick(m, 3)) {
        do_run(m, sql_of(m, "commit"));
        model_commit(m);
    } else {
        do_run(m, sql_of(m, "rollback"));
        copy_image(&m->current, &m->committed);
        memset(m->consumed, 0, sizeof m->consumed);
        m->in_transaction = false;
    }
}

static void step_consume(struct model *m)
{
    int i = pick(m, STREAMS);
    if (pick(m, 3))
        do_run(m, sql_of(m, "insert into sink select k, v, metadata$action from %s", m->streams[i].read));
    else
        do_run(m,
               sql_of(m,
                      "merge into sink using (select k from %s where false) x on sink.k = x.k when matched then delete",
                      m->streams[i].read));
    m->consumed[i] = true;
    if (m->in_transaction)
        return;
    copy_image(&m->began, &m->committed);
    model_commit(m);
}

/* CREATE OR REPLACE commits what is open. */
static void step_recreate(struct model *m)
{
    if (pick(m, 12))
        return;
    int i = pick(m, STREAMS);
    struct stream_model *s = &m->streams[i];
    do_run(m, sql_of(m, "create or replace stream %s on table t%s%s", s->name,
                     s->append_only ? " append_only = true" : "", i == 3 ? " show_initial_rows = true" : ""));
    if (m->in_transaction)
        model_commit(m);
    s->initial = false;
    move_offset(s, &m->committed);
    s->initial = i == 3;
}

static void step_idle(struct model *m)
{
    struct err err = {0};
    if (m->in_transaction || pick(m, 4))
        return;
    sql_of(m, "-- purge");
    clock_advance_to(&m->f->clock, clock_now(&m->f->clock) + (int64_t)pick(m, 40) * 3600 * MICROS_PER_SECOND);
    if (!store_purge(m->f->store, m->conn, m->f->catalog, &err))
        model_fail(m, "purge", err.message, "no error");
}

/* --- comparison --------------------------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

struct lines {
    char (*at)[48];
    size_t n, size;
};

static void add_text(struct lines *l, struct str text)
{
    if (l->n == l->size) {
        l->size = l->size ? l->size * 2 : 64;
        l->at = xrealloc(l->at, l->size * sizeof *l->at);
    }
    snprintf(l->at[l->n++], sizeof *l->at, "%.*s", STR_FMT(text));
}

static void add_line(struct lines *l, const struct row *r, const char *action, bool is_update)
{
    char text[48];
    int n = snprintf(text, sizeof text, "%d,%d,%s,%s", r->k, r->v, action, is_update ? "true" : "false");
    add_text(l, (struct str){text, (size_t)n});
}

/* What the stream shows of the table as it was at `now`; the number of different rows. */
static int64_t expected_changes(const struct stream_model *s, const struct image *now, struct lines *out)
{
    int64_t rows = 0;
    if (s->initial) {
        for (size_t i = 0; i < s->rows.n; i++)
            add_line(out, &s->rows.at[i], "INSERT", false);
        return (int64_t)s->rows.n;
    }
    if (s->append_only) {
        for (size_t i = s->inserted; i < now->inserted.n; i++)
            add_line(out, &now->inserted.at[i], "INSERT", false);
        return (int64_t)(now->inserted.n - s->inserted);
    }
    for (size_t i = 0; i < now->rows.n; i++) {
        const struct row *new = &now->rows.at[i], *old = find(&s->rows, new->rid);
        if (old && old->k == new->k && old->v == new->v)
            continue;
        add_line(out, new, "INSERT", old != NULL);
        if (old)
            add_line(out, old, "DELETE", true);
        rows++;
    }
    for (size_t i = 0; i < s->rows.n; i++)
        if (!find(&now->rows, s->rows.at[i].rid)) {
            add_line(out, &s->rows.at[i], "DELETE", false);
            rows++;
        }
    return rows;
}

/* The rows as the query gives them, in the form of the expected lines; the last column, a row's id, goes to ids. */
static void read_lines(struct model *m, const char *sql, struct lines *ret, struct lines *ids)
{
    struct result *r = NULL;
    struct err err = {0};
    struct buf text = {0};
    if (!session_run(m->s, str_from(sql), &r, &err))
        model_fail(m, sql, err.message, "no error");
    while (result_next(r)) {
        size_t n = result_columns(r);
        buf_reset(&text);
        for (size_t i = 0; i + 1 < n; i++) {
            buf_adds(&text, i ? "," : "");
            result_text(r, i, &text);
        }
        add_text(ret, buf_str(&text));
        buf_reset(&text);
        result_text(r, n - 1, &text);
        add_text(ids, buf_str(&text));
    }
    buf_clear(&text);
    result_free(r);
}

static void sort(struct lines *l)
{
    if (l->n)
        qsort(l->at, l->n, sizeof *l->at, by_text);
}

static void join(const struct lines *l, struct buf *out)
{
    for (size_t i = 0; i < l->n; i++)
        buf_printf(out, "%s;", l->at[i]);
    buf_adds(out, ".");
}

static void compare(struct model *m, const char *sql, struct lines *expected, int64_t rows)
{
    struct lines got = {0}, ids = {0};
    struct buf left = {0}, right = {0};
    int64_t distinct = 0;
    read_lines(m, sql, &got, &ids);
    sort(&got);
    sort(&ids);
    sort(expected);
    join(&got, &left);
    join(expected, &right);
    for (size_t i = 0; i < ids.n; i++)
        distinct += !i || strcmp(ids.at[i], ids.at[i - 1]) != 0;
    buf_printf(&left, " %lld rows", (long long)distinct);
    buf_printf(&right, " %lld rows", (long long)rows);
    if (!str_eq(buf_str(&left), buf_str(&right)))
        model_fail(m, sql, left.p, right.p);
    buf_clear(&left);
    buf_clear(&right);
    free(got.at);
    free(ids.at);
    expected->n = 0;
}

static void check(struct model *m)
{
    struct lines lines = {0};
    char sql[100];
    for (size_t i = 0; i < m->current.rows.n; i++)
        add_line(&lines, &m->current.rows.at[i], "", false);
    compare(m, "select k, v, '', false, 'one' from t", &lines, m->current.rows.n > 0);
    for (int i = pick(m, 2); i < STREAMS; i += 2) { /* every other one, for the time that it takes */
        const struct stream_model *s = &m->streams[i];
        int64_t rows = expected_changes(s, m->in_transaction ? &m->began : &m->committed, &lines);
        snprintf(sql, sizeof sql, "select * from %s", s->read);
        compare(m, sql, &lines, rows);
    }
    free(lines.at);
}

/* --- the walk ----------------------------------------------------------------------------------------------------- */

static int64_t environment(const char *name, int64_t missing)
{
    const char *text = getenv(name);
    return text ? strtoll(text, NULL, 10) : missing;
}

static void start(struct model *m, uint64_t seed)
{
    struct err err = {0};
    *m = (struct model){.seed = seed, .next_rid = 1};
    m->f = open_freshet(&(struct freshet_options){
        .threads = 1, .virtual_clock = true, .virtual_now = 1700000000LL * MICROS_PER_SECOND});
    m->s = open_session(m->f);
    assert_true(connection_new(m->f->engine, &m->conn, &err));
    random_init(&m->random, seed);
    run(m->s, "create database d");
    run(m->s, "create table t (k int, v int)");
    run(m->s, "create table sink (k int, v int, action varchar)");
    run(m->s, "create stream s0 on table t");
    run(m->s, "create stream s1 on table t append_only = true");
    run(m->s, "create stream s2 on table t");
    run(m->s, "create view through as select * from s2");
    run(m->s, "create stream s3 on table t show_initial_rows = true");
    m->streams[0] = (struct stream_model){.name = "s0", .read = "s0"};
    m->streams[1] = (struct stream_model){.name = "s1", .read = "s1", .append_only = true};
    m->streams[2] = (struct stream_model){.name = "s2", .read = "through"};
    m->streams[3] = (struct stream_model){.name = "s3", .read = "s3", .initial = true};
}

static void finish(struct model *m)
{
    struct rows_at *all[] = {&m->committed.rows,   &m->committed.inserted, &m->current.rows,
                             &m->current.inserted, &m->began.rows,         &m->began.inserted};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]->at);
    for (int i = 0; i < STREAMS; i++)
        free(m->streams[i].rows.at);
    connection_free(m->conn);
    session_free(m->s);
    freshet_close(m->f);
}

static void walk(uint64_t seed, int steps)
{
    struct model m;
    start(&m, seed);
    for (m.step = 0; m.step < steps; m.step++) {
        int what = pick(&m, 20);
        if (what < 3)
            step_transaction(&m);
        else if (what < 5)
            step_consume(&m);
        else if (what == 5)
            step_recreate(&m);
        else if (what == 6)
            step_idle(&m);
        else {
            changes[pick(&m, sizeof changes / sizeof *changes)](&m);
            if (!m.in_transaction)
                copy_image(&m.committed, &m.current);
        }
        check(&m);
    }
    finish(&m);
}

static void streams_are_what_the_model_says(void **state)
{
    (void)state;
    uint64_t seed = (uint64_t)environment("FRESHET_SEED", 1);
    int steps = (int)environment("FRESHET_STEPS", 400);
    for (uint64_t i = 0; i < 3; i++)
        walk(seed + i, steps);
}

/* --- SHOW STREAMS --------------------------------------------------------------------------------------------------
 */

/* The columns of the first row that do not hold times. */
static void expect_shown(struct session *s, const char *sql, const char *expected)
{
    struct result *r = NULL;
    struct err err = {0};
    struct buf text = {0};
    if (!session_run(s, str_from(sql), &r, &err))
        fail_msg("%s: %s", sql, err.message);
    assert_int_equal(result_columns(r), 15);
    assert_true(result_next(r));
    for (size_t i = 0; i < result_columns(r); i++) {
        if (result_type(r, i).kind == TYPE_TIMESTAMP_LTZ)
            continue;
        buf_adds(&text, "|");
        result_text(r, i, &text);
    }
    assert_false(result_next(r));
    if (!str_eq(buf_str(&text), str_from(expected)))
        fail_msg("%s\n  gives    %.*s\n  expected %s", sql, STR_FMT(buf_str(&text)), expected);
    buf_clear(&text);
    result_free(r);
}

static void shown_and_described(void **state)
{
    (void)state;
    struct freshet *f = open_freshet(&(struct freshet_options){0});
    struct session *s = open_session(f);
    run(s, "create database d");
    run(s, "create table t (a int)");
    run(s, "create stream plain on table t");
    run(s, "create stream \"Adds\" on table d.public.t append_only = true comment = 'only inserts'");
    expect_shown(s, "show streams like 'PLAIN'",
                 "|PLAIN|D|PUBLIC|SYSADMIN||D.PUBLIC.T|Table|D.PUBLIC.T|DELTA|false|DEFAULT|N/A|ROLE");
    expect_shown(s, "describe stream plain",
                 "|PLAIN|D|PUBLIC|SYSADMIN||D.PUBLIC.T|Table|D.PUBLIC.T|DELTA|false|DEFAULT|N/A|ROLE");
    expect_shown(s, "show streams like 'adds' in schema d.public",
                 "|Adds|D|PUBLIC|SYSADMIN|only inserts|D.PUBLIC.T|Table|D.PUBLIC.T|DELTA|false|APPEND_ONLY|N/A|ROLE");
    run(s, "create or replace table t (a int)");
    expect_shown(s, "desc stream plain",
                 "|PLAIN|D|PUBLIC|SYSADMIN||D.PUBLIC.T|Table|D.PUBLIC.T|DELTA|true|DEFAULT|Base table dropped|ROLE");
    session_free(s);
    freshet_close(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(streams_are_what_the_model_says),
                                       cmocka_unit_test(shown_and_described)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
