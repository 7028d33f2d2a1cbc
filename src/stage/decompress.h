/* Files as they are stored to the text in them. */
#pragma once
#include "stage/csv.h"

/* *ret is in the arena, or `raw` itself. False: *ret_problem says what is wrong with the file. */
bool decompress(enum file_compression compression, struct str path, struct str raw, struct arena *a, struct str *ret,
                const char **ret_problem);
