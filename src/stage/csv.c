/* One table of byte classes says where a plain field may end, so the inner loop is a load and a branch a byte;
 * everything else happens at those places only.
 *
 * What the window holds is read as if it were all. A record that comes so near to the window's end that more text might
 * change it is read again when there is more; so nothing else in here has to know that the window ends anywhere. */
#include "stage/csv.h"

#include <stdlib.h>

#include "base/utf8.h"

/* No decision looks further ahead than the longest delimiter. */
enum { LOOKAHEAD = 32 };
enum { CLASS_FIELD = 1, CLASS_RECORD = 2, CLASS_ESCAPE = 4 };

const struct file_format file_format_default = {
    .field_delimiter = {",", 1},
    .record_delimiter = {"\n", 1},
    .enclosure = -1,
    .escape = -1,
    .escape_unenclosed = '\\',
    .multi_line = true,
    .empty_field_as_null = true,
    .error_on_column_count_mismatch = true,
    .skip_bom = true,
    .snappy_compression = true,
    .binary_as_text = true,
    .null_if = (struct str[]){{"\\N", 2}},
    .n_null_if = 1,
    .date_format = {"AUTO", 4},
    .time_format = {"AUTO", 4},
    .timestamp_format = {"AUTO", 4},
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool has_nul(struct str text)
{
    return text.n && memchr(text.p, 0, text.n);
}

static size_t starts_with(const char *p, const char *end, struct str d)
{
    if (d.n == 1)
        return *p == *d.p;
    return d.n && (size_t)(end - p) >= d.n && memcmp(p, d.p, d.n) == 0 ? d.n : 0;
}

/* The length of the record delimiter at p, or 0. */
static size_t at_record_delimiter(const struct csv_reader *r, const char *p)
{
    if (r->newline)
        return *p == '\n' ? 1 : *p != '\r' ? 0 : p + 1 < r->end && p[1] == '\n' ? 2 : 1;
    return starts_with(p, r->end, r->format->record_delimiter);
}

static size_t at_field_delimiter(const struct csv_reader *r, const char *p)
{
    return starts_with(p, r->end, r->format->field_delimiter);
}

static int64_t newlines(const char *p, const char *end)
{
    int64_t n = 0;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
        n++;
        p++;
    }
    return n;
}

void csv_open(struct csv_reader *r, const struct file_format *f, struct window *w)
{
    *r = (struct csv_reader){.format = f, .window = w, .line = 1};
    r->newline = str_eq(f->record_delimiter, STR("\n"));
    if (f->field_delimiter.n)
        r->class[(unsigned char)f->field_delimiter.p[0]] |= CLASS_FIELD;
    if (f->record_delimiter.n)
        r->class[(unsigned char)f->record_delimiter.p[0]] |= CLASS_RECORD;
    if (r->newline)
        r->class['\r'] |= CLASS_RECORD;
    if (f->escape_unenclosed >= 0)
        r->class[f->escape_unenclosed] |= CLASS_ESCAPE;
}

void csv_seek(struct csv_reader *r, int64_t line, int64_t number)
{
    r->started = true;
    r->line = line;
    r->number = number - 1;
}

void csv_close(struct csv_reader *r)
{
    free(r->fields);
    buf_clear(&r->scratch);
}

/* What stands for a character behind a backslash; 0: nothing special. */
static char control_escape(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    default:
        return 0;
    }
}

/* Resolves the escapes of [p, end) into the scratch buffer. An escape before a delimiter, a line end, the enclosure or
 * itself makes it plain text; before any other character it stays. */
static void unescape(struct csv_reader *r, const char *p, const char *end, int escape, int enclosure)
{
    struct str fd = r->format->field_delimiter, rd = r->format->record_delimiter;
    while (p < end) {
        char c = *p;
        if (enclosure >= 0 && c == (char)enclosure && p + 1 < end && p[1] == c) {
            buf_addc(&r->scratch, c);
            p += 2;
        } else if (escape >= 0 && c == (char)escape && p + 1 < end) {
            char next = p[1], control = escape == '\\' ? control_escape(next) : 0;
            bool plain = next == c || next == '\n' || next == '\r' || (fd.n && next == fd.p[0]) ||
                         (rd.n && next == rd.p[0]) || next == '"' || next == '\'' ||
                         (r->format->enclosure >= 0 && next == (char)r->format->enclosure);
            if (!control && !plain)
                buf_addc(&r->scratch, c);
            buf_addc(&r->scratch, control ? control : next);
            p += 2;
        } else {
            buf_addc(&r->scratch, c);
            p++;
        }
    }
}

/* An element of NULL_IF that holds the escape character (\N) is compared with the field as it stands in the file. */
static bool is_null_text(const struct file_format *f, struct str raw, struct str text, int escape)
{
    for (size_t i = 0; i < f->n_null_if; i++) {
        struct str null = f->null_if[i];
        if (str_eq(null, escape >= 0 && null.n && memchr(null.p, escape, null.n) ? raw : text))
            return true;
    }
    return false;
}

