/* Errors own their message. */
#define ERR_DEFINITIONS
#include "base/err.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

static bool set(struct err *e, int line, int col, int code, const char *sqlstate, const char *format, va_list args)
{
    assert(!e->set);
    char *message;
    if (vasprintf(&message, format, args) < 0)
        abort();
    static const char more[] = "…";
    struct str whole = str_from(message);
    if (whole.n > ERR_MESSAGE)
        memcpy(message + utf8_cut(whole, ERR_MESSAGE - sizeof more).n, more, sizeof more);
    *e = (struct err){.set = true, .code = code, .message = message, .line = line, .col = col};
    snprintf(e->sqlstate, sizeof e->sqlstate, "%s", sqlstate);
    return false;
}

bool err_set(struct err *e, int code, const char *sqlstate, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set(e, 0, 0, code, sqlstate, format, args);
    va_end(args);
    return false;
}

bool err_at(struct err *e, int line, int col, int code, const char *sqlstate, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set(e, line, col, code, sqlstate, format, args);
    va_end(args);
    return false;
}

bool err_unsupported(struct err *e, int line, int col, const char *format, ...)
{
    char *what;
    va_list args;
    va_start(args, format);
    if (vasprintf(&what, format, args) < 0)
        abort();
    va_end(args);
    err_at(e, line, col, 2, "0A000", "Unsupported feature '%s'.", what);
    free(what);
    return false;
}

bool err_internal(struct err *e, const char *format, ...)
{
    char *what;
    va_list args;
    va_start(args, format);
    if (vasprintf(&what, format, args) < 0)
        abort();
    va_end(args);
    err_set(e, 603, "XX000", "internal error: %s", what);
    free(what);
    return false;
}

bool err_os(struct err *e, const char *what, const char *path)
{
    return err_set(e, 603, "58030", "%s '%s': %s", what, path, strerror(errno));
}

void err_clear(struct err *e)
{
    free(e->message);
    *e = (struct err){0};
}

bool err_move(struct err *to, struct err *from)
{
    assert(!to->set && from->set);
    *to = *from;
    *from = (struct err){0};
    return false;
}
