/* The files in which Amazon's clients keep their settings: sections in brackets, `name = value`, comments behind # or ;
 * ("Shared config and credentials files" in the AWS SDKs and Tools Reference Guide). Lines that are none of these are
 * left out, as those clients do, and so are the indented ones, which belong to settings that are not read here. */
#pragma once
#include "base/err.h"
#include "s3/sign.h"

struct s3_profile {
    struct str missing; /* the name of the profile when AWS_PROFILE says it and no file has it; else empty */
    struct s3_pair *at; /* names in lower case */
    size_t n, size;
};

/* Adds the settings of a section to ret, in the arena. A name that is there already keeps its value. False: there is no
 * such section. */
bool s3_profile_read(struct arena *a, struct str text, struct str section, struct s3_profile *ret);
/* The profile that the environment names, from both files. Missing files are empty. */
bool s3_profile_load(struct arena *a, struct s3_profile *ret, struct err *err) MUST_USE;
/* Empty when it is not there. */
struct str s3_profile_get(const struct s3_profile *p, struct str name);
