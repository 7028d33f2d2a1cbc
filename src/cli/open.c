/* Opening the data directory that a command's options name. The options are checked first, since a malformed one is
 * wrong usage, not a failure. */
#include "cli/open.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/report.h"

#define MAX_THREADS 1024

/* `1048576`, `500MB`: units are powers of 1000, as disks have them. */
static bool parse_size(const char *text, int64_t *ret)
{
    static const struct {
        const char *name;
        int64_t bytes;
    } units[] = {{"KB", 1000}, {"MB", 1000000}, {"GB", 1000000000}, {"TB", 1000000000000}};
    struct str number = str_from(text);
    int64_t unit = 1;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (number.n > 2 && str_ieq(str_sub(number, number.n - 2, number.n), str_from(units[i].name))) {
            number = str_sub(number, 0, number.n - 2);
            unit = units[i].bytes;
            break;
        }
    return str_to_int64(number, ret) && *ret > 0 && !__builtin_mul_overflow(*ret, unit, ret);
}

/* What the options say, for the library; a message when one of them is malformed. */
static bool understand(const struct cli_command *command, const struct open_options *o, struct freshet_options *ret)
{
    const struct cli_texts *maps = &o->stage_maps;
    for (size_t i = 0; i < maps->n; i++) {
        const char *equals = strchr(maps->at[i], '=');
        if (!equals || equals == maps->at[i] || !equals[1]) {
            cli_usage_error(command, "--stage-map must be URL=DIR, not '%s'", maps->at[i]);
            return false;
        }
    }
    if (o->memory_limit && !parse_size(o->memory_limit, &ret->memory_limit)) {
        cli_usage_error(command, "--memory-limit must be a size such as 500MB, not '%s'", o->memory_limit);
        return false;
    }
    if (o->threads < 0 || o->threads > MAX_THREADS) {
        cli_usage_error(command, "--threads must be 0 to %d, not %lld", MAX_THREADS, (long long)o->threads);
        return false;
    }
    ret->threads = (int)o->threads;
    ret->stage_maps = maps->at;
    ret->n_stage_maps = maps->n;
    return true;
}

static bool open_at(const struct cli_command *command, const struct open_options *o, const char *data,
                    struct freshet **ret, int *ret_status)
{
    struct freshet_options options = {.data = data};
    ERR_SCOPE struct err err = {0};
    *ret_status = CLI_USAGE;
    if (!understand(command, o, &options))
        return false;
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
    return open_at(command, o, o->data ? o->data : OPEN_DEFAULT_DATA, ret, ret_status);
}

bool open_in_memory(const struct cli_command *command, const struct open_options *o, struct freshet **ret,
                    int *ret_status)
{
    return open_at(command, o, NULL, ret, ret_status);
}

void leave_if_fatal(const struct freshet *f)
{
    if (!freshet_is_fatal(f))
        return;
    fflush(stdout);
    fprintf(stderr, "freshet: the database failed; the next start recovers what was committed\n");
    _exit(CLI_FAILED);
}
