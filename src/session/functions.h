/* Functions that need the session: a call of one, and those that stand in other files than functions.c. */
#pragma once
#include "session/internal.h"

struct call {
    struct run *r;
    struct str name;
    const struct printed_argument *args;
    size_t n;
    struct buf *out; /* the value's, or the table's, SQL */
};

typedef bool session_value(struct call *c, struct err *err);

/* staged.c */
session_value validate_copy, infer_schema;

/* The argument of the name, or at the position (from 0) without one; NULL: it is not given. */
const struct printed_argument *function_argument(const struct call *c, const char *name, size_t position);
