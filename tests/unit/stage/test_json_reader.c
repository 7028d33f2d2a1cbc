/* The JSON reader as a table: options, a file, and the records it gives, whatever the size of the window. Records end
 * with a ;, NULL is ~, a fault is ! and its reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stage/json_reader.h"

#include "pieces.h"

enum { ELEMENTS = 1, STRIP_NULLS = 2, DUPLICATES = 4, OCTAL = 8, TRIM = 16, ONE_LINE = 32, NULL_IF_X = 64 };

static const struct {
    const char *what;
    unsigned options;
    const char *in, *out;
} cases[] = {
    {"lines", 0, "{\"a\":1}\n{\"a\": 2}\n", "{\"a\":1};{\"a\":2};"},
    {"nothing", 0, "", ""},
    {"blank", 0, " \n\r\n\t", ""},
    {"byte order mark", 0, "\xEF\xBB\xBF[1]", "[1];"},
    {"no white space", 0, "{}[]\"x\"1 2 null", "{};[];\"x\";1;2;null;"},
    {"keys in order", 0, "{\"b\":{\"d\":1,\"c\":2},\"a\":[1, 2]}", "{\"a\":[1,2],\"b\":{\"c\":2,\"d\":1}};"},
    {"array", 0, "[1, {\"a\":2}]", "[1,{\"a\":2}];"},
    {"elements", ELEMENTS, "[1, {\"a\":2},\n[3]]", "1;{\"a\":2};[3];"},
    {"elements of several arrays", ELEMENTS, "[1][2,3,] [] {}\n[4]", "1;2;3;{};4;"},
    {"array without end", ELEMENTS, "[1, 2", "1;2;!incomplete array value, pos 1;"},
    {"no comma", ELEMENTS, "[1 2\n,3\n{\"a\":4}]", "1;!missing comma, pos 1;{\"a\":4};"},
    {"nulls", STRIP_NULLS, "{\"a\":null,\"b\":[null,1,null],\"c\":null} {\"x\":{\"y\":null}} null",
     "{\"b\":[1]};{\"x\":{}};null;"},
    {"key twice", 0, "{\"a\":1,\"b\":2,\"a\":3}", "!duplicate object attribute \"a\", pos 17;"},
    {"key twice, the last counts", DUPLICATES, "{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2};"},
    {"octal", OCTAL, "[017,-010,0,00]", "[15,-8,0,0];"},
    {"no octal digit", OCTAL, "08", "!unknown keyword \"08\", pos 3;"},
    {"trim", TRIM, "[\" x \", \"\\n x\\\\ \\t\", \"\\\\t\", \" \"]", "[\"x\",\"x\\\\\",\"\\\\t\",\"\"];"},
    {"null_if", NULL_IF_X, "\"X\" {\"a\":\"X\"} [7, \"\\u0058\"] \"XX\"", "~;{\"a\":null};[null,null];\"XX\";"},
    {"broken lines", 0, "{\"a\":1}\n{\"a\":}\n{\"a\":2}\n{\"a\":\"\n{\"a\":3}\n",
     "{\"a\":1};!misplaced }, pos 7;{\"a\":2};!invalid character in a string, line 2, pos 1;{\"a\":3};"},
    {"the line before is broken", 0, "{\"a\":1\n{\"a\":2}\n", "!missing comma, line 2, pos 1;{\"a\":2};"},
    {"what is indented is inside", 0, "{\n  \"a\": x,\n  \"b\":\n    {\"c\": 1}\n}\n{\"a\":2}\n",
     "!unknown keyword \"x\", line 2, pos 9;{\"a\":2};"},
    {"indented elements", ELEMENTS, "[\n  {\"a\" 1,\n    \"b\":\n    {}},\n  {\"a\":2}\n]\n",
     "!missing colon, pos 6;{\"a\":2};"},
    {"not a line alone", ONE_LINE, "{\"a\":\n1}\n{\"a\":2}", "!incomplete object value, pos 6;{\"a\":2};"},
    {"half a pair", 0, "\"\\ud83d\" \"\\ud83d\\ude00\"", "!invalid escaped character in a string, pos 3;"},
    {"control", 0, "\"\x01\"", "!invalid character in a string, pos 3;"},
    {"keyword", 0, "nul\n{}", "!unknown keyword \"nul\", pos 4;{};"},
    {"number", 0, "1.\n{}", "!unfinished number, pos 3;{};"},
};

static struct file_format format_of(unsigned options)
{
    static struct str null_if[] = {{"X", 1}, {"7", 1}};
    struct file_format f = file_format_default;
    f.type = FILE_JSON;
    f.strip_outer_array = options & ELEMENTS;
    f.strip_null_values = options & STRIP_NULLS;
    f.allow_duplicate = options & DUPLICATES;
    f.enable_octal = options & OCTAL;
    f.trim_space = options & TRIM;
    f.multi_line = !(options & ONE_LINE);
    if (options & NULL_IF_X) {
        f.null_if = null_if;
        f.n_null_if = 2;
    }
    return f;
}

static void read_all(const struct file_format *f, struct str text, size_t window, size_t piece, struct buf *out)
{
    ERR_SCOPE struct err err = {0};
    struct pieces pieces = {{.read = pieces_read}, text, piece};
    struct window w;
    struct json_reader r;
    struct record rec;
    bool some;
    window_open(&w, &pieces.base, window, 1 << 20);
    json_reader_open(&r, f, &w);
    buf_adds(out, "");
    for (;; buf_addc(out, ';')) {
        assert_true(json_reader_next(&r, &rec, &some, &err));
        if (!some)
            break;
        assert_int_equal(rec.n, 1);
        if (rec.fault)
            buf_addc(out, '!');
        buf_add(out, rec.fault ? rec.fault_text : rec.fields[0].null ? STR("~") : rec.fields[0].text);
    }
    json_reader_close(&r);
    window_close(&w);
}

static void test_records(void **state)
{
    (void)state;
    static const size_t windows[][2] = {{1 << 16, 1 << 16}, {1, 1}, {2, 7}, {16, 3}, {40, 40}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct file_format f = format_of(cases[i].options);
        for (size_t k = 0; k < sizeof windows / sizeof *windows; k++) {
            BUF_SCOPE struct buf out = {0};
            read_all(&f, str_from(cases[i].in), windows[k][0], windows[k][1], &out);
            if (!str_eq(buf_str(&out), str_from(cases[i].out)))
                fail_msg("%s: expected <%s>, got <%.*s>", cases[i].what, cases[i].out, STR_FMT(buf_str(&out)));
        }
    }
}

static void test_places(void **state)
{
    (void)state;
    ERR_SCOPE struct err err = {0};
    struct file_format f = format_of(ELEMENTS);
    struct str text = STR("[\n{\"a\":1}, [2,\n3],\n{\"a\": x}]\n");
    struct pieces pieces = {{.read = pieces_read}, text, 5};
    struct window w;
    struct json_reader r;
    struct record rec;
    bool some;
    window_open(&w, &pieces.base, 8, 1 << 20);
    json_reader_open(&r, &f, &w);
    assert_true(json_reader_next(&r, &rec, &some, &err) && some);
    assert_int_equal(rec.offset, 2);
    assert_int_equal(rec.line, 2);
    assert_true(json_reader_next(&r, &rec, &some, &err) && some);
    int64_t offset = rec.offset, line, character;
    assert_true(str_eq((struct str){rec.start, (size_t)(rec.end - rec.start)}, STR("[2,\n3]")));
    assert_true(json_reader_next(&r, &rec, &some, &err) && some);
    assert_int_equal(rec.line, 4);
    assert_int_equal(rec.number, 3);
    assert_int_equal(rec.fault, RECORD_NOT_JSON);
    record_position(&rec, rec.fault_at, &line, &character);
    assert_int_equal(line, 4);
    assert_int_equal(character, 8);
    assert_true(json_reader_next(&r, &rec, &some, &err));
    assert_false(some);
    json_reader_close(&r);
    window_close(&w);

    /* once more, to the second document at once: the array that is one is not taken for an outer one */
    pieces.rest = text;
    window_open(&w, &pieces.base, 8, 1 << 20);
    json_reader_open(&r, &f, &w);
    json_reader_seek(&r, 2, 2);
    assert_true(window_seek(&w, offset, &err));
    assert_true(json_reader_next(&r, &rec, &some, &err) && some);
    assert_int_equal(rec.number, 2);
    assert_true(str_eq(rec.fields[0].text, STR("[2,3]")));
    json_reader_close(&r);
    window_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_records), cmocka_unit_test(test_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
