/* PUT and GET. A file goes through in parts, whatever its size, and appears as a whole or not at all. */
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "base/map.h"
#include "base/os.h"
#include "base/utf8.h"
#include "stage/commands.h"
#include "stage/files.h"
#include "stage/format.h"

enum { NOT_A_DIRECTORY = 253005, NO_SUCH_FILE = 253006, PART = 65536, GZIP = 16 + MAX_WBITS };

static const struct listing_column put_columns[] = {
    {"source", LISTING_TEXT},
    {"target", LISTING_TEXT},
    {"source_size", LISTING_NUMBER},
    {"target_size", LISTING_NUMBER},
    {"source_compression", LISTING_TEXT},
    {"target_compression", LISTING_TEXT},
    {"status", LISTING_TEXT},
    {"message", LISTING_TEXT},
};
static const struct listing_column get_columns[] = {
    {"file", LISTING_TEXT}, {"size", LISTING_NUMBER}, {"status", LISTING_TEXT}, {"message", LISTING_TEXT}};

/* How files may be compressed, and by what AUTO_DETECT knows it: the first bytes, or the end of the name. Parquet and
 * ORC count as compressed. */
static const struct compression {
    const char *name, *magic, *extension;
    bool writable; /* as a SOURCE_COMPRESSION */
} compressions[] = {
    {"NONE", NULL, NULL, true},
    {"GZIP", "\x1f\x8b", ".gz", true},
    {"BZ2", "BZh", ".bz2", true},
    {"ZSTD", "\x28\xb5\x2f\xfd", ".zst", true},
    {"PARQUET", "PAR1", NULL, false},
    {"ORC", "ORC", NULL, false},
    {"BROTLI", NULL, ".br", true},
    {"DEFLATE", NULL, ".deflate", true},
    {"RAW_DEFLATE", NULL, ".raw_deflate", true},
};
enum { N_COMPRESSIONS = sizeof compressions / sizeof *compressions };

struct options {
    bool auto_compress, overwrite;
    const struct compression *source; /* NULL: AUTO_DETECT */
};

static bool check_interrupt(const struct stage_command *c, struct err *err)
{
    return !stage_command_stopped(c) || err_set(err, 604, "57014", "SQL execution canceled");
}

/* --- options ----------------------------------------------------------------------------------------------------- */

static bool set_parallel(const struct setting *s, struct options *ret, struct err *err)
{
    int64_t n;
    (void)ret;
    return (str_to_int64(s->text, &n) && n >= 1 && n <= 99) || setting_invalid(s, err);
}

static bool set_auto_compress(const struct setting *s, struct options *ret, struct err *err)
{
    return setting_boolean(s, &ret->auto_compress, err);
}

static bool set_overwrite(const struct setting *s, struct options *ret, struct err *err)
{
    return setting_boolean(s, &ret->overwrite, err);
}

static bool set_source(const struct setting *s, struct options *ret, struct err *err)
{
    if (str_ieq(s->text, STR("AUTO_DETECT")))
        return true;
    for (size_t i = 0; i < N_COMPRESSIONS; i++)
        if (compressions[i].writable && str_ieq(s->text, str_from(compressions[i].name))) {
            ret->source = &compressions[i];
            return true;
        }
    return setting_invalid(s, err);
}

static const struct option {
    const char *name;
    bool (*set)(const struct setting *s, struct options *ret, struct err *err);
    bool in_get;
} option_table[] = {
    {"PARALLEL", set_parallel, true}, /* checked; the files go one after the other */
    {"AUTO_COMPRESS", set_auto_compress, false},
    {"OVERWRITE", set_overwrite, false},
    {"SOURCE_COMPRESSION", set_source, false},
};

static bool read_options(const struct settings *all, bool get, struct options *ret, struct err *err)
{
    *ret = (struct options){.auto_compress = true};
    for (size_t i = 0; i < all->n; i++) {
        const struct setting *s = &all->at[i];
        const struct option *o = NULL;
        for (size_t k = 0; k < sizeof option_table / sizeof *option_table && !o; k++)
            if (str_eq(s->key, str_from(option_table[k].name)) && (!get || option_table[k].in_get))
                o = &option_table[k];
        if (!o)
            return err_at(err, s->line, s->col, 1422, "22023", "SQL compilation error:\ninvalid parameter '%.*s'",
                          STR_FMT(s->key));
        if (!o->set(s, ret, err))
            return false;
    }
    return true;
}

