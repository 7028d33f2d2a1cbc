/* From a parsed COPY to a plan: options by a table, names by the catalog. */
#include "pipe/copy.h"
#include "pipe/transform.h"

struct copy_option {
    const char *name;
    enum {
        COPY_ON_ERROR,
        COPY_SIZE_LIMIT,
        COPY_FLAG,
        COPY_NOT_FLAG, /* ENFORCE_LENGTH is NOT TRUNCATECOLUMNS */
        COPY_MATCH,
        COPY_LOAD_MODE,
        COPY_LOCATION, /* how to get at a URL: stage_locate */
        COPY_FORMAT,   /* read elsewhere */
        COPY_VALIDATION,
        COPY_METADATA,
    } kind;
    size_t offset; /* in struct copy_options */
    bool in_pipe;  /* may stand in a pipe's COPY */
};

#define AT(member) offsetof(struct copy_options, member)
static const struct copy_option options[] = {
    {"ON_ERROR", COPY_ON_ERROR, 0, true},
    {"SIZE_LIMIT", COPY_SIZE_LIMIT, 0, false},
    {"PURGE", COPY_FLAG, AT(purge), false},
    {"RETURN_FAILED_ONLY", COPY_FLAG, AT(return_failed_only), false},
    {"FORCE", COPY_FLAG, AT(force), false},
    {"TRUNCATECOLUMNS", COPY_FLAG, AT(truncate), true},
    {"ENFORCE_LENGTH", COPY_NOT_FLAG, AT(truncate), true},
    {"LOAD_UNCERTAIN_FILES", COPY_FLAG, AT(load_uncertain), true},
    {"MATCH_BY_COLUMN_NAME", COPY_MATCH, 0, true},
    {"LOAD_MODE", COPY_LOAD_MODE, 0, true},
    {"INCLUDE_METADATA", COPY_METADATA, 0, true},
    {"VALIDATION_MODE", COPY_VALIDATION, 0, false},
    {"FILE_FORMAT", COPY_FORMAT, 0, true},
    {"STORAGE_INTEGRATION", COPY_LOCATION, 0, true},
    {"CREDENTIALS", COPY_LOCATION, 0, true},
    {"ENCRYPTION", COPY_LOCATION, 0, true},
};
enum { N_OPTIONS = sizeof options / sizeof *options };

/* CONTINUE, SKIP_FILE, SKIP_FILE_<n>, SKIP_FILE_<n>% or ABORT_STATEMENT, in any case. */
static bool on_error(const struct setting *s, struct copy_options *ret, struct err *err)
{
    static const struct {
        const char *word;
        enum on_error value;
    } words[] = {
        {"CONTINUE", ON_ERROR_CONTINUE}, {"SKIP_FILE", ON_ERROR_SKIP_FILE}, {"ABORT_STATEMENT", ON_ERROR_ABORT}};
    ret->error_limit = 1;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_ieq(s->text, str_from(words[i].word))) {
            ret->on_error = words[i].value;
            return true;
        }
    struct str prefix = STR("SKIP_FILE_"), digits = s->text;
    if (digits.n <= prefix.n || !str_ieq(str_sub(digits, 0, prefix.n), prefix))
        return setting_invalid(s, err);
    digits = str_sub(digits, prefix.n, digits.n);
    bool percent = str_ends(digits, STR("%"));
    if (percent)
        digits.n--;
    int64_t most = percent ? 100 : INT64_MAX;
    ret->on_error = percent ? ON_ERROR_SKIP_PERCENT : ON_ERROR_SKIP_FILE;
    return (str_to_int64(digits, &ret->error_limit) && ret->error_limit >= 0 && ret->error_limit <= most) ||
           setting_invalid(s, err);
}

static bool match_by(const struct setting *s, struct copy_options *ret, struct err *err)
{
    static const char *const words[] = {[MATCH_NONE] = "NONE",
                                        [MATCH_CASE_SENSITIVE] = "CASE_SENSITIVE",
                                        [MATCH_CASE_INSENSITIVE] = "CASE_INSENSITIVE"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_ieq(s->text, str_from(words[i]))) {
            ret->match = (enum match)i;
            return true;
        }
    return setting_invalid(s, err);
}

