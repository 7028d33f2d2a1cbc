/* Cells are copied into the listing's arena. */
#include "base/listing.h"

void listing_text(struct listing *l, struct str text)
{
    vec_push(l->arena, &l->cells, text.p ? str_dup(l->arena, text) : STR_NULL);
}

void listing_cstr(struct listing *l, const char *text)
{
    listing_text(l, str_from(text));
}

void listing_int(struct listing *l, int64_t n)
{
    listing_text(l, str_printf(l->arena, "%lld", (long long)n));
}
