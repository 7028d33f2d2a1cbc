/* JavaScript procedures on JavaScriptCore (Snowflake's page "Writing stored procedures in JavaScript"). One call makes
 * one context, so nothing leaks from call to call. Thread-safe: every call has its own virtual machine. */
#pragma once
#include "procedure/runner.h"

struct javascript_call {
    struct str name;                  /* of the procedure, for messages */
    struct str body;                  /* the function body, as between the $$ */
    const struct str *argument_names; /* as JavaScript sees them */
    const struct run_value *arguments;
    size_t n_arguments;
    struct type returns;
    bool returns_not_null;
    double time_limit; /* seconds; 0: none */
};

/* clang-format off */
/* *ret is in the arena, its text that of the declared type; a VARIANT's null is the JSON null, undefined is NULL.
 *
 * Errors:
 *   100132 (P0000)  what the body throws and does not catch: `JavaScript execution error: Uncaught … in P at '…'
 *                   position n`; also NULL where the procedure RETURNS … NOT NULL
 *   100131 (P0000)  the body is not JavaScript: `JavaScript compilation error: Uncaught SyntaxError: …`
 *   100183 (P0000)  a failed statement that is not caught: `Execution error in store procedure P:\n<text>\nAt
 *                   Snowflake.execute, line 3 position 12`
 *   000604 (57014)  past the time limit
 *   100035 … 100040 (22…)  a value that is not of the declared type */
/* clang-format on */
bool javascript_run(struct arena *a, const struct javascript_call *call, const struct runner *runner,
                    struct run_value *ret, struct err *err) MUST_USE;