/* RETURN_<n>_ROWS, RETURN_ERRORS or RETURN_ALL_ERRORS. */
static bool validation_mode(const struct setting *s, struct copy_options *ret, struct err *err)
{
    struct str before = STR("RETURN_"), after = STR("_ROWS"), text = s->text;
    bool all = str_ieq(text, STR("RETURN_ALL_ERRORS"));
    if (all || str_ieq(text, STR("RETURN_ERRORS"))) {
        ret->validation = all ? VALIDATION_ALL_ERRORS : VALIDATION_ERRORS;
        return true;
    }
    ret->validation = VALIDATION_ROWS;
    return (text.n > before.n + after.n && str_ieq(str_sub(text, 0, before.n), before) &&
            str_ieq(str_sub(text, text.n - after.n, text.n), after) &&
            str_to_int64(str_sub(text, before.n, text.n - after.n), &ret->validation_rows) &&
            ret->validation_rows > 0) ||
           setting_invalid(s, err);
}

static bool refuse(const struct setting *s, struct err *err)
{
    return err_unsupported(err, s->line, s->col, "%.*s = %.*s", STR_FMT(s->key), STR_FMT(s->text));
}

static bool apply(const struct copy_option *o, const struct setting *s, struct copy_options *ret, struct err *err)
{
    bool *flag = (bool *)((char *)ret + o->offset);
    switch (o->kind) {
    case COPY_ON_ERROR:
        return on_error(s, ret, err);
    case COPY_SIZE_LIMIT:
        return (str_to_int64(s->text, &ret->size_limit) && ret->size_limit >= 0) || setting_invalid(s, err);
    case COPY_FLAG:
        return setting_boolean(s, flag, err);
    case COPY_NOT_FLAG: {
        bool enforce;
        if (!setting_boolean(s, &enforce, err))
            return false;
        *flag = !enforce;
        return true;
    }
    case COPY_MATCH:
        return match_by(s, ret, err);
    case COPY_VALIDATION:
        return validation_mode(s, ret, err);
    case COPY_LOAD_MODE:
        return str_ieq(s->text, STR("FULL_INGEST")) ||
               (str_ieq(s->text, STR("ADD_FILES_COPY")) ? refuse(s, err) : setting_invalid(s, err));
    case COPY_METADATA:
        ret->include_metadata = s->items;
        return s->kind == SETTING_GROUP || setting_invalid(s, err);
    case COPY_LOCATION:
    case COPY_FORMAT:
        return true;
    }
    return true;
}

static bool apply_all(const struct settings *s, bool for_pipe, struct copy_options *ret, struct err *err)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct setting *at = &s->at[i];
        const struct copy_option *o = NULL;
        for (size_t k = 0; k < N_OPTIONS && !o; k++)
            if (str_eq(at->key, str_from(options[k].name)))
                o = &options[k];
        if (!o)
            return err_at(err, at->line, at->col, 1422, "22023", "SQL compilation error:\ninvalid parameter '%.*s'",
                          STR_FMT(at->key));
        if (for_pipe && !o->in_pipe)
            return err_at(err, at->line, at->col, 1424, "22023",
                          "SQL compilation error:\nCOPY option '%s' is not allowed in a pipe definition.", o->name);
        if (!apply(o, at, ret, err))
            return false;
        if (for_pipe && o->kind == COPY_ON_ERROR && ret->on_error == ON_ERROR_ABORT)
            return err_at(err, at->line, at->col, 1424, "22023",
                          "SQL compilation error:\nON_ERROR = ABORT_STATEMENT is not allowed in a pipe definition.");
    }
    return true;
}

/* COPY's options over the stage's over the defaults, one by one. */
static bool make_options(const struct statement_copy *copy, const struct object *stage, bool for_pipe, struct arena *a,
                         struct copy_options *ret, struct err *err)
{
    *ret = (struct copy_options){
        .on_error = for_pipe ? ON_ERROR_SKIP_FILE : ON_ERROR_ABORT, .error_limit = 1, .size_limit = -1};
    struct settings s = stage ? definition_settings(a, stage) : (struct settings){0};
    const struct setting *of_stage = settings_find(&s, "COPY_OPTIONS");
    if (of_stage && !apply_all(of_stage->items, false, ret, err))
        return false;
    if (for_pipe && of_stage) { /* what a pipe must not do, it does not inherit either */
        ret->purge = ret->force = ret->return_failed_only = false;
        ret->size_limit = -1;
        if (ret->on_error == ON_ERROR_ABORT)
            ret->on_error = ON_ERROR_SKIP_FILE;
    }
    return apply_all(&copy->settings, for_pipe, ret, err);
}

