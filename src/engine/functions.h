/* DuckDB functions written in C, for what macros cannot say: conversions of any type by Snowflake's rules, division,
 * hashes, random numbers. Registered once on an opened database; prelude.sql's macros and the dialect call them. */
#pragma once
#include <duckdb.h>

#include "base/err.h"

bool engine_register_functions(duckdb_connection c, struct err *err) MUST_USE;
