/* Pages of lists: good ones, and what is refused. Objects are shown as `key size modified etag;`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "s3/listing.h"
#include "s3/xml.h"

#define OBJECT(key, size)                                                                                              \
    "<Contents><Key>" key "</Key><LastModified>1970-01-01T00:00:01.5Z</LastModified>"                                  \
    "<ETag>&quot;e&quot;</ETag><Size>" size "</Size></Contents>"
#define PAGE(inside) "<?xml version=\"1.0\"?>\n<ListBucketResult xmlns=\"x\">" inside "</ListBucketResult>"

static const struct {
    const char *what, *in, *out; /* out NULL: refused */
} cases[] = {
    {"empty", PAGE(""), ""},
    {"two", PAGE(OBJECT("a", "1") OBJECT("b/", "0")), "a 1 1500000 e;b/ 0 1500000 e;"},
    {"escapes of XML", PAGE(OBJECT("a&amp;&lt;&#233;&#x41;", "1")),
     "a&<\xC3\xA9"
     "A 1 1500000 e;"},
    {"not encoded", PAGE(OBJECT("a+b%20c", "1")), "a+b%20c 1 1500000 e;"},
    {"encoded", PAGE("<EncodingType>url</EncodingType>" OBJECT("a+b%20c%2B%2b%e9%C3", "1")),
     "a b c++\xE9\xC3 1 1500000 e;"},
    {"encoded, said later", PAGE(OBJECT("a%2Fb", "1") "<EncodingType>url</EncodingType>"), "a/b 1 1500000 e;"},
    {"half an escape", PAGE("<EncodingType>url</EncodingType>" OBJECT("%4", "1") OBJECT("%", "1") OBJECT("%zz", "1")),
     "%4 1 1500000 e;% 1 1500000 e;%zz 1 1500000 e;"},
    {"a key of blanks", PAGE(OBJECT(" ", "1")), "  1 1500000 e;"},
    {"more", PAGE("<IsTruncated>true</IsTruncated><NextContinuationToken>t&amp;</NextContinuationToken>"), "next t&"},
    {"no more", PAGE("<IsTruncated>false</IsTruncated><NextContinuationToken>t</NextContinuationToken>"), ""},
    {"unknown elements", PAGE("<X><Key>no</Key></X>" OBJECT("a", "1") "<Contents2/>"), "a 1 1500000 e;"},
    {"large", PAGE(OBJECT("a", "5497558138880")), "a 5497558138880 1500000 e;"},
    {"more without a token", PAGE("<IsTruncated>true</IsTruncated>"), NULL},
    {"no key", PAGE(OBJECT("", "1")), NULL},
    {"no size", PAGE(OBJECT("a", "")), NULL},
    {"a size below zero", PAGE(OBJECT("a", "-1")), NULL},
    {"too large", PAGE(OBJECT("a", "9223372036854775808")), NULL},
    {"no object", PAGE("<Contents/>"), NULL},
    {"cut", "<ListBucketResult>" OBJECT("a", "1"), NULL},
    {"another root", "<Error><Code>x</Code></Error>", NULL},
    {"HTML", "<html><body><p>Bad gateway</body></html>", NULL},
    {"nothing", "", NULL},
    {"garbage", "\xFF\xFE\0\1", NULL},
    {"not UTF-8", PAGE(OBJECT("\xFF", "1")), NULL},
    {"a document type", "<!DOCTYPE x [<!ENTITY e \"v\">]>" PAGE(OBJECT("&e;", "1")), NULL},
    {"an outer entity", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>", NULL},
};

static void show(struct buf *b, const struct s3_page *page)
{
    buf_add(b, STR(""));
    for (size_t i = 0; i < page->objects.n; i++) {
        const struct s3_object *o = &page->objects.at[i];
        buf_add(b, o->key);
        buf_printf(b, " %lld %lld %.*s;", (long long)o->size, (long long)o->modified, STR_FMT(o->etag));
    }
    if (page->next.n)
        buf_printf(b, "next %.*s", STR_FMT(page->next));
}

static void test_pages(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA_SCOPE struct arena a = {0};
        ERR_SCOPE struct err err = {0};
        BUF_SCOPE struct buf shown = {0};
        struct s3_page page;
        print_message("# %s\n", cases[i].what);
        bool ok = s3_page_read(&a, str_from(cases[i].in), &page, &err);
        assert_int_equal(ok, cases[i].out != NULL);
        if (ok) {
            show(&shown, &page);
            assert_string_equal(shown.p, cases[i].out);
        } else {
            assert_int_equal(err.code, 91003);
        }
    }
}

static void ignore(void *ctx, struct str path, struct str text)
{
    (void)path, (void)text;
    ++*(int *)ctx;
}

/* What a document could cost is bounded. */
static void test_bombs(void **state)
{
    (void)state;
    BUF_SCOPE struct buf deep = {0}, laughs = {0}, text = {0};
    int taken = 0;
    for (int i = 0; i < 100000; i++)
        buf_adds(&deep, "<a>");
    assert_false(s3_xml_read(buf_str(&deep), ignore, &taken));
    buf_adds(&laughs, "<!DOCTYPE x [<!ENTITY a0 \"aaaaaaaaaaaaaaaa\">");
    for (int i = 1; i < 30; i++)
        buf_printf(&laughs, "<!ENTITY a%d \"&a%d;&a%d;\">", i, i - 1, i - 1);
    buf_adds(&laughs, "]><x>&a29;</x>");
    assert_false(s3_xml_read(buf_str(&laughs), ignore, &taken));
    buf_adds(&text, "<x>");
    for (int i = 0; i < 1 << 20; i++)
        buf_addc(&text, 'x');
    buf_adds(&text, "</x>");
    assert_false(s3_xml_read(buf_str(&text), ignore, &taken));
    assert_int_equal(taken, 0);
}

static void test_complaint(void **state)
{
    (void)state;
    ARENA_SCOPE struct arena a = {0};
    struct s3_complaint said;
    assert_true(s3_complaint_read(
        &a, STR(" <Error><Code>C</Code><Message>M &amp; m</Message><Region>r</Region><Y/></Error>"), &said));
    assert_string_equal(str_cstr(&a, said.code), "C");
    assert_string_equal(str_cstr(&a, said.message), "M & m");
    assert_string_equal(str_cstr(&a, said.region), "r");
    assert_false(s3_complaint_read(&a, STR("<x/>"), &said));
    assert_false(s3_complaint_read(&a, STR("<Error><Code>C</Code>"), &said));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_complaint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
