/* Reads what the generator writes as a CSV reader would, and checks what src/generator/README.md promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/os.h"
#include "generator/generator.h"
#include "generator/tables.h"

enum { ID, FIRST, LAST, EMAIL, STREET, CITY, STATE, COUNTRY, DELETED, UPDATED, COLUMNS };

struct row {
    struct str value[COLUMNS];
    size_t n;
};

struct rows {
    struct row *at; /* the header first */
    size_t n;
};

struct file {
    struct str text;
    struct rows rows;
    struct generator_summary summary;
};

/* RFC 4180: a value, and where the next begins. A quote must stand at a value's ends or be doubled inside quotes. */
static size_t read_value(struct arena *a, struct str text, size_t i, struct str *ret)
{
    if (text.p[i] != '"') {
        size_t begin = i;
        while (text.p[i] != ',' && text.p[i] != '\r') {
            assert_true(text.p[i] != '"' && text.p[i] != '\n');
            i++;
        }
        *ret = str_sub(text, begin, i);
        return i;
    }
    BUF_SCOPE struct buf value = {0};
    for (i++;; i++) {
        if (text.p[i] == '"' && text.p[++i] != '"')
            break;
        buf_addc(&value, text.p[i]);
    }
    *ret = str_dup(a, buf_str(&value));
    return i;
}

static struct rows read_csv(struct arena *a, struct str text)
{
    VEC(struct row) rows = {0};
    for (size_t i = 0; i < text.n;) {
        struct row row = {0};
        for (;; i++) {
            assert_true(row.n < COLUMNS);
            i = read_value(a, text, i, &row.value[row.n++]);
            if (text.p[i] == '\r')
                break;
            assert_int_equal(text.p[i], ',');
        }
        assert_int_equal(text.p[++i], '\n');
        i++;
        vec_push(a, &rows, row);
    }
    return (struct rows){rows.at, rows.n};
}

static struct generator *generator_of(struct generator_options options)
{
    ERR_SCOPE struct err err = {0};
    struct generator *g;
    assert_true(generator_new(&options, &g, &err));
    return g;
}

static struct file next_file(struct generator *g, struct arena *a)
{
    struct file f = {0};
    BUF_SCOPE struct buf text = {0};
    generator_next_file(g, &text, &f.summary);
    f.text = str_dup(a, buf_str(&text));
    f.rows = read_csv(a, f.text);
    assert_int_equal(f.rows.n, f.summary.rows + 1);
    int64_t sum = 0;
    for (int i = 0; i < GENERATOR_ROWS; i++)
        sum += f.summary.of[i];
    assert_int_equal(sum, f.summary.rows);
    return f;
}

static int64_t id_of(const struct row *row)
{
    int64_t id;
    assert_true(str_to_int64(row->value[ID], &id));
    return id;
}

static int64_t updated_at(const struct row *row)
{
    int64_t t;
    assert_true(clock_utc_parse(row->value[UPDATED], &t));
    return t;
}

static bool same_values(const struct row *a, const struct row *b)
{
    for (size_t i = 0; i < a->n; i++)
        if (!str_eq(a->value[i], b->value[i]))
            return false;
    return true;
}

static bool is_place(const struct row *row)
{
    for (size_t c = 0; c < n_countries; c++)
        for (size_t p = 0; str_eq(str_from(countries[c].name), row->value[COUNTRY]) && p < countries[c].n_places; p++)
            if (str_eq(str_from(countries[c].places[p].city), row->value[CITY]) &&
                str_eq(str_from(countries[c].places[p].state), row->value[STATE]))
                return true;
    return false;
}

static void tables_are_wide(void **state)
{
    (void)state;
    assert_true(n_countries >= 8);
    for (size_t i = 0; i < n_countries; i++) {
        assert_true(countries[i].first->n >= 40 && countries[i].last->n >= 40);
        assert_true(countries[i].n_places >= 10 && countries[i].streets.n >= 10);
    }
}

