/* The options of CREATE TASK and ALTER TASK SET (Snowflake's pages "CREATE TASK" and "ALTER TASK"): a const table says
 * each one's kind of value and range. */
#pragma once
#include "sql/statement.h"

enum task_option_kind {
    TASK_OPTION_NAME,      /* an identifier, kept in upper case; also as a string */
    TASK_OPTION_TEXT,      /* a string */
    TASK_OPTION_WORD,      /* a word or a string, upper case */
    TASK_OPTION_NUMBER,    /* within minimum … maximum */
    TASK_OPTION_FLAG,      /* TRUE or FALSE */
    TASK_OPTION_COMMENT,   /* goes to the object, not into the settings */
    TASK_OPTION_REFUSED,   /* not supported: `Unsupported feature` */
    TASK_OPTION_FORBIDDEN, /* a session parameter that Snowflake does not allow in tasks */
};

struct task_option {
    const char *name;
    enum task_option_kind kind;
    bool parameter; /* of the session: set in the session of each run */
    int64_t minimum, maximum, otherwise;
};

/* NULL: there is no such option. */
const struct task_option *task_option_find(struct str name);

/* Checks what was written and puts it into `into`, over what is there under the same key; a COMMENT goes to *comment.
 * The parser has refused keys that appear twice. */
bool task_options_apply(struct arena *a, const struct settings *written, struct settings *into, struct str *comment,
                        struct err *err) MUST_USE;
/* UNSET. */
bool task_options_remove(const struct settings *written, struct settings *from, struct str *comment,
                         struct err *err) MUST_USE;
