/* Lines come from libedit and are gathered until they end a statement; a statement of several lines is one entry of the
 * history.
 *
 * Signals arrive in a thread of their own. While a statement runs, Ctrl-C interrupts it; at the prompt it writes to an
 * eventfd for which read_character waits beside the terminal, and the line is abandoned. libedit's own handlers are not
 * used: they would run in whatever thread the signal finds. */
#include "cli/shell.h"

#include <errno.h>
#include <histedit.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/command.h"
#include "cli/open.h"
#include "cli/report.h"
#include "cli/script.h"
#include "cli/signals.h"
#include "sql/secrets.h"

#define HISTORY_SIZE 1000
#define PROMPT_MAX 256

struct shell {
    struct script script;
    EditLine *edit;
    History *history;
    char history_file[PATH_MAX]; /* empty: none */
    int wake;                    /* eventfd: a signal came while a line was read */
    atomic_bool running, ending;
    bool abandoned; /* the line that is being read */
    struct buf text;
    char prompt[PROMPT_MAX];
};

static void on_signal(void *ctx, int signal, int nth)
{
    (void)nth;
    struct shell *s = ctx;
    if (signal == SIGTERM)
        atomic_store(&s->ending, true);
    if (atomic_load(&s->running)) {
        printf("\n");
        script_interrupt(&s->script);
    } else {
        eventfd_write(s->wake, 1);
    }
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

/* `DATABASE.SCHEMA> `, with a star in a transaction; continued lines are indented as far. */
static char *make_prompt(EditLine *edit)
{
    struct shell *s;
    el_get(edit, EL_CLIENTDATA, &s);
    struct str database = session_database(s->script.session), schema = session_schema(s->script.session);
    int n = snprintf(s->prompt, sizeof s->prompt, "%.*s%s%.*s%s> ", STR_FMT(database.n ? database : STR("freshet")),
                     schema.n ? "." : "", STR_FMT(schema), session_in_transaction(s->script.session) ? "*" : "");
    if (n >= (int)sizeof s->prompt)
        snprintf(s->prompt, sizeof s->prompt, "> ");
    if (s->text.n) {
        size_t width = strlen(s->prompt);
        memset(s->prompt, ' ', width - 3);
        memcpy(s->prompt + width - 3, "-> ", 3);
    }
    return s->prompt;
}

/* 1: a character; 0: end of input; -1: nothing more of this line. */
static int read_character(EditLine *edit, wchar_t *ret)
{
    struct shell *s;
    el_get(edit, EL_CLIENTDATA, &s);
    mbstate_t state = {0};
    for (;;) {
        struct pollfd wait[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = s->wake, .events = POLLIN}};
        if (poll(wait, 2, -1) < 0) {
            if (errno == EINTR)
                continue;
            return -1;
        }
        if (wait[1].revents) {
            eventfd_t count;
            eventfd_read(s->wake, &count);
            s->abandoned = true;
            return -1;
        }
        char byte;
        ssize_t n = read(STDIN_FILENO, &byte, 1);
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (n <= 0)
            return (int)n;
        size_t length = mbrtowc(ret, &byte, 1, &state);
        if (length == (size_t)-1)
            state = (mbstate_t){0};
        else if (length != (size_t)-2)
            return 1;
    }
}

/* Do the lines so far end with a whole statement? A `;` inside a string, a comment or a block does not end one. A line
 * with nothing but `;` always does, so that one gets out of everything. */
static bool is_complete(struct str text, struct str line)
{
    if (str_eq(str_trim(line), STR(";")))
        return true;
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct tokens tokens;
    if (!sql_lex(&a, text, &tokens, &err))
        return str_find(str_from(err.message), STR("unterminated")) < 0;
    const struct token *end = &tokens.at[tokens.n - 1];
    if (tokens.n == 1 || !token_is_op(&tokens, (uint32_t)tokens.n - 2, ';'))
        return false;
    struct statement *statement;
    for (uint32_t at = 0;;) {
        if (!sql_next_statement(&a, &tokens, &at, &statement, &err))
            return err.line != end->line || err.col != end->col;
        if (!statement)
            return true;
    }
}

