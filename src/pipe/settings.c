/* The settings of pipes, and what pausing and resuming keep in the definition (Snowflake's pages "ALTER PIPE" and
 * "Managing Snowpipe"). */
#include "pipe/copy.h"
#include "pipe/load.h"
#include "pipe/transform.h"
#include "stage/integration.h"

#define STALE_AFTER (14 * 86400 * MICROS_PER_SECOND)

static const struct {
    const char *name;
    bool boolean, integration, in_create, in_alter;
} settings_of_pipes[] = {
    {"AUTO_INGEST", true, false, true, false},    {"ERROR_INTEGRATION", false, true, true, true},
    {"AWS_SNS_TOPIC", false, false, true, false}, {"INTEGRATION", false, true, true, false},
    {"COMMENT", false, false, true, true},        {"PIPE_EXECUTION_PAUSED", true, false, false, true},
};

/* with_value: not the bare key of UNSET. */
static bool check_setting(struct catalog *c, const struct setting *s, bool create, bool with_value, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    bool flag;
    for (size_t i = 0; i < sizeof settings_of_pipes / sizeof *settings_of_pipes; i++)
        if (str_eq(s->key, str_from(settings_of_pipes[i].name)) &&
            (create ? settings_of_pipes[i].in_create : settings_of_pipes[i].in_alter))
            return !with_value ||
                   ((!settings_of_pipes[i].boolean || setting_boolean(s, &flag, err)) &&
                    (!settings_of_pipes[i].integration || integration_check_notification(c, s, &a, err)));
    return err_at(err, s->line, s->col, 1420, "22023", "SQL compilation error:\ninvalid property '%.*s' for 'PIPE'",
                  STR_FMT(s->key));
}

bool pipe_create_check(struct load_context *c, const struct scope *scope, const struct statement_create *create,
                       struct arena *a, json_t **ret_definition, struct err *err)
{
    struct copy_plan plan;
    struct settings kept = {ARENA_ARRAY(a, struct setting, create->settings.n + 1), 0};
    for (size_t i = 0; i < create->settings.n; i++) {
        if (!check_setting(c->catalog, &create->settings.at[i], true, true, err))
            return false;
        if (!str_eq(create->settings.at[i].key, STR("COMMENT")))
            kept.at[kept.n++] = create->settings.at[i];
    }
    if (!copy_plan_make(c, scope, create->copy, true, a, &plan, err))
        return false;
    bool ok = load_formats_check(&plan, err) && transform_check_names(c, &plan, a, err);
    if (ok) {
        json_t *d = json_pack("{ss%sosb}", "copy", create->copy_text.p, create->copy_text.n, "settings",
                              definition_from_settings(&kept), "paused", 0);
        if (plan.location.stage) {
            json_object_set_new(d, "stage", json_integer(plan.location.stage->id));
            json_object_set_new(d, "stage_url", json_stringn(plan.location.url.p, plan.location.url.n));
        }
        *ret_definition = d;
    }
    copy_plan_release(&plan);
    return ok;
}

/* --- pausing and resuming ---------------------------------------------------------------------------------------- */

static bool is_auto_ingest(const struct object *pipe)
{
    ARENA_SCOPE struct arena a = {0};
    struct settings s = definition_settings(&a, pipe);
    const struct setting *at = settings_find(&s, "AUTO_INGEST");
    return at && str_ieq(at->text, STR("TRUE"));
}

/* Of a pipe that is paused: for so long that what arrived may be forgotten. */
static bool is_stale(const struct load_context *c, const struct object *pipe)
{
    return is_auto_ingest(pipe) &&
           json_int(pipe->definition, "paused_on", INT64_MAX) < clock_now(c->clock) - STALE_AFTER;
}

static bool has_changed_hands(const struct object *pipe)
{
    struct str owner = json_text_or_null(pipe->definition, "paused_owner");
    return owner.p && !str_eq(owner, str_from(pipe->owner));
}

static bool stays_stale(const struct object *pipe, const char *overrides, struct err *err)
{
    return err_set(
        err, 93102, "55000",
        "Pipe %s cannot be resumed as it was paused for more than 14 days and is stale. To forceresume pipe use "
        "SYSTEM$PIPE_FORCE_RESUME('%s', '%s')",
        pipe->name, pipe->name, overrides);
}

