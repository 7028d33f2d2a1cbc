/* ALTER of what can be altered: tasks, the session, pipes, warehouses and integrations; and DROP. */
#include "sql/parts.h"

/* SET KEY = value …; at least one. */
static bool parse_set(struct parser *p, struct settings *settings)
{
    if (parser_is(p, 0, "TAG"))
        return parser_unsupported(p, "TAG");
    return parse_settings(p, settings) && (settings->n > 0 || parser_unexpected(p));
}

/* --- TASK --------------------------------------------------------------------------------------------------------- */

static bool set_task(struct parser *p, struct statement *s)
{
    return parse_set(p, &s->alter_task.settings) && check_no_finalizer(p, &s->alter_task.settings);
}

static bool unset_task(struct parser *p, struct statement *s)
{
    return parse_setting_keys(p, &s->alter_task.settings) && check_no_finalizer(p, &s->alter_task.settings);
}

static bool modify_body(struct parser *p, struct statement *s)
{
    return parse_body(p, &s->alter_task.text, &s->alter_task.body_line, &s->alter_task.body_col);
}

static bool modify_when(struct parser *p, struct statement *s)
{
    uint32_t first = p->at;
    if (!(s->alter_task.when = parse_expression(p)))
        return false;
    s->alter_task.text = tokens_text(p->tokens, first, p->at);
    return true;
}

static bool alter_task(struct parser *p, struct statement *s)
{
    static const struct {
        const char *words;
        enum alter_task_action action;
        bool (*parse)(struct parser *p, struct statement *s);
    } actions[] = {
        {"RESUME", ALTER_TASK_RESUME, NULL},
        {"SUSPEND", ALTER_TASK_SUSPEND, NULL},
        {"SET", ALTER_TASK_SET, set_task},
        {"UNSET", ALTER_TASK_UNSET, unset_task},
        {"MODIFY AS", ALTER_TASK_MODIFY_AS, modify_body},
        {"MODIFY WHEN", ALTER_TASK_MODIFY_WHEN, modify_when},
        {"REMOVE WHEN", ALTER_TASK_REMOVE_WHEN, NULL},
    };
    s->kind = STATEMENT_ALTER_TASK;
    s->alter_task.if_exists = parser_if_exists(p);
    if (!parse_name(p, &s->alter_task.name))
        return false;
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (parser_words(p, actions[i].words)) {
            s->alter_task.action = actions[i].action;
            return !actions[i].parse || actions[i].parse(p, s);
        }
    bool links = (parser_is(p, 0, "ADD") || parser_is(p, 0, "REMOVE")) && parser_is(p, 1, "AFTER");
    return links ? parser_unsupported(p, "AFTER") : parser_unexpected(p);
}

/* --- SESSION, PIPE, INTEGRATION, FILE FORMAT, WAREHOUSE ----------------------------------------------------------- */

static bool alter_session(struct parser *p, struct statement *s)
{
    s->kind = STATEMENT_ALTER_SESSION;
    s->alter_session.unset = parser_word(p, "UNSET");
    if (s->alter_session.unset)
        return parse_setting_keys(p, &s->alter_session.settings);
    return parser_expect_word(p, "SET") && parse_set(p, &s->alter_session.settings);
}

static bool alter_pipe(struct parser *p, struct statement *s)
{
    s->kind = STATEMENT_ALTER_PIPE;
    s->alter_pipe.if_exists = parser_if_exists(p);
    if (!parse_name(p, &s->alter_pipe.name))
        return false;
    s->alter_pipe.unset = parser_word(p, "UNSET");
    if (s->alter_pipe.unset)
        return parse_setting_keys(p, &s->alter_pipe.settings);
    s->alter_pipe.refresh = parser_word(p, "REFRESH");
    if (s->alter_pipe.refresh)
        return parse_settings(p, &s->alter_pipe.settings);
    return parser_expect_word(p, "SET") && parse_set(p, &s->alter_pipe.settings);
}

