/* Texts of statements without the secrets in them, for what is kept and shown. */
#pragma once
#include "base/str.h"

/* The text with each value of a setting that holds a secret (AWS_SECRET_KEY, AWS_TOKEN, MASTER_KEY …) as '****', as
 * Snowflake hides them in its history. It need not be a valid statement, and the setting may stand in a string within
 * it: a procedure's body, EXECUTE IMMEDIATE. The text itself when there is none, else in the arena. */
struct str secrets_hidden(struct arena *a, struct str text);
