/* What is UTF-8, and where it stops being that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"

static void test_valid_prefix(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t valid;
    } texts[] = {
        {"", 0},
        {"0123456789012345678901234567890123456789", 40},
        {"01234567890123456789012345678901234567\xC3\xA9", 40},
        {"\xE2\x82\xAC\xF0\x9F\x98\x80", 7},
        {"\xC0\x80", 0},
        {"a\xED\xA0\x80", 1},
        {"\xF4\x90\x80\x80", 0},
        {"0123456789012345678901234567890123456789\xE2\x82", 40},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct str text = str_from(texts[i].text);
        assert_int_equal(utf8_valid_prefix(text), texts[i].valid);
        assert_int_equal(utf8_is_valid(text), texts[i].valid == text.n);
    }
}

static void test_put(void **state)
{
    (void)state;
    static const struct {
        uint32_t code;
        const char *text;
    } codes[] = {{'a', "a"}, {0xE9, "\xC3\xA9"}, {0x20AC, "\xE2\x82\xAC"}, {0x1F600, "\xF0\x9F\x98\x80"}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char to[4];
        struct str written = {to, utf8_put(to, codes[i].code)};
        assert_true(str_eq(written, str_from(codes[i].text)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_valid_prefix), cmocka_unit_test(test_put)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
