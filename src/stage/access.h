/* From a URL to the place where its files are: what --stage-map says, else the bucket that it names, with the keys that
 * the stage or the statement gives (Snowflake's page "CREATE STAGE"). Nothing is contacted. */
#pragma once
#include "catalog/definition.h"
#include "stage/stage.h"

/* Fills in directory or bucket and key, by l->url; settings (may be NULL) are those of the stage or of COPY:
 * CREDENTIALS, ENCRYPTION, ENDPOINT. Keys that are empty or not there are the machine's, as with STORAGE_INTEGRATION.
 */
bool stage_access(const struct stage_map *map, const struct settings *settings, struct arena *a,
                  struct stage_location *l, struct err *err) MUST_USE;
