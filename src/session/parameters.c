/* Session parameters: a const table of those that exist, with those that change something here marked by where they go.
 * A parameter that Snowflake knows and that cannot matter on one machine is kept and shown. */
#include "session/internal.h"

#include <stdlib.h>

/* A timeout is a number of seconds, a week at most. */
enum parameter_type { PARAMETER_TEXT, PARAMETER_BOOLEAN, PARAMETER_NUMBER, PARAMETER_TIMEOUT };

#define LONGEST_TIMEOUT (7 * 86400)

struct parameter {
    const char *name;
    enum parameter_type type;
    const char *value; /* default */
    const char *description;
    bool fixed; /* only the default is supported: another value is refused */
};

static const struct parameter table[] = {
    {"AUTOCOMMIT", PARAMETER_BOOLEAN, "true", "each statement is its own transaction", true},
    {"BINARY_INPUT_FORMAT", PARAMETER_TEXT, "HEX", "input format for binary", true},
    {"BINARY_OUTPUT_FORMAT", PARAMETER_TEXT, "HEX", "display format for binary", true},
    {"DATE_INPUT_FORMAT", PARAMETER_TEXT, "AUTO", "input format for date", true},
    {"DATE_OUTPUT_FORMAT", PARAMETER_TEXT, "YYYY-MM-DD", "display format for date", true},
    {"ERROR_ON_NONDETERMINISTIC_MERGE", PARAMETER_BOOLEAN, "true",
     "raise an error when attempting to merge-update a row with multiple source rows", false},
    {"ERROR_ON_NONDETERMINISTIC_UPDATE", PARAMETER_BOOLEAN, "false",
     "raise an error when attempting to update a row with multiple source rows", false},
    {"GEOGRAPHY_OUTPUT_FORMAT", PARAMETER_TEXT, "GeoJSON", "display format for geography", true},
    {"JSON_INDENT", PARAMETER_NUMBER, "2", "width of indentation in JSON output (0 for compact)", true},
    {"LOCK_TIMEOUT", PARAMETER_TIMEOUT, "43200", "number of seconds to wait while trying to lock a resource", false},
    {"LOG_LEVEL", PARAMETER_TEXT, "OFF", "LOG_LEVEL to use when filtering events", true},
    {"QUERY_TAG", PARAMETER_TEXT, "", "string (up to 2000 characters) used to tag statements executed by the session",
     false},
    {"QUOTED_IDENTIFIERS_IGNORE_CASE", PARAMETER_BOOLEAN, "false", "the case of quoted identifiers is ignored", true},
    {"ROWS_PER_RESULTSET", PARAMETER_NUMBER, "0", "maximum number of rows in a result set (0: no limit)", true},
    {"STATEMENT_QUEUED_TIMEOUT_IN_SECONDS", PARAMETER_NUMBER, "0",
     "timeout in seconds for queued statements (here none is queued)", false},
    {"STATEMENT_TIMEOUT_IN_SECONDS", PARAMETER_TIMEOUT, "172800",
     "timeout in seconds for statements: statements are automatically canceled if they run for longer", false},
    {"STRICT_JSON_OUTPUT", PARAMETER_BOOLEAN, "false", "JSON output is strictly compliant to the specification", true},
    {"TIMESTAMP_DAY_IS_ALWAYS_24H", PARAMETER_BOOLEAN, "false", "a day is 24 hours across changes of clocks", true},
    {"TIMESTAMP_INPUT_FORMAT", PARAMETER_TEXT, "AUTO", "input format for timestamp", true},
    {"TIMESTAMP_LTZ_OUTPUT_FORMAT", PARAMETER_TEXT, "", "display format for TIMESTAMP_LTZ values", true},
    {"TIMESTAMP_NTZ_OUTPUT_FORMAT", PARAMETER_TEXT, "YYYY-MM-DD HH24:MI:SS.FF3",
     "display format for TIMESTAMP_NTZ values", true},
    {"TIMESTAMP_OUTPUT_FORMAT", PARAMETER_TEXT, "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
     "default display format for all timestamp types", true},
    {"TIMESTAMP_TYPE_MAPPING", PARAMETER_TEXT, "TIMESTAMP_NTZ", "what TIMESTAMP is an alias of", true},
    {"TIMESTAMP_TZ_OUTPUT_FORMAT", PARAMETER_TEXT, "", "display format for TIMESTAMP_TZ values", true},
    {"TIMEZONE", PARAMETER_TEXT, ZONE_DEFAULT, "time zone", false},
    {"TIME_INPUT_FORMAT", PARAMETER_TEXT, "AUTO", "input format for time", true},
    {"TIME_OUTPUT_FORMAT", PARAMETER_TEXT, "HH24:MI:SS", "display format for time", true},
    {"TRANSACTION_ABORT_ON_ERROR", PARAMETER_BOOLEAN, "false", "a failed statement aborts the whole transaction", true},
    {"TWO_DIGIT_CENTURY_START", PARAMETER_NUMBER, "1970", "the century of years with two digits begins here", true},
    {"USE_CACHED_RESULT", PARAMETER_BOOLEAN, "true", "results may be reused (here nothing is cached)", false},
    {"WEEK_OF_YEAR_POLICY", PARAMETER_NUMBER, "0", "how the weeks of a year are counted", true},
    {"WEEK_START", PARAMETER_NUMBER, "0", "the first day of the week", true},
};

enum { N_PARAMETERS = sizeof table / sizeof *table };

