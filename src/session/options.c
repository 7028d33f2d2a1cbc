/* Options of tables, schemas, databases and warehouses, and the values that they take. Most change nothing on one
 * machine: they are kept and shown. */
#include "session/ddl.h"
#include "stage/format.h"

enum option_kind { OPTION_COUNT, OPTION_FLAG, OPTION_WORD };

static const char *const warehouse_sizes[] = {
    "XSMALL",   "X-SMALL", "SMALL",    "MEDIUM",  "LARGE",    "XLARGE",  "X-LARGE",  "XXLARGE", "X2LARGE",  "2X-LARGE",
    "XXXLARGE", "X3LARGE", "3X-LARGE", "X4LARGE", "4X-LARGE", "X5LARGE", "5X-LARGE", "X6LARGE", "6X-LARGE", NULL,
};
static const char *const warehouse_types[] = {"STANDARD", "SNOWPARK-OPTIMIZED", NULL};
static const char *const scaling_policies[] = {"STANDARD", "ECONOMY", NULL};

/* COMMENT and RESOURCE_MONITOR may be anything, and have no row. */
static const struct {
    const char *name;
    enum option_kind kind;
    int64_t least, most;
    const char *const *words; /* in any case; of an OPTION_COUNT: what may stand for a number */
} options[] = {
    {"DATA_RETENTION_TIME_IN_DAYS", OPTION_COUNT, 0, 90, NULL},
    {"MAX_DATA_EXTENSION_TIME_IN_DAYS", OPTION_COUNT, 0, 90, NULL},
    {"CHANGE_TRACKING", OPTION_FLAG, 0, 0, NULL},
    {"ENABLE_SCHEMA_EVOLUTION", OPTION_FLAG, 0, 0, NULL},
    {"WAREHOUSE_SIZE", OPTION_WORD, 0, 0, warehouse_sizes},
    {"WAREHOUSE_TYPE", OPTION_WORD, 0, 0, warehouse_types},
    {"AUTO_SUSPEND", OPTION_COUNT, 0, INT32_MAX, (const char *const[]){"NULL", NULL}},
    {"AUTO_RESUME", OPTION_FLAG, 0, 0, NULL},
    {"INITIALLY_SUSPENDED", OPTION_FLAG, 0, 0, NULL},
    {"MIN_CLUSTER_COUNT", OPTION_COUNT, 1, 300, NULL},
    {"MAX_CLUSTER_COUNT", OPTION_COUNT, 1, 300, NULL},
    {"SCALING_POLICY", OPTION_WORD, 0, 0, scaling_policies},
    {"ENABLE_QUERY_ACCELERATION", OPTION_FLAG, 0, 0, NULL},
    {"QUERY_ACCELERATION_MAX_SCALE_FACTOR", OPTION_COUNT, 0, 100, NULL},
    {"MAX_CONCURRENCY_LEVEL", OPTION_COUNT, 1, INT32_MAX, NULL},
    {"STATEMENT_QUEUED_TIMEOUT_IN_SECONDS", OPTION_COUNT, 0, INT32_MAX, NULL},
    {"STATEMENT_TIMEOUT_IN_SECONDS", OPTION_COUNT, 0, 7 * 86400, NULL},
};

static bool is_one_of(struct str text, const char *const *words)
{
    for (; words && *words; words++)
        if (str_ieq(text, str_from(*words)))
            return true;
    return false;
}

static bool is_known(struct str key, const char *const *allowed)
{
    for (; *allowed; allowed++)
        if (str_eq(key, str_from(*allowed)))
            return true;
    return false;
}

static bool check_value(const struct setting *s, bool short_lived, struct err *err)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (!str_eq(s->key, str_from(options[i].name)))
            continue;
        bool ok = is_one_of(s->text, options[i].words), flag;
        int64_t n, most = options[i].most;
        switch (options[i].kind) {
        case OPTION_COUNT:
            /* what is transient or temporary has a day of Time Travel at most */
            if (short_lived && str_eq(s->key, STR("DATA_RETENTION_TIME_IN_DAYS")))
                most = 1;
            ok = ok || (str_to_int64(s->text, &n) && n >= options[i].least && n <= most);
            break;
        case OPTION_FLAG:
            return setting_boolean(s, &flag, err);
        case OPTION_WORD:
            break;
        }
        return ok || err_at(err, s->line, s->col, 1423, "22023",
                            "SQL compilation error:\ninvalid value [%.*s] for parameter '%s'", STR_FMT(s->text),
                            options[i].name);
    }
    return true;
}

bool check_options(const struct settings *s, const char *const *allowed, const char *what, bool short_lived,
                   struct err *err)
{
    for (size_t i = 0; i < s->n; i++) {
        if (!is_known(s->at[i].key, allowed))
            return err_at(err, s->at[i].line, s->at[i].col, 1420, "22023",
                          "SQL compilation error:\ninvalid property '%.*s' for '%s'", STR_FMT(s->at[i].key), what);
        if (!check_value(&s->at[i], short_lived, err))
            return false;
    }
    return true;
}

bool create_only_settings(struct run *r, const char *const *allowed, const char *what, struct err *err)
{
    const struct statement_create *create = &r->statement->create;
    return check_options(&create->settings, allowed, what, create->flags & (CREATE_TEMPORARY | CREATE_TRANSIENT), err);
}
