/* Decompression, a step on the way from a file's bytes to its text: a table of the compressions that Snowflake's page
 * "CREATE FILE FORMAT" lists, one small file for each library. */
#pragma once
#include "stage/feed.h"
#include "stage/file_format.h"

/* What a decoder reads and where it writes; it moves both on. */
struct codec_piece {
    const char *in;
    size_t n_in;
    char *out;
    size_t n_out;
};

enum codec_state {
    CODEC_MORE, /* goes on when there is more to read, or room to write */
    CODEC_END,  /* the stream is complete */
    CODEC_DAMAGED,
};

struct codec {
    enum file_compression compression;
    const char *name;             /* as COMPRESSION says it */
    const char *extension;        /* of files that COMPRESSION = AUTO takes for such; NULL: none */
    bool (*is)(struct str start); /* do the first bytes of the file say so? NULL: they cannot */
    bool members;                 /* a file may be several streams, one behind the other */
    void *(*open)(void);
    enum codec_state (*run)(void *state, struct codec_piece *piece);
    void (*close)(void *state);
};

extern const struct codec codec_gzip, codec_bzip2, codec_brotli, codec_zstd, codec_deflate, codec_raw_deflate;

/* How many bytes of a file codec_find wants to see. */
enum { CODEC_START = 16 };
/* The codec of a file that begins so; NULL: it is not compressed. AUTO goes by the first bytes, else by the name. */
const struct codec *codec_find(enum file_compression compression, struct str path, struct str start);
/* The codec of a compression; NULL for AUTO and NONE. */
const struct codec *codec_of(enum file_compression compression);

/* Reads `from` as the codec says; the path is for what is said of a file that is damaged. An empty file is an empty
 * text. */
struct decoder;
struct decoder *decoder_new(const struct codec *codec, struct feed *from, struct str path);
struct feed *decoder_feed(struct decoder *d);
void decoder_free(struct decoder *d); /* takes NULL */
