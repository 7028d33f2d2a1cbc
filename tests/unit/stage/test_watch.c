/* Arrivals in watched directories, by the three ways in which files come: written, renamed, and inside a new directory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/os.h"
#include "stage/watch.h"

static char root[] = "/tmp/freshet-watch-XXXXXX";

static void note(void *ctx, int64_t tag, const char *path)
{
    buf_printf(ctx, "%lld:%s;", (long long)tag, path ? path + strlen(root) : "?");
}

static void write_file(const char *name, const char *to)
{
    char path[256], moved[256];
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("x", f);
    fclose(f);
    if (to) {
        snprintf(moved, sizeof moved, "%s/%s", root, to);
        assert_int_equal(rename(path, moved), 0);
    }
}

static void expect(struct watch *w, const char *what)
{
    BUF_SCOPE struct buf seen = {0};
    struct pollfd p = {watch_fd(w), POLLIN, 0};
    buf_adds(&seen, "");
    while (seen.n < strlen(what) && poll(&p, 1, 1000) == 1)
        watch_drain(w, note, &seen);
    assert_string_equal(seen.p, what);
}

static void test_arrivals(void **state)
{
    (void)state;
    ERR_SCOPE struct err err = {0};
    struct watch *w = NULL;
    assert_non_null(mkdtemp(root));
    char path[256];
    snprintf(path, sizeof path, "%s/in/", root);
    assert_true(watch_new(&w, &err));
    assert_true(watch_add_directory(w, path, 1, &err));
    write_file("in/a.csv", NULL);
    expect(w, "1:/in/a.csv;");
    write_file("in/.b.part", "in/b.csv");
    expect(w, "1:/in/b.csv;");
    snprintf(path, sizeof path, "%s/in/sub", root);
    assert_int_equal(mkdir(path, 0755), 0);
    watch_drain(w, note, &(struct buf){0});
    write_file("in/sub/c.csv", NULL);
    expect(w, "1:/in/sub/c.csv;");
    /* two tags on one directory, then one of them goes */
    snprintf(path, sizeof path, "%s/in/sub", root);
    assert_true(watch_add_directory(w, path, 2, &err));
    write_file("in/sub/d.csv", NULL);
    expect(w, "2:/in/sub/d.csv;1:/in/sub/d.csv;");
    watch_remove(w, 1);
    write_file("in/sub/e.csv", NULL);
    write_file("in/f.csv", NULL);
    expect(w, "2:/in/sub/e.csv;");
    watch_free(w);
    snprintf(path, sizeof path, "rm -r %s", root);
    assert_int_equal(system(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_arrivals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
