/* COPY INTO <table> as a statement: which files, load them, answer a row for each (Snowflake's page
 * "COPY INTO <table>"). */
#include "pipe/copy.h"

#include <stdio.h>

#include "base/map.h"
#include "history/copies.h"
#include "history/lineage.h"
#include "pipe/evolve.h"
#include "pipe/load.h"
#include "pipe/load_errors.h"
#include "pipe/validate.h"

static const struct listing_column result_columns[] = {
    {"file", LISTING_TEXT},
    {"status", LISTING_TEXT},
    {"rows_parsed", LISTING_NUMBER},
    {"rows_loaded", LISTING_NUMBER},
    {"error_limit", LISTING_NUMBER},
    {"errors_seen", LISTING_NUMBER},
    {"first_error", LISTING_TEXT},
    {"first_error_line", LISTING_NUMBER},
    {"first_error_character", LISTING_NUMBER},
    {"first_error_column_name", LISTING_TEXT},
};
static const struct listing_column status_column[] = {{"status", LISTING_TEXT}};

static struct str stored_path(struct arena *a, const struct copy_plan *plan, struct str path)
{
    return str_printf(a, "%.*s%.*s", STR_FMT(plan->location.stored), STR_FMT(path));
}

static struct str not_found(struct arena *a, const struct copy_plan *plan, struct str name, const char *reasons)
{
    return str_printf(
        a,
        "Remote file '%.*s%.*s' was not found. %sIf you are running a copy command, please make sure files "
        "are not deleted when they are being loaded or files are not being loaded into two different tables "
        "concurrently with auto purge option.",
        STR_FMT(plan->location.written), STR_FMT(name), reasons);
}

/* FILES = (…): the names follow the written location as plain text; `@st` alone stands for `@st/`. */
static bool named_files(const struct copy_plan *plan, const struct statement_copy *copy, struct arena *a,
                        struct selection *s, struct err *err)
{
    struct map seen = {0};
    bool ok = stage_reachable(&plan->location, err);
    for (size_t i = 0; i < copy->n_files && ok; i++) {
        struct stage_file file;
        bool found;
        if (map_get(&seen, copy->files[i]))
            continue;
        map_put(&seen, copy->files[i], s);
        struct str name = plan->location.whole ? str_printf(a, "/%.*s", STR_FMT(copy->files[i])) : copy->files[i];
        if (!stage_file(&plan->location, copy->files[i], a, &file, &found, err))
            ok = false;
        else if (found)
            vec_push(a, &s->files, ((struct load_file){.file = file}));
        else if (plan->options.validation ? plan->options.validation == VALIDATION_ROWS
                                          : plan->options.on_error == ON_ERROR_ABORT)
            ok = err_set(err, 91016, "22000", "%.*s", STR_FMT(not_found(a, plan, name, "")));
        else
            vec_push(
                a, &s->others,
                ((struct load_record){
                    .status = LOAD_FAILED,
                    .file_name = str_printf(a, "%.*s%.*s", STR_FMT(plan->location.prefix), STR_FMT(copy->files[i])),
                    .error_limit = 1,
                    .errors = 1,
                    .first_error = not_found(a, plan, name,
                                             "There are several potential causes. The file might "
                                             "not exist. The required credentials may be missing or "
                                             "invalid. "),
                    .first_line = -1,
                    .first_character = -1}));
    }
    map_clear(&seen);
    return ok;
}

static bool listed_files(const struct copy_plan *plan, struct arena *a, struct selection *s, struct err *err)
{
    struct stage_files files;
    if (!stage_files(&plan->location, plan->pattern, false, a, &files, err) || !stage_files_all(&files, err))
        return false;
    for (size_t i = 0; i < files.n; i++)
        if (stage_file_is_complete(&plan->location, &files.at[i])) /* one that is being written is not there yet */
            vec_push(a, &s->files, ((struct load_file){.file = files.at[i]}));
    return true;
}