static void same_options_same_bytes(void **state)
{
    (void)state;
    struct generator_options o = generator_defaults;
    o.rows = 500;
    o.deletes = o.late = o.duplicates = 0.05;
    struct generator *a = generator_of(o), *b = generator_of(o);
    o.seed = 2;
    struct generator *other = generator_of(o);
    for (int i = 0; i < 4; i++) {
        BUF_SCOPE struct buf x = {0}, y = {0}, z = {0};
        struct generator_summary s;
        generator_next_file(a, &x, &s);
        generator_next_file(b, &y, &s);
        generator_next_file(other, &z, &s);
        assert_true(str_eq(buf_str(&x), buf_str(&y)));
        assert_false(str_eq(buf_str(&x), buf_str(&z)));
    }
    generator_free(a);
    generator_free(b);
    generator_free(other);
}

static void values_belong_together(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct generator_options o = generator_defaults;
    o.rows = 20000;
    struct generator *g = generator_of(o);
    struct file f = next_file(g, &a);
    assert_true(str_starts(f.text, STR("customer_id,first_name,last_name,email,street,city,state,country\r\n")));
    assert_int_equal(str_find(f.text, STR("\"")), -1);
    for (size_t i = 1; i < f.rows.n; i++) {
        const struct row *row = &f.rows.at[i];
        assert_int_equal(row->n, 8);
        assert_int_equal(id_of(row), i - 1);
        assert_true(is_place(row));
        struct str mail = row->value[EMAIL];
        assert_true(str_ends(mail, STR("@example.com")) || str_ends(mail, STR("@example.org")) ||
                    str_ends(mail, STR("@example.net")));
        for (size_t k = 0; k < mail.n; k++)
            assert_non_null(strchr("abcdefghijklmnopqrstuvwxyz0123456789.-_@", mail.p[k]));
    }
    generator_free(g);
}

/* Of one generator, file after file: what is new, changed and the same, against what was there before. */
static void shares_are_kept(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct generator_options o = generator_defaults;
    o.rows = 1000;
    o.deletes = 0.03;
    struct generator *g = generator_of(o);
    struct row *known = ARENA_ARRAY(&a, struct row, 10000);
    for (int n = 0; n < 6; n++) {
        struct file f = next_file(g, &a);
        int64_t of[GENERATOR_ROWS] = {0};
        for (size_t i = 1; i < f.rows.n; i++) {
            struct row *row = &f.rows.at[i], *before = &known[id_of(row)];
            bool deleted = str_eq(row->value[DELETED], STR("true"));
            assert_true(deleted || str_eq(row->value[DELETED], STR("false")));
            if (before->n)
                assert_true(str_eq(before->value[DELETED], STR("false")) &&
                            str_eq(before->value[FIRST], row->value[FIRST]));
            of[!before->n ? GENERATOR_NEW
               : deleted  ? GENERATOR_DELETED
                          : (same_values(before, row) ? GENERATOR_UNCHANGED : GENERATOR_CHANGED)]++;
            *before = *row;
        }
        assert_memory_equal(of, f.summary.of, sizeof of);
        assert_int_equal(of[GENERATOR_NEW], n ? 200 : 1000);
        assert_int_equal(of[GENERATOR_CHANGED], n ? 500 : 0);
        assert_int_equal(of[GENERATOR_DELETED], n ? 30 : 0);
    }
    generator_free(g);
}

/* 300 changes of each of ten customers: the counters wrap around, and every change still is one. */
static void changes_always_change(void **state)
{
    (void)state;
    struct generator_options o = generator_defaults;
    o.rows = 10;
    o.new_share = 0;
    o.changed = 1;
    struct generator *g = generator_of(o);
    ARENA_SCOPE struct arena a = {0};
    struct row known[10];
    for (int n = 0; n < 1500; n++) {
        struct file f = next_file(g, &a);
        for (size_t i = 1; i < f.rows.n; i++) {
            struct row *row = &f.rows.at[i], *before = &known[id_of(row)];
            bool moved = n && !str_eq(before->value[STREET], row->value[STREET]);
            bool mailed = n && !str_eq(before->value[EMAIL], row->value[EMAIL]);
            bool married = n && !str_eq(before->value[LAST], row->value[LAST]);
            assert_true(n == 0 || moved || mailed);
            assert_true(!married || mailed);
            assert_true(n == 0 || moved || str_eq(before->value[CITY], row->value[CITY]));
            *before = *row;
        }
    }
    generator_free(g);
}

