/* sf_scan(n): a table function over a result that is in memory already, as often as wanted. Its columns are c0, c1 …;
 * those of a listing are its cells as text. */
#pragma once
#include "base/listing.h"
#include "engine/engine.h"

/* Makes the one that is not NULL readable as sf_scan(n) on every connection of the engine, n being what is returned,
 * until scan_close. It must live that long; whoever else reads the rows is not disturbed. Thread-safe. */
int64_t scan_open(struct engine *e, const struct rows *rows, const struct listing *listing);
void scan_close(struct engine *e, int64_t scan);
