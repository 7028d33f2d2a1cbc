/* Storage integrations, which say what locations stages may have, and notification integrations, which pipes name
 * (Snowflake's pages "CREATE STORAGE INTEGRATION" and "CREATE NOTIFICATION INTEGRATION"). Both stand in no schema and
 * share their names. Nothing is sent anywhere: what a notification integration says is kept and shown. */
#pragma once
#include "base/listing.h"
#include "catalog/definition.h"

/* CREATE: checks the settings and makes the definition, {"sort", "settings"}; sort is STORAGE or NOTIFICATION. COMMENT
 * is not kept in it. */
bool integration_create_check(struct str sort, const struct settings *settings, struct arena *a,
                              json_t **ret_definition, struct err *err) MUST_USE;
/* ALTER … SET or UNSET: the definition with the settings applied; *ret_comment as it is then. */
bool integration_altered(const struct object *integration, const struct settings *settings, bool unset, struct arena *a,
                         json_t **ret_definition, struct str *ret_comment, struct err *err) MUST_USE;

/* May a stage or a COPY with these settings be at the URL? Of a STORAGE_INTEGRATION: it exists, is one for storage, is
 * enabled and allows the URL; and there are no CREDENTIALS beside it. Without one: yes. url.p NULL: there is none. */
bool integration_check_location(struct catalog *c, const struct settings *settings, struct str url, struct arena *a,
                                struct err *err) MUST_USE;
/* The same for a path in a stage that is used, whose integration may have been altered or dropped since: 003139. */
bool integration_check_stage(struct catalog *c, const struct object *stage, struct str path, struct err *err) MUST_USE;
/* Does the notification integration exist that a setting of a pipe names? */
bool integration_check_notification(struct catalog *c, const struct setting *s, struct arena *a,
                                    struct err *err) MUST_USE;

/* SHOW INTEGRATIONS and DESC INTEGRATION. */
extern const struct listing_column integration_show_columns[];
extern const size_t integration_show_n;
void integration_show_row(const struct object *integration, struct listing *out);
extern const struct listing_column integration_describe_columns[];
extern const size_t integration_describe_n;
void integration_describe(const struct object *integration, struct listing *out);
