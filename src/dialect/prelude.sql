-- Macros that the printer's text calls; run once on each opened database. Those that take a value of any type call the functions
-- of engine/functions.c, which read it by its type. A TIMESTAMPTZ becomes text, a date or a wall clock by the session's
-- time zone, which only DuckDB knows: there sf_text, sf_wall, sf_day and sf_clock give NULL, and sf_zoned the value.
-- A macro that uses an argument twice doubles the time to bind what is nested in it: so they are few, and use it once.

-- DuckDB 1.5.6 answers QUALIFY row_number() OVER (ORDER BY v) = 1 over a GROUP BY with the wrong row when this is on.
set disabled_optimizers = 'top_n_window_elimination';

create or replace macro sf_zoned_text(z) as
    strftime(z, '%Y-%m-%d %H:%M:%S.%g ') || rpad(replace(strftime(z, '%z'), ':', ''), 5, '0');
create or replace macro sf_varchar(x) as coalesce(sf_text(x), sf_zoned_text(sf_zoned(x)));
create or replace macro sf_ntz(x) as coalesce(sf_wall(x, ''), cast(sf_zoned(x) as timestamp));
create or replace macro sf_try_ntz(x) as coalesce(sf_try_wall(x, ''), cast(sf_zoned(x) as timestamp));
create or replace macro sf_ntz_by(x, f) as coalesce(sf_wall(x, f), cast(sf_zoned(x) as timestamp));
create or replace macro sf_try_ntz_by(x, f) as coalesce(sf_try_wall(x, f), cast(sf_zoned(x) as timestamp));
create or replace macro sf_ltz(x) as coalesce(sf_instant(x, ''), cast(sf_wall(x, '') as timestamptz));
create or replace macro sf_try_ltz(x) as coalesce(sf_instant(x, ''), cast(sf_try_wall(x, '') as timestamptz));
create or replace macro sf_ltz_by(x, f) as coalesce(sf_instant(x, f), cast(sf_wall(x, f) as timestamptz));
create or replace macro sf_try_ltz_by(x, f) as coalesce(sf_instant(x, f), cast(sf_try_wall(x, f) as timestamptz));
create or replace macro sf_tz(x) as coalesce(sf_own_offset(x, ''), sf_with_offset(sf_ltz(x), sf_ntz(x)));
create or replace macro sf_try_tz(x) as coalesce(sf_own_offset(x, ''), sf_with_offset(sf_try_ltz(x), sf_try_ntz(x)));
create or replace macro sf_tz_by(x, f) as coalesce(sf_own_offset(x, f), sf_with_offset(sf_ltz_by(x, f), sf_ntz_by(x, f)));
create or replace macro sf_try_tz_by(x, f) as
    coalesce(sf_own_offset(x, f), sf_with_offset(sf_try_ltz_by(x, f), sf_try_ntz_by(x, f)));
create or replace macro sf_date(x) as coalesce(sf_day(x, ''), cast(sf_zoned(x) as date));
create or replace macro sf_try_date(x) as coalesce(sf_try_day(x, ''), cast(sf_zoned(x) as date));
create or replace macro sf_date_by(x, f) as coalesce(sf_day(x, f), cast(sf_zoned(x) as date));
create or replace macro sf_try_date_by(x, f) as coalesce(sf_try_day(x, f), cast(sf_zoned(x) as date));
create or replace macro sf_time(x) as coalesce(sf_clock(x, ''), cast(cast(sf_zoned(x) as timestamp) as time));
create or replace macro sf_try_time(x) as coalesce(sf_try_clock(x, ''), cast(cast(sf_zoned(x) as timestamp) as time));
create or replace macro sf_time_by(x, f) as coalesce(sf_clock(x, f), cast(cast(sf_zoned(x) as timestamp) as time));
create or replace macro sf_try_time_by(x, f) as coalesce(sf_try_clock(x, f), cast(cast(sf_zoned(x) as timestamp) as time));
create or replace macro sf_moment(x) as x, (x varchar) as sf_ntz(x);
create or replace macro sf_to_char(x, f) as sf_format(x, f, null),
    (x timestamptz, f) as sf_format(cast(x as timestamp), f, x), (x varchar, f) as x;
