/* The lexer: source text to an array of tokens that ends with a TOK_END. White space and comments (`--`, `//`,
 * slash-star) are not tokens; they are what stands between two tokens' text, so the text of any run of tokens, comments
 * included, is source[first.offset, last.offset + last.text.n).
 *
 * A byte order mark at the start is skipped; CRLF counts as one line end. */
#pragma once
#include "base/err.h"
#include "base/vec.h"

enum token_kind {
    TOK_END,
    TOK_WORD,     /* unquoted identifier or keyword; value is the upper-case form */
    TOK_QUOTED,   /* "identifier"; value is the name, quotes undoubled */
    TOK_STRING,   /* 'text'; value has quotes and backslash escapes resolved */
    TOK_DOLLAR,   /* $$text$$; value is the text between, as it stands */
    TOK_NUMBER,   /* 12, 1.5, .5, 1e3 */
    TOK_VARIABLE, /* $name; value is the upper-case name */
    TOK_POSITION, /* $1; value is the digits */
    TOK_STAGE,    /* @[db.][schema.]name[/path], @~[/path], @%table[/path]; ends at white space , ; or ) */
    TOK_FILE,     /* file://path without quotes, where PUT and GET take one; ends at white space or ; */
    TOK_OP,       /* op is the character, or one of enum op; 0: a character that SQL has not */
    TOK_BROKEN,   /* a string, comment, quoted identifier or $$ without an end, a string with half a surrogate pair, or
                     a name that is too long; value is the complaint */
};

enum op {
    OP_CAST = 256, /* :: */
    OP_ARROW,      /* => */
    OP_FLOW,       /* ->> */
    OP_RARROW,     /* -> */
    OP_CONCAT,     /* || */
    OP_NE,         /* <> or != */
    OP_LE,
    OP_GE,
    OP_ASSIGN, /* := */
};

struct token {
    enum token_kind kind;
    int op;
    struct str text;  /* as written */
    struct str value; /* see token_kind; in the arena, or a slice of the source */
    size_t offset;    /* of text in the source */
    int line, col;    /* 1-based line, 1-based column in bytes; the column of Snowflake's messages is 0-based */
    bool unclosed;    /* a BEGIN whose END block_end has looked for in vain: it need not look again */
};

struct tokens {
    struct str source;
    struct token *at; /* n of them; at[n - 1] is the TOK_END */
    size_t n;
};

/* So many characters a name may have. */
enum { IDENTIFIER_LENGTH = 255 };

/* Errors: 001003 (42000) for what is not UTF-8, for a NUL, and for a TOK_BROKEN. */
bool sql_lex(struct arena *a, struct str source, struct tokens *ret, struct err *err) MUST_USE;
/* The same for a text of several statements: a TOK_BROKEN is left for sql_next_statement, which reports it as the error
 * of its statement. */
bool sql_lex_script(struct arena *a, struct str source, struct tokens *ret, struct err *err) MUST_USE;
/* Is there no TOK_BROKEN in [first, last)? */
bool tokens_check(const struct tokens *t, uint32_t first, uint32_t last, struct err *err) MUST_USE;

/* Source text of tokens [first, last), with what stands between them. */
struct str tokens_text(const struct tokens *t, uint32_t first, uint32_t last);
/* Is token i the unquoted word w (upper case)? */
bool token_is(const struct tokens *t, uint32_t i, const char *w);
bool token_is_op(const struct tokens *t, uint32_t i, int op);
