/* Stages: what CREATE STAGE takes, and where a reference like @db.sch.st/path is.
 *
 * A stage is a directory; the path of a reference is a case-sensitive prefix of the files' paths below it, not a
 * directory (Snowflake's page "CREATE STAGE"). */
#pragma once
#include "base/listing.h"
#include "catalog/definition.h"
#include "catalog/resolve.h"
#include "stage/stage_map.h"

/* Checks the settings and makes the definition, {"settings": […]}; FILE_FORMAT's name is resolved in the scope and kept
 * in full. */
bool stage_create_check(struct catalog *c, const struct scope *scope, struct arena *a,
                        const struct statement_create *create, json_t **ret_definition, struct err *err) MUST_USE;
/* FILE_FORMAT as it is to be kept: with the format's full name. */
bool stage_file_format_in_full(struct catalog *c, const struct scope *scope, struct arena *a, struct setting *s,
                               struct err *err) MUST_USE;

/* Does the text of the setting begin as a URL of a stage does? */
bool stage_check_url(const struct setting *s, struct err *err) MUST_USE;

struct stage_location {
    struct object *stage;    /* NULL for a URL written in place; stage_location_release unrefs it */
    struct str url;          /* of an external stage, with the / at its end; empty for an internal one */
    struct str display;      /* what stands before a file's path in results: the URL, or `<stage name>/` */
    struct str stored;       /* what stands before it where PATTERN looks */
    struct str directory;    /* on this machine, with the / at its end; p NULL: nothing maps the URL */
    struct bucket *bucket;   /* where the files are instead; NULL: in no bucket */
    struct str key;          /* and what their keys begin with */
    bool (*stop)(void *ctx); /* see stage/stage_map.h */
    void *stop_ctx;
    struct str prefix;  /* of the paths below the directory; may be empty */
    struct str written; /* the reference as written, for messages */
};

/* `text`: a stage reference, or a URL, which the settings (CREDENTIALS …; may be NULL) say how to get at. */
bool stage_locate(struct catalog *c, const struct scope *scope, const struct stage_map *map, struct arena *a,
                  struct str text, const struct settings *settings, int line, int col, struct stage_location *ret,
                  struct err *err) MUST_USE;
void stage_location_release(struct stage_location *l);
/* 003001 when nothing says where the location is: what asks for files calls it first. */
bool stage_reachable(const struct stage_location *l, struct err *err) MUST_USE;

/* LIST @st [PATTERN = '…']: pattern.p NULL for none. */
bool stage_list(struct catalog *c, const struct scope *scope, const struct stage_map *map, struct arena *a,
                struct str reference, struct str pattern, struct listing *ret, struct err *err) MUST_USE;

extern const struct listing_column stage_show_columns[];
extern const size_t stage_show_n;
void stage_show_row(const struct object *stage, struct listing *out);
extern const struct listing_column stage_describe_columns[];
extern const size_t stage_describe_n;
void stage_describe(const struct object *stage, struct listing *out);
