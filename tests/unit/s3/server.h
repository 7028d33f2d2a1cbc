/* An HTTP server on 127.0.0.1 whose answers a test makes up: good ones, and those that no real server would give when
 * asked. One thread for each connection; `answer` is called for one request at a time. */
#pragma once
#include "base/buf.h"

struct server_request {
    struct str method, target, head; /* head: the lines of the headers */
    struct str body;
    int number; /* from 0 */
};

struct server_reply {
    struct buf bytes; /* as they are sent */
    bool close;       /* the connection, behind them */
    bool hang;        /* send nothing more, until the server stops */
};

typedef void server_answer(void *ctx, const struct server_request *q, struct server_reply *r);

struct server;

struct server *server_start(server_answer *answer, void *ctx);
/* `http://127.0.0.1:PORT` */
const char *server_url(const struct server *s);
/* How many requests there were. */
int server_requests(struct server *s);
void server_stop(struct server *s);

/* Empty when the request has no such header; name in the case in which it is sent. */
struct str server_header(const struct server_request *q, const char *name);
/* A whole answer; headers: lines with \r\n, or "". */
void server_say(struct server_reply *r, int status, const char *headers, struct str body);
/* S3's <Error>. */
void server_complain(struct server_reply *r, int status, const char *headers, const char *code, const char *message);
/* The part of content that the request's Range asks for, with this ETag: 206, or 200 without a Range. */
void server_say_range(struct server_reply *r, const struct server_request *q, struct str content, const char *etag);
