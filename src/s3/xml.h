/* The XML of S3's answers, by expat: small documents without attributes that matter. Whatever the bytes, reading ends:
 * a document type, and with it every entity of its own, is refused, and depth and length of text are bounded. */
#pragma once
#include "base/err.h"

/* Takes each element at its end: the names from the root on, with '/' between, and the text directly in it. Both are
 * valid during the call alone. */
typedef void s3_xml_take(void *ctx, struct str path, struct str text);

/* False when it is not well-formed or ends too early; what was taken until then was taken. */
bool s3_xml_read(struct str text, s3_xml_take *take, void *ctx) MUST_USE;

/* What an answer says was wrong; texts are empty where it does not say. */
struct s3_complaint {
    struct str code, message, region;
};
/* In the arena. False when it is no <Error>. */
bool s3_complaint_read(struct arena *a, struct str text, struct s3_complaint *ret);