static bool metadata_named(const struct setting *s, enum metadata *ret, struct err *err)
{
    static const char *const names[] = {
        [METADATA_FILENAME] = "METADATA$FILENAME",
        [METADATA_FILE_ROW_NUMBER] = "METADATA$FILE_ROW_NUMBER",
        [METADATA_FILE_LAST_MODIFIED] = "METADATA$FILE_LAST_MODIFIED",
        [METADATA_START_SCAN_TIME] = "METADATA$START_SCAN_TIME",
    };
    for (size_t i = METADATA_FILENAME; i < sizeof names / sizeof *names; i++)
        if (s->kind == SETTING_WORD && str_ieq(s->text, str_from(names[i]))) {
            *ret = (enum metadata)i;
            return true;
        }
    if (str_ieq(s->text, STR("METADATA$FILE_CONTENT_KEY")))
        return err_unsupported(err, s->line, s->col, "INCLUDE_METADATA of METADATA$FILE_CONTENT_KEY");
    return setting_invalid(s, err);
}

/* The fields are the table's columns in order: MATCH_BY_COLUMN_NAME goes with no list. */
static bool make_metadata(struct arena *a, struct copy_plan *p, struct err *err)
{
    const struct settings *include = p->options.include_metadata;
    p->metadata = NULL;
    if (!include)
        return true;
    if (!p->options.match)
        return err_set(err, 2019, "0A000",
                       "SQL compilation error:\nINCLUDE_METADATA is not supported without MATCH_BY_COLUMN_NAME.");
    p->metadata = ARENA_ARRAY(a, enum metadata, p->n_fields);
    for (size_t i = 0; i < include->n; i++) {
        const struct setting *s = &include->at[i];
        ptrdiff_t column = columns_find(&p->columns, s->key);
        if (column < 0)
            return err_at(err, s->line, s->col, 904, "42000",
                          "SQL compilation error: error line 0 at position -1\ninvalid identifier '%.*s'",
                          STR_FMT(s->key));
        if (!metadata_named(s, &p->metadata[p->field_of[column]], err))
            return false;
    }
    return true;
}

static bool make_columns(const struct statement_copy *copy, struct arena *a, struct copy_plan *p, struct err *err)
{
    p->columns = definition_columns(a, p->table);
    p->has_list = copy->n_columns > 0;
    if (copy->pattern.p)
        p->pattern_text = copy->pattern;
    p->n_fields = p->has_list ? copy->n_columns : p->columns.n;
    if (p->query && transform_items(p->query) != p->n_fields)
        return err_at(err, copy->table.line, copy->table.col, 2057, "22000",
                      "SQL compilation error:\nInsert value list does not match column list expecting %zu but got %zu",
                      p->n_fields, transform_items(p->query));
    p->guards = p->query ? transform_guards(p->query, p->n_fields, a) : NULL;
    p->n_raw = p->query ? transform_positions(p->query) : p->keyed ? 1 : p->n_fields;
    p->field_of = ARENA_ARRAY(a, ptrdiff_t, p->columns.n);
    p->column_of = ARENA_ARRAY(a, size_t, p->n_fields);
    for (size_t i = 0; i < p->columns.n; i++)
        p->field_of[i] = p->has_list ? -1 : (ptrdiff_t)i;
    for (size_t i = 0; i < p->n_fields; i++) {
        ptrdiff_t column = p->has_list ? columns_find(&p->columns, copy->columns[i]) : (ptrdiff_t)i;
        if (column < 0)
            return err_at(err, copy->table.line, copy->table.col, 904, "42000",
                          "SQL compilation error: error line 0 at position -1\ninvalid identifier '%.*s'",
                          STR_FMT(copy->columns[i]));
        if (p->has_list && p->field_of[column] >= 0)
            return err_at(err, copy->table.line, copy->table.col, 1424, "42701",
                          "SQL compilation error:\nduplicate column name '%.*s'", STR_FMT(copy->columns[i]));
        p->column_of[i] = (size_t)column;
        p->field_of[column] = (ptrdiff_t)i;
    }
    return true;
}

