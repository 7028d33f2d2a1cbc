/* What every kind of place where files are can do; for stage/files.c alone. Paths are below the location's directory or
 * URL, and none of them climbs out of it. */
#pragma once
#include "stage/files.h"

struct stage_place {
    /* The files whose paths begin with the prefix, in any order. */
    bool (*list)(const struct stage_location *l, struct str prefix, struct arena *a, struct stage_files *ret,
                 struct err *err);
    bool (*look)(const struct stage_location *l, struct str path, struct arena *a, struct stage_file *ret,
                 bool *ret_found, struct err *err);
    bool (*is_complete)(const struct stage_location *l, const struct stage_file *f);
    bool (*remove)(const struct stage_location *l, struct str path, struct err *err);
    bool (*open)(const struct stage_location *l, const struct stage_file *f, struct stage_input **ret, struct err *err);
    /* Opens a file of this machine, *ret_fd -1: it is gone; NULL: they are elsewhere. */
    bool (*open_local)(const struct stage_location *l, const struct stage_file *f, int *ret_fd, struct err *err);
    bool (*create)(const struct stage_location *l, struct str path, struct stage_output **ret, struct err *err);
};

/* The first member of a place's own struct. */
struct stage_input {
    bool (*read)(struct stage_input *in, char *to, size_t size, size_t *ret_n, struct err *err);
    void (*close)(struct stage_input *in);
};

struct stage_output {
    bool (*write)(struct stage_output *out, struct str part, struct err *err);
    bool (*commit)(struct stage_output *out, struct err *err);
    void (*free)(struct stage_output *out);
};

extern const struct stage_place stage_directory, stage_bucket;