static void fault(struct record *rec, enum record_fault kind, size_t field, const char *at)
{
    if (rec->fault == RECORD_GOOD) {
        rec->fault = kind;
        rec->fault_field = field;
        rec->fault_at = at;
    }
}

/* Completes the record's last field, whose raw text is [from, to), and which stands at `at`. */
static void finish_field(struct csv_reader *r, struct record *rec, struct record_field *field, const char *at,
                         const char *from, const char *to, bool escaped)
{
    const struct file_format *f = r->format;
    struct str raw = {from, (size_t)(to - from)}, text = raw;
    int escape = escaped ? (field->enclosed ? f->escape : f->escape_unenclosed) : -1;
    if (escaped) {
        field->unescaped = true;
        field->scratch = r->scratch.n;
        unescape(r, from, to, escape, field->enclosed ? f->enclosure : -1);
        text = str_sub(buf_str(&r->scratch), field->scratch, r->scratch.n);
    }
    field->text = text;
    field->null = (text.n == 0 && !field->enclosed && f->empty_field_as_null) || is_null_text(f, raw, text, escape);
    if (r->window->invalid && !utf8_is_valid(raw))
        fault(rec, RECORD_INVALID_UTF8, rec->n - 1, at);
    else if (r->window->invalid && has_nul(raw))
        fault(rec, RECORD_NUL, rec->n - 1, at);
}

/* From p on to where an unenclosed field ends: at a delimiter or the end. */
static const char *scan_plain(struct csv_reader *r, const char *p, size_t *ret_field, size_t *ret_record, bool *escaped)
{
    *ret_field = *ret_record = 0;
    for (;;) {
        while (p < r->end && !r->class[(unsigned char)*p])
            p++;
        if (p == r->end)
            return p;
        unsigned char class = r->class[(unsigned char)*p];
        if ((class & CLASS_RECORD) && (*ret_record = at_record_delimiter(r, p)))
            return p;
        if ((class & CLASS_FIELD) && (*ret_field = at_field_delimiter(r, p)))
            return p;
        if ((class & CLASS_ESCAPE) && p + 1 < r->end) {
            *escaped = true;
            p += p + 2 < r->end && p[1] == '\r' && p[2] == '\n' ? 2 : 1;
        }
        p++;
    }
}

/* p stands behind the opening enclosure; returns the closing one, or NULL. */
static const char *scan_enclosed(struct csv_reader *r, const char *p, bool *escaped)
{
    const struct file_format *f = r->format;
    for (; p < r->end; p++) {
        if (f->escape >= 0 && *p == (char)f->escape && p + 1 < r->end &&
            (f->escape != f->enclosure || p[1] == (char)f->enclosure)) {
            *escaped = true;
            p++;
        } else if (*p == (char)f->enclosure) {
            if (p + 1 == r->end || p[1] != *p)
                return p;
            *escaped = true;
            p++;
        } else if (!f->multi_line && at_record_delimiter(r, p)) {
            return NULL;
        }
    }
    r->missed = true;
    return NULL;
}

static struct record_field *new_field(struct csv_reader *r, size_t i, const char *at)
{
    if (i == r->size_fields) {
        r->size_fields = i ? i * 2 : 32;
        r->fields = xrealloc(r->fields, r->size_fields * sizeof *r->fields);
    }
    r->fields[i] = (struct record_field){.at = at};
    return &r->fields[i];
}

/* From p on to where the record ends, whatever fields it holds. */
static const char *scan_record(struct csv_reader *r, const char *p, size_t *ret_record)
{
    size_t field;
    bool escaped = false;
    while ((p = scan_plain(r, p, &field, ret_record, &escaped)) < r->end && field)
        p += field;
    return p;
}

/* The rest of a field that begins with an enclosure at `open`; returns where it ends. */
static const char *read_enclosed(struct csv_reader *r, struct record *rec, struct record_field *field, const char *open,
                                 size_t *ret_field, size_t *ret_record)
{
    size_t index = rec->n - 1;
    bool escaped = false, ignored = false;
    field->at = open;
    field->enclosed = true;
    const char *close = scan_enclosed(r, open + 1, &escaped);
    if (!close) {
        fault(rec, RECORD_OPEN_ENCLOSURE, index, open);
        *ret_field = *ret_record = 0;
        return r->format->multi_line ? r->end : scan_record(r, open + 1, ret_record);
    }
    finish_field(r, rec, field, open, open + 1, close, escaped);
    const char *behind = close + 1;
    while (behind < r->end && is_blank(*behind) && !r->class[(unsigned char)*behind])
        behind++;
    const char *to = scan_plain(r, behind, ret_field, ret_record, &ignored);
    if (to != behind)
        fault(rec, RECORD_AFTER_ENCLOSURE, index, behind);
    r->line += newlines(open, to);
    return to;
}

