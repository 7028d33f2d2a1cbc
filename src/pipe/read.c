/* Readers are handed from thread to thread: one lock guards which are free, and what is noted in the statement's arena.
 * Whoever has taken a reader is alone with it and with its file's counts. */
#include "pipe/read.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "pipe/load_errors.h"
#include "pipe/transform.h"

enum { MOST_THREADS = 16 };

/* A file that is being read. */
struct reading {
    struct load_file *file;
    int64_t number;
    struct records *records;
    ptrdiff_t *source;
    size_t width;
    struct str problem; /* of the header */
    struct arena arena;
    bool taken;
    struct reading *next;
};

struct load_reader {
    struct connection *conn;
    const struct copy_plan *plan;
    bool strict;
    struct source_column *columns;
    struct source source;
    int64_t id;
    pthread_mutex_t lock; /* guards all that follows */
    pthread_cond_t changed;
    struct load_file *files;
    size_t n, next; /* files; the first that was not opened */
    struct reading *open;
    struct arena *arena;
};

static int64_t total_size(const struct load_file *files, size_t n)
{
    int64_t total = 0;
    for (size_t i = 0; i < n; i++)
        total += files[i].file.size;
    return total;
}

bool load_is_large(const struct load_file *files, size_t n)
{
    return total_size(files, n) > LOAD_LARGE;
}

bool load_are_few(const struct load_file *files, size_t n)
{
    return total_size(files, n) / (int64_t)n >= LOAD_SINGLE;
}

/* --- records ------------------------------------------------------------------------------------------------------ */

const struct column *load_column(const struct copy_plan *plan, size_t field)
{
    return &plan->columns.at[plan->column_of[field]];
}

static bool is_integer(struct type type)
{
    return type.kind == TYPE_NUMBER && type.scale == 0;
}

/* Of plain digits that surely fit: what is less simple goes the long way. */
static bool plain_integer(struct str text, int precision, int64_t *ret)
{
    size_t i = text.n && text.p[0] == '-', most = precision < 18 ? (size_t)precision : 18;
    int64_t v = 0;
    if (i == text.n || text.n - i > most)
        return false;
    for (size_t k = i; k < text.n; k++) {
        unsigned digit = (unsigned)text.p[k] - '0';
        if (digit > 9)
            return false;
        v = v * 10 + (int64_t)digit;
    }
    *ret = i ? -v : v;
    return true;
}

bool load_has_number(const struct copy_plan *plan, size_t field)
{
    return !copy_plan_projects(plan) && is_integer(load_column(plan, field)->type);
}

bool load_map_fields(const struct copy_plan *plan, struct records *r, struct arena *a, ptrdiff_t **ret, size_t *ret_n,
                     struct str *ret_problem, struct err *err)
{
    struct record header = {0};
    bool some;
    *ret = ARENA_ARRAY(a, ptrdiff_t, plan->n_raw);
    *ret_n = plan->n_raw;
    for (size_t i = 0; i < plan->n_raw; i++)
        (*ret)[i] = plan->options.match && !plan->keyed ? -1 : (ptrdiff_t)i;
    if (!plan->options.match || plan->keyed)
        return true;
    if (!records_header(r, &header, &some, err))
        return false;
    if (!some)
        return true;
    *ret_n = header.n;
    for (size_t k = 0; k < header.n; k++) {
        struct str name = header.fields[k].text;
        if (name.n == 0)
            *ret_problem = STR("Error with CSV header: empty string in the header is not allowed");
        for (size_t j = 0; j < k && name.n; j++)
            if (str_eq(header.fields[j].text, name))
                *ret_problem = str_printf(
                    a, "Error with CSV header: duplicated column names \"%.*s\" is not allowed in the header",
                    STR_FMT(name));
        for (size_t i = 0; i < plan->n_fields; i++) {
            struct str column = plan->columns.at[plan->column_of[i]].name;
            if (plan->metadata && plan->metadata[i])
                continue;
            if (plan->options.match == MATCH_CASE_SENSITIVE ? str_eq(column, name) : str_ieq(column, name))
                (*ret)[i] = (ptrdiff_t)k;
        }
    }
    return true;
}

/* Finds the field that is too long for any value, and cuts those that are to be cut. */
static void check_size(const struct copy_plan *plan, const ptrdiff_t *source, struct record *rec)
{
    if (rec->fault || rec->end - rec->start <= LOAD_FIELD_SIZE)
        return;
    for (size_t i = 0; i < plan->n_raw; i++) {
        if (source[i] < 0 || (size_t)source[i] >= rec->n)
            continue;
        struct record_field *field = &rec->fields[source[i]];
        struct type text = {.kind = TYPE_VARCHAR, .length = LOAD_FIELD_SIZE},
                    type = copy_plan_projects(plan) ? text : load_column(plan, i)->type;
        bool semistructured = load_is_semistructured(type.kind);
        if (field->text.n <= LOAD_FIELD_SIZE || !(semistructured || load_is_unlimited_text(type)) ||
            (!semistructured && utf8_length(field->text) <= LOAD_FIELD_SIZE))
            continue;
        if (!copy_plan_projects(plan) && !semistructured && plan->options.truncate) {
            field->text = utf8_left(field->text, LOAD_FIELD_SIZE);
            continue;
        }
        rec->fault = RECORD_TOO_LONG;
        rec->fault_field = (size_t)source[i];
        rec->fault_at = field->at;
        return;
    }
}

