/* The settings of CREATE STAGE and ALTER STAGE: one table says what each option takes (Snowflake's pages "CREATE STAGE"
 * and "ALTER STAGE"). */
#include "stage/format.h"
#include "stage/integration.h"
#include "stage/stage.h"

enum value_kind {
    VALUE_TEXT,
    VALUE_URL,
    VALUE_FLAG,
    VALUE_COUNT,
    VALUE_ENCRYPTION,
    VALUE_MATCH,
    VALUE_ON_ERROR,
    VALUE_GROUP,
    VALUE_FORMAT
};

struct key {
    const char *name; /* NULL: the end */
    enum value_kind kind;
};

struct option {
    const char *name;
    enum value_kind kind;
    const struct key *keys; /* that may stand in a VALUE_GROUP */
    bool external;          /* only a stage with a URL has it */
    bool by_key;            /* ALTER STAGE sets single keys of the group */
};

static const struct key credential_keys[] = {{"AWS_KEY_ID", VALUE_TEXT},      {"AWS_SECRET_KEY", VALUE_TEXT},
                                             {"AWS_TOKEN", VALUE_TEXT},       {"AWS_ROLE", VALUE_TEXT},
                                             {"AZURE_SAS_TOKEN", VALUE_TEXT}, {NULL, VALUE_TEXT}};
static const struct key encryption_keys[] = {
    {"TYPE", VALUE_ENCRYPTION}, {"MASTER_KEY", VALUE_TEXT}, {"KMS_KEY_ID", VALUE_TEXT}, {NULL, VALUE_TEXT}};
static const struct key directory_keys[] = {{"ENABLE", VALUE_FLAG},
                                            {"AUTO_REFRESH", VALUE_FLAG},
                                            {"REFRESH_ON_CREATE", VALUE_FLAG},
                                            {"NOTIFICATION_INTEGRATION", VALUE_TEXT},
                                            {NULL, VALUE_TEXT}};
static const struct key copy_keys[] = {{"ON_ERROR", VALUE_ON_ERROR},
                                       {"SIZE_LIMIT", VALUE_COUNT},
                                       {"PURGE", VALUE_FLAG},
                                       {"RETURN_FAILED_ONLY", VALUE_FLAG},
                                       {"ENFORCE_LENGTH", VALUE_FLAG},
                                       {"TRUNCATECOLUMNS", VALUE_FLAG},
                                       {"FORCE", VALUE_FLAG},
                                       {"MATCH_BY_COLUMN_NAME", VALUE_MATCH},
                                       {NULL, VALUE_TEXT}};

static const struct option options[] = {
    {"URL", VALUE_URL, NULL, true, false},
    {"STORAGE_INTEGRATION", VALUE_TEXT, NULL, true, false},
    {"CREDENTIALS", VALUE_GROUP, credential_keys, true, false},
    {"ENCRYPTION", VALUE_GROUP, encryption_keys, false, false},
    {"ENDPOINT", VALUE_TEXT, NULL, true, false},
    {"USE_PRIVATELINK_ENDPOINT", VALUE_FLAG, NULL, true, false},
    {"DIRECTORY", VALUE_GROUP, directory_keys, false, true},
    {"FILE_FORMAT", VALUE_FORMAT, NULL, false, false},
    {"COPY_OPTIONS", VALUE_GROUP, copy_keys, false, true},
    {"COMMENT", VALUE_TEXT, NULL, false, false},
};

static const struct {
    const char *type;
    bool external;
} encryptions[] = {
    {"SNOWFLAKE_FULL", false}, {"SNOWFLAKE_SSE", false}, {"AWS_CSE", true},   {"AWS_SSE_S3", true},
    {"AWS_SSE_KMS", true},     {"GCS_SSE_KMS", true},    {"AZURE_CSE", true}, {"NONE", true},
};
enum { N_ENCRYPTIONS = sizeof encryptions / sizeof *encryptions };

static const char *const url_prefixes[] = {"s3://",  "s3gov://", "s3china://", "s3compat://",
                                           "gcs://", "azure://", "file:///"};

static const struct option *option_find(struct str key)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (str_eq(key, str_from(options[i].name)))
            return &options[i];
    return NULL;
}

/* --- one value --------------------------------------------------------------------------------------------------- */

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

static bool check_encryption(const struct setting *s, struct err *err)
{
    for (size_t i = 0; i < N_ENCRYPTIONS; i++)
        if (str_ieq(s->text, str_from(encryptions[i].type)))
            return true;
    return setting_invalid(s, err);
}

