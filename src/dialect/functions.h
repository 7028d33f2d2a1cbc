/* The printers that rows of the table of functions (functions.c) name. */
#pragma once
#include "dialect/printer.h"

typedef bool print_function(struct printer *p, const struct node *call, struct buf *out);

print_function print_count, print_approx_count, print_sum, print_min_max, print_avg, print_ratio_to_report,
    print_listagg, print_array_agg, print_percentile, print_extreme, print_concat_call, print_concat_ws, print_decode,
    print_hash, print_regexp_like, print_regexp_replace, print_regexp_substr, print_regexp_count, print_sha2,
    print_convert_timezone, print_div0, print_mod, print_lag, print_date_add, print_date_diff, print_date_trunc,
    print_date_part, print_trunc, print_last_day, print_to_moment, print_to_number, print_random;
print_function print_seq, print_object_construct, print_get, print_get_path, print_strtok, print_object_agg;
