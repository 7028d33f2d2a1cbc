/* Schema evolution: a table with ENABLE_SCHEMA_EVOLUTION gets the columns that the files of a load have and it has not,
 * and columns that they lack need not be filled any more (Snowflake's page "Table schema evolution"). */
#pragma once
#include "pipe/load.h"

/* The most columns that one load adds. */
enum { EVOLVE_COLUMNS = 100 };

/* Looks into the files, and when the table has to change, changes it in the transaction, which has it locked; the plan
 * is then for the table as it became. query_id empty: a pipe's load. */
bool evolve_table(struct load_context *c, struct transaction *t, struct copy_plan *plan, const struct load_file *files,
                  size_t n, struct str query_id, const struct object *pipe, struct arena *a, struct err *err) MUST_USE;
