/* One table has the options of both sorts: what may be written, what must be, and what DESC INTEGRATION shows, in its
 * order. */
#include "stage/integration.h"

#include "catalog/resolve.h"
#include "stage/format.h"
#include "stage/stage.h"

enum option_kind { OPTION_TEXT, OPTION_FLAG, OPTION_WORD, OPTION_LOCATIONS };

static const char *const storage_types[] = {"EXTERNAL_STAGE", NULL};
static const char *const storage_providers[] = {"S3", "S3GOV", "S3CHINA", "GCS", "AZURE", NULL};
static const char *const notification_types[] = {"QUEUE", NULL};
static const char *const directions[] = {"INBOUND", "OUTBOUND", NULL};
static const char *const notification_providers[] = {"AWS_SNS", "AZURE_EVENT_GRID", "AZURE_STORAGE_QUEUE", "GCP_PUBSUB",
                                                     NULL};

struct option {
    const char *sort, *name;
    enum option_kind kind;
    const char *const *words; /* of an OPTION_WORD */
    const char *provider;     /* how the provider begins that has it; NULL: any */
    const char *type;         /* in DESC; NULL: not shown */
    const char *default_value;
    bool required, unset; /* unset: UNSET may name it */
};

#define STORAGE "STORAGE"
#define NOTIFICATION "NOTIFICATION"
static const struct option options[] = {
    {STORAGE, "TYPE", OPTION_WORD, storage_types, NULL, NULL, NULL, true, false},
    {STORAGE, "ENABLED", OPTION_FLAG, NULL, NULL, "Boolean", "false", true, true},
    {STORAGE, "STORAGE_PROVIDER", OPTION_WORD, storage_providers, NULL, "String", "", true, false},
    {STORAGE, "STORAGE_ALLOWED_LOCATIONS", OPTION_LOCATIONS, NULL, NULL, "List", "[]", true, false},
    {STORAGE, "STORAGE_BLOCKED_LOCATIONS", OPTION_LOCATIONS, NULL, NULL, "List", "[]", false, true},
    {STORAGE, "STORAGE_AWS_ROLE_ARN", OPTION_TEXT, NULL, "S3", "String", "", true, false},
    {STORAGE, "STORAGE_AWS_EXTERNAL_ID", OPTION_TEXT, NULL, "S3", "String", "", false, true},
    {STORAGE, "STORAGE_AWS_OBJECT_ACL", OPTION_TEXT, NULL, "S3", "String", "", false, true},
    {STORAGE, "AZURE_TENANT_ID", OPTION_TEXT, NULL, "AZURE", "String", "", true, false},
    {STORAGE, "USE_PRIVATELINK_ENDPOINT", OPTION_FLAG, NULL, NULL, "Boolean", "false", false, true},
    {STORAGE, "COMMENT", OPTION_TEXT, NULL, NULL, NULL, NULL, false, true},
    {NOTIFICATION, "TYPE", OPTION_WORD, notification_types, NULL, NULL, NULL, true, false},
    {NOTIFICATION, "ENABLED", OPTION_FLAG, NULL, NULL, "Boolean", "false", true, true},
    {NOTIFICATION, "NOTIFICATION_PROVIDER", OPTION_WORD, notification_providers, NULL, "String", "", true, false},
    {NOTIFICATION, "DIRECTION", OPTION_WORD, directions, NULL, "String", "INBOUND", false, false},
    {NOTIFICATION, "AWS_SNS_TOPIC_ARN", OPTION_TEXT, NULL, "AWS_SNS", "String", "", true, false},
    {NOTIFICATION, "AWS_SNS_ROLE_ARN", OPTION_TEXT, NULL, "AWS_SNS", "String", "", true, false},
    {NOTIFICATION, "AZURE_STORAGE_QUEUE_PRIMARY_URI", OPTION_TEXT, NULL, "AZURE_STORAGE_QUEUE", "String", "", true,
     false},
    {NOTIFICATION, "AZURE_EVENT_GRID_TOPIC_ENDPOINT", OPTION_TEXT, NULL, "AZURE_EVENT_GRID", "String", "", true, false},
    {NOTIFICATION, "AZURE_TENANT_ID", OPTION_TEXT, NULL, "AZURE", "String", "", true, false},
    {NOTIFICATION, "GCP_PUBSUB_SUBSCRIPTION_NAME", OPTION_TEXT, NULL, "GCP_PUBSUB", "String", "", false, false},
    {NOTIFICATION, "GCP_PUBSUB_TOPIC_NAME", OPTION_TEXT, NULL, "GCP_PUBSUB", "String", "", false, false},
    {NOTIFICATION, "COMMENT", OPTION_TEXT, NULL, NULL, NULL, NULL, false, true},
};
enum { N_OPTIONS = sizeof options / sizeof *options };