/* CONTINUE, ABORT_STATEMENT, SKIP_FILE, SKIP_FILE_<n> or SKIP_FILE_<n>% */
static bool check_on_error(const struct setting *s, struct err *err)
{
    struct str rest = s->text, skip = STR("SKIP_FILE");
    int64_t n;
    if (str_ieq(rest, STR("CONTINUE")) || str_ieq(rest, STR("ABORT_STATEMENT")) || str_ieq(rest, skip))
        return true;
    if (!str_istarts(rest, STR("SKIP_FILE_")))
        return setting_invalid(s, err);
    rest = str_sub(rest, skip.n + 1, rest.n);
    if (str_ends(rest, STR("%")))
        rest.n--;
    return (str_to_int64(rest, &n) && n >= 0) || setting_invalid(s, err);
}

static bool invalid_property(const struct setting *s, struct err *err)
{
    return err_at(err, s->line, s->col, 1420, "22023", "SQL compilation error:\ninvalid property '%.*s' for 'STAGE'",
                  STR_FMT(s->key));
}

static bool check_plain(enum value_kind kind, const struct setting *s, struct err *err)
{
    bool flag;
    int64_t count;
    switch (kind) {
    case VALUE_URL:
        return stage_check_url(s, err);
    case VALUE_FLAG:
        return setting_boolean(s, &flag, err);
    case VALUE_COUNT:
        return (str_to_int64(s->text, &count) && count >= 0) || setting_invalid(s, err);
    case VALUE_ENCRYPTION:
        return check_encryption(s, err);
    case VALUE_ON_ERROR:
        return check_on_error(s, err);
    case VALUE_MATCH:
        return str_ieq(s->text, STR("NONE")) || str_ieq(s->text, STR("CASE_SENSITIVE")) ||
               str_ieq(s->text, STR("CASE_INSENSITIVE")) || setting_invalid(s, err);
    case VALUE_TEXT:
    case VALUE_GROUP:
    case VALUE_FORMAT:
        break;
    }
    return s->kind == SETTING_STRING || s->kind == SETTING_WORD || setting_invalid(s, err);
}

static bool check_group(const struct setting *s, const struct key *keys, struct err *err)
{
    if (s->kind != SETTING_GROUP && !(s->kind == SETTING_LIST && s->items->n == 0))
        return setting_invalid(s, err);
    for (size_t i = 0; i < s->items->n; i++) {
        const struct key *key = keys;
        while (key->name && !str_eq(s->items->at[i].key, str_from(key->name)))
            key++;
        if (!key->name)
            return invalid_property(&s->items->at[i], err);
        if (!check_plain(key->kind, &s->items->at[i], err))
            return false;
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
    if (s->kind == SETTING_GROUP && s->items->n > 1)
        return err_unsupported(err, s->line, s->col, "a stage's FORMAT_NAME with other options");
    s->kind = SETTING_WORD;
    s->text = object_full_name(a, named);
    s->items = NULL;
    return true;
}

static bool check(struct catalog *c, const struct scope *scope, struct arena *a, struct setting *s, struct err *err)
{
    const struct option *o = option_find(s->key);
    if (!o)
        return invalid_property(s, err);
    if (o->kind == VALUE_FORMAT)
        return stage_file_format_in_full(c, scope, a, s, err);
    if (!stage_check_setting(s, err))
        return false;
    const struct setting *notifies =
        s->kind == SETTING_GROUP ? settings_find(s->items, "NOTIFICATION_INTEGRATION") : NULL;
    return !notifies || integration_check_notification(c, notifies, a, err);
}

bool stage_check_setting(const struct setting *s, struct err *err)
{
    const struct option *o = option_find(s->key);
    return o->kind == VALUE_GROUP ? check_group(s, o->keys, err) : check_plain(o->kind, s, err);
}

/* --- a stage as a whole ------------------------------------------------------------------------------------------ */

struct str stage_setting(const struct settings *s, const char *group, const char *key)
{
    const struct setting *at = settings_find(s, group ? group : key);
    if (at && group)
        at = at->kind == SETTING_GROUP ? settings_find(at->items, key) : NULL;
    return at ? at->text : STR_NULL;
}

static bool fixed(const struct setting *s, struct err *err)
{
    return err_at(err, s->line, s->col, 1011, "42601",
                  "SQL compilation error:\nCannot set URL, credentials, or encryption key of an internal or temporary "
                  "stage.");
}

/* What a stage with or without a URL must not have. */
static bool check_stage(struct catalog *c, const struct settings *s, struct arena *a, struct err *err)
{
    const struct setting *url = settings_find(s, "URL"), *encryption = settings_find(s, "ENCRYPTION");
    struct str type = stage_setting(s, "ENCRYPTION", "TYPE");
    if (!url && settings_find(s, "CREDENTIALS"))
        return err_set(err, 1011, "42601", "SQL compilation error:\ninvalid stage (SO_CRED): location not specified");
    for (size_t i = 0; i < s->n && !url; i++)
        if (option_find(s->at[i].key)->external)
            return fixed(&s->at[i], err);
    if (encryption && !url && stage_setting(s, "ENCRYPTION", "MASTER_KEY").p)
        return fixed(encryption, err);
    for (size_t i = 0; i < N_ENCRYPTIONS && encryption && type.p; i++)
        if (str_ieq(type, str_from(encryptions[i].type)) && encryptions[i].external != (url != NULL))
            return setting_invalid(settings_find(encryption->items, "TYPE"), err);
    return integration_check_location(c, s, url ? url->text : STR_NULL, a, err);
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
    if (!check_stage(c, &kept, a, err))
        return false;
    *ret_definition = json_pack("{so}", "settings", definition_from_settings(&kept));
    return true;
}

/* --- ALTER STAGE ------------------------------------------------------------------------------------------------- */

static struct setting *find(struct settings *s, struct str key)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->at[i].key, key))
            return &s->at[i];
    return NULL;
}