/* Reads the field at *p and leaves *p behind its delimiter. Returns whether it was the record's last. */
static bool read_field(struct csv_reader *r, struct record *rec, const char **p)
{
    const struct file_format *f = r->format;
    size_t index = rec->n++, field_delimiter, record_delimiter;
    const char *from = *p, *to, *open = from;
    struct record_field *field = new_field(r, index, from);
    if (f->trim_space)
        while (open < r->end && is_blank(*open) && !(r->class[(unsigned char)*open] & (CLASS_FIELD | CLASS_RECORD)))
            open++;
    if (f->enclosure >= 0 && open < r->end && *open == (char)f->enclosure) {
        to = read_enclosed(r, rec, field, open, &field_delimiter, &record_delimiter);
    } else {
        bool escaped = false;
        to = scan_plain(r, from, &field_delimiter, &record_delimiter, &escaped);
        if (escaped)
            r->line += newlines(from, to);
        const char *last = to;
        if (f->trim_space) {
            from = open < to ? open : to;
            while (last > from && is_blank(last[-1]))
                last--;
        }
        finish_field(r, rec, field, from, from, last, escaped);
    }
    rec->end = to;
    *p = to + field_delimiter + record_delimiter;
    return field_delimiter == 0;
}

/* Is there text enough behind p, up to which the window was read, that more of it would change nothing? If not, there
 * is more of it now: what was read since window->at is to be read again. */
static bool settled(struct csv_reader *r, const char *p, bool *ret_settled, struct err *err)
{
    struct window *w = r->window;
    *ret_settled = (r->end - p >= LOOKAHEAD && !r->missed) || (w->ended && !w->problem.p);
    bool more = true;
    if (!*ret_settled && !window_fill(w, &more, err))
        return false;
    r->end = more ? w->end : w->at; /* the piece of a record before the problem is none */
    return true;
}

/* Behind one header line. */
static bool skip_line(struct csv_reader *r, struct err *err)
{
    for (bool done = false; !done;) {
        const char *p = r->window->at;
        size_t d = 0;
        while (p < r->end && !(d = at_record_delimiter(r, p)))
            p++;
        p += d;
        if (!settled(r, p, &done, err))
            return false;
        if (done) {
            r->window->at = p;
            r->line += d > 0;
        } else if (r->window->at == r->end) {
            return true;
        }
    }
    return true;
}

/* Behind the byte order mark and the header lines. */
static bool start(struct csv_reader *r, struct err *err)
{
    struct window *w = r->window;
    r->started = true;
    r->end = w->end;
    for (bool enough = false; !enough && (w->at < r->end || !w->ended) && !w->problem.p;)
        if (!settled(r, w->at, &enough, err))
            return false;
    if (r->format->skip_bom && str_starts((struct str){w->at, (size_t)(r->end - w->at)}, STR("\xEF\xBB\xBF")))
        w->at += 3;
    for (int64_t i = 0; i < r->format->skip_header && w->at < r->end; i++)
        if (!skip_line(r, err))
            return false;
    return true;
}

/* The record at the window's place, as far as the window goes; returns what stands behind it. */
static const char *read_record(struct csv_reader *r, struct record *rec)
{
    const char *p = r->window->at;
    *rec = (struct record){.start = p, .line = r->line, .number = r->number + 1};
    r->scratch.n = 0;
    r->missed = false;
    while (!read_field(r, rec, &p))
        ;
    if (r->scratch.n) /* the buffer may have moved since the text was put there */
        for (size_t i = 0; i < rec->n; i++)
            if (r->fields[i].unescaped)
                r->fields[i].text.p = r->scratch.p + r->fields[i].scratch;
    rec->fields = r->fields;
    rec->blank = rec->end == rec->start;
    rec->next = p;
    return p;
}

bool csv_next(struct csv_reader *r, struct record *rec, bool *ret_some, struct err *err)
{
    struct window *w = r->window;
    *ret_some = false;
    if (!r->started && !start(r, err))
        return false;
    r->end = w->end;
    while (!*ret_some) {
        int64_t line = r->line;
        if (w->at == w->end && w->ended)
            return true;
        const char *p = read_record(r, rec);
        if (!settled(r, p, ret_some, err))
            return false;
        if (!*ret_some) {
            r->line = line;
            if (r->end == w->at)
                return true;
        }
    }
    rec->offset = window_offset(w, rec->start);
    rec->last = w->ended && rec->next == w->end;
    w->at = rec->next;
    r->number++;
    r->line++;
    return true;
}

void record_position(const struct record *record, const char *at, int64_t *ret_line, int64_t *ret_character)
{
    const char *line = record->start;
    *ret_line = record->line;
    for (const char *p = record->start; p < at; p++)
        if (*p == '\n') {
            ++*ret_line;
            line = p + 1;
        }
    int64_t character = 1;
    for (const char *p = line; p < at; p++)
        character += ((unsigned char)*p & 0xC0) != 0x80;
    *ret_character = character;
}
