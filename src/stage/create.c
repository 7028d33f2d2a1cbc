/* The settings of CREATE STAGE. */
#include "stage/format.h"
#include "stage/integration.h"
#include "stage/stage.h"

/* What an option's value must be. A group lists the keys that may stand in it. */
struct stage_option {
    const char *name;
    enum { STAGE_TEXT, STAGE_URL, STAGE_FLAG, STAGE_GROUP, STAGE_FORMAT } kind;
    const char *const *keys;
};

static const char *const credential_keys[] = {"AWS_KEY_ID", "AWS_SECRET_KEY",  "AWS_TOKEN",
                                              "AWS_ROLE",   "AZURE_SAS_TOKEN", NULL};
static const char *const encryption_keys[] = {"TYPE", "MASTER_KEY", "KMS_KEY_ID", NULL};
static const char *const directory_keys[] = {"ENABLE", "AUTO_REFRESH", "REFRESH_ON_CREATE", "NOTIFICATION_INTEGRATION",
                                             NULL};
static const char *const copy_keys[] = {"ON_ERROR",       "SIZE_LIMIT",      "PURGE", "RETURN_FAILED_ONLY",
                                        "ENFORCE_LENGTH", "TRUNCATECOLUMNS", "FORCE", NULL};

static const struct stage_option options[] = {
    {"URL", STAGE_URL, NULL},
    {"STORAGE_INTEGRATION", STAGE_TEXT, NULL},
    {"CREDENTIALS", STAGE_GROUP, credential_keys},
    {"ENCRYPTION", STAGE_GROUP, encryption_keys},
    {"ENDPOINT", STAGE_TEXT, NULL},
    {"USE_PRIVATELINK_ENDPOINT", STAGE_FLAG, NULL},
    {"DIRECTORY", STAGE_GROUP, directory_keys},
    {"FILE_FORMAT", STAGE_FORMAT, NULL},
    {"COPY_OPTIONS", STAGE_GROUP, copy_keys},
    {"COMMENT", STAGE_TEXT, NULL},
};

static const char *const url_prefixes[] = {"s3://",  "s3gov://", "s3china://", "s3compat://",
                                           "gcs://", "azure://", "file:///"};

bool stage_check_url(const struct setting *s, struct err *err)
{
    for (size_t i = 0; i < sizeof url_prefixes / sizeof *url_prefixes; i++)
        if (str_starts(s->text, str_from(url_prefixes[i])) && s->text.n > strlen(url_prefixes[i]))
            return true;
    if (str_starts(s->text, STR("/")))
        return err_at(err, s->line, s->col, 1011, "42601", "SQL compilation error:\ninvalid URL: %.*s",
                      STR_FMT(s->text));
    return err_at(err, s->line, s->col, 1011, "42601", "SQL compilation error:\ninvalid URL prefix found in: '%.*s'",
                  STR_FMT(s->text));
}

static bool invalid_property(const struct setting *s, const char *what, struct err *err)
{
    return err_at(err, s->line, s->col, 1420, "22023", "SQL compilation error:\ninvalid property '%.*s' for '%s'",
                  STR_FMT(s->key), what);
}

static bool check_group(const struct setting *s, const char *const *keys, struct err *err)
{
    if (s->kind != SETTING_GROUP)
        return setting_invalid(s, err);
    for (size_t i = 0; i < s->items->n; i++) {
        const char *const *key = keys;
        while (*key && !str_eq(s->items->at[i].key, str_from(*key)))
            key++;
        if (!*key)
            return invalid_property(&s->items->at[i], "STAGE", err);
    }
    return true;
}

bool stage_file_format_in_full(struct catalog *c, const struct scope *scope, struct arena *a, struct setting *s,
                               struct err *err)
{
    OBJECT_SCOPE struct object *named = NULL;
    struct file_format ignored;
    if (!file_format_find(c, scope, a, s, &named, err))
        return false;
    if (!named)
        return file_format_from_settings(a, s->items, NULL, &ignored, err);
    s->kind = SETTING_WORD;
    s->text = object_full_name(a, named);
    s->items = NULL;
    return true;
}

static bool check(struct catalog *c, const struct scope *scope, struct arena *a, struct setting *s, struct err *err)
{
    bool flag;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const struct stage_option *o = &options[i];
        if (!str_eq(s->key, str_from(o->name)))
            continue;
        switch (o->kind) {
        case STAGE_TEXT:
            return s->kind == SETTING_STRING || s->kind == SETTING_WORD || setting_invalid(s, err);
        case STAGE_URL:
            return stage_check_url(s, err);
        case STAGE_FLAG:
            return setting_boolean(s, &flag, err);
        case STAGE_GROUP:
            return check_group(s, o->keys, err);
        case STAGE_FORMAT:
            return stage_file_format_in_full(c, scope, a, s, err);
        }
    }
    return invalid_property(s, "STAGE", err);
}

bool stage_create_check(struct catalog *c, const struct scope *scope, struct arena *a,
                        const struct statement_create *create, json_t **ret_definition, struct err *err)
{
    struct settings kept = {ARENA_ARRAY(a, struct setting, create->settings.n + 1), 0};
    for (size_t i = 0; i < create->settings.n; i++) {
        struct setting s = create->settings.at[i];
        if (!check(c, scope, a, &s, err))
            return false;
        if (!str_eq(s.key, STR("COMMENT")))
            kept.at[kept.n++] = s;
    }
    if (!settings_find(&kept, "URL") && settings_find(&kept, "CREDENTIALS"))
        return err_set(err, 1011, "42601", "SQL compilation error:\ninvalid stage (SO_CRED): location not specified");
    const struct setting *url = settings_find(&kept, "URL");
    if (!integration_check_location(c, &kept, url ? url->text : STR_NULL, a, err))
        return false;
    *ret_definition = json_pack("{so}", "settings", definition_from_settings(&kept));
    return true;
}
