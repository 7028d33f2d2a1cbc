/* CSV and JSON are written as the cells come. A table keeps them all until the end, since its widths depend on every
 * one. A cell of several lines takes several lines in its row. */
#include "cli/format.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/vec.h"
#include "cli/width.h"
#include "session/session.h"

struct format_kind;

struct formatter {
    const struct format_kind *kind;
    FILE *out;
    struct arena arena;
    struct format_column *columns;
    size_t n_columns;
    size_t column;         /* of the next cell */
    size_t rows;           /* complete ones */
    VEC(struct str) cells; /* of a table */
};

struct format_kind {
    const char *name;
    void (*begin)(struct formatter *f);
    void (*cell)(struct formatter *f, bool is_null, struct str text);
    void (*finish)(struct formatter *f);
};

static void put(FILE *out, struct str s)
{
    if (s.n)
        fwrite(s.p, 1, s.n, out);
}

static bool is_number(struct type type)
{
    return type.kind == TYPE_NUMBER || type.kind == TYPE_FLOAT;
}

/* --- table -------------------------------------------------------------------------------------------------------- */

#define TAB STR("    ")

static void table_cell(struct formatter *f, bool is_null, struct str text)
{
    vec_push(&f->arena, &f->cells, is_null ? STR("NULL") : str_dup(&f->arena, text));
}

/* Line i of a cell; false when it has fewer. */
static bool cell_line(struct str cell, size_t i, struct str *ret)
{
    for (;; i--) {
        ptrdiff_t n = str_find(cell, STR("\n"));
        if (i == 0) {
            *ret = n < 0 ? cell : str_sub(cell, 0, (size_t)n);
            if (str_ends(*ret, STR("\r")))
                ret->n--;
            return true;
        }
        if (n < 0)
            return false;
        cell = str_sub(cell, (size_t)n + 1, cell.n);
    }
}

static size_t line_width(struct str line)
{
    size_t width = 0;
    for (size_t at = 0; at < line.n;)
        width += line.p[at] == '\t' ? (at++, TAB.n) : width_at(line, at, &at);
    return width;
}

static size_t cell_width(struct str cell)
{
    size_t width = 0;
    struct str line;
    for (size_t i = 0; cell_line(cell, i, &line); i++)
        if (line_width(line) > width)
            width = line_width(line);
    return width;
}

/* Control characters, which could do anything to a terminal, are shown as their pictures (U+2400 and on). */
static void put_line(FILE *out, struct str line)
{
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];
        if (c == '\t')
            put(out, TAB);
        else if (c < ' ')
            fprintf(out, "\xe2\x90%c", 0x80 + c);
        else if (c == 127)
            fputs("\xe2\x90\xa1", out);
        else
            fputc(c, out);
    }
}

static void put_rule(struct formatter *f, const size_t *widths, char end)
{
    for (size_t col = 0; col < f->n_columns; col++) {
        fputc(col ? '+' : end, f->out);
        for (size_t i = 0; i < widths[col] + 2; i++)
            fputc('-', f->out);
    }
    fprintf(f->out, "%c\n", end);
}

static void put_row(struct formatter *f, const size_t *widths, const struct str *cells)
{
    bool more = true;
    for (size_t i = 0; more; i++) {
        more = false;
        for (size_t col = 0; col < f->n_columns; col++) {
            struct str line = STR_NULL, below;
            cell_line(cells[col], i, &line);
            more = more || cell_line(cells[col], i + 1, &below);
            int pad = (int)(widths[col] - line_width(line));
            bool right = is_number(f->columns[col].type);
            fprintf(f->out, "| %*s", right ? pad : 0, "");
            put_line(f->out, line);
            fprintf(f->out, "%*s", right ? 1 : pad + 1, "");
        }
        fputs("|\n", f->out);
    }
}

static void table_finish(struct formatter *f)
{
    size_t *widths = ARENA_ARRAY(&f->arena, size_t, f->n_columns);
    struct str *labels = ARENA_ARRAY(&f->arena, struct str, f->n_columns);
    for (size_t col = 0; col < f->n_columns; col++) {
        labels[col] = f->columns[col].label;
        widths[col] = cell_width(labels[col]);
        for (size_t i = col; i < f->cells.n; i += f->n_columns) {
            size_t width = cell_width(f->cells.at[i]);
            if (width > widths[col])
                widths[col] = width;
        }
    }
    put_rule(f, widths, '+');
    put_row(f, widths, labels);
    put_rule(f, widths, '|');
    for (size_t row = 0; row < f->rows; row++)
        put_row(f, widths, f->cells.at + row * f->n_columns);
    put_rule(f, widths, '+');
    fprintf(f->out, "%zu row%s\n", f->rows, f->rows == 1 ? "" : "s");
}

/* --- csv ---------------------------------------------------------------------------------------------------------- */

static void csv_field(FILE *out, bool is_null, struct str text)
{
    bool quoted = text.n == 0;
    for (size_t i = 0; i < text.n && !quoted; i++)
        quoted = strchr(",\"\r\n", text.p[i]) != NULL;
    if (is_null || !quoted) {
        put(out, text);
        return;
    }
    fputc('"', out);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            fputc('"', out);
        fputc(text.p[i], out);
    }
    fputc('"', out);
}

