/* WKT is read into the JSON that GeoJSON would have had; one check then makes the value of either. */
#include "engine/geography.h"

#include <ctype.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "engine/json.h"

enum { MOST_NESTED = 64 };

/* How deep positions stand in the coordinates, and how many make a line: a ring has them one level up. */
static const struct shape {
    const char *name, *wkt;
    int depth;
    size_t fewest;
} shapes[] = {
    {"Point", "POINT", 0, 0},
    {"LineString", "LINESTRING", 1, 2},
    {"Polygon", "POLYGON", 2, 4},
    {"MultiPoint", "MULTIPOINT", 1, 1},
    {"MultiLineString", "MULTILINESTRING", 2, 2},
    {"MultiPolygon", "MULTIPOLYGON", 3, 4},
};

static json_t *wrong(struct failure *f, const char *what, struct str text)
{
    failure_set(f, 100201, "22023", "Error parsing Geo input: %s%.*s", what, (int)(text.n < 100 ? text.n : 100),
                text.p ? text.p : "");
    return NULL;
}

static json_t *wrong_member(struct failure *f, const char *what, const json_t *value)
{
    BUF_SCOPE struct buf text = {0};
    if (value)
        json_print(&text, value, 0);
    else
        buf_adds(&text, "nothing");
    return wrong(f, what, buf_str(&text));
}

/* --- checking ----------------------------------------------------------------------------------------------------- */

static json_t *number(double d)
{
    return d == floor(d) && fabs(d) < 1e15 ? json_integer((json_int_t)d) : json_real(d);
}

static json_t *position(const json_t *in, struct failure *f)
{
    const json_t *x = json_array_get(in, 0), *y = json_array_get(in, 1);
    if (json_array_size(in) != 2 || !json_is_number(x) || !json_is_number(y))
        return wrong_member(f, "a position is a longitude and a latitude, not ", in);
    double lng = json_number_value(x), lat = json_number_value(y);
    if (fabs(lng) <= 180 && fabs(lat) <= 90)
        return json_pack("[oo]", number(lng), number(lat));
    BUF_SCOPE struct buf pair = {0};
    double_print(&pair, lng);
    buf_addc(&pair, ',');
    double_print(&pair, lat);
    return wrong(f, "Invalid Lng/Lat pair: ", buf_str(&pair));
}

static json_t *coordinates(const struct shape *s, const json_t *in, int depth, struct failure *f);

static json_t *coordinate_list(const struct shape *s, const json_t *in, int depth, struct failure *f)
{
    bool ring = depth == 1 && s->fewest == 4;
    size_t n = json_array_size(in);
    if (!json_is_array(in) || n < (depth == 1 ? s->fewest : 1))
        return wrong_member(f, "too few coordinates: ", in);
    json_t *out = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *item = coordinates(s, json_array_get(in, i), depth - 1, f);
        if (!item) {
            json_decref(out);
            return NULL;
        }
        json_array_append_new(out, item);
    }
    if (!ring || json_equal(json_array_get(out, 0), json_array_get(out, n - 1)))
        return out;
    json_decref(out);
    return wrong_member(f, "Loop is not closed: ", in);
}

static json_t *coordinates(const struct shape *s, const json_t *in, int depth, struct failure *f)
{
    return depth ? coordinate_list(s, in, depth, f) : position(in, f);
}

static json_t *checked(const json_t *in, int depth, struct failure *f);

static json_t *checked_list(const json_t *in, const char *type, const char *member, int depth, struct failure *f)
{
    const json_t *list = json_object_get(in, member);
    if (!json_is_array(list))
        return wrong(f, "there is no array ", str_from(member));
    json_t *out = json_array();
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *item = checked(json_array_get(list, i), depth + 1, f);
        if (!item) {
            json_decref(out);
            return NULL;
        }
        json_array_append_new(out, item);
    }
    return json_pack("{soss}", member, out, "type", type);
}

static json_t *checked_feature(const json_t *in, int depth, struct failure *f)
{
    json_t *properties = json_object_get(in, "properties"), *shape = json_object_get(in, "geometry");
    json_t *out = checked(shape, depth + 1, f);
    return out ? json_pack("{sosOss}", "geometry", out, "properties", properties ? properties : json_null(), "type",
                           "Feature")
               : NULL;
}

static json_t *checked(const json_t *in, int depth, struct failure *f)
{
    const json_t *type = json_object_get(in, "type");
    const char *name = json_string_value(type);
    if (depth > MOST_NESTED)
        return wrong(f, "it is nested too deeply", STR_NULL);
    for (size_t i = 0; name && i < sizeof shapes / sizeof *shapes; i++) {
        if (strcmp(name, shapes[i].name) != 0)
            continue;
        json_t *out = coordinates(&shapes[i], json_object_get(in, "coordinates"), shapes[i].depth, f);
        return out ? json_pack("{soss}", "coordinates", out, "type", name) : NULL;
    }
    if (name && strcmp(name, "GeometryCollection") == 0)
        return checked_list(in, name, "geometries", depth, f);
    if (name && strcmp(name, "FeatureCollection") == 0)
        return checked_list(in, name, "features", depth, f);
    if (name && strcmp(name, "Feature") == 0)
        return checked_feature(in, depth, f);
    return wrong_member(f, "unknown type of shape: ", type);
}

