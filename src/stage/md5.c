/* OpenSSL's MD5. */
#include "stage/md5.h"

#include <openssl/evp.h>

#include "base/os.h"

enum { MD5_BYTES = 16 };

static struct str finish(struct arena *a, EVP_MD_CTX *ctx)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    char *hex = arena_alloc(a, 2 * MD5_BYTES + 1);
    EVP_DigestFinal_ex(ctx, digest, NULL);
    EVP_MD_CTX_free(ctx);
    for (int i = 0; i < MD5_BYTES; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[2 * MD5_BYTES] = 0;
    return (struct str){hex, 2 * MD5_BYTES};
}

static EVP_MD_CTX *begin(void)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_DigestInit_ex(ctx, EVP_md5(), NULL);
    return ctx;
}

static void add(void *ctx, struct str part)
{
    EVP_DigestUpdate(ctx, part.p, part.n);
}

struct str md5_of_text(struct arena *a, struct str text)
{
    EVP_MD_CTX *ctx = begin();
    add(ctx, text);
    return finish(a, ctx);
}

bool md5_of_file(struct arena *a, const char *path, struct str *ret, struct err *err)
{
    EVP_MD_CTX *ctx = begin();
    bool ok = os_read_parts(path, add, ctx, err);
    *ret = finish(a, ctx);
    return ok;
}
