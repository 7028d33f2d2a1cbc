/* JavaScript procedures on JavaScriptCore (spec/procedures.md, 2). One call makes one context, so nothing leaks from
 * call to call. Thread-safe: every call has its own virtual machine. */
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

/* *ret is in the arena. Errors: what the body throws and does not catch is 100132 (P0000) `JavaScript execution error:
 * Uncaught … in P at '…' position n`; past the time limit 000604 (57014). */
bool javascript_run(struct arena *a, const struct javascript_call *call, const struct runner *runner,
                    struct run_value *ret, struct err *err) MUST_USE;
