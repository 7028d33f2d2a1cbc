/* References to directories. */
#include "stage/stage.h"

#include "stage/access.h"
#include "stage/integration.h"

const char stage_user[] = "FRESHET";

/* What stands behind the name of the bucket. */
static struct str key_prefix(struct str url)
{
    ptrdiff_t at = str_find(url, STR("://"));
    if (at < 0)
        return url;
    struct str rest = str_sub(url, (size_t)at + 3, url.n);
    return str_sub(rest, (size_t)str_find(rest, STR("/")) + 1, rest.n);
}

static bool locate_url(const struct stage_map *map, struct arena *a, struct str url, const struct settings *settings,
                       struct stage_location *ret, struct err *err)
{
    ret->url = ret->display = ret->known_as = ret->stored = url;
    ret->key_prefix = key_prefix(url);
    return stage_access(map, settings, a, ret, err);
}

/* `name`: of the directory below the root of the internal stages. */
static bool locate_internal(const struct stage_map *map, struct arena *a, struct str name, struct stage_location *ret,
                            struct err *err)
{
    if (!map->internal_root.n)
        return err_unsupported(err, 0, 0, "internal stage without a data directory");
    ret->stored = str_printf(a, "stages/%.*s/", STR_FMT(name));
    ret->directory = str_printf(a, "%.*s/%.*s/", STR_FMT(map->internal_root), STR_FMT(name));
    return true;
}

static struct str number(struct arena *a, const struct object *o)
{
    return str_printf(a, "%lld", (long long)o->id);
}

static bool locate_named(const struct stage_map *map, struct arena *a, struct stage_location *ret, struct err *err)
{
    struct settings s = definition_settings(a, ret->stage);
    const struct setting *url = settings_find(&s, "URL");
    if (url)
        return locate_url(map, a, stage_map_slashed(a, url->text), &s, ret, err);
    ret->display = ret->known_as = str_printf(a, "%.*s/", STR_FMT(str_lower(a, str_from(ret->stage->name))));
    return locate_internal(map, a, number(a, ret->stage), ret, err);
}

static bool locate_table(const struct stage_map *map, struct arena *a, const struct object_name *name,
                         struct stage_location *ret, struct err *err)
{
    if (ret->table->kind != OBJECT_TABLE)
        return err_at(err, name->line, name->col, 2003, "02000",
                      "SQL compilation error:\nStage '%.*s' does not exist or not authorized.", STR_FMT(ret->written));
    ret->key_prefix = str_printf(a, "@%s/", ret->table->name);
    ret->known_as = str_printf(a, "@%%%s/", ret->table->name);
    return locate_internal(map, a, number(a, ret->table), ret, err);
}

struct str stage_of_table(struct arena *a, const struct object *table)
{
    struct str database = name_quoted_if_needed(a, str_from(table->database));
    struct str schema = name_quoted_if_needed(a, str_from(table->schema));
    struct str name = name_quoted_if_needed(a, str_from(table->name));
    return str_printf(a, "@%.*s.%.*s.%%%.*s", STR_FMT(database), STR_FMT(schema), STR_FMT(name));
}

static bool locate(struct catalog *c, const struct scope *scope, const struct stage_map *map, struct arena *a,
                   const struct stage_reference *reference, const struct object_name *name,
                   const struct settings *settings, struct stage_location *ret, struct err *err)
{
    switch (reference->kind) {
    case STAGE_NAMED:
        return catalog_resolve(c, scope, OBJECT_STAGE, name, &ret->stage, err) &&
               integration_check_stage(c, ret->stage, ret->prefix, err) && locate_named(map, a, ret, err);
    case STAGE_OF_TABLE:
        return catalog_resolve(c, scope, OBJECT_TABLE, name, &ret->table, err) && locate_table(map, a, name, ret, err);
    case STAGE_OF_USER:
        ret->known_as = STR("@~/");
        return locate_internal(map, a, str_printf(a, "user-%s", stage_user), ret, err);
    case STAGE_URL:
        return locate_url(map, a, reference->url, settings, ret, err);
    }
    return true;
}

bool stage_locate(struct catalog *c, const struct scope *scope, const struct stage_map *map, struct arena *a,
                  struct str text, const struct settings *settings, int line, int col, struct stage_location *ret,
                  struct err *err)
{
    struct stage_reference reference;
    *ret = (struct stage_location){.written = str_dup(a, text), .parquets = map->parquets, .scratch = map->scratch};
    if (!stage_reference_parse(a, text, &reference, err)) {
        err->line = line;
        err->col = col;
        return false;
    }
    struct object_name name = {.n = reference.n, .line = line, .col = col};
    memcpy(name.part, reference.part, sizeof name.part);
    ret->kind = reference.kind;
    ret->prefix = reference.path;
    ret->whole = reference.whole;
    ret->url = ret->display = ret->stored = ret->key_prefix = STR("");
    if (locate(c, scope, map, a, &reference, &name, settings, ret, err))
        return true;
    stage_location_release(ret);
    return false;
}

bool stage_locate_object(const struct stage_map *map, struct arena *a, struct object *stage, struct stage_location *ret,
                         struct err *err)
{
    struct str empty = STR("");
    *ret = (struct stage_location){.kind = STAGE_NAMED,
                                   .parquets = map->parquets,
                                   .scratch = map->scratch,
                                   .stage = object_ref(stage),
                                   .url = empty,
                                   .display = empty,
                                   .stored = empty,
                                   .key_prefix = empty,
                                   .prefix = empty,
                                   .whole = true};
    ret->written = str_printf(a, "@%.*s", STR_FMT(object_full_name(a, stage)));
    if (locate_named(map, a, ret, err))
        return true;
    stage_location_release(ret);
    return false;
}

struct stage_location stage_location_copy(struct arena *a, const struct stage_location *l)
{
    struct stage_location copy = *l;
    struct str *const texts[] = {
        &copy.url, &copy.display,           &copy.known_as,          &copy.stored, &copy.key_prefix, &copy.directory,
        &copy.key, &copy.encryption.method, &copy.encryption.key_id, &copy.prefix, &copy.written};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i]->p)
            *texts[i] = str_dup(a, *texts[i]);
    if (copy.stage)
        object_ref(copy.stage);
    if (copy.table)
        object_ref(copy.table);
    return copy;
}

void stage_location_release(struct stage_location *l)
{
    object_unref(l->stage);
    object_unref(l->table);
    l->stage = l->table = NULL;
}

bool stage_reachable(const struct stage_location *l, struct err *err)
{
    return l->directory.p || l->bucket ||
           err_set(err, 3001, "42501",
                   "The location '%.*s' is not mapped: say where it is with --stage-map %.*s=DIRECTORY",
                   STR_FMT(l->url), STR_FMT(l->url));
}
