/* SHOW STAGES and DESC STAGE (Snowflake's pages "SHOW STAGES" and "DESCRIBE STAGE"). */
#include <time.h>

#include "catalog/definition.h"
#include "stage/format.h"
#include "stage/stage.h"

const struct listing_column stage_show_columns[] = {
    {"created_on", LISTING_LTZ},
    {"name", LISTING_TEXT},
    {"database_name", LISTING_TEXT},
    {"schema_name", LISTING_TEXT},
    {"url", LISTING_TEXT},
    {"has_credentials", LISTING_TEXT},
    {"has_encryption_key", LISTING_TEXT},
    {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},
    {"region", LISTING_TEXT},
    {"type", LISTING_TEXT},
    {"cloud", LISTING_TEXT},
    {"notification_channel", LISTING_TEXT},
    {"storage_integration", LISTING_TEXT},
    {"endpoint", LISTING_TEXT},
    {"owner_role_type", LISTING_TEXT},
    {"directory_enabled", LISTING_TEXT},
};
const size_t stage_show_n = sizeof stage_show_columns / sizeof *stage_show_columns;

const struct listing_column stage_describe_columns[] = {
    {"parent_property", LISTING_TEXT}, {"property", LISTING_TEXT},         {"property_type", LISTING_TEXT},
    {"property_value", LISTING_TEXT},  {"property_default", LISTING_TEXT},
};
const size_t stage_describe_n = sizeof stage_describe_columns / sizeof *stage_describe_columns;

static const struct {
    const char *prefix, *cloud;
} clouds[] = {{"s3", "AWS"}, {"gcs", "GCP"}, {"azure", "AZURE"}};

static bool any_text(const struct settings *s, const char *group)
{
    const struct setting *at = settings_find(s, group);
    for (size_t i = 0; at && at->kind == SETTING_GROUP && i < at->items->n; i++)
        if (at->items->at[i].text.n)
            return true;
    return false;
}

/* The files of a stage with SNOWFLAKE_SSE are not encrypted by the client. */
static struct str type(const struct object *stage, const struct settings *s, struct arena *a)
{
    bool external = settings_find(s, "URL");
    bool on_server = str_ieq(stage_setting(s, "ENCRYPTION", "TYPE"), STR("SNOWFLAKE_SSE"));
    return str_printf(a, "%s%s%s", external ? "EXTERNAL" : "INTERNAL", stage->session ? " TEMPORARY" : "",
                      on_server ? " NO CSE" : "");
}

static const char *yes(bool b)
{
    return b ? "Y" : "N";
}

void stage_show_row(const struct object *stage, struct listing *out)
{
    struct settings s = definition_settings(out->arena, stage);
    struct str url = stage_setting(&s, NULL, "URL");
    const char *cloud = NULL;
    for (size_t i = 0; i < sizeof clouds / sizeof *clouds; i++)
        if (str_starts(url, str_from(clouds[i].prefix)))
            cloud = clouds[i].cloud;
    listing_int(out, stage->created_on);
    listing_cstr(out, stage->name);
    listing_cstr(out, stage->database);
    listing_cstr(out, stage->schema);
    listing_text(out, url.p ? url : STR(""));
    listing_cstr(out, yes(any_text(&s, "CREDENTIALS")));
    listing_cstr(out, yes(stage_setting(&s, "ENCRYPTION", "MASTER_KEY").n > 0));
    listing_cstr(out, stage->owner);
    listing_cstr(out, stage->comment);
    listing_null(out);
    listing_text(out, type(stage, &s, out->arena));
    listing_cstr(out, cloud);
    listing_null(out);
    listing_text(out, stage_setting(&s, NULL, "STORAGE_INTEGRATION"));
    listing_text(out, stage_setting(&s, NULL, "ENDPOINT"));
    listing_cstr(out, "ROLE");
    listing_cstr(out, yes(str_ieq(stage_setting(&s, "DIRECTORY", "ENABLE"), STR("TRUE"))));
}

