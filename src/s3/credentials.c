/* What was found is kept in an arena of its own, which is emptied when it is fetched anew; that nothing was found is
 * kept for as long, so that not every request asks a machine that is none of Amazon's. */
#include "s3/credentials.h"

#include <stdlib.h>

#include "s3/errors.h"
#include "s3/metadata.h"
#include "s3/profile.h"

#define BEFORE_THE_END (300 * MICROS_PER_SECOND)
#define AFTER_A_FAILURE (30 * MICROS_PER_SECOND)

struct s3_credentials {
    pthread_mutex_t lock; /* guards all */
    struct clock *clock;  /* NULL: keys were given */
    struct arena arena;   /* of known */
    struct s3_temporary known;
    bool is_known;
    int64_t look_again; /* 0: never */
};

static struct s3_keys copy_keys(struct arena *a, const struct s3_keys *keys)
{
    return (struct s3_keys){str_dup(a, keys->id), str_dup(a, keys->secret), str_dup(a, keys->token)};
}

static struct s3_credentials *new_credentials(struct clock *clock)
{
    struct s3_credentials *c = xmalloc(sizeof *c);
    *c = (struct s3_credentials){.clock = clock};
    pthread_mutex_init(&c->lock, NULL);
    return c;
}

struct s3_credentials *s3_credentials_given(const struct s3_keys *keys)
{
    struct s3_credentials *c = new_credentials(NULL);
    c->known.keys = copy_keys(&c->arena, keys);
    c->is_known = true;
    return c;
}

struct s3_credentials *s3_credentials_chain(struct clock *clock)
{
    return new_credentials(clock);
}

void s3_credentials_free(struct s3_credentials *c)
{
    if (!c)
        return;
    arena_clear(&c->arena);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

static bool set_pair(struct str id, struct str secret, struct str token, const char *where, struct s3_temporary *ret,
                     bool *ret_found, struct err *err)
{
    *ret = (struct s3_temporary){.keys = {id, secret, token}};
    *ret_found = id.n > 0;
    if ((id.n > 0) != (secret.n > 0))
        return err_set(err, 91003, "22000", "Failure using stage area. Cause: [%s has half a pair of AWS keys]", where);
    return true;
}

static bool environment_keys(struct arena *a, struct s3_temporary *ret, bool *ret_found, struct err *err)
{
    struct str id = str_dup(a, str_from(getenv("AWS_ACCESS_KEY_ID")));
    struct str secret = str_dup(a, str_from(getenv("AWS_SECRET_ACCESS_KEY")));
    return set_pair(id, secret, str_dup(a, str_from(getenv("AWS_SESSION_TOKEN"))), "The environment", ret, ret_found,
                    err);
}

static bool profile_keys(struct arena *a, struct s3_temporary *ret, bool *ret_found, struct err *err)
{
    static const char *const others[] = {"role_arn",      "credential_process",      "sso_session",
                                         "sso_start_url", "web_identity_token_file", "login_session"};
    struct s3_profile p;
    if (!s3_profile_load(a, &p, err))
        return false;
    if (p.missing.n)
        return err_set(err, 91003, "22000", "Failure using stage area. Cause: [There is no AWS profile '%.*s']",
                       STR_FMT(p.missing));
    if (!set_pair(s3_profile_get(&p, STR("aws_access_key_id")), s3_profile_get(&p, STR("aws_secret_access_key")),
                  s3_profile_get(&p, STR("aws_session_token")), "The AWS profile", ret, ret_found, err))
        return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (s3_profile_get(&p, str_from(others[i])).n)
            return err_unsupported(err, 0, 0, "%s of an AWS profile", others[i]);
    }
    return true;
}

static bool web_identity_keys(struct arena *a, struct s3_temporary *ret, bool *ret_found, struct err *err)
{
    (void)a, (void)ret;
    const char *file = getenv("AWS_WEB_IDENTITY_TOKEN_FILE");
    *ret_found = false;
    return !file || !*file || err_unsupported(err, 0, 0, "AWS_WEB_IDENTITY_TOKEN_FILE");
}

static bool look(struct arena *a, struct s3_temporary *ret, struct err *err)
{
    static bool (*const links[])(struct arena *, struct s3_temporary *, bool *, struct err *) = {
        environment_keys, profile_keys, web_identity_keys, s3_container_keys, s3_instance_keys,
    };
    *ret = (struct s3_temporary){0};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        bool found;
        if (!links[i](a, ret, &found, err))
            return false;
        if (found)
            return true;
    }
    *ret = (struct s3_temporary){0};
    return true;
}

/* Keys go into headers. */
static bool is_clean(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] <= ' ' || s.p[i] > '~')
            return false;
    }
    return true;
}

static bool renew(struct s3_credentials *c, int64_t now, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err why = {0};
    struct s3_temporary found;
    if (!look(&a, &found, &why)) {
        if (!c->is_known || c->known.expires <= now)
            return err_move(err, &why);
        int64_t later = now + AFTER_A_FAILURE;
        c->look_again = later < c->known.expires ? later : c->known.expires;
        return true;
    }
    arena_clear(&c->arena);
    c->known = (struct s3_temporary){copy_keys(&c->arena, &found.keys), found.expires};
    c->is_known = true;
    c->look_again = 0;
    if (found.expires) /* not for each request, when they have less than five minutes from the start */
        c->look_again = found.expires - BEFORE_THE_END > now ? found.expires - BEFORE_THE_END : found.expires;
    else if (!found.keys.id.n)
        c->look_again = now + BEFORE_THE_END;
    return true;
}

bool s3_credentials_get(struct s3_credentials *c, struct arena *a, struct s3_keys *ret, struct err *err)
{
    pthread_mutex_lock(&c->lock);
    int64_t now = c->clock ? clock_now(c->clock) : 0;
    bool ok = c->is_known && (!c->look_again || now < c->look_again);
    if (!ok)
        ok = renew(c, now, err);
    if (ok)
        *ret = copy_keys(a, &c->known.keys);
    pthread_mutex_unlock(&c->lock);
    if (ok && (!is_clean(ret->id) || !is_clean(ret->secret) || !is_clean(ret->token)))
        return s3_failed(err, "The AWS keys have characters that no key has");
    return ok;
}

void s3_credentials_expired(struct s3_credentials *c)
{
    pthread_mutex_lock(&c->lock);
    if (c->clock && c->is_known) {
        c->known.expires = c->known.expires ? 1 : 0;
        c->look_again = 1;
    }
    pthread_mutex_unlock(&c->lock);
}

bool s3_profile_setting(struct arena *a, struct str name, struct str *ret, struct err *err)
{
    struct s3_profile p;
    if (!s3_profile_load(a, &p, err))
        return false;
    *ret = s3_profile_get(&p, name);
    return true;
}