/* --- statements --------------------------------------------------------------------------------------------------- */

static void remember(struct shell *s, struct str text)
{
    ARENA_SCOPE struct arena a = {0};
    HistEvent event;
    history(s->history, &event, H_ENTER, str_cstr(&a, secrets_masked(&a, str_trim(text))));
    if (*s->history_file)
        history(s->history, &event, H_SAVE, s->history_file);
}

static void run_text(struct shell *s)
{
    atomic_store(&s->script.interrupted, false);
    session_resume(s->script.session);
    atomic_store(&s->running, true);
    script_run(&s->script, "-", buf_str(&s->text));
    atomic_store(&s->running, false);
}

static bool is_farewell(struct str line)
{
    line = str_trim(line);
    if (str_ends(line, STR(";")))
        line.n--;
    return str_ieq(line, STR("exit")) || str_ieq(line, STR("quit"));
}

/* One line, and what it completes. False at the end. */
static bool read_line(struct shell *s)
{
    int n;
    s->abandoned = false;
    el_resize(s->edit);
    const char *line = el_gets(s->edit, &n);
    if (!line) {
        printf("\n");
        buf_reset(&s->text);
        return s->abandoned && !atomic_load(&s->ending);
    }
    struct str added = str_from(line);
    if (!s->text.n && is_farewell(added))
        return false;
    if (!s->text.n && !str_trim(added).n)
        return true;
    buf_add(&s->text, added);
    if (!is_complete(buf_str(&s->text), added))
        return true;
    remember(s, buf_str(&s->text));
    run_text(s);
    buf_reset(&s->text);
    return !atomic_load(&s->ending);
}

/* ------------------------------------------------------------------------------------------------------------------ */

static void open_history(struct shell *s)
{
    HistEvent event;
    s->history = history_init();
    history(s->history, &event, H_SETSIZE, HISTORY_SIZE);
    history(s->history, &event, H_SETUNIQUE, 1);
    const char *home = getenv("HOME");
    if (!home || snprintf(s->history_file, sizeof s->history_file, "%s/.freshet_history", home) >= PATH_MAX)
        *s->history_file = '\0';
    else
        history(s->history, &event, H_LOAD, s->history_file);
}

static void open_editor(struct shell *s)
{
    s->edit = el_init("freshet", stdin, stdout, stderr);
    el_set(s->edit, EL_CLIENTDATA, s);
    el_set(s->edit, EL_PROMPT, make_prompt);
    el_set(s->edit, EL_EDITOR, "emacs");
    el_set(s->edit, EL_HIST, history, s->history);
    el_set(s->edit, EL_GETCFN, read_character);
    el_set(s->edit, EL_BIND, "^R", "em-inc-search-prev", NULL);
    el_source(s->edit, NULL); /* ~/.editrc */
}

int shell_run(struct freshet *f, enum format format)
{
    struct shell s = {.script = {.freshet = f, .format = format}};
    ERR_SCOPE struct err err = {0};
    if (!session_new(f, &s.script.session, &err)) {
        report_failure(stderr, "freshet sql", &err);
        return CLI_FAILED;
    }
    s.wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    open_history(&s);
    open_editor(&s);
    struct signals signals;
    signals_start(&signals, on_signal, &s);
    printf("freshet %s: a statement ends with ';', Ctrl-D leaves\n", FRESHET_VERSION);
    while (read_line(&s))
        ;
    signals_stop(&signals);
    el_end(s.edit);
    history_end(s.history);
    close(s.wake);
    buf_clear(&s.text);
    leave_if_fatal(f);
    session_free(s.script.session);
    return CLI_DONE;
}
