/* What goes wrong in pipes, tasks and housekeeping, as lines on stderr: one for each failed run, file and step. */
#pragma once
#include <stdatomic.h>

#include "session/session.h"

struct events {
    struct session *session; /* asks which files failed; used by the scheduler's thread alone */
    atomic_bool failed;      /* a task or a file did */
};

bool events_init(struct events *e, struct freshet *f, struct err *err) MUST_USE;
void events_clear(struct events *e);
/* For scheduler_set_observer; ctx is the struct events. */
void events_print(void *ctx, const struct scheduler_event *event);
