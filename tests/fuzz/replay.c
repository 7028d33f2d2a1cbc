/* Feeds a fuzzer the files of directories, with all that is below them: what `make test` runs of the fuzzers. One test
 * for each directory, in TAP. Each runs in a process of its own, which tells on which file it ended. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/os.h"
#include "fuzz.h"

enum { SECONDS_FOR_A_FILE = 20, LONGEST_PATH = 4096 };

/* Shared with the process that replays: where it is. */
static struct progress {
    char path[LONGEST_PATH];
    int files;
} * progress;

static int replay(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)ftw;
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct str text;
    if (type != FTW_F)
        return 0;
    snprintf(progress->path, sizeof progress->path, "%s", path);
    progress->files++;
    if (!os_read_file(&a, path, &text, &err)) {
        printf("# %s\n", err.message);
        return 1;
    }
    alarm(SECONDS_FOR_A_FILE);
    /* a block of exactly this size, so that the sanitizer sees a read behind its end */
    uint8_t *data = xmalloc(text.n ? text.n : 1);
    if (text.n)
        memcpy(data, text.p, text.n);
    LLVMFuzzerTestOneInput(data, text.n);
    free(data);
    alarm(0);
    return 0;
}

static void report(int test, const char *directory, int status)
{
    bool ok = WIFEXITED(status) && WEXITSTATUS(status) == 0 && progress->files > 0;
    printf("%sok %d - %s: %d files\n", ok ? "" : "not ", test, directory, progress->files);
    if (!ok && WIFSIGNALED(status))
        printf("# %s ended it with signal %d\n", progress->path, WTERMSIG(status));
    else if (!ok)
        printf("# %s ended it with status %d\n", progress->files ? progress->path : "no file", WEXITSTATUS(status));
    fflush(stdout);
}

int main(int argc, char **argv)
{
    progress = mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (progress == MAP_FAILED)
        return 1;
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        *progress = (struct progress){0};
        fflush(stdout);
        pid_t child = fork();
        if (child == 0)
            exit(nftw(argv[i], replay, 16, FTW_PHYS) ? 1 : 0);
        int status;
        if (child < 0 || waitpid(child, &status, 0) != child)
            return 1;
        report(i, argv[i], status);
    }
    return 0;
}
