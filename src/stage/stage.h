/* Stages: what CREATE STAGE takes, and where a reference like @db.sch.st/path is.
 *
 * A stage is a directory or a bucket; the path of a reference is a case-sensitive prefix of the files' paths in it, not
 * a directory (Snowflake's page "CREATE STAGE"). Internal ones are directories below <data>/stages: those of named
 * stages and of tables have the number of the object as their name, which is never given twice; the user's has the
 * user's. A table's stage is there with the table, and goes with it. */
#pragma once
#include "base/listing.h"
#include "catalog/definition.h"
#include "catalog/resolve.h"
#include "s3/output.h"
#include "stage/reference.h"
#include "stage/stage_map.h"

/* Checks the settings and makes the definition, {"settings": […]}; FILE_FORMAT's name is resolved in the scope and kept
 * in full. */
bool stage_create_check(struct catalog *c, const struct scope *scope, struct arena *a,
                        const struct statement_create *create, json_t **ret_definition, struct err *err) MUST_USE;
/* The same for ALTER STAGE … SET: what the stage becomes. */
bool stage_altered(struct catalog *c, const struct scope *scope, struct arena *a, const struct object *stage,
                   const struct settings *settings, json_t **ret_definition, struct str *ret_comment,
                   struct err *err) MUST_USE;
/* What is written for an option, or for a key of an option that is a group; p NULL: nothing. group may be NULL. */
struct str stage_setting(const struct settings *s, const char *group, const char *key);
/* FILE_FORMAT as it is to be kept: with the format's full name. */
bool stage_file_format_in_full(struct catalog *c, const struct scope *scope, struct arena *a, struct setting *s,
                               struct err *err) MUST_USE;

/* Does the text of the setting begin as a URL of a stage does? */
bool stage_check_url(const struct setting *s, struct err *err) MUST_USE;

struct stage_location {
    enum stage_reference_kind kind;
    struct object *stage;  /* of STAGE_NAMED, else NULL; stage_location_release unrefs it */
    struct object *table;  /* of STAGE_OF_TABLE, likewise */
    struct str url;        /* of an external stage, with the / at its end; empty for an internal one */
    struct str display;    /* what stands before a file's path in results: the URL, `<stage name>/`, or nothing */
    struct str known_as;   /* what stands before it in histories: display, or `@%T/`, `@~/` */
    struct str stored;     /* what stands before it where PATTERN looks */
    struct str key_prefix; /* what stands before it in METADATA$FILENAME: the key in the bucket, `@T/`, or nothing */
    struct str directory;  /* on this machine, with the / at its end; p NULL: nothing maps the URL */
    struct bucket *bucket; /* where the files are instead; NULL: in no bucket */
    struct str key;        /* and what their keys begin with */
    struct s3_encryption encryption; /* and with what the bucket encrypts those that are written */
    bool (*stop)(void *ctx);         /* see stage/stage_map.h */
    void *stop_ctx;
    struct parquets *parquets; /* likewise */
    struct str scratch;
    struct str prefix;  /* of the paths below the directory; may be empty */
    bool whole;         /* the reference has no / behind the stage's name */
    struct str written; /* the reference as written, for messages */
};

static inline bool stage_is_external(const struct stage_location *l)
{
    return l->url.n > 0;
}

/* The user whose stage is @~. */
extern const char stage_user[];

/* The reference to the stage of a table, in full. */
struct str stage_of_table(struct arena *a, const struct object *table);
/* `text`: a stage reference, or a URL, which the settings (CREDENTIALS …; may be NULL) say how to get at. */
bool stage_locate(struct catalog *c, const struct scope *scope, const struct stage_map *map, struct arena *a,
                  struct str text, const struct settings *settings, int line, int col, struct stage_location *ret,
                  struct err *err) MUST_USE;
/* CREDENTIALS, ENCRYPTION and STORAGE_INTEGRATION among the settings of a COPY: as a stage takes them, and beside a URL
 * alone, which the integration has to allow; a stage has its own. */
bool stage_check_access(struct catalog *c, const struct settings *settings, const struct stage_location *l,
                        struct arena *a, struct err *err) MUST_USE;
/* The whole of a named stage, which need not be in the catalog yet. */
bool stage_locate_object(const struct stage_map *map, struct arena *a, struct object *stage, struct stage_location *ret,
                         struct err *err) MUST_USE;
/* Everything of it that is text is in the arena; the bucket and what stop asks are the map's. */
struct stage_location stage_location_copy(struct arena *a, const struct stage_location *l);
void stage_location_release(struct stage_location *l);
/* 003001 when nothing says where the location is: what asks for files calls it first. */
bool stage_reachable(const struct stage_location *l, struct err *err) MUST_USE;

extern const struct listing_column stage_show_columns[];
extern const size_t stage_show_n;
void stage_show_row(const struct object *stage, struct listing *out);
extern const struct listing_column stage_describe_columns[];
extern const size_t stage_describe_n;
void stage_describe(const struct object *stage, struct listing *out);