create or replace macro sf_binary(x) as unhex(sf_varchar(x)), (x blob) as x;
create or replace macro sf_try_binary(x) as try(unhex(sf_varchar(x))), (x blob) as x;
create or replace macro sf_long(x) as cast(sf_int(x) as bigint);

-- numbers
create or replace macro sf_quotient_type(a, b) as a * 1.000000::decimal(38, 6) + floor(b * 1.0);
create or replace macro sf_mod(a, b) as
    a % case when sf_division_by_zero(b = 0) then null else b end;
create or replace macro sf_div0(a, b) as
    case when b = 0 then 0 else cast_to_type(sf_quotient(a, nullif(b, 0)), sf_quotient_type(a, b)) end;
create or replace macro sf_div0null(a, b) as sf_div0(a, coalesce(b, 0));
create or replace macro sf_trunc(x, n) as cast_to_type(trunc(x * pow(10, n)) / pow(10, n), x);
create or replace macro sf_add(x, y) as x + y,
    (x date, y hugeint) as x + cast(y as integer), (x hugeint, y date) as y + cast(x as integer);
create or replace macro sf_subtract(x, y) as x - y,
    (x date, y hugeint) as x - cast(y as integer);

-- text
create or replace macro sf_substr(s, p) as substring(s, case when p = 0 then 1 else p end);
create or replace macro sf_substr_n(s, p, n) as
    substring(s, case when p = 0 then 1 else p end, greatest(n, 0));
create or replace macro sf_split_part(s, d, n) as
    case when d = '' then case when n in (0, 1, -1) then s else '' end
         else split_part(s, d, case when n = 0 then 1 else n end) end;
create or replace macro sf_charindex(needle, s, p) as
    case when strpos(substring(s, p), needle) = 0 then 0 else strpos(substring(s, p), needle) + p - 1 end;
create or replace macro sf_regexp_instr(s, re) as
    case when regexp_matches(s, re) then length(string_split_regex(s, re)[1]) + 1 else 0 end;
create or replace macro sf_initcap(s) as
    list_aggregate(list_transform(regexp_extract_all(s, '[\pL\pN]+|[^\pL\pN]+'),
        lambda w: upper(left(w, 1)) || lower(substring(w, 2))), 'string_agg', '');

-- dates
-- of the microseconds that a wall clock is ahead
create or replace macro sf_offset_hours(ahead) as ahead // 60000000 // 60;
create or replace macro sf_offset_minutes(ahead) as ahead // 60000000 % 60;
create or replace macro sf_weeks(a, b) as date_diff('day', date_trunc('week', a), date_trunc('week', b)) // 7;
create or replace macro sf_add_months(d, n) as
    cast_to_type(case when date_trunc('month', d) + interval 1 month - interval 1 day = date_trunc('day', d)
                      then date_trunc('month', d) + to_months(n + 1) - interval 1 day + (d - date_trunc('day', d))
                      else d + to_months(n) end, d);
create or replace macro sf_months_between(a, b) as
    date_diff('month', b, a)
    + case when day(a) = day(b) or (day(a) = day(last_day(a)) and day(b) = day(last_day(b))) then 0.0::double
           else (day(a) - day(b)) / 31.0 end;
create or replace macro sf_date_from_parts(y, m, d) as
    cast(make_date(cast(y as bigint), 1, 1) + to_months(m - 1) + to_days(d - 1) as date);
create or replace macro sf_timestamp_from_parts(y, m, d, h, mi, s) as
    sf_date_from_parts(cast(y as integer), cast(m as integer), cast(d as integer))
        + to_hours(cast(h as bigint)) + to_minutes(cast(mi as bigint)) + to_seconds(cast(s as double));
create or replace macro sf_weekday(name) as
    list_position(['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'], lower(left(name, 2))) - 1;
create or replace macro sf_next_day(d, name) as
    cast(d as date) + cast((sf_weekday(name) - dayofweek(d) + 6) % 7 + 1 as integer);
