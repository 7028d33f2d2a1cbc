/* A text is lexed as a whole and parsed statement by statement, so that what stands before an error does run, be it a
 * syntax error or a string without an end, as it would one by one. Only of a text that is not UTF-8 nothing runs. */
#include "cli/script.h"

#include <errno.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/os.h"
#include "cli/open.h"
#include "cli/report.h"

static bool run_statement(struct script *s, const struct tokens *tokens, const struct statement *statement,
                          struct err *err)
{
    struct result *result;
    if (!session_execute(s->session, tokens, statement, &result, err))
        return false;
    if (!s->quiet)
        format_result(s->format, result, stdout);
    result_free(result);
    return true;
}

bool script_run(struct script *s, const char *name, struct str text)
{
    ARENA_SCOPE struct arena a = {0};
    struct tokens tokens;
    ERR_SCOPE struct err lexical = {0};
    if (!sql_lex_script(&a, text, &tokens, &lexical)) {
        report_error(stderr, name, text, &lexical);
        return false;
    }
    bool ok = true;
    for (uint32_t at = 0; !atomic_load(&s->interrupted);) {
        ARENA_SCOPE struct arena each = {0};
        ERR_SCOPE struct err err = {0};
        struct statement *statement;
        bool parsed = sql_next_statement(&each, &tokens, &at, &statement, &err);
        if (parsed && !statement)
            break;
        if (parsed && run_statement(s, &tokens, statement, &err))
            continue;
        ok = false;
        report_error(stderr, name, text, &err);
        leave_if_fatal(s->freshet);
        if (!s->keep_going)
            break;
    }
    fflush(stdout);
    return ok && !atomic_load(&s->interrupted);
}

static bool read_stdin(struct arena *a, struct str *ret, struct err *err)
{
    BUF_SCOPE struct buf text = {0};
    char block[65536];
    for (;;) {
        ssize_t n = read(STDIN_FILENO, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_os(err, "cannot read", "-");
        if (n == 0)
            break;
        buf_add(&text, (struct str){block, (size_t)n});
    }
    *ret = str_dup(a, buf_str(&text));
    return true;
}

bool script_read(struct arena *a, const char *path, struct str *ret)
{
    ERR_SCOPE struct err err = {0};
    bool ok = strcmp(path, "-") == 0 ? read_stdin(a, ret, &err) : os_read_file(a, path, ret, &err);
    if (!ok) {
        fflush(stdout);
        fprintf(stderr, "freshet: %s\n", err.message);
    }
    return ok;
}

bool script_run_file(struct script *s, const char *path)
{
    ARENA_SCOPE struct arena a = {0};
    struct str text;
    return script_read(&a, path, &text) && script_run(s, path, text);
}

void script_interrupt(struct script *s)
{
    atomic_store(&s->interrupted, true);
    session_interrupt(s->session);
}
