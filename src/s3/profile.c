/* In the file of credentials a section has the profile's name; in the file of settings that is `profile name`, except
 * for `default`. Where both have a setting, that of the credentials counts. */
#include "s3/profile.h"

#include <stdlib.h>

#include "base/os.h"
#include "base/vec.h"

struct str s3_profile_get(const struct s3_profile *p, struct str name)
{
    for (size_t i = 0; i < p->n; i++) {
        if (str_eq(p->at[i].name, name))
            return p->at[i].value;
    }
    return STR_NULL;
}

/* `[ profile  x ]` is `profile x`. */
static struct str section_of(struct arena *a, struct str line)
{
    const char *end = memchr(line.p, ']', line.n);
    if (!end)
        return STR_NULL;
    struct str name = str_trim((struct str){line.p + 1, (size_t)(end - line.p) - 1});
    if (str_starts(name, STR("profile ")) || str_starts(name, STR("profile\t")))
        name = str_printf(a, "profile %.*s", STR_FMT(str_trim(str_sub(name, 8, name.n))));
    return name;
}

static struct str without_comment(struct str value)
{
    for (size_t i = 1; i < value.n; i++) {
        if ((value.p[i] == '#' || value.p[i] == ';') && (value.p[i - 1] == ' ' || value.p[i - 1] == '\t'))
            return str_trim(str_sub(value, 0, i));
    }
    return value;
}

static struct str take_line(struct str *text)
{
    const char *end = memchr(text->p, '\n', text->n);
    size_t n = end ? (size_t)(end - text->p) : text->n;
    struct str line = str_sub(*text, 0, n);
    *text = str_sub(*text, n + (end != NULL), text->n);
    return line;
}

bool s3_profile_read(struct arena *a, struct str text, struct str section, struct s3_profile *ret)
{
    bool inside = false, found = false;
    while (text.n) {
        struct str line = take_line(&text);
        if (line.n == 0 || line.p[0] == ' ' || line.p[0] == '\t' || line.p[0] == '#' || line.p[0] == ';')
            continue;
        if (line.p[0] == '[') {
            inside = str_eq(section_of(a, line), section);
            found = found || inside;
            continue;
        }
        const char *equals = memchr(line.p, '=', line.n);
        if (!inside || !equals)
            continue;
        size_t n = (size_t)(equals - line.p);
        struct s3_pair pair = {str_lower(a, str_trim(str_sub(line, 0, n))),
                               str_dup(a, without_comment(str_trim(str_sub(line, n + 1, line.n))))};
        if (!s3_profile_get(ret, pair.name).n)
            vec_push(a, ret, pair);
    }
    return found;
}

static bool read_file(struct arena *a, const char *variable, const char *below_home, struct str *ret, struct err *err)
{
    const char *path = getenv(variable), *home = getenv("HOME");
    *ret = STR_NULL;
    if (!path || !*path) {
        if (!home || !*home)
            return true;
        path = str_printf(a, "%s/%s", home, below_home).p;
    }
    if (os_look(path, NULL) != OS_FILE && !os_is_denied(path))
        return true;
    return os_read_file(a, path, ret, err);
}

bool s3_profile_load(struct arena *a, struct s3_profile *ret, struct err *err)
{
    const char *named = getenv("AWS_PROFILE");
    struct str name = named && *named ? str_dup(a, str_from(named)) : STR("default"), text;
    *ret = (struct s3_profile){0};
    if (!read_file(a, "AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials", &text, err))
        return false;
    bool found = s3_profile_read(a, text, name, ret);
    if (!read_file(a, "AWS_CONFIG_FILE", ".aws/config", &text, err))
        return false;
    struct str section = str_eq(name, STR("default")) ? name : str_printf(a, "profile %.*s", STR_FMT(name));
    found = s3_profile_read(a, text, section, ret) || found;
    if (!found && named && *named)
        ret->missing = name;
    return true;
}
