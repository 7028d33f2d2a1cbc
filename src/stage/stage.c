/* References to directories. */
#include "stage/stage.h"

#include "stage/access.h"
#include "stage/integration.h"

/* Where the name of a stage reference ends: at the first / outside quotes. */
static size_t name_end(struct str s)
{
    bool quoted = false;
    size_t i = 0;
    while (i < s.n && (quoted || s.p[i] != '/')) {
        quoted ^= s.p[i] == '"';
        i++;
    }
    return i;
}

static bool locate_url(const struct stage_map *map, struct arena *a, struct str url, const struct settings *settings,
                       struct stage_location *ret, struct err *err)
{
    size_t slash = url.n;
    while (slash > 0 && url.p[slash - 1] != '/')
        slash--;
    ret->url = ret->display = ret->stored = str_dup(a, str_sub(url, 0, slash));
    ret->prefix = str_dup(a, str_sub(url, slash, url.n));
    return stage_access(map, settings, a, ret, err);
}

static bool locate_stage(const struct stage_map *map, struct arena *a, struct stage_location *ret, struct err *err)
{
    struct settings s = definition_settings(a, ret->stage);
    const struct setting *url = settings_find(&s, "URL");
    if (url) {
        ret->url = ret->display = ret->stored = stage_map_slashed(a, url->text);
        return stage_access(map, &s, a, ret, err);
    }
    if (!map->internal_root.n)
        return err_unsupported(err, 0, 0, "internal stage without a data directory");
    ret->url = STR("");
    ret->display = str_printf(a, "%.*s/", STR_FMT(str_lower(a, str_from(ret->stage->name))));
    ret->stored = str_printf(a, "stages/%lld/", (long long)ret->stage->id);
    ret->directory = str_printf(a, "%.*s/%lld/", STR_FMT(map->internal_root), (long long)ret->stage->id);
    return true;
}

bool stage_locate(struct catalog *c, const struct scope *scope, const struct stage_map *map, struct arena *a,
                  struct str text, const struct settings *settings, int line, int col, struct stage_location *ret,
                  struct err *err)
{
    *ret = (struct stage_location){.written = str_dup(a, text)};
    if (!str_starts(text, STR("@"))) {
        return locate_url(map, a, text, settings, ret, err);
    }
    struct str reference = str_sub(text, 1, text.n);
    if (str_starts(reference, STR("~")))
        return err_unsupported(err, line, col, "user stage");
    size_t end = name_end(reference);
    struct str name = str_sub(reference, 0, end);
    if (name.n && memchr(name.p, '%', name.n))
        return err_unsupported(err, line, col, "table stage");
    struct object_name parsed = {0};
    if (!name_from_text(a, name, &parsed, err))
        return false;
    parsed.line = line;
    parsed.col = col;
    if (!catalog_resolve(c, scope, OBJECT_STAGE, &parsed, &ret->stage, err))
        return false;
    ret->prefix = end < reference.n ? str_dup(a, str_sub(reference, end + 1, reference.n)) : STR("");
    if (integration_check_stage(c, ret->stage, ret->prefix, err) && locate_stage(map, a, ret, err))
        return true;
    stage_location_release(ret);
    return false;
}

void stage_location_release(struct stage_location *l)
{
    object_unref(l->stage);
    l->stage = NULL;
}

bool stage_reachable(const struct stage_location *l, struct err *err)
{
    return l->directory.p || l->bucket ||
           err_set(err, 3001, "42501",
                   "The location '%.*s' is not mapped: say where it is with --stage-map %.*s=DIRECTORY",
                   STR_FMT(l->url), STR_FMT(l->url));
}