static bool alter_integration(struct parser *p, struct statement *s)
{
    s->kind = STATEMENT_ALTER_INTEGRATION;
    s->alter_integration.if_exists = parser_if_exists(p);
    if (!parse_short_name(p, 1, &s->alter_integration.name))
        return false;
    s->alter_integration.unset = parser_word(p, "UNSET");
    if (s->alter_integration.unset)
        return parse_setting_keys(p, &s->alter_integration.settings);
    return parser_expect_word(p, "SET") && parse_set(p, &s->alter_integration.settings);
}

static bool alter_format(struct parser *p, struct statement *s)
{
    s->kind = STATEMENT_ALTER_FORMAT;
    s->alter_format.if_exists = parser_if_exists(p);
    if (!parse_name(p, &s->alter_format.name))
        return false;
    s->alter_format.rename = parser_words(p, "RENAME TO");
    if (s->alter_format.rename)
        return parse_name(p, &s->alter_format.to);
    return parser_expect_word(p, "SET") && parse_set(p, &s->alter_format.settings);
}

static bool alter_warehouse(struct parser *p, struct statement *s)
{
    static const char *const actions[] = {"SUSPEND", "RESUME IF SUSPENDED", "RESUME", "SET"};
    static const char *const refused[] = {"ABORT ALL QUERIES", "RENAME TO", "UNSET"};
    s->kind = STATEMENT_ALTER_WAREHOUSE;
    s->alter_warehouse.if_exists = parser_if_exists(p);
    /* without a name it is the current one */
    bool named = !(parser_is(p, 0, "SUSPEND") || parser_is(p, 0, "RESUME")) || p->at + 1 < p->end;
    named = named && !parser_is(p, 0, "SET") && !(parser_is(p, 0, "RESUME") && parser_is(p, 1, "IF"));
    if (named && !parse_short_name(p, 1, &s->alter_warehouse.name))
        return false;
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (parser_words(p, actions[i])) {
            s->alter_warehouse.action = str_from(actions[i]);
            return !str_eq(s->alter_warehouse.action, STR("SET")) || parse_set(p, &s->alter_warehouse.settings);
        }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (parser_words(p, refused[i]))
            return p->at = p->first,
                   parser_unsupported(p, str_cstr(p->arena, str_printf(p->arena, "ALTER WAREHOUSE … %s", refused[i])));
    return parser_unexpected(p);
}

bool parse_alter(struct parser *p, struct statement *s)
{
    enum object_kind kind;
    struct str words;
    bool known = parse_object_kind(p, false, &kind, &words);
    if (known && kind == OBJECT_TASK)
        return alter_task(p, s);
    if (known && kind == OBJECT_PIPE)
        return alter_pipe(p, s);
    if (known && kind == OBJECT_FILE_FORMAT)
        return alter_format(p, s);
    if (known && kind == OBJECT_WAREHOUSE)
        return alter_warehouse(p, s);
    if (known && kind == OBJECT_INTEGRATION) {
        s->sort = integration_sort(words);
        return alter_integration(p, s);
    }
    if (known)
        return refuse_object(p, "ALTER", words);
    return parser_word(p, "SESSION") ? alter_session(p, s) : parser_unexpected(p);
}

/* --- DROP --------------------------------------------------------------------------------------------------------- */

bool parse_drop(struct parser *p, struct statement *s)
{
    struct str words;
    if (!parse_object_kind(p, false, &s->drop.kind, &words))
        return parser_unexpected(p);
    if (s->drop.kind == OBJECT_KINDS)
        return refuse_object(p, "DROP", words);
    s->sort = integration_sort(words);
    s->drop.if_exists = parser_if_exists(p);
    if (!parse_name(p, &s->drop.name))
        return false;
    s->drop.has_arguments = s->drop.kind == OBJECT_PROCEDURE;
    if (s->drop.has_arguments && !parse_type_list(p, &s->drop.argument_types, &s->drop.n_argument_types))
        return false;
    if (parser_is(p, 0, "RESTRICT"))
        return parser_unsupported(p, "RESTRICT");
    (void)parser_word(p, "CASCADE"); /* the default */
    return true;
}
