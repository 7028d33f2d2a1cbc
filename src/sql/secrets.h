/* Keys and tokens in the text of statements: the values of AWS_SECRET_KEY, MASTER_KEY and their like, which must not be
 * shown, stored in a history or repeated in an error. A text need not be a statement, nor well-formed: the body of a
 * procedure may hold one in a string. */
#pragma once
#include "base/err.h"

/* With '****' for each; the text itself when there is none. */
struct str secrets_masked(struct arena *a, struct str text) MUST_USE;
/* As long as the text and with its lines, so that places in it stay where they are. */
struct str secrets_blotted(struct arena *a, struct str text) MUST_USE;
/* Takes from the message what is secret in the text that it is about. */
void secrets_mask_error(struct str text, struct err *err);