/* The content is compared only when the size is the same and the time is not. */
static bool is_same(const struct copy_plan *plan, const struct stage_file *file, const struct loaded_file *known)
{
    if (file->size != known->size || file->modified == known->modified)
        return file->size == known->size;
    ARENA_SCOPE struct arena scratch = {0};
    ERR_SCOPE struct err unreadable = {0};
    struct str md5;
    return stage_file_md5(&plan->location, file, &scratch, &md5, &unreadable) && str_eq(md5, known->md5);
}

/* Leaves out the files that this table has had, and those of which that cannot be said: what a table was loaded from is
 * known for so many days, so that of a file that is older nothing is known once the table has been loaded for longer.
 */
static bool drop_loaded(struct load_context *c, struct transaction *t, const struct copy_plan *plan, bool named,
                        struct arena *a, struct selection *s, struct err *err)
{
    struct loaded_file *known;
    size_t n_known, kept = 0;
    int64_t first, oldest = clock_now(c->clock) - LOAD_METADATA_DAYS * 86400 * MICROS_PER_SECOND;
    if (!loads_of_table(t->conn, a, plan->table->id, &known, &n_known, err) ||
        !copies_first_load(t->conn, plan->table->id, &first, err))
        return false;
    bool long_ago = first >= 0 && first < oldest && !plan->options.load_uncertain;
    struct map by_path = {0};
    for (size_t i = 0; i < n_known; i++)
        if (known[i].loaded >= oldest)
            map_put(&by_path, known[i].path, &known[i]);
    for (size_t i = 0; i < s->files.n; i++) {
        struct load_file *f = &s->files.at[i];
        const struct loaded_file *before = map_get(&by_path, stored_path(a, plan, f->file.path));
        bool uncertain = !before && long_ago && f->file.modified < oldest;
        if (!uncertain && (!before || !is_same(plan, &f->file, before)))
            s->files.at[kept++] = *f;
        else if (named)
            vec_push(a, &s->others,
                     ((struct load_record){.status = LOAD_SKIPPED,
                                           .file_name = f->file.path,
                                           .error_limit = -1,
                                           .errors = 1,
                                           .first_error = uncertain ? STR("The load status of the file is unknown.")
                                                                    : STR("File was loaded before."),
                                           .first_line = -1,
                                           .first_character = -1}));
    }
    s->files.n = kept;
    map_clear(&by_path);
    return true;
}

/* At least one file; the next while what is there so far does not exceed the limit. */
static void limit_size(const struct copy_plan *plan, struct selection *s)
{
    int64_t total = 0;
    for (size_t i = 0; i < s->files.n && plan->options.size_limit >= 0; i++) {
        if (i > 0 && total > plan->options.size_limit)
            s->files.n = i;
        else
            total += s->files.at[i].file.size;
    }
}

static void add_row(const struct copy_plan *plan, const struct load_record *r, struct listing *out)
{
    if (plan->options.return_failed_only && r->errors == 0)
        return;
    listing_text(out, str_printf(out->arena, "%.*s%.*s", STR_FMT(plan->location.display), STR_FMT(r->file_name)));
    listing_cstr(out, load_status_word(r->status));
    listing_int(out, r->rows_parsed);
    listing_int(out, r->rows_loaded);
    const int64_t rest[] = {r->error_limit, r->errors};
    for (size_t i = 0; i < 2; i++)
        rest[i] < 0 ? listing_null(out) : listing_int(out, rest[i]);
    listing_text(out, r->first_error);
    r->first_line < 0 ? listing_null(out) : listing_int(out, r->first_line);
    r->first_character < 0 ? listing_null(out) : listing_int(out, r->first_character);
    listing_text(out, r->first_column);
}

