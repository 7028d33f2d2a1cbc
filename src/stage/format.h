/* File formats: what is written, checked and made the readers' struct file_format (Snowflake's page "CREATE FILE
 * FORMAT"); SHOW and DESCRIBE. Types other than CSV, JSON and PARQUET are refused by name. */
#pragma once
#include "base/listing.h"
#include "catalog/definition.h"
#include "catalog/resolve.h"
#include "stage/file_format.h"

/* CREATE FILE FORMAT: checks the settings and makes the definition, {"settings": […]}. */
bool file_format_create_check(struct arena *a, const struct statement_create *create, json_t **ret_definition,
                              struct err *err) MUST_USE;
/* ALTER FILE FORMAT … SET: the definition with other settings. The type cannot change. */
bool file_format_alter_check(struct arena *a, const struct object *format, const struct settings *set,
                             json_t **ret_definition, struct err *err) MUST_USE;
/* The options of a format: FORMAT_NAME is not among them. `what` is the word of the error about an unknown option:
 * STAGE, FILE_FORMAT, or NULL in COPY. */
bool file_format_from_settings(struct arena *a, const struct settings *s, const char *what, struct file_format *ret,
                               struct err *err) MUST_USE;
/* What `FILE_FORMAT = x` means (x: a name, 'name', (FORMAT_NAME = … options) or (TYPE = … options)): *ret_named is the
 * format object, or NULL for options in place; those beside FORMAT_NAME go over its own (Snowflake's page "COPY INTO
 * <location>", examples). Names are resolved in the scope. The caller unrefs. */
bool file_format_find(struct catalog *c, const struct scope *scope, struct arena *a, const struct setting *value,
                      struct object **ret_named, struct err *err) MUST_USE;
/* The format to load with: COPY's, else the stage's, else the default; never a mixture. copy_format and stage may be
 * NULL. A name in the stage's settings is in full. */
bool file_format_resolve(struct catalog *c, const struct scope *scope, struct arena *a,
                         const struct setting *copy_format, const struct object *stage, struct file_format *ret,
                         struct err *err) MUST_USE;

/* SHOW FILE FORMATS and DESC FILE FORMAT. */
extern const struct listing_column file_format_show_columns[];
extern const size_t file_format_show_n;
void file_format_show_row(const struct object *format, struct listing *out);
extern const struct listing_column file_format_describe_columns[];
extern const size_t file_format_describe_n;
void file_format_describe(const struct object *format, struct listing *out);
/* The rows property, property_type, property_value, property_default of the settings, each after the cell `parent`
 * unless that is NULL: for DESC STAGE. */
void file_format_properties(const struct settings *s, const char *parent, struct listing *out);
/* TRUE or FALSE, in any case and quoted or not. */
bool setting_boolean(const struct setting *s, bool *ret, struct err *err) MUST_USE;
/* `invalid value ['x'] for parameter 'KEY'`: always false. */
bool setting_invalid(const struct setting *s, struct err *err);