/* The rows behind the file format; group NULL: the setting itself. */
static const struct {
    const char *parent, *property, *type, *group, *default_value;
} properties[] = {
    {"STAGE_COPY_OPTIONS", "ON_ERROR", "String", "COPY_OPTIONS", "ABORT_STATEMENT"},
    {"STAGE_COPY_OPTIONS", "SIZE_LIMIT", "Long", "COPY_OPTIONS", ""},
    {"STAGE_COPY_OPTIONS", "PURGE", "Boolean", "COPY_OPTIONS", "false"},
    {"STAGE_COPY_OPTIONS", "RETURN_FAILED_ONLY", "Boolean", "COPY_OPTIONS", "false"},
    {"STAGE_COPY_OPTIONS", "ENFORCE_LENGTH", "Boolean", "COPY_OPTIONS", "true"},
    {"STAGE_COPY_OPTIONS", "TRUNCATECOLUMNS", "Boolean", "COPY_OPTIONS", "false"},
    {"STAGE_COPY_OPTIONS", "FORCE", "Boolean", "COPY_OPTIONS", "false"},
    {"STAGE_LOCATION", "URL", "String", NULL, ""},
    {"STAGE_INTEGRATION", "STORAGE_INTEGRATION", "String", NULL, ""},
    {"STAGE_CREDENTIALS", "AWS_KEY_ID", "String", "CREDENTIALS", ""},
    {"DIRECTORY", "ENABLE", "Boolean", "DIRECTORY", "false"},
    {"DIRECTORY", "AUTO_REFRESH", "Boolean", "DIRECTORY", "false"},
    {"DIRECTORY", "LAST_REFRESHED_ON", "String", "DIRECTORY", ""},
};

/* In UTC; p NULL: never. */
static struct str refreshed_on(const struct object *stage, struct arena *a)
{
    int64_t at = json_int(stage->definition, "refreshed_on", 0);
    char text[64];
    time_t seconds = (time_t)(at / 1000000);
    struct tm tm;
    if (!at)
        return STR_NULL;
    gmtime_r(&seconds, &tm);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
    return str_printf(a, "%s.%03d +0000", text, (int)(at / 1000 % 1000));
}

void stage_describe(const struct object *stage, struct listing *out)
{
    static const struct settings none;
    struct settings s = definition_settings(out->arena, stage);
    const struct setting *format = settings_find(&s, "FILE_FORMAT");
    if (format && format->kind != SETTING_GROUP) {
        listing_cstr(out, "STAGE_FILE_FORMAT");
        listing_cstr(out, "FORMAT_NAME");
        listing_cstr(out, "String");
        listing_text(out, format->text);
        listing_cstr(out, "");
    } else {
        file_format_properties(format ? format->items : &none, "STAGE_FILE_FORMAT", out);
    }
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        struct str value = stage_setting(&s, properties[i].group, properties[i].property);
        if (!properties[i].group && !value.p && str_eq(str_from(properties[i].parent), STR("STAGE_INTEGRATION")))
            continue;
        if (str_eq(str_from(properties[i].property), STR("LAST_REFRESHED_ON")))
            value = refreshed_on(stage, out->arena);
        if (str_eq(str_from(properties[i].property), STR("URL")) && value.p)
            value = str_printf(out->arena, "[\"%.*s\"]", STR_FMT(value));
        if (str_eq(str_from(properties[i].property), STR("ON_ERROR")) && value.p)
            value = str_upper(out->arena, value);
        if (str_eq(str_from(properties[i].type), STR("Boolean")) && value.p)
            value = str_lower(out->arena, value);
        listing_cstr(out, properties[i].parent);
        listing_cstr(out, properties[i].property);
        listing_cstr(out, properties[i].type);
        listing_text(out, value.p ? value : str_from(properties[i].default_value));
        listing_cstr(out, properties[i].default_value);
    }
}
