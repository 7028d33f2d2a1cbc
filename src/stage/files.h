/* The files of stages: which there are, reading, writing and removing them, wherever they are. Each kind of place is a
 * struct stage_place (stage/place.h): directories, buckets. */
#pragma once
#include "stage/pattern.h"
#include "stage/stage.h"

struct stage_file {
    struct str path;  /* below the location's directory or URL, with '/' between, no leading one */
    int64_t size;     /* bytes */
    int64_t modified; /* microseconds since 1970 UTC */
    struct str etag;  /* what a bucket knows its content by; p NULL: only its bytes say, as in a directory */
};

struct stage_files {
    struct stage_file *at;
    size_t n;
    struct str left_out; /* the last of those that stage_files left out; p NULL: none */
};

/* The files of a location, sorted by path. pattern may be NULL; it is matched against the stored path, or, for pipes,
 * against the path behind the stage's URL. A file whose name is not UTF-8 cannot be recorded: it is left out. */
bool stage_files(const struct stage_location *l, const struct pattern *pattern, bool pattern_on_path, struct arena *a,
                 struct stage_files *ret, struct err *err) MUST_USE;
/* Was none left out? */
bool stage_files_all(const struct stage_files *files, struct err *err) MUST_USE;
/* One file by its path behind the location's prefix, as FILES = ('…') names it. */
bool stage_file(const struct stage_location *l, struct str name, struct arena *a, struct stage_file *ret,
                bool *ret_found, struct err *err) MUST_USE;
/* Is nobody writing it any more? One that cannot be read counts as complete: reading it is the error. */
bool stage_file_is_complete(const struct stage_location *l, const struct stage_file *f);
/* What LIST shows as md5, in the arena: the ETag, or the MD5 of the content. */
bool stage_file_md5(const struct stage_location *l, const struct stage_file *f, struct arena *a, struct str *ret,
                    struct err *err) MUST_USE;
/* That it is not there is no error. */
bool stage_file_remove(const struct stage_location *l, struct str path, struct err *err) MUST_USE;

/* The bytes of a file, from its first on. *ret NULL: the file is gone. A file that becomes another one while it is read
 * is an error. */
struct stage_input;
bool stage_input_open(const struct stage_location *l, const struct stage_file *f, struct stage_input **ret,
                      struct err *err) MUST_USE;
/* As many as there are, up to size; *ret_n 0: the end. */
bool stage_input_read(struct stage_input *in, char *to, size_t size, size_t *ret_n, struct err *err) MUST_USE;
void stage_input_close(struct stage_input *in); /* takes NULL */
#define STAGE_INPUT_SCOPE __attribute__((cleanup(stage_input_cleanup)))
static inline void stage_input_cleanup(struct stage_input **in)
{
    stage_input_close(*in);
}

/* The file as one of this machine, for reading: one that is elsewhere is copied first, to a file without a name.
 * *ret_fd -1: the file is gone. */
bool stage_file_local(const struct stage_location *l, const struct stage_file *f, int *ret_fd,
                      struct err *err) MUST_USE;

/* A new file, which appears as a whole at the commit, in place of one of this path if there is one. Freed without a
 * commit it was never there. */
struct stage_output;
bool stage_output_create(const struct stage_location *l, struct str path, struct stage_output **ret,
                         struct err *err) MUST_USE;
bool stage_output_write(struct stage_output *out, struct str part, struct err *err) MUST_USE;
bool stage_output_commit(struct stage_output *out, struct err *err) MUST_USE;
void stage_output_free(struct stage_output *out); /* takes NULL; after the commit, too */
#define STAGE_OUTPUT_SCOPE __attribute__((cleanup(stage_output_cleanup)))
static inline void stage_output_cleanup(struct stage_output **out)
{
    stage_output_free(*out);
}