/* What Snowflake draws for each account; here nothing assumes a role, and they are the same everywhere. */
#define IAM_USER "arn:aws:iam::000000000000:user/freshet-local"

/* --- checking ---------------------------------------------------------------------------------------------------- */

static bool check_word(const struct setting *s, const char *const *words, struct err *err)
{
    for (; *words; words++)
        if (str_ieq(s->text, str_from(*words)))
            return true;
    /* they exist in Snowflake, and nothing here could send mail or call */
    if (str_ieq(s->text, STR("EMAIL")) || str_ieq(s->text, STR("WEBHOOK")))
        return err_unsupported(err, s->line, s->col, "%.*s = %.*s", STR_FMT(s->key), STR_FMT(s->text));
    return setting_invalid(s, err);
}

static bool check_locations(const struct setting *s, struct err *err)
{
    if (s->kind != SETTING_LIST || !s->items->n)
        return setting_invalid(s, err);
    for (size_t i = 0; i < s->items->n; i++)
        if (!str_eq(s->items->at[i].text, STR("*")) && !stage_check_url(&s->items->at[i], err))
            return false;
    return true;
}

static bool check_value(const struct option *o, const struct setting *s, struct err *err)
{
    bool flag;
    switch (o->kind) {
    case OPTION_TEXT:
        return s->kind == SETTING_STRING || s->kind == SETTING_WORD || setting_invalid(s, err);
    case OPTION_FLAG:
        return setting_boolean(s, &flag, err);
    case OPTION_WORD:
        return check_word(s, o->words, err);
    case OPTION_LOCATIONS:
        return check_locations(s, err);
    }
    return true;
}

static const struct option *find_option(struct str sort, struct str key)
{
    for (size_t i = 0; i < N_OPTIONS; i++)
        if (str_eq(sort, str_from(options[i].sort)) && str_eq(key, str_from(options[i].name)))
            return &options[i];
    return NULL;
}

/* Each has an option of the sort, and a value that it takes; of UNSET, one that may be unset. */
static bool check_settings(struct str sort, const struct settings *s, bool unset, struct err *err)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct option *o = find_option(sort, s->at[i].key);
        if (!o || (unset && !o->unset))
            return err_at(err, s->at[i].line, s->at[i].col, 1420, "22023",
                          "SQL compilation error:\ninvalid property '%.*s' for 'INTEGRATION'", STR_FMT(s->at[i].key));
        if (!unset && !check_value(o, &s->at[i], err))
            return false;
    }
    return true;
}

static struct str text_of(const struct settings *s, const char *key)
{
    const struct setting *at = settings_find(s, key);
    return at ? at->text : STR_NULL;
}

static struct str provider_of(struct str sort, const struct settings *s)
{
    return text_of(s, str_eq(sort, STR(STORAGE)) ? "STORAGE_PROVIDER" : "NOTIFICATION_PROVIDER");
}

static bool has_option(const struct option *o, struct str sort, struct str provider)
{
    return str_eq(sort, str_from(o->sort)) &&
           (!o->provider || (provider.n >= strlen(o->provider) &&
                             str_ieq(str_sub(provider, 0, strlen(o->provider)), str_from(o->provider))));
}

/* What must be there is, and nothing is of another provider. */
static bool check_complete(struct str sort, const struct settings *s, struct err *err)
{
    struct str provider = provider_of(sort, s);
    BUF_SCOPE struct buf missing = {0};
    for (size_t i = 0; i < N_OPTIONS; i++) {
        const struct option *o = &options[i];
        const struct setting *at = str_eq(sort, str_from(o->sort)) ? settings_find(s, o->name) : NULL;
        bool has = has_option(o, sort, provider);
        if (at && !has)
            return err_at(err, at->line, at->col, 1420, "22023",
                          "SQL compilation error:\ninvalid property '%s' for 'INTEGRATION'", o->name);
        if (has && o->required && !at)
            buf_printf(&missing, "%s%s", missing.n ? ", " : "", o->name);
    }
    return !missing.n || err_set(err, 2029, "42601", "SQL compilation error:\nMissing option(s): [%.*s].",
                                 STR_FMT(buf_str(&missing)));
}

static json_t *definition(struct str sort, const struct settings *s)
{
    return json_pack("{ss%so}", "sort", sort.p, sort.n, "settings", definition_from_settings(s));
}

bool integration_create_check(struct str sort, const struct settings *settings, struct arena *a,
                              json_t **ret_definition, struct err *err)
{
    struct settings kept = {ARENA_ARRAY(a, struct setting, settings->n + 1), 0};
    if (!check_settings(sort, settings, false, err) || !check_complete(sort, settings, err))
        return false;
    for (size_t i = 0; i < settings->n; i++)
        if (!str_eq(settings->at[i].key, STR("COMMENT")))
            kept.at[kept.n++] = settings->at[i];
    *ret_definition = definition(sort, &kept);
    return true;
}

