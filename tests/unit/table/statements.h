/* Statements in tests: run in a session, fail the test when they fail, give their rows as text: columns joined by `|`,
 * rows by `;`, NULL as `-`. What `ask` gives is freed by the caller. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "session/session.h"

static inline char *result_line(struct result *r)
{
    struct buf text = {0};
    buf_adds(&text, "");
    for (bool first = true; result_next(r); first = false) {
        buf_adds(&text, first ? "" : ";");
        for (size_t i = 0; i < result_columns(r); i++) {
            buf_adds(&text, i ? "|" : "");
            if (result_null(r, i))
                buf_adds(&text, "-");
            else
                result_text(r, i, &text);
        }
    }
    char *line = strndup(text.n ? text.p : "", text.n);
    buf_clear(&text);
    return line;
}

/* False with err. */
static inline bool try_run(struct session *s, const char *sql, struct err *err)
{
    struct result *r = NULL;
    if (!session_run(s, str_from(sql), &r, err))
        return false;
    char *line = result_line(r);
    result_free(r);
    free(line);
    return true;
}

static inline char *ask(struct session *s, const char *sql)
{
    struct result *r = NULL;
    struct err err = {0};
    if (!session_run(s, str_from(sql), &r, &err))
        fail_msg("%s: %s", sql, err.message);
    char *line = result_line(r);
    result_free(r);
    return line;
}

static inline void run(struct session *s, const char *sql)
{
    free(ask(s, sql));
}

static inline void expect(struct session *s, const char *sql, const char *expected)
{
    char *line = ask(s, sql);
    if (strcmp(line, expected) != 0)
        fail_msg("%s\n  gives    %s\n  expected %s", sql, line, expected);
    free(line);
}

static inline void expect_error(struct session *s, const char *sql, int code)
{
    struct err err = {0};
    if (try_run(s, sql, &err))
        fail_msg("%s did not fail", sql);
    if (err.code != code)
        fail_msg("%s: %d %s instead of %d", sql, err.code, err.message, code);
    err_clear(&err);
}

static inline struct freshet *open_freshet(const struct freshet_options *o)
{
    struct freshet *f = NULL;
    struct err err = {0};
    if (!freshet_open(o, &f, &err))
        fail_msg("%s", err.message);
    return f;
}

static inline struct session *open_session(struct freshet *f)
{
    struct session *s = NULL;
    struct err err = {0};
    if (!session_new(f, &s, &err))
        fail_msg("%s", err.message);
    return s;
}
