/* Texts of several statements, run one after the other; results are printed on stdout, errors on stderr. */
#pragma once
#include <stdatomic.h>

#include "cli/format.h"
#include "session/session.h"

struct script {
    struct freshet *freshet;
    struct session *session;
    enum format format;
    bool quiet;              /* do not print results */
    bool keep_going;         /* after a statement that failed */
    atomic_bool interrupted; /* stop before the next statement, whatever keep_going says */
};

/* False: something failed, and was reported; when that was fatal, the process ends here. `name` stands for the text in
 * messages. */
bool script_run(struct script *s, const char *name, struct str text);
/* `-` is stdin. */
bool script_run_file(struct script *s, const char *path);
/* Reads a script; what fails is reported. */
bool script_read(struct arena *a, const char *path, struct str *ret);
/* Makes a script that runs stop; from any thread. */
void script_interrupt(struct script *s);
