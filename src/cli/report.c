/* The caret line repeats the source line's tabs, so that both look the same at any width of tabs. Of a line that is too
 * long for a screen only the surroundings of the caret are shown. */
#include "cli/report.h"

#include "base/buf.h"
#include "cli/width.h"
#include "sql/secrets.h"

#define LINE_WIDTH 120
#define ELLIPSIS "…"

/* On one line: a line break, with the blanks around it, becomes one blank. */
static void print_message(FILE *out, const struct err *err)
{
    fprintf(out, "error %06d (%s): ", err->code, err->sqlstate);
    for (struct str rest = str_trim(str_from(err->message)); rest.n;) {
        ptrdiff_t n = str_find(rest, STR("\n"));
        struct str line = n < 0 ? rest : str_sub(rest, 0, (size_t)n);
        rest = str_trim(str_sub(rest, line.n, rest.n));
        fprintf(out, "%.*s%c", STR_FMT(str_trim(line)), rest.n ? ' ' : '\n');
    }
}

/* Without its line end; STR_NULL when the source has no such line. */
static struct str find_line(struct str source, int line)
{
    for (size_t at = 0; at <= source.n; line--) {
        struct str rest = str_sub(source, at, source.n);
        ptrdiff_t n = str_find(rest, STR("\n"));
        if (line == 1) {
            struct str found = n < 0 ? rest : str_sub(rest, 0, (size_t)n);
            if (str_ends(found, STR("\r")))
                found.n--;
            return found;
        }
        if (n < 0)
            break;
        at += (size_t)n + 1;
    }
    return STR_NULL;
}

/* The part [*from, *to) of the line around the byte `caret` that fits on a screen. */
static void choose_part(struct str line, size_t caret, size_t *from, size_t *to)
{
    *from = 0;
    *to = line.n;
    if (width_of(line) <= LINE_WIDTH)
        return;
    size_t before = width_of(str_sub(line, 0, caret)), width = 0;
    while (before > LINE_WIDTH / 2)
        before -= width_at(line, *from, from);
    for (*to = *from; *to < line.n && width < LINE_WIDTH;)
        width += width_at(line, *to, to);
}

static void print_source(FILE *out, struct str line, size_t caret)
{
    size_t from, to;
    if (caret > line.n)
        caret = line.n;
    choose_part(line, caret, &from, &to);
    fprintf(out, "%s%.*s%s\n%s", from ? ELLIPSIS : "", STR_FMT(str_sub(line, from, to)), to < line.n ? ELLIPSIS : "",
            from ? " " : "");
    for (size_t at = from; at < caret;) {
        bool tab = line.p[at] == '\t';
        size_t width = width_at(line, at, &at);
        if (tab)
            fputc('\t', out);
        else
            fprintf(out, "%*s", (int)width, "");
    }
    fputs("^\n", out);
}

void report_error(FILE *out, const char *name, struct str source, const struct err *err)
{
    fflush(stdout);
    if (err->line > 0)
        fprintf(out, "%s:%d:%d: ", name, err->line, err->col);
    else
        fprintf(out, "%s: ", name);
    print_message(out, err);
    ARENA_SCOPE struct arena a = {0};
    bool placed = err->line > 0 && err->col > 0;
    struct str line = placed ? find_line(secrets_blotted(&a, source), err->line) : STR_NULL;
    if (line.n)
        print_source(out, line, (size_t)err->col - 1);
    fflush(out);
}

void report_failure(FILE *out, const char *who, const struct err *err)
{
    fflush(stdout);
    fprintf(out, "%s: ", who);
    print_message(out, err);
    fflush(out);
}