static void csv_begin(struct formatter *f)
{
    for (size_t col = 0; col < f->n_columns; col++) {
        if (col)
            fputc(',', f->out);
        csv_field(f->out, false, f->columns[col].label);
    }
    fputc('\n', f->out);
}

static void csv_cell(struct formatter *f, bool is_null, struct str text)
{
    csv_field(f->out, is_null, text);
    fputc(f->column + 1 < f->n_columns ? ',' : '\n', f->out);
}

/* --- json --------------------------------------------------------------------------------------------------------- */

static void put_json_string(FILE *out, struct str text)
{
    static const char *const escapes[' '] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r"};
    fputc('"', out);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c < ' ' && escapes[c])
            fputs(escapes[c], out);
        else if (c < ' ')
            fprintf(out, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static size_t digits(struct str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

/* Is this text a number of JSON? NaN, inf and .5 are not. */
static bool is_json_number(struct str s)
{
    size_t at = str_starts(s, STR("-")) ? 1 : 0, n = digits(s, at);
    if (n == 0 || (n > 1 && s.p[at] == '0'))
        return false;
    at += n;
    if (at < s.n && s.p[at] == '.') {
        n = digits(s, at + 1);
        if (n == 0)
            return false;
        at += 1 + n;
    }
    if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        at++;
        at += at < s.n && (s.p[at] == '+' || s.p[at] == '-');
        n = digits(s, at);
        if (n == 0)
            return false;
        at += n;
    }
    return at == s.n;
}

/* JSON on one line: without the white space between its tokens. */
static void put_compact(FILE *out, struct str s)
{
    bool quoted = false;
    for (size_t i = 0; i < s.n; i++) {
        if (!quoted && strchr(" \t\r\n", s.p[i]))
            continue;
        fputc(s.p[i], out);
        if (s.p[i] == '"')
            quoted = !quoted;
        else if (quoted && s.p[i] == '\\' && i + 1 < s.n)
            fputc(s.p[++i], out);
    }
}

static void put_json_value(FILE *out, struct type type, struct str text)
{
    switch (type.kind) {
    case TYPE_NUMBER:
    case TYPE_FLOAT:
        if (is_json_number(text))
            put(out, text);
        else
            put_json_string(out, text);
        return;
    case TYPE_BOOLEAN:
        put(out, text);
        return;
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
    case TYPE_GEOGRAPHY:
        put_compact(out, text);
        return;
    case TYPE_VARCHAR:
    case TYPE_BINARY:
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_TIMESTAMP_NTZ:
    case TYPE_TIMESTAMP_LTZ:
    case TYPE_TIMESTAMP_TZ:
        put_json_string(out, text);
        return;
    }
    abort();
}

static void json_cell(struct formatter *f, bool is_null, struct str text)
{
    const struct format_column *c = &f->columns[f->column];
    fputc(f->column ? ',' : '{', f->out);
    put_json_string(f->out, c->label);
    fputc(':', f->out);
    if (is_null)
        fputs("null", f->out);
    else
        put_json_value(f->out, c->type, text);
    if (f->column + 1 == f->n_columns)
        fputs("}\n", f->out);
}

/* ------------------------------------------------------------------------------------------------------------------ */

static void nothing(struct formatter *f)
{
    (void)f;
}

static const struct format_kind kinds[] = {
    [FORMAT_TABLE] = {"table", nothing, table_cell, table_finish},
    [FORMAT_CSV] = {"csv", csv_begin, csv_cell, nothing},
    [FORMAT_JSON] = {"json", nothing, json_cell, nothing},
};

bool format_named(const char *name, enum format *ret)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_ieq(str_from(kinds[i].name), str_from(name))) {
            *ret = (enum format)i;
            return true;
        }
    return false;
}

struct formatter *formatter_new(enum format format, FILE *out, const struct format_column *columns, size_t n_columns)
{
    struct formatter *f = xmalloc(sizeof *f);
    *f = (struct formatter){.kind = &kinds[format], .out = out, .n_columns = n_columns};
    f->columns = ARENA_ARRAY(&f->arena, struct format_column, n_columns);
    for (size_t i = 0; i < n_columns; i++)
        f->columns[i] = (struct format_column){str_dup(&f->arena, columns[i].label), columns[i].type};
    f->kind->begin(f);
    return f;
}

void formatter_cell(struct formatter *f, bool is_null, struct str text)
{
    f->kind->cell(f, is_null, text);
    if (++f->column == f->n_columns) {
        f->column = 0;
        f->rows++;
    }
}

void formatter_finish(struct formatter *f)
{
    f->kind->finish(f);
    arena_clear(&f->arena);
    free(f);
}

void format_result(enum format format, struct result *r, FILE *out)
{
    ARENA_SCOPE struct arena a = {0};
    BUF_SCOPE struct buf text = {0};
    size_t n = result_columns(r);
    struct format_column *columns = ARENA_ARRAY(&a, struct format_column, n);
    for (size_t i = 0; i < n; i++)
        columns[i] = (struct format_column){result_label(r, i), result_type(r, i)};
    struct formatter *f = formatter_new(format, out, columns, n);
    while (result_next(r))
        for (size_t i = 0; i < n; i++) {
            buf_reset(&text);
            if (!result_null(r, i))
                result_text(r, i, &text);
            formatter_cell(f, result_null(r, i), buf_str(&text));
        }
    formatter_finish(f);
}