/* What the table has had, the history, and the rows of the result. */
static bool record(struct load_context *c, struct transaction *t, const struct copy_plan *plan,
                   const struct selection *s, struct str query_id, struct arena *a, struct listing *ret,
                   struct copy_purge *ret_purge, struct err *err)
{
    VEC(struct loaded_file) loaded = {0};
    VEC(struct load_record) records = {0};
    VEC(struct str) purged = {0};
    int64_t now = clock_now(c->clock);
    for (size_t i = 0; i < s->files.n; i++) {
        const struct load_file *f = &s->files.at[i];
        if (f->missing)
            continue;
        vec_push(a, &records, f->record);
        add_row(plan, &f->record, ret);
        if (f->record.status == LOAD_FAILED)
            continue;
        vec_push(
            a, &loaded,
            ((struct loaded_file){stored_path(a, plan, f->file.path), f->hash, f->file.size, f->file.modified, now}));
        if (plan->options.purge)
            vec_push(a, &purged, f->file.path);
    }
    for (size_t i = 0; i < s->others.n; i++)
        add_row(plan, &s->others.at[i], ret);
    *ret_purge = (struct copy_purge){stage_location_copy(a, &plan->location), purged.at, purged.n};
    struct load_source source = {plan->table, NULL, plan->location.known_as, query_id, now};
    struct copy_record copy = {query_id, load_error_prefix(&plan->location), plan->table->id, now, plan->query != NULL};
    int64_t warned;
    return (!loaded.n || copies_loaded(t->conn, plan->table->id, now, err)) &&
           copies_record(t->conn, &copy, records.at, records.n, err) &&
           lineage_warn(t->conn, a, &source, records.at, records.n, &warned, err) &&
           loads_remember(t->conn, plan->table->id, now, loaded.at, loaded.n, err) &&
           loads_record(t->conn, &source, records.at, records.n, err);
}

static bool run(struct load_context *c, struct transaction *t, struct copy_plan *plan,
                const struct statement_copy *copy, struct str query_id, struct arena *a, struct listing *ret,
                struct copy_purge *ret_purge, struct str *ret_rows, struct err *err)
{
    struct selection s = {0};
    int64_t rows;
    if (!(copy->n_files ? named_files(plan, copy, a, &s, err) : listed_files(plan, a, &s, err)) ||
        (!plan->options.force && plan->options.validation != VALIDATION_ALL_ERRORS &&
         !drop_loaded(c, t, plan, copy->n_files > 0 && !plan->options.validation, a, &s, err)))
        return false;
    limit_size(plan, &s);
    if (s.files.n + s.others.n == 0) {
        *ret = (struct listing){.arena = a, .columns = status_column, .n_columns = 1};
        listing_cstr(ret, "Copy executed with 0 files processed.");
        return true;
    }
    if (plan->options.validation)
        return copy_validate(c, t, plan, &s, a, ret, ret_rows, err);
    if (s.files.n && !evolve_table(c, t, plan, s.files.at, s.files.n, query_id, NULL, a, err))
        return false;
    if (s.files.n && !load_files(c, t, plan, s.files.at, s.files.n, a, &rows, err))
        return false;
    *ret = (struct listing){
        .arena = a, .columns = result_columns, .n_columns = sizeof result_columns / sizeof *result_columns};
    return record(c, t, plan, &s, query_id, a, ret, ret_purge, err);
}

bool copy_into_table(struct load_context *c, struct transaction *t, const struct scope *scope,
                     const struct statement_copy *copy, struct str query_id, struct arena *a, struct listing *ret,
                     struct copy_purge *ret_purge, struct str *ret_rows, struct err *err)
{
    struct copy_plan plan;
    copy_purge_release(ret_purge);
    *ret_rows = STR_NULL;
    if (!copy_plan_make(c, scope, copy, false, a, &plan, err))
        return false;
    bool ok = run(c, t, &plan, copy, query_id, a, ret, ret_purge, ret_rows, err);
    copy_plan_release(&plan);
    return ok;
}

void copy_purge(const struct copy_purge *purge)
{
    for (size_t i = 0; i < purge->n; i++) {
        ERR_SCOPE struct err ignored = {0}; /* that a file could not be deleted is no error in Snowflake either */
        (void)!stage_file_remove(&purge->location, purge->paths[i], &ignored);
    }
}

void copy_purge_release(struct copy_purge *purge)
{
    stage_location_release(&purge->location);
    *purge = (struct copy_purge){0};
}
