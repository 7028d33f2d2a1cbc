/* The rows of SHOW for what stands in no schema: databases, schemas, warehouses, roles. */
#include "session/ddl.h"
#include "session/show.h"
#include "task/definition.h"

/* --- databases, schemas ----------------------------------------------------------------------------------------- */

static const struct listing_column database_columns[] = {
    {"created_on", LISTING_LTZ},       {"name", LISTING_TEXT},
    {"is_default", LISTING_TEXT},      {"is_current", LISTING_TEXT},
    {"origin", LISTING_TEXT},          {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},         {"options", LISTING_TEXT},
    {"retention_time", LISTING_TEXT},  {"kind", LISTING_TEXT},
    {"owner_role_type", LISTING_TEXT}, {"object_visibility", LISTING_TEXT},
};

static const char *container_options(const struct object *o)
{
    return json_flag(o->definition, "transient") ? "TRANSIENT" : "";
}

static bool show_database(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    bool current = str_eq(str_from(o->name), s->r->s->scope.database);
    show_stamp(s->l, o->created_on);
    show_texts(s->l, (const char *[]){o->name, "N", yes_no(current), "", o->owner, o->comment, container_options(o)},
               7);
    listing_int(s->l, json_int(o->definition, "retention", 1));
    show_texts(s->l, (const char *[]){"STANDARD", "ROLE", NULL}, 3);
    return true;
}

static const struct listing_column schema_columns[] = {
    {"created_on", LISTING_LTZ},
    {"name", LISTING_TEXT},
    {"is_default", LISTING_TEXT},
    {"is_current", LISTING_TEXT},
    {"database_name", LISTING_TEXT},
    {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},
    {"options", LISTING_TEXT},
    {"retention_time", LISTING_TEXT},
    {"owner_role_type", LISTING_TEXT},
    {"classification_profile_database", LISTING_TEXT},
    {"classification_profile_schema", LISTING_TEXT},
    {"classification_profile", LISTING_TEXT},
    {"object_visibility", LISTING_TEXT},
    {"is_nested", LISTING_TEXT},
};

static bool show_schema(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    bool current =
        str_eq(str_from(o->name), s->r->s->scope.schema) && str_eq(str_from(o->database), s->r->s->scope.database);
    show_stamp(s->l, o->created_on);
    show_texts(s->l,
               (const char *[]){o->name, "N", yes_no(current), o->database, o->owner, o->comment, container_options(o)},
               7);
    listing_int(s->l, json_int(o->definition, "retention", 1));
    show_texts(s->l, (const char *[]){"ROLE", NULL, NULL, NULL, NULL, "N"}, 6);
    return true;
}

const struct show_kind show_kind_database = {SHOW_COLUMNS(database_columns), show_database};
const struct show_kind show_kind_schema = {SHOW_COLUMNS(schema_columns), show_schema};

/* --- warehouses, roles ------------------------------------------------------------------------------------------ */

static const struct listing_column warehouse_columns[] = {
    {"name", LISTING_TEXT},
    {"state", LISTING_TEXT},
    {"type", LISTING_TEXT},
    {"size", LISTING_TEXT},
    {"min_cluster_count", LISTING_NUMBER},
    {"max_cluster_count", LISTING_NUMBER},
    {"started_clusters", LISTING_NUMBER},
    {"running", LISTING_NUMBER},
    {"queued", LISTING_NUMBER},
    {"is_default", LISTING_TEXT},
    {"is_current", LISTING_TEXT},
    {"auto_suspend", LISTING_NUMBER},
    {"auto_resume", LISTING_TEXT},
    {"available", LISTING_TEXT},
    {"provisioning", LISTING_TEXT},
    {"quiescing", LISTING_TEXT},
    {"other", LISTING_TEXT},
    {"created_on", LISTING_LTZ},
    {"resumed_on", LISTING_LTZ},
    {"updated_on", LISTING_LTZ},
    {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},
    {"enable_query_acceleration", LISTING_TEXT},
    {"query_acceleration_max_scale_factor", LISTING_NUMBER},
    {"resource_monitor", LISTING_TEXT},
    {"actives", LISTING_NUMBER},
    {"pendings", LISTING_NUMBER},
    {"failed", LISTING_NUMBER},
    {"suspended", LISTING_NUMBER},
    {"uuid", LISTING_TEXT},
    {"scaling_policy", LISTING_TEXT},
    {"owner_role_type", LISTING_TEXT},
};

static void setting_cell(struct shown *s, const char *key, const char *missing)
{
    struct settings settings = definition_settings(&s->r->arena, s->o);
    const struct setting *found = settings_find(&settings, key);
    listing_text(s->l, found ? found->text : str_from(missing));
}

