/* What the fuzzers share. A fuzzer is one file with the entry point of libFuzzer, which also calls it by itself
 * (`make fuzz`), or replay.c does, with the files of a corpus (`make test`). A promise that is broken aborts. */
#pragma once
#include "sql/statement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program, saying what was promised and where the input breaks it. */
void fuzz_broken(const char *file, int line, const char *promise, size_t offset) __attribute__((noreturn));
#define PROMISE(holds, offset) ((holds) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #holds, (offset)))

/* An error is set and complete, not an internal one, and its place is in the text. */
void fuzz_check_error(struct str source, const struct err *err);

/* What an expression, a query or a FROM is asked for: each tree of a statement, with the tokens that it is made of. */
struct fuzz_visitor {
    void *ctx;
    const struct tokens *tokens;
    void (*tree)(struct fuzz_visitor *v, const struct node *n);
};
void fuzz_visit(struct fuzz_visitor *v, const struct statement *s);