static void give_moment(struct source_rows *out, int64_t micros)
{
    BUF_SCOPE struct buf text = {0};
    ltz_text(&text, micros, NULL);
    source_text(out, buf_str(&text));
}

static void give_metadata(const struct copy_plan *plan, const struct load_file *file, const struct record *rec,
                          enum metadata which, struct source_rows *out)
{
    ARENA_SCOPE struct arena a = {0};
    switch (which) {
    case METADATA_NONE:
        break;
    case METADATA_FILENAME:
        source_text(out, transform_file_name(plan, file, &a));
        break;
    case METADATA_FILE_ROW_NUMBER:
        source_text(out, str_printf(&a, "%lld", (long long)rec->number));
        break;
    case METADATA_FILE_LAST_MODIFIED:
        give_moment(out, file->file.modified);
        break;
    case METADATA_START_SCAN_TIME:
        give_moment(out, plan->scan_time);
        break;
    }
}

static void give_record(const struct copy_plan *plan, const struct reading *r, const struct record *rec,
                        struct source_rows *out)
{
    source_int(out, r->number);
    source_int(out, rec->number);
    source_int(out, rec->offset);
    source_int(out, rec->line);
    for (size_t i = 0; i < plan->n_raw; i++) {
        const struct record_field *field =
            r->source[i] < 0 || (size_t)r->source[i] >= rec->n ? NULL : &rec->fields[r->source[i]];
        int64_t n;
        bool some = field && !field->null, whole = load_has_number(plan, i);
        bool plain = some && whole && plain_integer(field->text, load_column(plan, i)->type.precision, &n);
        if (plan->metadata && !plan->keyed && plan->metadata[i])
            give_metadata(plan, r->file, rec, plan->metadata[i], out);
        else if (some && !plain)
            source_text(out, field->text);
        else
            source_null(out);
        if (plain)
            source_int(out, n);
        else if (whole)
            source_null(out);
    }
    source_end_row(out);
}

static bool unfit(struct err *err)
{
    return err_set(err, LOAD_UNFIT, "22000", "the records have to be looked at first");
}

/* Under CONTINUE an error in a record takes away nothing else. */
static bool may_go_on(const struct load_reader *l, struct err *err)
{
    return !l->strict || l->plan->options.on_error == ON_ERROR_CONTINUE || unfit(err);
}

/* Counts a record, and gives it if it can be split as it should be. */
static bool read_record(struct load_reader *l, struct reading *r, struct record *rec, struct source_rows *out,
                        struct err *err)
{
    const struct copy_plan *plan = l->plan;
    struct load_file *file = r->file;
    bool strict = !plan->has_list && !copy_plan_projects(plan) && plan->format.error_on_column_count_mismatch;
    bool first = file->record.rows_parsed++ == file->blank;
    if (rec->blank && plan->format.skip_blank_lines) {
        file->blank++;
        return true;
    }
    check_size(plan, r->source, rec);
    if (!rec->fault && (!strict || rec->n == r->width)) {
        give_record(plan, r, rec, out);
        return true;
    }
    file->record.errors++;
    if (!file->error.set || (int64_t)file->errors.n < plan->errors_kept) {
        pthread_mutex_lock(&l->lock);
        load_error_note(l->arena, plan, file, load_error_record(l->arena, plan, rec, r->width, first));
        pthread_mutex_unlock(&l->lock);
    }
    return may_go_on(l, err);
}

/* --- files -------------------------------------------------------------------------------------------------------- */

static bool open_file(const struct copy_plan *plan, struct reading *r, struct err *err)
{
    if (!records_open(&plan->location, &r->file->file, &plan->format, &r->records, err))
        return false;
    r->file->missing = !r->records;
    return !r->records || load_map_fields(plan, r->records, &r->arena, &r->source, &r->width, &r->problem, err);
}

/* The file was read to its end, or to where it cannot be read any further. */
static bool end_file(struct load_reader *l, struct reading *r, struct err *err)
{
    struct str problem = r->problem.p ? r->problem : records_problem(r->records);
    pthread_mutex_lock(&l->lock);
    r->file->unreadable = problem.p;
    if (problem.p)
        load_error_file(l->arena, l->plan, r->file, problem);
    r->file->hash = records_hash(r->records, l->arena);
    pthread_mutex_unlock(&l->lock);
    bool nothing = r->file->record.rows_parsed == 0;
    return !problem.p || !l->strict || (nothing && may_go_on(l, err)) || err->set || unfit(err);
}

