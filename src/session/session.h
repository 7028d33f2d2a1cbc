/* One connection's state, and the way from a statement to its result. A session is used by one thread at a time.
 *
 * Results: labels, types and rows of text as Snowflake shows them. A result is read to its end or freed before the next
 * statement of the session runs. */
#pragma once
#include "session/freshet.h"

struct session;
struct result;

bool session_new(struct freshet *f, struct session **ret, struct err *err) MUST_USE;
void session_free(struct session *s); /* rolls back what is open; takes NULL */

/* Runs one parsed statement of `tokens`. Positions in err are absolute in the tokens' source. */
bool session_execute(struct session *s, const struct tokens *tokens, const struct statement *statement,
                     struct result **ret, struct err *err) MUST_USE;
/* Lexes, parses and runs a text that holds exactly one statement (a trailing `;` is allowed). */
bool session_run(struct session *s, struct str sql, struct result **ret, struct err *err) MUST_USE;
/* The DuckDB SQL of a statement, as `freshet translate` prints it: several statements, each ended by `;` and a line
 * end. */
bool session_translate(struct session *s, const struct tokens *tokens, const struct statement *statement,
                       struct buf *out, struct err *err) MUST_USE;
struct runner session_runner(struct session *s);

/* "" when none is current. */
struct str session_database(const struct session *s);
struct str session_schema(const struct session *s);
bool session_in_transaction(const struct session *s);
/* Stops the running statement and lets no other begin until session_resume; from any thread or a signal handler's
 * thread. */
void session_interrupt(struct session *s);
void session_resume(struct session *s);

void result_free(struct result *r); /* takes NULL */
struct str result_query_id(const struct result *r);
size_t result_columns(const struct result *r);
struct str result_label(const struct result *r, size_t col);
struct type result_type(const struct result *r, size_t col);
bool result_next(struct result *r);
bool result_null(const struct result *r, size_t col);
void result_text(const struct result *r, size_t col, struct buf *out); /* appends; nothing for NULL */
