/* Prefixes are kept with their `/`, so that s3://bucket/ never matches s3://bucket2; the URL gets one for the
 * comparison only, so that what it resolves to ends as it did. */
#include "stage/stage_map.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

struct str stage_map_slashed(struct arena *a, struct str s)
{
    return str_ends(s, STR("/")) ? str_dup(a, s) : str_printf(a, "%.*s/", STR_FMT(s));
}

bool stage_map_add(struct stage_map *m, struct arena *a, struct str text, struct err *err)
{
    ptrdiff_t equals = str_find(text, STR("="));
    struct str prefix = equals < 0 ? STR_NULL : str_sub(text, 0, (size_t)equals);
    struct str directory = equals < 0 ? STR_NULL : str_sub(text, (size_t)equals + 1, text.n);
    if (str_find(prefix, STR("://")) <= 0 || directory.n == 0)
        return err_set(err, 2, "22023", "--stage-map wants URL-PREFIX=DIRECTORY or URL-PREFIX=ENDPOINT, not '%.*s'",
                       STR_FMT(text));
    prefix = stage_map_slashed(a, prefix);
    if (str_starts(directory, STR("http://")) || str_starts(directory, STR("https://"))) {
        vec_push(a, &m->mappings, ((struct stage_mapping){prefix, STR_NULL, str_dup(a, directory)}));
        return true;
    }
    if (str_find(directory, STR("://")) >= 0)
        return err_unsupported(err, 0, 0, "stage endpoint %.*s", STR_FMT(directory));
    char cwd[PATH_MAX];
    if (directory.p[0] != '/' && getcwd(cwd, sizeof cwd))
        directory = str_printf(a, "%s/%.*s", cwd, STR_FMT(directory));
    vec_push(a, &m->mappings, ((struct stage_mapping){prefix, stage_map_slashed(a, directory), STR_NULL}));
    return true;
}

struct str stage_map_resolve(const struct stage_map *m, struct arena *a, struct str url, struct str *ret_endpoint)
{
    const struct stage_mapping *best = NULL;
    struct str slashed = stage_map_slashed(a, url);
    for (size_t i = 0; i < m->mappings.n; i++) {
        const struct stage_mapping *at = &m->mappings.at[i];
        if (str_starts(slashed, at->prefix) && (!best || at->prefix.n > best->prefix.n))
            best = at;
    }
    *ret_endpoint = best ? best->endpoint : STR_NULL;
    if (best && !best->directory.p)
        return STR_NULL;
    if (best) {
        struct str rest = url.n > best->prefix.n ? str_sub(url, best->prefix.n, url.n) : STR_NULL;
        return str_printf(a, "%.*s%.*s", STR_FMT(best->directory), STR_FMT(rest));
    }
    return str_starts(url, STR("file:///")) ? str_dup(a, str_sub(url, strlen("file://"), url.n)) : STR_NULL;
}