bool integration_altered(const struct object *integration, const struct settings *settings, bool unset, struct arena *a,
                         json_t **ret_definition, struct str *ret_comment, struct err *err)
{
    struct str sort = json_text(integration->definition, "sort");
    struct settings old = definition_settings(a, integration);
    struct settings kept = {ARENA_ARRAY(a, struct setting, old.n + settings->n + 1), 0};
    *ret_comment = str_from(integration->comment);
    if (!check_settings(sort, settings, unset, err))
        return false;
    for (size_t i = 0; i < old.n; i++)
        if (!settings_find(settings, str_cstr(a, old.at[i].key)))
            kept.at[kept.n++] = old.at[i];
    for (size_t i = 0; i < settings->n; i++)
        if (str_eq(settings->at[i].key, STR("COMMENT")))
            *ret_comment = unset ? STR("") : settings->at[i].text;
        else if (!unset)
            kept.at[kept.n++] = settings->at[i];
    /* what is unset is not missing: it has its default again */
    if (!unset && !check_complete(sort, &kept, err))
        return false;
    *ret_definition = definition(sort, &kept);
    return true;
}

/* --- use --------------------------------------------------------------------------------------------------------- */

static bool is_enabled(const struct settings *s)
{
    return str_ieq(text_of(s, "ENABLED"), STR("TRUE"));
}

static struct str with_slash(struct arena *a, struct str url)
{
    return str_ends(url, STR("/")) ? url : str_printf(a, "%.*s/", STR_FMT(url));
}

static bool is_in(const struct setting *locations, struct str url, struct arena *a)
{
    for (size_t i = 0; locations && i < locations->items->n; i++) {
        struct str at = locations->items->at[i].text;
        if (str_eq(at, STR("*")) || str_starts(with_slash(a, url), with_slash(a, at)))
            return true;
    }
    return false;
}

static bool check_url(const struct object *o, const struct setting *named, struct str url, struct arena *a,
                      struct err *err)
{
    struct settings s = definition_settings(a, o);
    if (!is_enabled(&s))
        return err_at(err, named->line, named->col, 3128, "42601",
                      "SQL compilation error:\nIntegration '%s' is not enabled.", o->name);
    if (is_in(settings_find(&s, "STORAGE_ALLOWED_LOCATIONS"), url, a) &&
        !is_in(settings_find(&s, "STORAGE_BLOCKED_LOCATIONS"), url, a))
        return true;
    return err_at(err, named->line, named->col, 3127, "42601",
                  "SQL compilation error:\nLocation '%.*s' is not allowed by integration %s. Please use DESC "
                  "INTEGRATION to check out allowed and blocked locations.",
                  STR_FMT(url), o->name);
}

/* The integration of the sort that a setting names: 002003 when there is none. */
static bool find(struct catalog *c, const struct setting *s, const char *sort, struct arena *a, struct object **ret,
                 struct err *err)
{
    struct object_name name;
    if (!name_from_text(a, s->text, &name, err))
        return false;
    struct str last = name.part[name.n - 1];
    *ret = catalog_find(c, OBJECT_INTEGRATION, STR(""), STR(""), last);
    if (*ret && str_eq(json_text((*ret)->definition, "sort"), str_from(sort)))
        return true;
    object_unref(*ret);
    *ret = NULL;
    return err_at(err, s->line, s->col, 2003, "02000",
                  "SQL compilation error:\nIntegration '%.*s' does not exist or not authorized.", STR_FMT(last));
}

bool integration_check_location(struct catalog *c, const struct settings *settings, struct str url, struct arena *a,
                                struct err *err)
{
    const struct setting *named = settings_find(settings, "STORAGE_INTEGRATION"),
                         *credentials = settings_find(settings, "CREDENTIALS");
    OBJECT_SCOPE struct object *o = NULL;
    if (!named)
        return true;
    if (!url.p)
        return err_at(err, named->line, named->col, 1011, "42601",
                      "SQL compilation error:\ninvalid stage (SO_INTEGRATION): location not specified");
    if (credentials)
        return err_at(err, credentials->line, credentials->col, 3126, "42601",
                      "SQL compilation error:\nCREDENTIALS property is not allowed on stages that use a storage "
                      "integration or within COPY commands that use a storage integration.");
    return find(c, named, STORAGE, a, &o, err) && check_url(o, named, url, a, err);
}

