/* OpenSSL's MD5. */
#include "stage/md5.h"

#include <openssl/evp.h>

enum { MD5_BYTES = 16 };

struct md5 *md5_begin(void)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_DigestInit_ex(ctx, EVP_md5(), NULL);
    return (struct md5 *)ctx;
}

void md5_add(struct md5 *m, struct str part)
{
    EVP_DigestUpdate((EVP_MD_CTX *)m, part.p, part.n);
}

struct str md5_end(struct md5 *m, struct arena *a)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    char *hex = arena_alloc(a, 2 * MD5_BYTES + 1);
    EVP_DigestFinal_ex((EVP_MD_CTX *)m, digest, NULL);
    EVP_MD_CTX_free((EVP_MD_CTX *)m);
    for (int i = 0; i < MD5_BYTES; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[2 * MD5_BYTES] = 0;
    return (struct str){hex, 2 * MD5_BYTES};
}

struct str md5_of_text(struct arena *a, struct str text)
{
    struct md5 *m = md5_begin();
    md5_add(m, text);
    return md5_end(m, a);
}