/* --- WKT ---------------------------------------------------------------------------------------------------------- */

/* p stands before the next character that counts; the text ends with a NUL. */
struct wkt {
    const char *p;
    struct failure *f;
};

static json_t *unexpected(struct wkt *w)
{
    return wrong(w->f, *w->p ? "unexpected " : "unexpected end", str_from(w->p));
}

static bool take(struct wkt *w, char c)
{
    bool is = *w->p == c;
    w->p += is;
    while (is && isspace((unsigned char)*w->p))
        w->p++;
    return is;
}

static bool take_word(struct wkt *w, const char *word)
{
    size_t n = strlen(word);
    if (strncasecmp(w->p, word, n) != 0 || isalnum((unsigned char)w->p[n]))
        return false;
    w->p += n;
    while (isspace((unsigned char)*w->p))
        w->p++;
    return true;
}

static json_t *read_position(struct wkt *w)
{
    json_t *out = json_array();
    for (char *end; isdigit((unsigned char)*w->p) || (*w->p && strchr("+-.", *w->p)); w->p = end) {
        double d = strtod(w->p, &end);
        if (end == w->p)
            break;
        json_array_append_new(out, number(isfinite(d) ? d : 1e300));
        while (isspace((unsigned char)*end))
            end++;
    }
    if (json_array_size(out))
        return out;
    json_decref(out);
    return unexpected(w);
}

/* ( … , … ) around positions, `depth` levels of it. The points of a MULTIPOINT may have parentheses of their own. */
static json_t *read_coordinates(struct wkt *w, int depth, bool points)
{
    if (depth == 0) {
        bool wrapped = points && take(w, '(');
        json_t *out = read_position(w);
        if (!out || !wrapped || take(w, ')'))
            return out;
        json_decref(out);
        return unexpected(w);
    }
    if (!take(w, '('))
        return unexpected(w);
    json_t *out = json_array();
    do {
        json_t *item = read_coordinates(w, depth - 1, points);
        if (!item) {
            json_decref(out);
            return NULL;
        }
        json_array_append_new(out, item);
    } while (take(w, ','));
    if (take(w, ')'))
        return out;
    json_decref(out);
    return unexpected(w);
}

static json_t *read_shape(struct wkt *w, int depth);

static json_t *read_collection(struct wkt *w, int depth)
{
    if (!take(w, '('))
        return unexpected(w);
    json_t *list = json_array();
    do {
        json_t *item = read_shape(w, depth + 1);
        if (!item) {
            json_decref(list);
            return NULL;
        }
        json_array_append_new(list, item);
    } while (take(w, ','));
    if (take(w, ')'))
        return json_pack("{soss}", "geometries", list, "type", "GeometryCollection");
    json_decref(list);
    return unexpected(w);
}

static json_t *read_shape(struct wkt *w, int depth)
{
    if (depth > MOST_NESTED)
        return wrong(w->f, "it is nested too deeply", STR_NULL);
    if (take_word(w, "GEOMETRYCOLLECTION"))
        return read_collection(w, depth);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const struct shape *s = &shapes[i];
        if (!take_word(w, s->wkt))
            continue;
        /* a POINT has the parentheses of a list */
        json_t *out = read_coordinates(w, s->depth ? s->depth : 1, s->fewest == 1);
        if (out && !s->depth) {
            json_t *point = json_array_size(out) == 1 ? json_incref(json_array_get(out, 0)) : NULL;
            json_decref(out);
            out = point ? point : wrong(w->f, "a POINT has one position", STR_NULL);
        }
        return out ? json_pack("{soss}", "coordinates", out, "type", s->name) : NULL;
    }
    return unexpected(w);
}

static json_t *read_wkt(struct str text, struct failure *f)
{
    ARENA_SCOPE struct arena a = {0};
    struct wkt w = {str_cstr(&a, str_trim(text)), f};
    if (take_word(&w, "SRID") && !(take(&w, '=') && take_word(&w, "4326") && take(&w, ';')))
        return wrong(f, "the SRID of a GEOGRAPHY is 4326: ", text);
    json_t *out = read_shape(&w, 0);
    if (!out || !*w.p)
        return out;
    json_decref(out);
    return unexpected(&w);
}

static json_t *read_json(struct str text, struct failure *f)
{
    json_t *out = json_loadb(text.p, text.n, 0, NULL);
    return out ? out : wrong(f, "not valid JSON: ", text);
}

bool geography_parse(struct str text, struct buf *out, struct failure *f)
{
    text = str_trim(text);
    json_t *read = text.n && *text.p == '{' ? read_json(text, f) : read_wkt(text, f);
    json_t *value = read ? checked(read, 0, f) : NULL;
    if (value)
        json_print(out, value, 0);
    json_decref(read);
    json_decref(value);
    return value;
}
