/* freshet translate: the DuckDB SQL that each statement of a script becomes. */
#include <stdio.h>

#include "base/buf.h"
#include "cli/open.h"
#include "cli/report.h"
#include "cli/script.h"

static int run(int argc, char **argv);

const struct cli_command cli_translate = {
    .name = "translate",
    .summary = "print the DuckDB SQL of a script's statements",
    .usage =
        "Usage: freshet translate [options] FILE\n"
        "\n"
        "Prints, for each statement of the script (- is stdin), a comment with its position and the DuckDB SQL that\n"
        "it becomes. A translation depends on the objects that exist, so statements which make or change objects,\n"
        "variables and sessions are also executed, in an empty database in memory, and names and columns are looked\n"
        "up there. Data is neither loaded nor changed, and no file is looked for.\n",
    .run = run,
};

/* Does what follows depend on this statement having run? */
static bool shapes_what_follows(const struct statement *statement)
{
    switch (statement->kind) {
    case STATEMENT_CREATE:
    case STATEMENT_DROP:
    case STATEMENT_USE:
    case STATEMENT_GRANT:
    case STATEMENT_ALTER_TASK:
    case STATEMENT_ALTER_SESSION:
    case STATEMENT_ALTER_FORMAT:
    case STATEMENT_ALTER_WAREHOUSE:
    case STATEMENT_ALTER_INTEGRATION:
    case STATEMENT_SET:
    case STATEMENT_UNSET:
        return true;
    case STATEMENT_ALTER_PIPE:
        return !statement->alter_pipe.refresh; /* which looks for files */
    case STATEMENT_QUERY:
    case STATEMENT_INSERT:
    case STATEMENT_UPDATE:
    case STATEMENT_DELETE:
    case STATEMENT_MERGE:
    case STATEMENT_TRUNCATE:
    case STATEMENT_COPY:
    case STATEMENT_UNLOAD:
    case STATEMENT_SHOW:
    case STATEMENT_DESCRIBE:
    case STATEMENT_BEGIN:
    case STATEMENT_COMMIT:
    case STATEMENT_ROLLBACK:
    case STATEMENT_EXECUTE_TASK:
    case STATEMENT_CALL:
    case STATEMENT_LIST:
        return false;
    }
    return false;
}

static bool translate_statement(struct session *s, const char *name, const struct tokens *tokens,
                                const struct statement *statement, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    if (!session_translate(s, tokens, statement, &sql, err))
        return false;
    printf("-- %s:%d:%d\n%.*s", name, statement->line, statement->col, STR_FMT(buf_str(&sql)));
    if (!sql.n || sql.p[sql.n - 1] != '\n')
        printf("\n");
    if (!shapes_what_follows(statement))
        return true;
    struct result *result;
    if (!session_execute(s, tokens, statement, &result, err))
        return false;
    result_free(result);
    return true;
}

/* Goes on after an error: one run shows all that is wrong with a script. */
static bool translate(struct session *s, const char *name, struct str text)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err lexical = {0};
    struct tokens tokens;
    if (!sql_lex_script(&a, text, &tokens, &lexical)) {
        report_error(stderr, name, text, &lexical);
        return false;
    }
    bool ok = true;
    for (uint32_t at = 0;;) {
        ARENA_SCOPE struct arena each = {0};
        ERR_SCOPE struct err err = {0};
        struct statement *statement;
        bool parsed = sql_next_statement(&each, &tokens, &at, &statement, &err);
        if (parsed && !statement)
            return ok;
        if (parsed && translate_statement(s, name, &tokens, statement, &err))
            continue;
        ok = false;
        report_error(stderr, name, text, &err);
    }
}

static int run(int argc, char **argv)
{
    ARENA_SCOPE struct arena a = {0};
    struct open_options open = {0};
    struct cli_texts files = {0};
    const struct cli_option table[] = {OPEN_STAGE_MAP_OPTION(&open), {0}};
    int status;
    if (!cli_options_parse(&cli_translate, table, argc, argv, &a, &files, &status))
        return status;
    if (files.n != 1)
        return cli_usage_error(&cli_translate, "give one file");
    struct str text;
    struct freshet *f;
    if (!script_read(&a, files.at[0], &text))
        return CLI_FAILED;
    if (!open_in_memory(&cli_translate, &open, &f, &status))
        return status;
    ERR_SCOPE struct err err = {0};
    struct session *session = NULL;
    bool ok = session_new(f, &session, &err);
    if (ok)
        ok = translate(session, files.at[0], text);
    else
        report_failure(stderr, "freshet translate", &err);
    session_free(session);
    freshet_close(f);
    return ok ? CLI_DONE : CLI_FAILED;
}
