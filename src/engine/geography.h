/* Values of GEOGRAPHY: text in WKT, EWKT of SRID 4326 or GeoJSON becomes GeoJSON, with the members that a shape has and
 * no others, on one line. Checked are the kind of each shape, how its coordinates are nested, how many there are, that
 * rings are closed, and the ranges of longitude and latitude; whether edges cross is not. */
#pragma once
#include "engine/cell.h"

/* False with *f set: 100201 (22023) `Error parsing Geo input: …`. */
bool geography_parse(struct str text, struct buf *out, struct failure *f);