static bool check_resumable(const struct load_context *c, const struct object *pipe, struct err *err)
{
    bool other_owner = has_changed_hands(pipe);
    if (is_stale(c, pipe))
        return stays_stale(pipe,
                           other_owner ? "staleness_check_override, ownership_transfer_check_override"
                                       : "staleness_check_override",
                           err);
    return !other_owner ||
           err_set(err, 93101, "55000",
                   "Pipe %s cannot be resumed as ownership had changed. Resuming pipe may load files inserted by "
                   "previous owner into table. To forceresume pipe use SYSTEM$PIPE_FORCE_RESUME('%s')",
                   pipe->name, pipe->name);
}

static void set_paused(const struct load_context *c, const struct object *pipe, bool paused, json_t *definition)
{
    bool was = json_flag(pipe->definition, "paused");
    json_object_set_new(definition, "paused", json_boolean(paused));
    if (paused && !was) {
        json_object_set_new(definition, "paused_on", json_integer(clock_now(c->clock)));
        json_object_set_new(definition, "paused_owner", json_string(pipe->owner));
    } else if (!paused) {
        json_object_del(definition, "paused_on");
        json_object_del(definition, "paused_owner");
    }
}

bool pipe_altered(struct load_context *c, const struct object *pipe, const struct settings *settings, bool unset,
                  json_t **ret_definition, struct str *ret_comment, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct settings old = definition_settings(&a, pipe);
    struct settings kept = {ARENA_ARRAY(&a, struct setting, old.n + settings->n + 1), 0};
    const struct setting *pausing = settings_find(settings, "PIPE_EXECUTION_PAUSED"),
                         *comment = settings_find(settings, "COMMENT");
    for (size_t i = 0; i < settings->n; i++)
        if (!check_setting(c->catalog, &settings->at[i], false, !unset, err))
            return false;
    bool was = json_flag(pipe->definition, "paused"), paused = was;
    if (pausing)
        paused = !unset && str_ieq(pausing->text, STR("TRUE"));
    if (was && !paused && !check_resumable(c, pipe, err))
        return false;
    for (size_t i = 0; i < old.n; i++)
        if (!settings_find(settings, str_cstr(&a, old.at[i].key)))
            kept.at[kept.n++] = old.at[i];
    for (size_t i = 0; i < settings->n && !unset; i++)
        if (&settings->at[i] != pausing && &settings->at[i] != comment)
            kept.at[kept.n++] = settings->at[i];
    *ret_comment = !comment ? str_from(pipe->comment) : unset ? STR("") : comment->text;
    *ret_definition = json_copy(pipe->definition);
    json_object_set_new(*ret_definition, "settings", definition_from_settings(&kept));
    set_paused(c, pipe, paused, *ret_definition);
    return true;
}

static const char *const overrides_known[] = {"STALENESS_CHECK_OVERRIDE", "OWNERSHIP_TRANSFER_CHECK_OVERRIDE"};
enum { OVERRIDE_STALENESS = 1, OVERRIDE_OWNERSHIP = 2 };

static bool parse_overrides(struct str text, unsigned *ret, struct err *err)
{
    *ret = 0;
    while (text.n) {
        ptrdiff_t comma = str_find(text, STR(","));
        struct str word = str_trim(comma < 0 ? text : str_sub(text, 0, (size_t)comma));
        unsigned found = 0;
        for (unsigned i = 0; i < sizeof overrides_known / sizeof *overrides_known; i++)
            if (str_ieq(word, str_from(overrides_known[i])))
                found = 1u << i;
        if (!found)
            return err_set(
                err, 2140, "22023",
                "SQL compilation error:\nInvalid value [%.*s] for function 'SYSTEM$PIPE_FORCE_RESUME', parameter 2: "
                "not STALENESS_CHECK_OVERRIDE or OWNERSHIP_TRANSFER_CHECK_OVERRIDE",
                STR_FMT(word));
        *ret |= found;
        text = comma < 0 ? STR("") : str_sub(text, (size_t)comma + 1, text.n);
    }
    return true;
}

bool pipe_force_resumed(struct load_context *c, const struct object *pipe, struct str overrides,
                        json_t **ret_definition, struct err *err)
{
    unsigned given;
    if (!parse_overrides(overrides, &given, err))
        return false;
    if (is_stale(c, pipe) &&
        (!(given & OVERRIDE_STALENESS) || (has_changed_hands(pipe) && !(given & OVERRIDE_OWNERSHIP))) &&
        !check_resumable(c, pipe, err))
        return false;
    *ret_definition = json_copy(pipe->definition);
    set_paused(c, pipe, false, *ret_definition);
    return true;
}
