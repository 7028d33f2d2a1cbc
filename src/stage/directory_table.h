/* Directory tables: DIRECTORY = (ENABLE = TRUE) of a stage, and SELECT … FROM DIRECTORY(@stage) (Snowflake's page
 * "Query directory tables"). They are kept in the database, freshet.directory_files, and change with ALTER STAGE …
 * REFRESH alone; with AUTO_REFRESH = TRUE a query sees the files as they are when it is translated. */
#pragma once
#include "base/listing.h"
#include "engine/engine.h"
#include "stage/files.h"

/* Creates what is missing in the database. */
bool directory_table_open(struct connection *conn, struct err *err) MUST_USE;
/* Does the stage have one? False sets err. */
bool directory_table_check(const struct stage_location *l, struct arena *a, struct err *err) MUST_USE;
/* Takes over the files whose paths begin with the location's prefix, in the caller's transaction. `ret` (NULL: not
 * asked for) is the result set of ALTER STAGE … REFRESH: a row for each file that is new, has changed or is gone. */
bool directory_table_refresh(struct connection *conn, const struct stage_location *l, struct arena *a,
                             struct listing *ret, struct err *err) MUST_USE;
/* A DROP of the stage. */
bool directory_table_forget(struct connection *conn, int64_t stage, struct err *err) MUST_USE;
/* A table expression in parentheses with the columns of Snowflake; look: files may be looked for. */
bool directory_table_query(struct connection *conn, const struct stage_location *l, bool look, struct arena *a,
                           struct buf *out, struct err *err) MUST_USE;
