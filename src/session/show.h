/* SHOW's row of one object, for the kinds whose DESCRIBE is that row. */
#pragma once
#include "session/internal.h"

bool show_one(struct run *r, const struct object *o, struct err *err) MUST_USE;