void parameters_init(struct session *s)
{
    s->parameters.values = xmalloc(N_PARAMETERS * sizeof *s->parameters.values);
    for (size_t i = 0; i < N_PARAMETERS; i++)
        s->parameters.values[i] = xstrdup(table[i].value);
    s->parameters.error_on_nondeterministic_merge = true;
}

void parameters_release(struct session *s)
{
    for (size_t i = 0; s->parameters.values && i < N_PARAMETERS; i++)
        free(s->parameters.values[i]);
    free(s->parameters.values);
}

static ptrdiff_t find(struct str key)
{
    for (size_t i = 0; i < N_PARAMETERS; i++)
        if (str_ieq(key, str_from(table[i].name)))
            return (ptrdiff_t)i;
    return -1;
}

struct str parameters_get(const struct session *s, const char *name)
{
    return str_from(s->parameters.values[find(str_from(name))]);
}

static bool load_zone(struct str name, struct zone **ret, struct err *err)
{
    ERR_SCOPE struct err unknown = {0};
    return zone_load(name, ret, &unknown) ||
           err_set(err, 1008, "22023", "SQL compilation error:\ninvalid value [%.*s] for parameter 'TIMEZONE'",
                   STR_FMT(name));
}

static bool set_timezone(struct session *s, struct str name, struct err *err)
{
    struct zone *zone;
    if (!load_zone(name, &zone, err))
        return false;
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, "SET TimeZone = ");
    buf_literal(&sql, name);
    if (!connection_run(s->conn, buf_str(&sql), NULL, err)) {
        zone_free(zone);
        return false;
    }
    zone_free(s->zone);
    s->zone = zone;
    return true;
}

/* What the value changes in the session. */
static bool take_effect(struct session *s, const char *name, struct str value, struct err *err)
{
    bool on = str_ieq(value, STR("true"));
    int64_t seconds;
    if (strcmp(name, "TIMEZONE") == 0)
        return set_timezone(s, value, err);
    if (strcmp(name, "LOCK_TIMEOUT") == 0 && str_to_int64(value, &seconds))
        s->tx.lock_timeout = seconds * MICROS_PER_SECOND;
    else if (strcmp(name, "ERROR_ON_NONDETERMINISTIC_MERGE") == 0)
        s->parameters.error_on_nondeterministic_merge = on;
    else if (strcmp(name, "ERROR_ON_NONDETERMINISTIC_UPDATE") == 0)
        s->parameters.error_on_nondeterministic_update = on;
    return true;
}

static bool is_valid(const struct parameter *p, struct str value)
{
    int64_t n;
    switch (p->type) {
    case PARAMETER_TEXT:
        return true;
    case PARAMETER_BOOLEAN:
        return str_ieq(value, STR("true")) || str_ieq(value, STR("false"));
    case PARAMETER_NUMBER:
        return str_to_int64(value, &n) && n >= 0;
    case PARAMETER_TIMEOUT:
        return str_to_int64(value, &n) && n >= 0 && n <= LONGEST_TIMEOUT;
    }
    return false;
}

bool parameters_check(struct str key, struct str value, struct err *err)
{
    ptrdiff_t i = find(key);
    if (i < 0)
        return err_set(err, 1006, "22023", "SQL compilation error:\ninvalid parameter '%.*s'", STR_FMT(key));
    const struct parameter *p = &table[i];
    if (!is_valid(p, value))
        return err_set(err, 1008, "22023", "SQL compilation error:\ninvalid value [%.*s] for parameter '%s'",
                       STR_FMT(value), p->name);
    if (p->fixed && !str_ieq(value, str_from(p->value)))
        return err_unsupported(err, 0, 0, "%s = %.*s", p->name, STR_FMT(value));
    struct zone *zone = NULL;
    bool is_zone = strcmp(p->name, "TIMEZONE") != 0 || load_zone(value, &zone, err);
    zone_free(zone);
    return is_zone;
}

bool parameters_set(struct session *s, struct str key, struct str value, struct err *err)
{
    if (!parameters_check(key, value, err))
        return false;
    ptrdiff_t i = find(key);
    if (!take_effect(s, table[i].name, value, err))
        return false;
    ARENA_SCOPE struct arena a = {0};
    /* the value may be the one that is there */
    char *copy = xstrdup(str_cstr(&a, table[i].type == PARAMETER_BOOLEAN ? str_lower(&a, value) : value));
    free(s->parameters.values[i]);
    s->parameters.values[i] = copy;
    return true;
}

struct str parameters_default(struct str key)
{
    ptrdiff_t i = find(key);
    return i < 0 ? STR_NULL : str_from(table[i].value);
}

bool parameters_known(struct str key)
{
    return find(key) >= 0;
}

void parameters_show(const struct session *s, struct str like, const struct settings *task, struct listing *out)
{
    static const char *const types[] = {"STRING", "BOOLEAN", "NUMBER", "NUMBER"};
    for (size_t i = 0; i < N_PARAMETERS; i++) {
        const struct parameter *p = &table[i];
        if (like.p && !str_like(str_from(p->name), like, true))
            continue;
        ARENA_SCOPE struct arena a = {0};
        const struct setting *set = task ? settings_find(task, p->name) : NULL;
        struct str value = str_from(task ? p->value : s->parameters.values[i]);
        if (set)
            value = p->type == PARAMETER_BOOLEAN ? str_lower(&a, set->text) : set->text;
        bool changed = task ? set != NULL : !str_eq(value, str_from(p->value));
        listing_cstr(out, p->name);
        listing_text(out, value);
        listing_cstr(out, p->value);
        listing_cstr(out, !changed ? "" : task ? "TASK" : "SESSION");
        listing_cstr(out, p->description);
        listing_cstr(out, types[p->type]);
    }
}
