/* The interactive shell of freshet sql. */
#pragma once
#include "cli/format.h"
#include "session/session.h"

/* Reads statements from the terminal until Ctrl-D; returns an enum cli_status. Signals are blocked by then. */
int shell_run(struct freshet *f, enum format format);