static void remove_key(struct settings *s, struct str key)
{
    struct setting *at = find(s, key);
    if (at)
        *at = s->at[--s->n];
}

/* The keys of the new group over those of the old one. */
static struct settings *joined(struct arena *a, const struct settings *old, const struct settings *new)
{
    struct settings *all = ARENA_NEW(a, struct settings);
    all->at = ARENA_ARRAY(a, struct setting, old->n + new->n);
    for (size_t i = 0; i < old->n; i++)
        all->at[all->n++] = old->at[i];
    for (size_t i = 0; i < new->n; i++) {
        remove_key(all, new->at[i].key);
        all->at[all->n++] = new->at[i];
    }
    return all;
}

static void put(struct arena *a, struct settings *all, struct setting s)
{
    static const struct {
        struct str set, gone;
    } exclusive[] = {{{"CREDENTIALS", 11}, {"STORAGE_INTEGRATION", 19}},
                     {{"STORAGE_INTEGRATION", 19}, {"CREDENTIALS", 11}}};
    struct setting *old = find(all, s.key);
    if (old && option_find(s.key)->by_key && old->kind == SETTING_GROUP && s.kind == SETTING_GROUP)
        s.items = joined(a, old->items, s.items);
    for (size_t i = 0; i < sizeof exclusive / sizeof *exclusive; i++)
        if (str_eq(s.key, exclusive[i].set))
            remove_key(all, exclusive[i].gone);
    remove_key(all, s.key);
    all->at[all->n++] = s;
}

bool stage_altered(struct catalog *c, const struct scope *scope, struct arena *a, const struct object *stage,
                   const struct settings *settings, json_t **ret_definition, struct str *ret_comment, struct err *err)
{
    struct settings old = definition_settings(a, stage), all = {0};
    bool is_fixed = stage->session || !settings_find(&old, "URL");
    struct str comment = str_from(stage->comment);
    all.at = ARENA_ARRAY(a, struct setting, old.n + settings->n + 1);
    for (size_t i = 0; i < old.n; i++)
        all.at[all.n++] = old.at[i];
    for (size_t i = 0; i < settings->n; i++) {
        struct setting s = settings->at[i];
        if (!check(c, scope, a, &s, err))
            return false;
        if (is_fixed && (option_find(s.key)->external || str_eq(s.key, STR("ENCRYPTION"))))
            return fixed(&s, err);
        if (str_eq(s.key, STR("COMMENT")))
            comment = s.text;
        else
            put(a, &all, s);
    }
    if (!check_stage(c, &all, a, err))
        return false;
    *ret_definition = json_deep_copy(stage->definition);
    json_object_set_new(*ret_definition, "settings", definition_from_settings(&all));
    *ret_comment = comment;
    return true;
}
