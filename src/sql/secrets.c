/* Looks at the text as it is, without tokens: what fails to parse has its secrets too, and a string within a string is
 * but a string with its quotes doubled. What is not sure to be public is hidden: an unfinished string to its end. */
#include "sql/secrets.h"
#include "base/buf.h"

static const char *const secret_settings[] = {"AWS_SECRET_KEY", "AWS_TOKEN", "MASTER_KEY", "AZURE_SAS_TOKEN"};

static bool is_word(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '$' ||
           (unsigned char)c >= 0x80;
}

static size_t skip_blanks(struct str text, size_t at)
{
    while (at < text.n && (text.p[at] == ' ' || (text.p[at] >= '\t' && text.p[at] <= '\r')))
        at++;
    return at;
}

static size_t count_of(struct str text, size_t at, char c)
{
    size_t n = 0;
    while (at + n < text.n && text.p[at + n] == c)
        n++;
    return n;
}

/* Where a string that begins at a quote ends. An even number of quotes is an empty string, unless a character of a
 * value follows: then all this is in a string, and as many end the value. */
static size_t end_of_string(struct str text, size_t at)
{
    char quote = text.p[at];
    size_t opening = count_of(text, at, quote), from = at + opening;
    if (opening % 2 == 0 && (from == text.n || !(is_word(text.p[from]) || text.p[from] == '/' || text.p[from] == '+')))
        return from;
    for (size_t i = from; i < text.n; i++) {
        if (text.p[i] == '\\') {
            i++;
        } else if (text.p[i] == quote) {
            size_t n = count_of(text, i, quote);
            if (opening > 1 ? n >= opening : n % 2 == 1)
                return i + (opening > 1 ? opening : n);
            i += n - 1;
        }
    }
    return text.n;
}

static size_t end_of_value(struct str text, size_t at)
{
    if (at < text.n && (text.p[at] == '\'' || text.p[at] == '"'))
        return end_of_string(text, at);
    if (at + 1 < text.n && text.p[at] == '$' && text.p[at + 1] == '$') {
        for (size_t i = at + 2; i + 1 < text.n; i++)
            if (text.p[i] == '$' && text.p[i + 1] == '$')
                return i + 2;
        return text.n;
    }
    while (at < text.n && (is_word(text.p[at]) || text.p[at] == '/' || text.p[at] == '+'))
        at++;
    return at;
}

/* Does a secret's setting begin at `at`? Its value then is [*ret_from, *ret_to). */
static bool find_value(struct str text, size_t at, size_t *ret_from, size_t *ret_to)
{
    if (at > 0 && is_word(text.p[at - 1]))
        return false;
    size_t end = at;
    while (end < text.n && is_word(text.p[end]))
        end++;
    struct str word = str_sub(text, at, end);
    bool known = false;
    for (size_t i = 0; i < sizeof secret_settings / sizeof *secret_settings; i++)
        known = known || str_ieq(word, str_from(secret_settings[i]));
    size_t equals = skip_blanks(text, end);
    if (!known || equals == text.n || text.p[equals] != '=')
        return false;
    *ret_from = skip_blanks(text, equals + 1);
    *ret_to = end_of_value(text, *ret_from);
    return *ret_to > *ret_from;
}

struct str secrets_hidden(struct arena *a, struct str text)
{
    BUF_SCOPE struct buf out = {0};
    size_t copied = 0, from, to;
    for (size_t at = 0; at < text.n; at++) {
        if (!is_word(text.p[at]) || !find_value(text, at, &from, &to))
            continue;
        buf_add(&out, str_sub(text, copied, from));
        buf_adds(&out, "'****'");
        copied = to;
        at = to - 1;
    }
    if (copied == 0)
        return text;
    buf_add(&out, str_sub(text, copied, text.n));
    return str_dup(a, buf_str(&out));
}