create or replace macro sf_previous_day(d, name) as
    cast(d as date) - cast((dayofweek(d) - sf_weekday(name) + 6) % 7 + 1 as integer);

-- semi-structured
create or replace macro sf_variant(x) as
    coalesce(to_json(sf_timestamp_text(x)), to_json(sf_zoned_text(sf_zoned(x))), to_json(x));
create or replace macro sf_variant_number(x) as
    case when json_type(x) in ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') then sf_float(x) end;
create or replace macro sf_parse_json(x) as cast(sf_json(x) as json);
create or replace macro sf_try_parse_json(x) as cast(sf_try_json(x) as json);
create or replace macro sf_sorted(x) as cast(sf_object(cast(x as varchar)) as json);
create or replace macro sf_pair(k, v) as to_json(k) || ':' || v;
create or replace macro sf_pair_or_null(k, v) as to_json(k) || ':' || coalesce(cast(v as varchar), 'null');
create or replace macro sf_array_size(x) as case when json_type(x) = 'ARRAY' then json_array_length(x) end;
create or replace macro sf_array_contains(v, a) as json_contains(a, to_json(v));
create or replace macro sf_array_append(a, v) as to_json(list_append(from_json(a, '["JSON"]'), to_json(v)));
create or replace macro sf_array_cat(a, b) as
    to_json(list_concat(from_json(a, '["JSON"]'), from_json(b, '["JSON"]')));
create or replace macro sf_array_to_string(a, d) as
    array_to_string(list_transform(from_json(a, '["JSON"]'), lambda e: coalesce(e->>'$', '')), d);
create or replace macro sf_to_array(x) as
    case when json_type(to_json(x)) = 'ARRAY' then to_json(x) when x is not null then json_array(x) end;
create or replace macro sf_typeof(x) as
    case json_type(to_json(x)) when 'VARCHAR' then 'VARCHAR' when 'BIGINT' then 'INTEGER' when 'UBIGINT' then 'INTEGER'
        when 'DOUBLE' then 'DECIMAL' when 'BOOLEAN' then 'BOOLEAN' when 'NULL' then 'NULL_VALUE'
        else json_type(to_json(x)) end;
-- Last element first where `joined`: the hash join behind LATERAL hands out the rows of one key in the reverse order.
create or replace macro sf_elements(x, joined) as case when joined then list_reverse(x) else x end;
create or replace macro sf_flatten_list(j, objects, arrays) as
    case when json_type(j) = 'ARRAY' and arrays then
             list_transform(json_extract(j, '$[*]'), lambda v, i: {'key': cast(null as varchar), 'index': i - 1, 'value': v})
         when json_type(j) = 'OBJECT' and objects then
             list_transform(list_zip(json_keys(j), json_extract(j, '$.*')),
                            lambda e: {'key': e[1], 'index': cast(null as bigint), 'value': e[2]}) end;
create or replace macro sf_flatten_of(x, j, root) as table
    select cast(1 as bigint) as "SEQ", e.key as "KEY",
           root || case when e.key is null then '[' || e.index || ']' when root = '' then e.key else '.' || e.key end as "PATH",
           e.index as "INDEX", e.value as "VALUE", j as "THIS"
    from (select unnest(x) as e);
create or replace macro sf_flatten(j, objects, arrays, root, joined) as table
    select * from sf_flatten_of(sf_elements(sf_flatten_list(j, objects, arrays), joined), j, root);
create or replace macro sf_flatten_outer(j, objects, arrays, root, joined) as table
    select * from sf_flatten_of(
        case when len(sf_flatten_list(j, objects, arrays)) > 0 then sf_elements(sf_flatten_list(j, objects, arrays), joined)
             else [cast(null as struct("key" varchar, "index" bigint, "value" json))] end, j, root);
create or replace macro sf_split_to_table(parts, joined) as table
    select cast(1 as bigint) as "SEQ", e.index as "INDEX", e.value as "VALUE"
    from (select unnest(sf_elements(list_transform(parts, lambda v, i: {'index': i, 'value': v}), joined)) as e);