/* --- local files ------------------------------------------------------------------------------------------------- */

/* What stands behind file://, with ~/ as the home directory. */
static bool local_path(const struct stage_command *c, struct arena *a, struct str *ret, struct err *err)
{
    struct str path = str_sub(c->file, strlen("file://"), c->file.n);
    bool drive = path.n > 2 && ((path.p[0] | 32) >= 'a' && (path.p[0] | 32) <= 'z') && path.p[1] == ':';
    if (drive || (path.n && memchr(path.p, '\\', path.n)))
        return err_unsupported(err, c->file_line, c->file_col, "path of Windows");
    if (!path.n)
        return err_at(err, c->file_line, c->file_col, NO_SUCH_FILE, "22000", "File doesn't exist: ['']");
    const char *home = getenv("HOME");
    if (str_starts(path, STR("~/")) && home)
        path = str_printf(a, "%s%.*s", home, STR_FMT(str_sub(path, 1, path.n)));
    *ret = str_dup(a, path);
    return true;
}

typedef VEC(struct str) paths;

/* The file of the name itself, else those that its * and ? stand for. */
static bool find_files(const struct stage_command *c, struct arena *a, paths *ret, struct err *err)
{
    struct str path;
    if (!local_path(c, a, &path, err))
        return false;
    enum os_kind kind = os_look(str_cstr(a, path), NULL);
    if (kind == OS_DIRECTORY)
        return err_at(err, c->file_line, c->file_col, NO_SUCH_FILE, "22000", "Not a file but a directory: %.*s",
                      STR_FMT(path));
    if (kind != OS_NOTHING) {
        vec_push(a, ret, path);
        return true;
    }
    glob_t found;
    int status = glob(str_cstr(a, path), GLOB_NOESCAPE, NULL, &found);
    for (size_t i = 0; status == 0 && i < found.gl_pathc; i++)
        if (os_look(found.gl_pathv[i], NULL) == OS_FILE)
            vec_push(a, ret, str_dup(a, str_from(found.gl_pathv[i])));
    if (status == 0)
        globfree(&found);
    return ret->n ||
           err_at(err, c->file_line, c->file_col, NO_SUCH_FILE, "22000", "File doesn't exist: ['%.*s']", STR_FMT(path));
}

static struct str base_name(struct str path)
{
    size_t slash = path.n;
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    return str_sub(path, slash, path.n);
}

/* --- PUT --------------------------------------------------------------------------------------------------------- */

struct upload {
    const struct stage_command *command;
    const struct stage_location *location;
    const struct options *options;
    struct arena *arena;
    struct str source, target; /* the local path, and that in the stage */
    const struct compression *from, *to;
    int64_t source_size, target_size;
};

static const struct compression *detect(struct str name, struct str start)
{
    for (size_t i = 0; i < N_COMPRESSIONS; i++)
        if (compressions[i].magic && str_starts(start, str_from(compressions[i].magic)))
            return &compressions[i];
    for (size_t i = 0; i < N_COMPRESSIONS; i++)
        if (!compressions[i].magic && compressions[i].extension && str_ends(name, str_from(compressions[i].extension)))
            return &compressions[i];
    return &compressions[0];
}

static bool write_part(struct upload *u, struct stage_output *out, struct str part, struct err *err)
{
    u->target_size += (int64_t)part.n;
    return part.n == 0 || stage_output_write(out, part, err);
}

/* What the stream makes of the part; at the end (part.n is 0) the rest. */
static bool write_compressed(struct upload *u, z_stream *z, struct stage_output *out, struct str part, struct err *err)
{
    char to[PART];
    z->next_in = (Bytef *)(uintptr_t)part.p;
    z->avail_in = (uInt)part.n;
    do {
        z->next_out = (Bytef *)to;
        z->avail_out = sizeof to;
        (void)deflate(z, part.n ? Z_NO_FLUSH : Z_FINISH);
        if (!write_part(u, out, (struct str){to, sizeof to - z->avail_out}, err))
            return false;
    } while (z->avail_out == 0);
    return true;
}

