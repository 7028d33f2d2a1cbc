/* The one road of errors: a function that can fail returns false exactly when it has set `err`.
 *
 *   code      Snowflake's number, e.g. 2003; printed with six digits
 *   sqlstate  five characters
 *   message   as Snowflake words it; may have several lines; owned, freed by err_clear
 *   line, col 1-based line and 1-based column in the file or text that was given; 0 when unknown
 *
 * An error is set once; setting one that is set is a bug and aborts in debug builds. */
#pragma once
#include <stdbool.h>

#include "base/str.h"

/* A message that repeats a value or a statement ends after so many bytes, with an ellipsis. */
enum { ERR_MESSAGE = 4000 };

struct err {
    bool set;
    int code;
    char sqlstate[6];
    char *message;
    int line, col;
};

#define MUST_USE __attribute__((warn_unused_result))
#define ERR_SCOPE __attribute__((cleanup(err_clear)))

/* All return false, so that `return err_set(...)` reads well. */
bool err_set(struct err *e, int code, const char *sqlstate, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool err_at(struct err *e, int line, int col, int code, const char *sqlstate, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* Unsupported feature 'X'. (000002, 0A000) */
bool err_unsupported(struct err *e, int line, int col, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Our own mistake, or the machine's: (XX000) internal error. */
bool err_internal(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* errno's text after `what`. */
bool err_os(struct err *e, const char *what, const char *path);
void err_clear(struct err *e);
/* Moves from into to, clearing from. */
bool err_move(struct err *to, struct err *from);

/* Says the same to the compiler: callers are judged in the knowledge that these return false. */
#ifndef ERR_DEFINITIONS
static inline bool err_false(void)
{
    return false;
}
#define err_set(...) (err_set(__VA_ARGS__), err_false())
#define err_at(...) (err_at(__VA_ARGS__), err_false())
#define err_unsupported(...) (err_unsupported(__VA_ARGS__), err_false())
#define err_internal(...) (err_internal(__VA_ARGS__), err_false())
#define err_os(...) (err_os(__VA_ARGS__), err_false())
#define err_move(...) (err_move(__VA_ARGS__), err_false())
#endif
