/* PCRE2 understands what Java's regular expressions have; both ends are anchored. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "stage/pattern.h"

#include <pcre2.h>
#include <stdlib.h>

struct pattern {
    pcre2_code *code;
};

bool pattern_compile(struct str text, struct pattern **ret, struct err *err)
{
    int number;
    PCRE2_SIZE at;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)text.p, text.n, PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_UTF, &number, &at, NULL);
    if (!code) {
        PCRE2_UCHAR message[256] = "";
        pcre2_get_error_message(number, message, sizeof message);
        return err_set(err, 100048, "2201B", "Invalid regular expression: '%.*s', %s", STR_FMT(text),
                       (const char *)message);
    }
    *ret = xmalloc(sizeof **ret);
    (*ret)->code = code;
    return true;
}

bool pattern_matches(const struct pattern *p, struct str text)
{
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    int n = pcre2_match(p->code, (PCRE2_SPTR)(text.p ? text.p : ""), text.n, 0, 0, data, NULL);
    pcre2_match_data_free(data);
    return n >= 0;
}

void pattern_free(struct pattern *p)
{
    if (!p)
        return;
    pcre2_code_free(p->code);
    free(p);
}