static bool copy_in(struct upload *u, int fd, z_stream *z, struct stage_output *out, struct err *err)
{
    char part[PART];
    size_t n = 1;
    while (n > 0) {
        if (!check_interrupt(u->command, err))
            return false;
        if (!os_read(fd, part, sizeof part, &n))
            return err_os(err, "cannot read", u->source.p);
        u->source_size += (int64_t)n;
        struct str read = {part, n};
        if (!(z ? write_compressed(u, z, out, read, err) : write_part(u, out, read, err)))
            return false;
    }
    return true;
}

static bool write_target(struct upload *u, int fd, struct err *err)
{
    STAGE_OUTPUT_SCOPE struct stage_output *out = NULL;
    z_stream z = {0};
    bool compress = u->from != u->to;
    if (!stage_output_create(u->location, u->target, &out, err))
        return false;
    if (compress && deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return err_internal(err, "zlib has no memory");
    bool ok = copy_in(u, fd, compress ? &z : NULL, out, err);
    if (compress)
        (void)deflateEnd(&z);
    return ok && stage_output_commit(out, err);
}

/* The name in the stage: the path of the reference is a directory here. */
static void choose_target(struct upload *u, struct str start)
{
    struct str name = base_name(u->source), directory = u->location->prefix;
    u->from = u->to = u->options->source ? u->options->source : detect(name, start);
    if (u->from == &compressions[0] && u->options->auto_compress)
        u->to = &compressions[1];
    const char *slash = directory.n && !str_ends(directory, STR("/")) ? "/" : "";
    u->target = str_printf(u->arena, "%.*s%s%.*s%s", STR_FMT(directory), slash, STR_FMT(name),
                           u->from != u->to ? u->to->extension : "");
}

static void add_put_row(const struct upload *u, bool uploaded, struct listing *out)
{
    listing_text(out, base_name(u->source));
    listing_text(out, base_name(u->target));
    listing_int(out, u->source_size);
    listing_int(out, u->target_size);
    listing_cstr(out, u->from->name);
    listing_cstr(out, u->to->name);
    listing_cstr(out, uploaded ? "UPLOADED" : "SKIPPED");
    listing_cstr(out, "");
}

static bool put_open_file(struct upload *u, int fd, struct listing *out, struct err *err)
{
    char start[4];
    struct stage_file old;
    struct os_file local;
    bool exists;
    ssize_t n = pread(fd, start, sizeof start, 0);
    choose_target(u, (struct str){start, n > 0 ? (size_t)n : 0});
    struct stage_location whole = *u->location;
    whole.prefix = STR("");
    if (!stage_file(&whole, u->target, u->arena, &old, &exists, err))
        return false;
    if (!exists || u->options->overwrite) {
        if (!write_target(u, fd, err))
            return false;
    } else if (os_look(u->source.p, &local) == OS_FILE) {
        u->source_size = local.size;
    }
    add_put_row(u, !exists || u->options->overwrite, out);
    return true;
}

static bool put_file(struct upload *u, struct listing *out, struct err *err)
{
    struct str name = base_name(u->source);
    if (!utf8_is_valid(name))
        return err_set(err, 603, "22021", "The name of a file to upload is not valid UTF-8.");
    if (str_starts(name, STR(".")))
        return err_unsupported(err, u->command->file_line, u->command->file_col,
                               "PUT of a file whose name begins with a dot");
    int fd = open(u->source.p, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_os(err, "cannot read", u->source.p);
    bool ok = put_open_file(u, fd, out, err);
    close(fd);
    return ok;
}

/* An internal stage: clients do not upload to others, nor download from them. */
static bool locate(const struct stage_command *c, const char *verb, struct arena *a, struct stage_location *ret,
                   struct err *err)
{
    if (!stage_locate(c->catalog, c->scope, c->map, a, c->reference, NULL, 0, 0, ret, err))
        return false;
    if (!stage_is_external(ret))
        return true;
    stage_location_release(ret);
    return err_unsupported(err, 0, 0, "%s an external stage", verb);
}

bool stage_put(const struct stage_command *c, struct listing *ret, struct err *err)
{
    struct stage_location l;
    struct options options;
    paths files = {0};
    ret->columns = put_columns;
    ret->n_columns = sizeof put_columns / sizeof *put_columns;
    if (!read_options(c->settings, false, &options, err) || !locate(c, "PUT to", ret->arena, &l, err))
        return false;
    bool ok = find_files(c, ret->arena, &files, err);
    for (size_t i = 0; i < files.n && ok; i++) {
        struct upload u = {
            .command = c, .location = &l, .options = &options, .arena = ret->arena, .source = files.at[i]};
        ok = put_file(&u, ret, err);
    }
    stage_location_release(&l);
    return ok;
}

/* --- GET --------------------------------------------------------------------------------------------------------- */

static bool copy_out(const struct stage_command *c, struct stage_input *in, struct os_output *out, struct err *err)
{
    char part[PART];
    size_t n = 1;
    while (n > 0)
        if (!check_interrupt(c, err) || !stage_input_read(in, part, sizeof part, &n, err) ||
            (n && !os_output_write(out, (struct str){part, n}, err)))
            return false;
    return true;
}

static bool get_file(const struct stage_command *c, const struct stage_location *l, const struct stage_file *f,
                     struct str directory, struct listing *ret, struct err *err)
{
    STAGE_INPUT_SCOPE struct stage_input *in = NULL;
    struct os_output *out;
    struct str to = str_printf(ret->arena, "%.*s/%.*s", STR_FMT(directory), STR_FMT(base_name(f->path)));
    if (!stage_input_open(l, f, &in, err))
        return false;
    if (!in)
        return true; /* removed meanwhile */
    if (!os_output_create(to.p, &out, err))
        return false;
    bool ok = copy_out(c, in, out, err) && os_output_commit(out, err);
    os_output_free(out);
    if (!ok)
        return false;
    listing_text(ret, f->path);
    listing_int(ret, f->size);
    listing_cstr(ret, "DOWNLOADED");
    listing_cstr(ret, "");
    return true;
}

/* The directories of a stage are not made again, so two files of one name would become one. */
static bool check_names(const struct stage_files *files, struct err *err)
{
    struct map names = {0};
    bool ok = true;
    for (size_t i = 0; i < files->n && ok; i++) {
        struct str name = base_name(files->at[i].path);
        ok = !map_get(&names, name) || err_unsupported(err, 0, 0, "GET of two files called %.*s", STR_FMT(name));
        map_put(&names, name, &files->at[i]);
    }
    map_clear(&names);
    return ok;
}

static bool get_files(const struct stage_command *c, const struct stage_location *l, struct listing *ret,
                      struct err *err)
{
    struct str directory;
    struct stage_files files;
    PATTERN_SCOPE struct pattern *pattern = NULL;
    if (!local_path(c, ret->arena, &directory, err))
        return false;
    if (os_look(directory.p, NULL) != OS_DIRECTORY)
        return err_at(err, c->file_line, c->file_col, NOT_A_DIRECTORY, "22000",
                      "The local path is not a directory: %.*s", STR_FMT(directory));
    if ((c->pattern.p && !pattern_compile(c->pattern, &pattern, err)) ||
        !stage_files(l, pattern, false, ret->arena, &files, err) || !check_names(&files, err))
        return false;
    for (size_t i = 0; i < files.n; i++)
        if (!get_file(c, l, &files.at[i], directory, ret, err))
            return false;
    return true;
}

bool stage_get(const struct stage_command *c, struct listing *ret, struct err *err)
{
    struct stage_location l;
    struct options options;
    ret->columns = get_columns;
    ret->n_columns = sizeof get_columns / sizeof *get_columns;
    if (!read_options(c->settings, true, &options, err) || !locate(c, "GET from", ret->arena, &l, err))
        return false;
    bool ok = get_files(c, &l, ret, err);
    stage_location_release(&l);
    return ok;
}
