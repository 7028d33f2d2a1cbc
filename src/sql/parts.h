/* What the statement parsers of this folder share with each other; nobody else includes it. Each parser of a statement
 * stands behind the words by which a table chose it, fills in the statement, and stops at what it cannot use: whoever
 * called it complains when that is not the end. */
#pragma once
#include "sql/statement.h"

/* One statement of any kind, up to what it does not understand; stands on its first word. */
bool parse_statement(struct parser *p, struct statement *s) MUST_USE;

bool parse_insert(struct parser *p, struct statement *s) MUST_USE;
bool parse_update(struct parser *p, struct statement *s) MUST_USE;
bool parse_delete(struct parser *p, struct statement *s) MUST_USE;
bool parse_merge(struct parser *p, struct statement *s) MUST_USE;
bool parse_truncate(struct parser *p, struct statement *s) MUST_USE;
bool parse_copy(struct parser *p, struct statement *s) MUST_USE;
bool parse_create(struct parser *p, struct statement *s) MUST_USE;
bool parse_drop(struct parser *p, struct statement *s) MUST_USE;
bool parse_show(struct parser *p, struct statement *s) MUST_USE;
bool parse_describe(struct parser *p, struct statement *s) MUST_USE;
bool parse_use(struct parser *p, struct statement *s) MUST_USE;
bool parse_grant(struct parser *p, struct statement *s) MUST_USE;
bool parse_revoke(struct parser *p, struct statement *s) MUST_USE;
bool parse_begin(struct parser *p, struct statement *s) MUST_USE;
bool parse_transaction_end(struct parser *p, struct statement *s) MUST_USE;
bool parse_alter(struct parser *p, struct statement *s) MUST_USE;
bool parse_execute_task(struct parser *p, struct statement *s) MUST_USE;
bool parse_procedure_call(struct parser *p, struct statement *s) MUST_USE;
bool parse_list(struct parser *p, struct statement *s) MUST_USE;
bool parse_set_variable(struct parser *p, struct statement *s) MUST_USE;
bool parse_unset_variable(struct parser *p, struct statement *s) MUST_USE;

/* Parts of CREATE: each stands behind the object's name. */
bool parse_create_table(struct parser *p, struct statement_create *c) MUST_USE;
bool parse_create_view(struct parser *p, struct statement_create *c) MUST_USE;
bool parse_create_task(struct parser *p, struct statement_create *c) MUST_USE;
bool parse_create_procedure(struct parser *p, struct statement_create *c) MUST_USE;
/* KEY = value …, after an optional WITH; TAG is refused. */
bool parse_properties(struct parser *p, struct statement_create *c) MUST_USE;
/* CLONE name [AT | BEFORE (…)], when it is next. */
bool parse_clone(struct parser *p, struct statement_create *c) MUST_USE;
bool parse_copy_statement(struct parser *p, struct statement_copy *copy) MUST_USE; /* stands behind COPY INTO */
bool parse_unload(struct parser *p, struct statement_unload *u) MUST_USE;          /* stands on the location */
/* A task's option that is refused by name. */
bool check_no_finalizer(struct parser *p, const struct settings *s) MUST_USE;
/* The body of a task: what is left of the statement, with the place where it begins. It must be a statement that can
 * be parsed; what it names need not exist before it runs. */
bool parse_body(struct parser *p, struct str *ret_text, int *ret_line, int *ret_col) MUST_USE;

/* Adds to `s` the settings that are next, with or without commas between them; none is fine. */
bool parse_settings(struct parser *p, struct settings *s) MUST_USE;
bool parse_setting_keys(struct parser *p, struct settings *s) MUST_USE; /* UNSET a, b */
bool settings_add(struct parser *p, struct settings *s, struct setting item) MUST_USE;

/* Takes the words of an object kind if they are next: TABLE, DYNAMIC TABLE (with `plural`: TABLES). *ret is
 * OBJECT_KINDS for the kinds that only Snowflake has; *ret_words is in the singular and upper case. False without an
 * error: no kind. */
bool parse_object_kind(struct parser *p, bool plural, enum object_kind *ret, struct str *ret_words);
/* STORAGE or NOTIFICATION, when the words of an object kind are those of an integration with its sort; else empty. */
struct str integration_sort(struct str words);
/* Are the words, in upper case, those of a kind? */
bool is_object_kind(struct str words);
/* Unsupported feature 'verb words', at the statement's first word. */
bool refuse_object(struct parser *p, const char *verb, struct str words);

bool parser_is(struct parser *p, uint32_t ahead, const char *word);
bool parser_is_op(struct parser *p, uint32_t ahead, int op);
bool parser_if_exists(struct parser *p);
/* A name with at most `most` parts. */
bool parse_short_name(struct parser *p, int most, struct object_name *ret) MUST_USE;
bool parse_string(struct parser *p, struct str *ret) MUST_USE;
bool parse_integer(struct parser *p, int64_t *ret) MUST_USE;                       /* with its sign */
bool parse_type_list(struct parser *p, struct type **ret, size_t *ret_n) MUST_USE; /* (t, …) or () */
/* Where the block that begins at BEGIN or DECLARE ends: one past its END. False when it does not. */
bool block_end(struct arena *a, const struct tokens *t, uint32_t at, uint32_t *ret);
bool begins_block(const struct tokens *t, uint32_t at);