/* Under the lock. */
static void drop(struct load_reader *l, struct reading *r)
{
    struct reading **at = &l->open;
    while (*at != r)
        at = &(*at)->next;
    *at = r->next;
    records_close(r->records);
    arena_clear(&r->arena);
    free(r);
}

/* A file to read from that no other thread has; NULL: there is none, or, unless `wait`, none is free now. */
static struct reading *take(struct load_reader *l, bool wait)
{
    pthread_mutex_lock(&l->lock);
    struct reading *r = NULL;
    for (;;) {
        for (r = l->open; r && r->taken;)
            r = r->next;
        if (!r && l->next < l->n) {
            r = memset(xmalloc(sizeof *r), 0, sizeof *r);
            *r = (struct reading){.file = &l->files[l->next], .number = (int64_t)l->next, .next = l->open};
            l->next++;
            l->open = r;
        }
        if (r || !wait || !l->open)
            break;
        pthread_cond_wait(&l->changed, &l->lock);
    }
    if (r)
        r->taken = true;
    pthread_mutex_unlock(&l->lock);
    return r;
}

static void put_back(struct load_reader *l, struct reading *r, bool done)
{
    pthread_mutex_lock(&l->lock);
    r->taken = false;
    if (done)
        drop(l, r);
    pthread_cond_broadcast(&l->changed);
    pthread_mutex_unlock(&l->lock);
}

/* Until there is no room or the file has ended. */
static bool read_some(struct load_reader *l, struct reading *r, struct source_rows *out, bool *ret_done,
                      struct err *err)
{
    struct record rec;
    *ret_done = true;
    if (!r->records && !open_file(l->plan, r, err))
        return false;
    bool some = r->records && !r->problem.p;
    while (some && !source_full(out))
        if (!records_next(r->records, &rec, &some, err) || (some && !read_record(l, r, &rec, out, err)))
            return false;
    *ret_done = !some;
    return some || !r->records || end_file(l, r, err);
}

static bool give(void *ctx, struct source_rows *out, struct err *err)
{
    struct load_reader *l = ctx;
    bool ok = true;
    while (ok && !source_full(out)) {
        bool done;
        struct reading *r = take(l, source_none(out));
        if (!r)
            return true;
        ok = read_some(l, r, out, &done, err);
        put_back(l, r, done);
    }
    return ok;
}

/* --- the source --------------------------------------------------------------------------------------------------- */

static void add_column(struct load_reader *l, const char *name, bool is_number)
{
    struct source_column *c = &l->columns[l->source.n_columns++];
    snprintf(c->name, sizeof c->name, "%s", name);
    c->is_number = is_number;
}

static void add_columns(struct load_reader *l)
{
    static const char *const place[] = {"_file", "_row", "_offset", "_line"};
    enum { N_PLACE = sizeof place / sizeof *place };
    l->columns = xmalloc((N_PLACE + 2 * l->plan->n_raw) * sizeof *l->columns);
    for (size_t i = 0; i < N_PLACE; i++)
        add_column(l, place[i], true);
    for (size_t i = 0; i < l->plan->n_raw; i++) {
        char name[16];
        snprintf(name, sizeof name, "c%u", (unsigned)i);
        add_column(l, name, false);
        snprintf(name, sizeof name, "n%u", (unsigned)i);
        if (load_has_number(l->plan, i))
            add_column(l, name, true);
    }
}

struct load_reader *load_reader_open(struct connection *conn, const struct copy_plan *plan, struct load_file *files,
                                     size_t n, bool strict, struct arena *a)
{
    struct load_reader *l = memset(xmalloc(sizeof *l), 0, sizeof *l);
    *l = (struct load_reader){.conn = conn, .plan = plan, .strict = strict, .files = files, .n = n, .arena = a};
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->changed, NULL);
    add_columns(l);
    l->source.columns = l->columns;
    l->source.threads = load_is_large(files, n) ? MOST_THREADS : 1;
    l->source.give = give;
    l->source.ctx = l;
    l->id = source_open(conn, &l->source);
    return l;
}

void load_reader_close(struct load_reader *l)
{
    if (!l)
        return;
    source_close(l->conn, l->id);
    pthread_mutex_lock(&l->lock); /* DuckDB's threads have ended; what they wrote is seen from here on */
    while (l->open)
        drop(l, l->open);
    pthread_mutex_unlock(&l->lock);
    pthread_cond_destroy(&l->changed);
    pthread_mutex_destroy(&l->lock);
    free(l->columns);
    free(l);
}

void load_reader_text(const struct load_reader *l, struct buf *out)
{
    buf_printf(out, "sf_source(%lld)", (long long)l->id);
}