static void late_rows_are_older(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct generator_options o = generator_defaults;
    o.rows = 1000;
    o.late = 0.02;
    o.deletes = 0.01;
    struct generator *g = generator_of(o);
    struct row *newest = ARENA_ARRAY(&a, struct row, 10000);
    for (int n = 0; n < 5; n++) {
        struct file f = next_file(g, &a);
        struct row *before = arena_copy(&a, newest, 10000 * sizeof *newest);
        int64_t late = 0, end = o.start + n * o.step;
        for (size_t i = 1; i < f.rows.n; i++) {
            struct row *row = &f.rows.at[i], *b = &before[id_of(row)];
            assert_true(updated_at(row) < end);
            if (b->n && updated_at(row) < updated_at(b)) {
                assert_false(same_values(b, row));
                assert_true(updated_at(row) >= end - 2 * o.step);
                late++;
            } else
                newest[id_of(row)] = *row;
        }
        assert_int_equal(late, f.summary.of[GENERATOR_LATE]);
        assert_int_equal(late, n ? 20 : 0);
    }
    generator_free(g);
}

static void duplicates_repeat_a_row(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct generator_options o = generator_defaults;
    o.rows = 1000;
    o.duplicates = 0.1;
    struct generator *g = generator_of(o);
    for (int n = 0; n < 3; n++) {
        struct file f = next_file(g, &a);
        struct row *seen = ARENA_ARRAY(&a, struct row, 5000);
        int64_t twice = 0;
        for (size_t i = 1; i < f.rows.n; i++) {
            struct row *row = &f.rows.at[i], *b = &seen[id_of(row)];
            twice += b->n > 0;
            assert_true(!b->n || same_values(b, row));
            *b = *row;
        }
        assert_int_equal(twice, 100);
        assert_int_equal(f.summary.of[GENERATOR_DUPLICATE], 100);
    }
    generator_free(g);
}

static void quoted_values(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct generator_options o = generator_defaults;
    o.quote = true;
    struct generator *g = generator_of(o);
    struct file f = next_file(g, &a);
    int commas = 0, quotes = 0, breaks = 0;
    for (size_t i = 1; i < f.rows.n; i++) {
        assert_int_equal(f.rows.at[i].n, 8);
        commas += str_find(f.rows.at[i].value[STREET], STR(",")) >= 0;
        quotes += str_find(f.rows.at[i].value[STREET], STR("\"")) >= 0;
        breaks += str_find(f.rows.at[i].value[STREET], STR("\n")) >= 0;
    }
    assert_in_range(commas + quotes + breaks, 250, 350);
    assert_true(commas > quotes && commas > breaks && quotes > 0 && breaks > 0);
    generator_free(g);
}

/* Few customers, many deletes, small shares, nothing but duplicates. */
static void odd_options(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct generator_options o = generator_defaults;
    o.rows = 10;
    o.new_share = o.changed = 0;
    o.deletes = 1;
    struct generator *g = generator_of(o);
    static const int64_t expected[][2] = {{10, 0}, {0, 10}, {10, 0}};
    for (int n = 0; n < 3; n++) {
        struct file f = next_file(g, &a);
        assert_int_equal(f.summary.of[GENERATOR_NEW], expected[n][0]);
        assert_int_equal(f.summary.of[GENERATOR_DELETED], expected[n][1]);
    }
    generator_free(g);

    o.deletes = 0;
    o.duplicates = 1;
    g = generator_of(o);
    struct file f = next_file(g, &a);
    assert_int_equal(f.summary.of[GENERATOR_NEW], 1);
    assert_int_equal(f.summary.of[GENERATOR_DUPLICATE], 9);
    generator_free(g);

    o.duplicates = 0;
    o.changed = 0.01;
    g = generator_of(o);
    int64_t changed = 0;
    for (int n = 0; n < 100; n++) {
        f = next_file(g, &a);
        changed += f.summary.of[GENERATOR_CHANGED];
    }
    assert_int_equal(changed, 10);
    generator_free(g);

    o.rows = 0;
    o.late = 0.5;
    g = generator_of(o);
    f = next_file(g, &a);
    assert_int_equal(f.rows.n, 1);
    generator_free(g);
}