bool integration_check_stage(struct catalog *c, const struct object *stage, struct str path, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err missing = {0};
    OBJECT_SCOPE struct object *o = NULL;
    struct settings s = definition_settings(&a, stage);
    const struct setting *named = settings_find(&s, "STORAGE_INTEGRATION");
    if (!named)
        return true;
    if (!find(c, named, STORAGE, &a, &o, &missing))
        return err_set(err, 3139, "42601",
                       "SQL compilation error:\nIntegration '%.*s' associated with the stage '%s' cannot be found.",
                       STR_FMT(str_upper(&a, named->text)), stage->name);
    struct str url = text_of(&s, "URL");
    if (path.n)
        url = str_printf(&a, "%.*s%.*s", STR_FMT(with_slash(&a, url)), STR_FMT(path));
    return check_url(o, named, url, &a, err);
}

bool integration_check_notification(struct catalog *c, const struct setting *s, struct arena *a, struct err *err)
{
    OBJECT_SCOPE struct object *o = NULL;
    return find(c, s, NOTIFICATION, a, &o, err);
}

/* --- SHOW and DESC ----------------------------------------------------------------------------------------------- */

const struct listing_column integration_show_columns[] = {
    {"name", LISTING_TEXT},    {"type", LISTING_TEXT},    {"category", LISTING_TEXT},
    {"enabled", LISTING_TEXT}, {"comment", LISTING_TEXT}, {"created_on", LISTING_LTZ},
};
const size_t integration_show_n = sizeof integration_show_columns / sizeof *integration_show_columns;

void integration_show_row(const struct object *integration, struct listing *out)
{
    struct settings s = definition_settings(out->arena, integration);
    struct str sort = json_text(integration->definition, "sort"), type = str_upper(out->arena, text_of(&s, "TYPE"));
    if (str_eq(sort, STR(NOTIFICATION)))
        type =
            str_printf(out->arena, "%.*s - %.*s", STR_FMT(type), STR_FMT(str_upper(out->arena, provider_of(sort, &s))));
    listing_cstr(out, integration->name);
    listing_text(out, type);
    listing_text(out, sort);
    listing_cstr(out, is_enabled(&s) ? "true" : "false");
    listing_cstr(out, *integration->comment ? integration->comment : NULL);
    listing_int(out, integration->created_on);
}

const struct listing_column integration_describe_columns[] = {
    {"property", LISTING_TEXT},
    {"property_type", LISTING_TEXT},
    {"property_value", LISTING_TEXT},
    {"property_default", LISTING_TEXT},
};
const size_t integration_describe_n = sizeof integration_describe_columns / sizeof *integration_describe_columns;

static void property(struct listing *out, const char *name, const char *type, struct str value,
                     const char *default_value)
{
    listing_cstr(out, name);
    listing_cstr(out, type);
    listing_text(out, value);
    listing_cstr(out, default_value);
}

static struct str value_of(const struct option *o, const struct setting *s, struct arena *a)
{
    BUF_SCOPE struct buf list = {0};
    if (!s)
        return o->kind == OPTION_LOCATIONS ? STR("") : str_from(o->default_value);
    switch (o->kind) {
    case OPTION_TEXT:
        return s->text;
    case OPTION_FLAG:
        return str_lower(a, s->text);
    case OPTION_WORD:
        return str_upper(a, s->text);
    case OPTION_LOCATIONS:
        for (size_t i = 0; i < s->items->n; i++) {
            buf_adds(&list, i ? "," : "");
            buf_add(&list, s->items->at[i].text);
        }
    }
    return str_dup(a, buf_str(&list));
}

void integration_describe(const struct object *integration, struct listing *out)
{
    struct arena *a = out->arena;
    struct settings s = definition_settings(a, integration);
    struct str sort = json_text(integration->definition, "sort"), provider = provider_of(sort, &s);
    struct str drawn = str_printf(a, "FRESHET_SFCRole=%lld_local", (long long)integration->id);
    for (size_t i = 0; i < N_OPTIONS; i++) {
        const struct option *o = &options[i];
        struct str name = str_from(o->name);
        const struct setting *at = settings_find(&s, o->name);
        if (!o->type || !has_option(o, sort, provider) || (!at && str_eq(name, STR("STORAGE_AWS_OBJECT_ACL"))))
            continue;
        if (str_eq(name, STR("STORAGE_AWS_ROLE_ARN")))
            property(out, "STORAGE_AWS_IAM_USER_ARN", "String", STR(IAM_USER), "");
        struct str value = value_of(o, at, a);
        property(out, o->name, o->type, !at && str_eq(name, STR("STORAGE_AWS_EXTERNAL_ID")) ? drawn : value,
                 o->default_value);
        if (str_eq(name, STR("AWS_SNS_ROLE_ARN"))) {
            property(out, "SF_AWS_IAM_USER_ARN", "String", STR(IAM_USER), "");
            property(out, "SF_AWS_EXTERNAL_ID", "String", drawn, "");
        }
    }
    property(out, "COMMENT", "String", str_from(integration->comment), "");
}
