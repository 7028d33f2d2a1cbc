/* The CSV reader as a table: options, a file, and the records it gives, whatever the size of the window. Fields are
 * separated by |, records by ;, NULL is ~, a fault is !A, !O or !U. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stage/csv.h"
#include "stage/repair.h"

#include "pieces.h"

enum { QUOTED = 1, ESCAPED = 2, PLAIN = 4, TRIM = 8, EMPTY_IS_TEXT = 16, HEADER = 32, REPLACE = 64, SINGLE_LINE = 128 };

static const struct {
    const char *what;
    unsigned options;
    const char *field, *record; /* NULL: the default; "": NONE */
    const char *in, *out;
} cases[] = {
    {"plain", 0, NULL, NULL, "1,a\n2,b\n", "1|a;2|b;"},
    {"no line end at the end", 0, NULL, NULL, "1,a\n2,b", "1|a;2|b;"},
    {"empty file", 0, NULL, NULL, "", ""},
    {"CRLF and CR", 0, NULL, NULL, "1,a\r\n2,b\r3,c\n", "1|a;2|b;3|c;"},
    {"empty field is NULL", 0, NULL, NULL, "1,\n,b\n", "1|~;~|b;"},
    {"empty field is text", EMPTY_IS_TEXT, NULL, NULL, "1,\n", "1|;"},
    {"one blank record for two line ends", 0, NULL, NULL, "1,a\n\n", "1|a;~;"},
    {"quotes are data", 0, NULL, NULL, "1,\"a, b\"\n", "1|\"a| b\";"},
    {"enclosed", QUOTED, NULL, NULL, "1,\"a, b\"\n\"x\"\"y\",2\n", "1|a, b;x\"y|2;"},
    {"enclosed over lines", QUOTED, NULL, NULL, "\"a\nb\",1\n2,c\n", "a\nb|1;2|c;"},
    {"enclosed empty is text", QUOTED, NULL, NULL, "\"\",\n", "|~;"},
    {"enclosed NULL_IF", QUOTED, NULL, NULL, "\"\\N\",x\n", "~|x;"},
    {"quote in the middle", QUOTED, NULL, NULL, "a\"b\", \"c\"\n", "a\"b\"| \"c\";"},
    {"blank behind the enclosure", QUOTED, NULL, NULL, "\"x\" ,1\n", "x|1;"},
    {"text behind the enclosure", QUOTED, NULL, NULL, "\"x\"y,1\n2,3\n", "!A;2|3;"},
    {"open enclosure", QUOTED, NULL, NULL, "1,2\n3,\"x\n4,5\n", "1|2;!O;"},
    {"open enclosure on one line", QUOTED | SINGLE_LINE, NULL, NULL, "3,\"x\n4,5\n", "!O;4|5;"},
    {"unenclosed escapes", 0, NULL, NULL, "a\\,b,c\\nd\n\\\\x,\\N\n", "a,b|c\nd;\\x|~;"},
    {"escaped line end", 0, NULL, NULL, "1\\\n2,3\n4,5\n", "1\n2|3;4|5;"},
    {"other characters keep the escape", 0, NULL, NULL, "\\1,C:\\x\n", "\\1|C:\\x;"},
    {"no escapes", PLAIN, NULL, NULL, "a\\,b\n\\N,x\n", "a\\|b;~|x;"},
    {"escape in enclosed fields", QUOTED | ESCAPED, NULL, NULL, "\"x\\\"y\",1\n", "x\"y|1;"},
    {"trim", TRIM, NULL, NULL, " 1 , a b \n", "1|a b;"},
    {"trim outside the enclosure", TRIM | QUOTED, NULL, NULL, " 1 , \" x y \" \n", "1| x y ;"},
    {"tabs", 0, "\t", NULL, "1\ta b\n", "1|a b;"},
    {"long delimiters", 0, "||", "~~", "1||a|b~~2||c~~", "1|a|b;2|c;"},
    {"delimiters that begin alike", 0, "|", "|\n", "1|2|\n3|4|\n", "1|2;3|4;"},
    {"record delimiter ;", 0, NULL, ";", "1,x\ny;2,z;", "1|x\ny;2|z;"},
    {"no field delimiter", 0, "", NULL, "1,a\n2,b\n", "1,a;2,b;"},
    {"no record delimiter", 0, NULL, "", "1,a\nb", "1|a\nb;"},
    {"byte order mark", 0, NULL, NULL,
     "\xEF\xBB\xBF"
     "1,a\n",
     "1|a;"},
    {"header", HEADER, NULL, NULL, "id,\"x\n1,a\n", "1|a;"},
    {"invalid UTF-8", 0, NULL, NULL, "1,\xFF\n2,\xC3\xA9\n", "!U;2|\xC3\xA9;"},
    {"invalid UTF-8 replaced", REPLACE, NULL, NULL, "1,x\xFF\\,\n", "1|x\xEF\xBF\xBD,;"},
};

