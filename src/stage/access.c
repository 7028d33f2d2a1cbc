/* Which key words name what in CREDENTIALS, and which schemes are S3's. */
#include "stage/access.h"

#include "stage/buckets.h"

static bool is_bucket(struct str url)
{
    static const char *const schemes[] = {"s3://", "s3gov://", "s3china://", "s3compat://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (str_starts(url, str_from(schemes[i])))
            return true;
    return false;
}

/* A master key alone means AWS_CSE, too. */
static struct str encryption_of(const struct settings *s, struct arena *a)
{
    const struct setting *group = s ? settings_find(s, "ENCRYPTION") : NULL;
    const struct setting *type = group && group->items ? settings_find(group->items, "TYPE") : NULL;
    if (type)
        return str_upper(a, type->text);
    return group && group->items && settings_find(group->items, "MASTER_KEY") ? STR("AWS_CSE") : STR("");
}

static struct str text_of(const struct settings *s, const char *key)
{
    const struct setting *at = s ? settings_find(s, key) : NULL;
    return at ? at->text : STR("");
}

bool stage_access(const struct stage_map *map, const struct settings *settings, struct arena *a,
                  struct stage_location *l, struct err *err)
{
    struct str endpoint = text_of(settings, "ENDPOINT"), mapped;
    l->directory = stage_map_resolve(map, a, l->url, &mapped);
    l->stop = map->stop;
    l->stop_ctx = map->stop_ctx;
    if (l->directory.p || !map->buckets || !is_bucket(l->url))
        return true;
    const struct setting *group = settings ? settings_find(settings, "CREDENTIALS") : NULL;
    const struct settings *credentials = group ? group->items : NULL;
    struct s3_keys keys = {text_of(credentials, "AWS_KEY_ID"), text_of(credentials, "AWS_SECRET_KEY"),
                           text_of(credentials, "AWS_TOKEN")};
    l->encryption = encryption_of(settings, a);
    return buckets_find(map->buckets, l->url, mapped.p ? mapped : endpoint, keys.id.n ? &keys : NULL, a, &l->bucket,
                        &l->key, err);
}
