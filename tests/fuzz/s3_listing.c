/* Whatever a server sends as the page of a list, it is either refused with an error that is complete, or has keys,
 * sizes and times; and what it complains of is text or nothing. */
#include "fuzz.h"
#include "s3/listing.h"
#include "s3/xml.h"

static void check_page(const struct s3_page *page)
{
    for (size_t i = 0; i < page->objects.n; i++) {
        const struct s3_object *o = &page->objects.at[i];
        PROMISE(o->key.p && o->key.n > 0, i);
        PROMISE(o->size >= 0, i);
        /* read to the end, for the sanitizer */
        PROMISE(str_cmp(o->key, o->key) == 0 && str_cmp(o->etag, o->etag) == 0, i);
    }
    PROMISE(str_cmp(page->next, page->next) == 0, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct str text = {(const char *)data, size};
    struct s3_page page;
    struct s3_complaint said;
    bool is_page = s3_page_read(&a, text, &page, &err);
    PROMISE(is_page == !err.set, 0);
    if (is_page)
        check_page(&page);
    else
        PROMISE(err.code == 91003 && strcmp(err.sqlstate, "22000") == 0 && err.message && *err.message, 0);
    bool is_error = s3_complaint_read(&a, text, &said);
    PROMISE(!is_error || !is_page, 0);
    PROMISE(str_cmp(said.code, said.code) == 0 && str_cmp(said.message, said.message) == 0, 0);
    return 0;
}
