#include "server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 256 };

struct server {
    server_answer *answer;
    void *ctx;
    int listener;
    char url[64];
    pthread_t thread;
    pthread_mutex_t lock; /* guards requests, and calls of answer */
    int requests;
    _Atomic bool is_over;
    struct connection {
        struct server *server;
        int fd;
        pthread_t thread;
    } connections[MOST_CONNECTIONS];
    int n;
};

/* More bytes, or false at the end of the connection or of the server. */
static bool receive(struct connection *c, struct buf *b)
{
    char part[64 * 1024];
    struct pollfd p = {.fd = c->fd, .events = POLLIN};
    while (!c->server->is_over) {
        if (poll(&p, 1, 20) <= 0)
            continue;
        ssize_t n = recv(c->fd, part, sizeof part, 0);
        if (n <= 0)
            return false;
        buf_add(b, (struct str){part, (size_t)n});
        return true;
    }
    return false;
}

static struct str word(struct str *line)
{
    const char *blank = memchr(line->p, ' ', line->n);
    size_t n = blank ? (size_t)(blank - line->p) : line->n;
    struct str w = str_sub(*line, 0, n);
    *line = str_sub(*line, n + (blank != NULL), line->n);
    return w;
}

struct str server_header(const struct server_request *q, const char *name)
{
    ARENA_SCOPE struct arena a = {0};
    ptrdiff_t at = str_find(q->head, str_printf(&a, "\n%s: ", name));
    if (at < 0)
        return STR_NULL;
    struct str value = str_sub(q->head, (size_t)at + strlen(name) + 3, q->head.n);
    return str_sub(value, 0, (size_t)str_find(value, STR("\r\n")));
}

static bool read_request(struct connection *c, struct buf *b, struct server_request *q)
{
    ptrdiff_t end;
    while ((end = b->n ? str_find(buf_str(b), STR("\r\n\r\n")) : -1) < 0) {
        if (!receive(c, b))
            return false;
    }
    size_t head = (size_t)end + 4;
    int64_t length = 0;
    q->head = str_sub(buf_str(b), 0, head);
    str_to_int64(server_header(q, "Content-Length"), &length);
    if (server_header(q, "Expect").n)
        send(c->fd, "HTTP/1.1 100 Continue\r\n\r\n", 25, MSG_NOSIGNAL);
    while (b->n < head + (size_t)length) {
        if (!receive(c, b))
            return false;
    }
    struct str line = str_sub(buf_str(b), 0, head);
    q->head = line;
    q->method = word(&line);
    q->target = word(&line);
    q->body = str_sub(buf_str(b), head, head + (size_t)length);
    return true;
}

static void *serve(void *p)
{
    struct connection *c = p;
    struct server *s = c->server;
    BUF_SCOPE struct buf in = {0};
    struct server_request q = {0};
    bool open = true;
    while (open && read_request(c, &in, &q)) {
        struct server_reply r = {0};
        pthread_mutex_lock(&s->lock);
        q.number = s->requests++;
        s->answer(s->ctx, &q, &r);
        pthread_mutex_unlock(&s->lock);
        for (size_t sent = 0; open && sent < r.bytes.n;) {
            ssize_t n = send(c->fd, r.bytes.p + sent, r.bytes.n - sent, MSG_NOSIGNAL);
            open = n > 0;
            sent += open ? (size_t)n : 0;
        }
        while (r.hang && !s->is_over)
            usleep(5000);
        open = open && !r.close && !r.hang;
        buf_clear(&r.bytes);
        buf_reset(&in);
    }
    shutdown(c->fd, SHUT_RDWR);
    return NULL;
}

static void *accept_all(void *p)
{
    struct server *s = p;
    struct pollfd listener = {.fd = s->listener, .events = POLLIN};
    while (!s->is_over && s->n < MOST_CONNECTIONS) {
        if (poll(&listener, 1, 20) <= 0)
            continue;
        struct connection *c = &s->connections[s->n];
        c->server = s;
        c->fd = accept(s->listener, NULL, NULL);
        if (c->fd >= 0 && pthread_create(&c->thread, NULL, serve, c) == 0)
            s->n++;
    }
    return NULL;
}

struct server *server_start(server_answer *answer, void *ctx)
{
    struct server *s = xmalloc(sizeof *s);
    *s = (struct server){.answer = answer, .ctx = ctx, .listener = socket(AF_INET, SOCK_STREAM, 0)};
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    pthread_mutex_init(&s->lock, NULL);
    if (bind(s->listener, (struct sockaddr *)&at, n) || listen(s->listener, 64) ||
        getsockname(s->listener, (struct sockaddr *)&at, &n) || pthread_create(&s->thread, NULL, accept_all, s))
        abort();
    snprintf(s->url, sizeof s->url, "http://127.0.0.1:%d", ntohs(at.sin_port));
    return s;
}

const char *server_url(const struct server *s)
{
    return s->url;
}

int server_requests(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    int n = s->requests;
    pthread_mutex_unlock(&s->lock);
    return n;
}

void server_stop(struct server *s)
{
    s->is_over = true;
    pthread_join(s->thread, NULL);
    for (int i = 0; i < s->n; i++) {
        shutdown(s->connections[i].fd, SHUT_RDWR);
        pthread_join(s->connections[i].thread, NULL);
        close(s->connections[i].fd);
    }
    close(s->listener);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

void server_say(struct server_reply *r, int status, const char *headers, struct str body)
{
    buf_printf(&r->bytes, "HTTP/1.1 %d X\r\n%sContent-Length: %zu\r\n\r\n", status, headers, body.n);
    buf_add(&r->bytes, body);
}

void server_complain(struct server_reply *r, int status, const char *headers, const char *code, const char *message)
{
    ARENA_SCOPE struct arena a = {0};
    server_say(
        r, status, headers,
        str_printf(&a, "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>%s</Message></Error>", code, message));
}

void server_say_range(struct server_reply *r, const struct server_request *q, struct str content, const char *etag)
{
    ARENA_SCOPE struct arena a = {0};
    struct str range = server_header(q, "range");
    size_t from = 0, to = content.n;
    if (range.n) {
        const char *p = str_cstr(&a, range) + sizeof "bytes=" - 1;
        char *end;
        from = strtoul(p, &end, 10);
        to = strtoul(end + 1, NULL, 10) + 1;
    }
    struct str headers = str_printf(&a, "ETag: \"%s\"\r\n", etag);
    if (range.n)
        headers = str_printf(&a, "ETag: \"%s\"\r\nContent-Range: bytes %zu-%zu/%zu\r\n", etag, from, to - 1, content.n);
    server_say(r, range.n ? 206 : 200, headers.p, str_sub(content, from, to));
}
