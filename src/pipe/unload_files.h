/* The files of one COPY INTO <location> while they are written: their names, and when they appear. For the files that
 * write the rows. */
#pragma once
#include "base/map.h"
#include "pipe/unload.h"
#include "stage/compress.h"

/* So many files wait for the end: each holds an open file, or an upload. */
enum { UNLOAD_OPEN_FILES = 64 };

struct unload_files {
    const struct unload_plan *plan;
    struct arena *arena;
    struct unload_result *result;
    enum file_compression compression; /* of what is written into them */
    struct buf partition;
    int number;       /* of the next file in the partition */
    struct map taken; /* the paths so far: partitions that differ may have one name */
    /* the file that is being written, when there is one */
    struct stage_output *output;
    struct compress *compress;
    struct stage_output *waiting[UNLOAD_OPEN_FILES]; /* of the result's files from n_there on */
};

/* Files that begin from now on are of this partition, whose NULL is __NULL__. None must be open. */
void unload_files_partition(struct unload_files *u, struct str partition);
bool unload_files_begin(struct unload_files *u, struct err *err) MUST_USE;
/* The file that was begun is complete; it may have to wait. */
bool unload_files_end(struct unload_files *u, int64_t rows, struct err *err) MUST_USE;
/* All appear. */
bool unload_files_commit(struct unload_files *u, struct err *err) MUST_USE;
void unload_files_release(struct unload_files *u);
/* That SINGLE = TRUE wants more than MAX_FILE_SIZE; always false. */
bool unload_too_large(const struct unload_plan *p, struct err *err);