static void stamp_or_null(struct listing *l, int64_t micros)
{
    if (micros)
        show_stamp(l, micros);
    else
        listing_null(l);
}

/* X-Small, Medium, 2X-Large: however the size was written. */
static const char *warehouse_size(struct shown *s)
{
    static const struct {
        const char *written, *shown;
    } sizes[] = {
        {"XSMALL", "X-Small"},    {"SMALL", "Small"},      {"MEDIUM", "Medium"},    {"LARGE", "Large"},
        {"XLARGE", "X-Large"},    {"XXLARGE", "2X-Large"}, {"X2LARGE", "2X-Large"}, {"2XLARGE", "2X-Large"},
        {"XXXLARGE", "3X-Large"}, {"X3LARGE", "3X-Large"}, {"3XLARGE", "3X-Large"}, {"X4LARGE", "4X-Large"},
        {"4XLARGE", "4X-Large"},  {"X5LARGE", "5X-Large"}, {"5XLARGE", "5X-Large"}, {"X6LARGE", "6X-Large"},
        {"6XLARGE", "6X-Large"},
    };
    struct settings settings = definition_settings(&s->r->arena, s->o);
    const struct setting *written = settings_find(&settings, "WAREHOUSE_SIZE");
    BUF_SCOPE struct buf plain = {0};
    for (size_t i = 0; written && i < written->text.n; i++)
        if (written->text.p[i] != '-')
            buf_addc(&plain, written->text.p[i]);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (str_ieq(buf_str(&plain), str_from(sizes[i].written)))
            return sizes[i].shown;
    return "X-Small";
}

static bool show_warehouse(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    bool suspended = str_eq(json_text(o->definition, "state"), STR("SUSPENDED"));
    show_texts(s->l, (const char *[]){o->name, suspended ? "SUSPENDED" : "STARTED"}, 2);
    setting_cell(s, "WAREHOUSE_TYPE", "STANDARD");
    listing_cstr(s->l, warehouse_size(s));
    setting_cell(s, "MIN_CLUSTER_COUNT", "1");
    setting_cell(s, "MAX_CLUSTER_COUNT", "1");
    show_texts(s->l,
               (const char *[]){suspended ? "0" : "1", "0", "0", "N", yes_no(strcmp(o->name, s->r->s->warehouse) == 0)},
               5);
    setting_cell(s, "AUTO_SUSPEND", "600");
    setting_cell(s, "AUTO_RESUME", "true");
    show_texts(s->l, (const char *[]){suspended ? "" : "100", "", "", ""}, 4);
    stamp_or_null(s->l, o->created_on);
    stamp_or_null(s->l, o->created_on);
    stamp_or_null(s->l, o->created_on);
    show_texts(s->l, (const char *[]){o->owner, o->comment}, 2);
    setting_cell(s, "ENABLE_QUERY_ACCELERATION", "false");
    setting_cell(s, "QUERY_ACCELERATION_MAX_SCALE_FACTOR", "8");
    setting_cell(s, "RESOURCE_MONITOR", "null");
    show_texts(s->l, (const char *[]){"0", "0", "0", "0"}, 4);
    listing_text(s->l, task_uuid(&s->r->arena, o->id));
    setting_cell(s, "SCALING_POLICY", "STANDARD");
    listing_cstr(s->l, "ROLE");
    return true;
}

static const struct listing_column role_columns[] = {
    {"created_on", LISTING_LTZ},
    {"name", LISTING_TEXT},
    {"is_default", LISTING_TEXT},
    {"is_current", LISTING_TEXT},
    {"is_inherited", LISTING_TEXT},
    {"assigned_to_users", LISTING_NUMBER},
    {"granted_to_roles", LISTING_NUMBER},
    {"granted_roles", LISTING_NUMBER},
    {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},
};

static bool show_role(struct shown *s, struct err *err)
{
    static const struct {
        const char *columns, *kind;
    } counts[] = {{"name, granted_to", "USER"}, {"name, granted_to", "ROLE"}, {"grantee_name, granted_to", "ROLE"}};
    const struct object *o = s->o;
    struct str name = object_full_name(&s->r->arena, o);
    stamp_or_null(s->l, o->created_on);
    show_texts(s->l, (const char *[]){o->name, "N", yes_no(strcmp(o->name, s->r->s->role) == 0), "N"}, 4);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        int64_t n;
        if (!grants_count(s->r, counts[i].columns, name, str_from(counts[i].kind), &n, err))
            return false;
        listing_int(s->l, n);
    }
    show_texts(s->l, (const char *[]){o->owner, o->comment}, 2);
    return true;
}

const struct show_kind show_kind_warehouse = {SHOW_COLUMNS(warehouse_columns), show_warehouse};
const struct show_kind show_kind_role = {SHOW_COLUMNS(role_columns), show_role};