static struct file_format format_of(unsigned options)
{
    struct file_format f = file_format_default;
    if (options & QUOTED)
        f.enclosure = '"';
    if (options & ESCAPED)
        f.escape = '\\';
    if (options & PLAIN)
        f.escape_unenclosed = -1;
    f.trim_space = options & TRIM;
    f.empty_field_as_null = !(options & EMPTY_IS_TEXT);
    f.skip_header = (options & HEADER) != 0;
    f.replace_invalid = options & REPLACE;
    f.multi_line = !(options & SINGLE_LINE);
    return f;
}

static bool next(struct csv_reader *r, struct record *rec)
{
    ERR_SCOPE struct err err = {0};
    bool some;
    assert_true(csv_next(r, rec, &some, &err));
    return some;
}

static void read_all(const struct file_format *f, struct str text, size_t window, size_t piece, struct buf *out)
{
    struct pieces pieces = {{.read = pieces_read}, text, piece};
    struct repair *repair = f->replace_invalid ? repair_new(&pieces.base) : NULL;
    struct window w;
    struct csv_reader r;
    struct record rec;
    window_open(&w, repair ? repair_feed(repair) : &pieces.base, window, 1 << 20);
    buf_adds(out, "");
    for (csv_open(&r, f, &w); next(&r, &rec); buf_addc(out, ';')) {
        if (rec.fault)
            buf_printf(out, "!%c", "?AOU"[rec.fault]);
        for (size_t k = 0; k < rec.n && !rec.fault; k++) {
            if (k)
                buf_addc(out, '|');
            buf_add(out, rec.fields[k].null ? STR("~") : rec.fields[k].text);
        }
    }
    csv_close(&r);
    window_close(&w);
    repair_free(repair);
}

static void test_records(void **state)
{
    (void)state;
    static const size_t windows[][2] = {{1 << 16, 1 << 16}, {1, 1}, {2, 7}, {16, 3}, {40, 40}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct file_format f = format_of(cases[i].options);
        if (cases[i].field)
            f.field_delimiter = str_from(cases[i].field);
        if (cases[i].record)
            f.record_delimiter = str_from(cases[i].record);
        for (size_t k = 0; k < sizeof windows / sizeof *windows; k++) {
            BUF_SCOPE struct buf out = {0};
            read_all(&f, str_from(cases[i].in), windows[k][0], windows[k][1], &out);
            if (!str_eq(buf_str(&out), str_from(cases[i].out)))
                fail_msg("%s: expected <%s>, got <%.*s>", cases[i].what, cases[i].out, STR_FMT(buf_str(&out)));
        }
    }
}

static void test_positions(void **state)
{
    (void)state;
    ERR_SCOPE struct err err = {0};
    struct file_format f = format_of(QUOTED | HEADER);
    struct str text = STR("id,name\n1,\"x\ny\",z\n2,\xC3\xA9,\"q\n");
    struct pieces pieces = {{.read = pieces_read}, text, 8};
    struct window w;
    struct csv_reader r;
    struct record rec;
    int64_t line, character;
    window_open(&w, &pieces.base, 16, 1 << 20);
    csv_open(&r, &f, &w);
    assert_true(next(&r, &rec));
    assert_int_equal(rec.line, 2);
    assert_false(rec.last);
    record_position(&rec, rec.fields[2].at, &line, &character);
    assert_int_equal(line, 3);
    assert_int_equal(character, 4);
    assert_true(next(&r, &rec));
    assert_int_equal(rec.line, 4);
    assert_int_equal(rec.number, 2);
    assert_int_equal(rec.offset, 18);
    assert_true(rec.last);
    assert_int_equal(rec.fault, RECORD_OPEN_ENCLOSURE);
    record_position(&rec, rec.fault_at, &line, &character);
    assert_int_equal(line, 4);
    assert_int_equal(character, 5);
    assert_false(next(&r, &rec));
    csv_close(&r);
    window_close(&w);

    /* once more, to the second record at once */
    pieces.rest = text;
    window_open(&w, &pieces.base, 16, 1 << 20);
    csv_open(&r, &f, &w);
    csv_seek(&r, 4, 2);
    assert_true(window_seek(&w, 18, &err));
    assert_true(next(&r, &rec));
    assert_int_equal(rec.number, 2);
    assert_int_equal(rec.n, 3);
    assert_int_equal(rec.offset, 18);
    csv_close(&r);
    window_close(&w);
}

static void test_too_long(void **state)
{
    (void)state;
    struct file_format f = format_of(QUOTED);
    struct pieces pieces = {{.read = pieces_read}, STR("1\n\"2345678901234567890123456789012345678901234567890"), 8};
    struct window w;
    struct csv_reader r;
    struct record rec;
    window_open(&w, &pieces.base, 4, 40);
    csv_open(&r, &f, &w);
    assert_true(next(&r, &rec));
    assert_null(w.problem.p);
    assert_false(next(&r, &rec));
    assert_non_null(w.problem.p);
    assert_false(next(&r, &rec));
    csv_close(&r);
    window_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_records), cmocka_unit_test(test_positions),
                                       cmocka_unit_test(test_too_long)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
