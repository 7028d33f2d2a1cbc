/* A real table, a stage on a directory, and COPY and pipes from one to the other: what the tests of this folder share.
 */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pipe/pipe.h"

extern char root[]; /* the directory of the test; its landing directory is s3://b/in/ */

struct world {
    struct engine *engine;
    struct connection *conn;
    struct catalog *catalog;
    struct store *store;
    struct clock clock;
    struct stage_map stages;
    struct load_context load;
    struct scope scope;
    struct arena arena;
};

#define OK(call)                                                                                                       \
    do {                                                                                                               \
        if (!(call))                                                                                                   \
            fail_msg("%s:%d: %s", __FILE__, __LINE__, err.message ? err.message : "no message");                       \
    } while (0)

#define FILES "s3://b/in/"
#define ADVICE                                                                                                         \
    "\n  If you would like to continue loading when an error is encountered, use other values such as 'SKIP_FILE' or " \
    "'CONTINUE' for the ON_ERROR option. For more information on loading options, please run 'info loading_data' in "  \
    "a SQL client."

struct statement *parse(struct world *w, const char *sql);
/* CREATE TABLE, STAGE, FILE FORMAT or PIPE in DB.S, without a session. */
bool create(struct world *w, const char *sql, struct err *err);
void create_ok(struct world *w, const char *sql);
void put(const char *name, const char *text);
void empty_stage(void);
int setup(void **state);
int teardown(void **state);
/* The rows of a query as a|b;c|d; with ~ for NULL. */
void query(struct world *w, const char *sql, struct buf *out);
void contents(struct world *w, struct buf *out);
/* How many rows, what they are, and that each has a number of its own. */
void table_digest(struct world *w, struct buf *out);
/* Runs a COPY, again as a session does; its answer as rows, or its error's message. stage: not straight into the
 * table. Returns whether it ran again. */
bool copy_as(struct world *w, const char *sql, bool stage, struct buf *out);
void copy(struct world *w, const char *sql, struct buf *out);
void check(const char *what, const struct buf *got, const char *expected);
void copy_expect(struct world *w, const char *sql, const char *answer);
struct object *find_pipe(struct world *w);
void load(struct world *w, int64_t files, int64_t rows, int64_t failed);
void run_shell(const char *format, ...) __attribute__((format(printf, 1, 2)));
int remove_root(void **state);