static void wrong_options(void **state)
{
    (void)state;
    struct generator_options o[7];
    for (size_t i = 0; i < 7; i++)
        o[i] = generator_defaults;
    o[0].rows = -1;
    o[1].new_share = 1.5;
    o[2].changed = -0.1;
    o[3].late = 0.4;
    o[4].step = 0;
    o[5].duplicates = __builtin_nan("");
    o[6].rows = INT64_MAX;
    for (size_t i = 0; i < 7; i++) {
        ERR_SCOPE struct err err = {0};
        struct generator *g = NULL;
        assert_false(generator_new(&o[i], &g, &err));
        assert_true(err.set);
        assert_null(g);
    }
    generator_free(NULL);
}

static int make_directory(void **state)
{
    char path[] = "/tmp/freshet-generator-XXXXXX";
    *state = mkdtemp(path) ? xstrdup(path) : NULL;
    return *state ? 0 : -1;
}

static int remove_directory(void **state)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct os_files files;
    if (!os_list(&a, *state, &files, &err))
        return -1;
    for (size_t i = 0; i < files.n; i++)
        unlink(str_printf(&a, "%s/%.*s", (char *)*state, STR_FMT(files.at[i].path)).p);
    int status = rmdir(*state); /* fails when something hidden was left behind */
    free(*state);
    return status;
}

static void names_never_collide(void **state)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    const char *dir = *state;
    struct generator_options o = generator_defaults;
    o.rows = 10;
    struct generator *g = generator_of(o), *h = generator_of(o);
    struct generator_summary s;
    struct str path;
    int64_t now;
    assert_true(clock_utc_parse(STR("2026-02-28 23:59:58.5"), &now));
    static const char *const expected[] = {"20260228235958", "20260228235959", "20260301000000",
                                           "20260301000001", "20260301000002", "20260301000003"};
    for (int i = 0; i < 6; i++) {
        assert_true(generator_write(i % 2 ? h : g, &a, dir, now, &path, &s, &err));
        assert_true(str_eq(path, str_printf(&a, "%s/customer_%s.csv", dir, expected[i])));
        struct str text;
        assert_true(os_read_file(&a, path.p, &text, &err));
        assert_int_equal(read_csv(&a, text).n, 11);
    }
    struct os_files files;
    assert_true(os_list(&a, dir, &files, &err));
    assert_int_equal(files.n, 6);

    /* A file that has been taken away does not give its name back. */
    assert_true(os_remove(path.p, &err));
    assert_true(generator_write(h, &a, dir, now, &path, &s, &err));
    assert_true(str_ends(path, STR("customer_20260301000004.csv")));
    generator_free(g);
    generator_free(h);
}

static void failed_write_is_tried_again(void **state)
{
    ARENA_SCOPE struct arena a = {0};
    struct generator_options o = generator_defaults;
    o.rows = 10;
    struct generator *g = generator_of(o), *same = generator_of(o);
    struct generator_summary s;
    struct str path, text;
    for (int left = 0; left < 3; left++) {
        ERR_SCOPE struct err err = {0};
        os_fail_writes_after(left);
        assert_false(generator_write(g, &a, *state, 0, &path, &s, &err));
        os_fail_writes_after(-1);
        assert_true(err.set);
    }
    ERR_SCOPE struct err err = {0};
    assert_true(generator_write(g, &a, *state, 0, &path, &s, &err));
    assert_true(os_read_file(&a, path.p, &text, &err));
    BUF_SCOPE struct buf expected = {0};
    generator_next_file(same, &expected, &s);
    assert_true(str_eq(text, buf_str(&expected)));
    generator_free(g);
    generator_free(same);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_wide),
        cmocka_unit_test(same_options_same_bytes),
        cmocka_unit_test(values_belong_together),
        cmocka_unit_test(shares_are_kept),
        cmocka_unit_test(changes_always_change),
        cmocka_unit_test(late_rows_are_older),
        cmocka_unit_test(duplicates_repeat_a_row),
        cmocka_unit_test(quoted_values),
        cmocka_unit_test(odd_options),
        cmocka_unit_test(wrong_options),
        cmocka_unit_test_setup_teardown(names_never_collide, make_directory, remove_directory),
        cmocka_unit_test_setup_teardown(failed_write_is_tried_again, make_directory, remove_directory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