/* A document is one field: for one column, a query, or by its keys for columns. */
static bool make_document(struct copy_plan *p, struct err *err)
{
    p->keyed = p->options.match;
    if (p->keyed) {
        p->n_raw = 1;
        p->staging = "freshet_raw";
    }
    if (copy_plan_projects(p) || (p->n_fields == 1 && load_is_semistructured(p->columns.at[p->column_of[0]].type.kind)))
        return true;
    return err_set(err, 2019, "0A000",
                   "SQL compilation error:\n%s file format can produce one and only one column of type variant, "
                   "object, or array. Load data into separate columns using the MATCH_BY_COLUMN_NAME copy option or "
                   "copy with transformation.",
                   p->format.type == FILE_PARQUET ? "PARQUET" : "JSON");
}

static bool make(struct load_context *c, const struct scope *scope, const struct statement_copy *copy, bool for_pipe,
                 struct arena *a, struct copy_plan *p, struct err *err)
{
    struct str stage = copy->stage;
    struct setting stage_format = {0};
    if (copy->query && !transform_check(copy, &stage, &stage_format, &p->pattern_text, err))
        return false;
    p->copy = copy;
    p->scope = *scope;
    p->query = copy->query;
    p->tokens = copy->tokens;
    p->staging = copy->query ? "freshet_raw" : "freshet_load";
    if (!catalog_resolve(c->catalog, scope, OBJECT_TABLE, &copy->table, &p->table, err))
        return false;
    if (p->table->kind != OBJECT_TABLE)
        return err_at(err, copy->table.line, copy->table.col, 2003, "42S02",
                      "SQL compilation error:\nTable '%s' does not exist or not authorized.", p->table->name);
    if (!stage.n)
        stage = stage_of_table(a, p->table);
    if (!stage_locate(c->catalog, scope, c->stages, a, stage, &copy->settings, copy->stage_line, copy->stage_col,
                      &p->location, err))
        return false;
    if (for_pipe && copy->n_files)
        return err_at(err, copy->stage_line, copy->stage_col, 1424, "22023",
                      "SQL compilation error:\nFILES is not allowed in a pipe definition.");
    if (!make_options(copy, p->location.stage, for_pipe, a, &p->options, err) || !make_columns(copy, a, p, err))
        return false;
    if (p->pattern_text.p && !pattern_compile(p->pattern_text, &p->pattern, err))
        return false;
    const struct setting *format = settings_find(&copy->settings, "FILE_FORMAT");
    if (!format && stage_format.text.p)
        format = &stage_format;
    if (!file_format_resolve(c->catalog, scope, a, format, p->location.stage, &p->format, err))
        return false;
    if (p->options.validation && p->query)
        return err_set(err, 2019, "0A000",
                       "SQL compilation error:\nVALIDATION_MODE does not support COPY with transform.");
    if (p->options.match && p->query)
        return err_set(err, 2019, "0A000",
                       "SQL compilation error: match_by_column_name is not supported with copy transform.");
    if (p->options.match && p->format.type == FILE_CSV && !p->format.parse_header)
        return err_set(
            err, 2019, "0A000",
            "SQL compilation error: match_by_column_name option is not supported for file format CSV without "
            "PARSE_HEADER = TRUE");
    if (p->options.match && p->has_list)
        return err_unsupported(err, copy->stage_line, copy->stage_col, "MATCH_BY_COLUMN_NAME with a column list");
    if (p->format.parse_header && !p->options.match)
        return err_unsupported(err, copy->stage_line, copy->stage_col, "PARSE_HEADER without MATCH_BY_COLUMN_NAME");
    p->scan_time = clock_now(c->clock);
    return make_metadata(a, p, err) && (p->format.type == FILE_CSV || make_document(p, err));
}

bool copy_plan_make(struct load_context *c, const struct scope *scope, const struct statement_copy *copy, bool for_pipe,
                    struct arena *a, struct copy_plan *ret, struct err *err)
{
    *ret = (struct copy_plan){.for_pipe = for_pipe};
    if (make(c, scope, copy, for_pipe, a, ret, err)) {
        bool told = for_pipe || (!ret->query && ret->options.on_error != ON_ERROR_ABORT);
        ret->errors_kept = ret->options.validation ? INT64_MAX : told ? LOAD_ERRORS_KEPT : 0;
        return true;
    }
    copy_plan_release(ret);
    return false;
}

bool copy_plan_columns(struct copy_plan *p, struct arena *a, struct err *err)
{
    return make_columns(p->copy, a, p, err) && make_metadata(a, p, err);
}

void copy_plan_release(struct copy_plan *p)
{
    object_unref(p->table);
    stage_location_release(&p->location);
    pattern_free(p->pattern);
    *p = (struct copy_plan){0};
}
