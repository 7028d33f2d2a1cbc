/* Opening on behalf of a command: its options are checked first, since a malformed one is wrong usage, not a failure.
 */
/* Opening the data directory that the options name. */
#include "cli/open.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/report.h"

static bool open_at(const struct cli_command *command, const char *data, const struct cli_texts *maps,
                    struct freshet **ret, int *ret_status)
{
    for (size_t i = 0; i < maps->n; i++) {
        const char *equals = strchr(maps->at[i], '=');
        if (!equals || equals == maps->at[i] || !equals[1]) {
            *ret_status = cli_usage_error(command, "--stage-map must be URL=DIR, not '%s'", maps->at[i]);
            return false;
        }
    }
    struct freshet_options options = {.data = data, .stage_maps = maps->at, .n_stage_maps = maps->n};
    ERR_SCOPE struct err err = {0};
    if (freshet_open(&options, ret, &err))
        return true;
    BUF_SCOPE struct buf who = {0};
    buf_printf(&who, "freshet %s", command->name);
    report_failure(stderr, who.p, &err);
    *ret_status = CLI_FAILED;
    return false;
}

bool open_freshet(const struct cli_command *command, const struct open_options *o, struct freshet **ret,
                  int *ret_status)
{
    return open_at(command, o->data ? o->data : OPEN_DEFAULT_DATA, &o->stage_maps, ret, ret_status);
}

bool open_in_memory(const struct cli_command *command, const struct open_options *o, struct freshet **ret,
                    int *ret_status)
{
    return open_at(command, NULL, &o->stage_maps, ret, ret_status);
}

void leave_if_fatal(const struct freshet *f)
{
    if (!freshet_is_fatal(f))
        return;
    fflush(stdout);
    fprintf(stderr, "freshet: the database failed; the next start recovers what was committed\n");
    _exit(CLI_FAILED);
}
