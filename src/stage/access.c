/* Which key words name what in CREDENTIALS and ENCRYPTION, and which schemes are S3's. */
#include "stage/access.h"

#include "stage/buckets.h"
#include "stage/format.h"

static bool is_bucket(struct str url)
{
    static const char *const schemes[] = {"s3://", "s3gov://", "s3china://", "s3compat://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (str_starts(url, str_from(schemes[i])))
            return true;
    return false;
}

static struct str text_of(const struct settings *s, const char *key)
{
    const struct setting *at = s ? settings_find(s, key) : NULL;
    return at ? at->text : STR("");
}

/* What S3 does is asked of it. Snowflake itself encrypts with a MASTER_KEY, which is not done here: files would be
 * written that everybody can read, and encrypted ones read as they are. */
static bool find_encryption(const struct settings *settings, struct s3_encryption *ret, struct err *err)
{
    static const struct {
        const char *type, *method;
    } types[] = {{"AWS_SSE_S3", "AES256"}, {"AWS_SSE_KMS", "aws:kms"}, {"NONE", ""}};
    const struct setting *group = settings ? settings_find(settings, "ENCRYPTION") : NULL;
    const struct setting *type = group && group->items ? settings_find(group->items, "TYPE") : NULL;
    *ret = (struct s3_encryption){STR(""), STR("")};
    if (!group)
        return true;
    if (text_of(group->items, "MASTER_KEY").n || (type && str_ieq(type->text, STR("AWS_CSE"))))
        return err_unsupported(err, group->line, group->col, "ENCRYPTION with a MASTER_KEY");
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++) {
        if (!str_ieq(type->text, str_from(types[i].type)))
            continue;
        ret->method = str_from(types[i].method);
        if (str_eq(ret->method, STR("aws:kms")))
            ret->key_id = text_of(group->items, "KMS_KEY_ID");
        return true;
    }
    return !type || setting_invalid(type, err);
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
    if (!find_encryption(settings, &l->encryption, err))
        return false;
    const struct setting *group = settings ? settings_find(settings, "CREDENTIALS") : NULL;
    const struct settings *credentials = group ? group->items : NULL;
    struct s3_keys keys = {text_of(credentials, "AWS_KEY_ID"), text_of(credentials, "AWS_SECRET_KEY"),
                           text_of(credentials, "AWS_TOKEN")};
    return buckets_find(map->buckets, l->url, mapped.p ? mapped : endpoint, keys.id.n ? &keys : NULL, a, &l->bucket,
                        &l->key, err);
}
