-- What is unloaded as Parquet loads again to equal rows.
create database d; create stage st;
create file format pq type = parquet use_logical_type = true binary_as_text = false;
create table t (n int, big number(38,0), amount number(38,10), f float, s varchar, b boolean, d date, t time, ntz timestamp_ntz,
                bin binary, v variant);
insert into t select 1, 99999999999999999999999999999999999999, 1234567890123456789012345678.0123456789, 0.1, 'a"b\\c\né', true,
  '2024-02-29', '01:02:03.123456', '2024-01-02 03:04:05.123456', '00FF'::binary, parse_json('{"a":[1,2]}');
insert into t (n) values (null);
insert into t (n, big, amount, f, s, ntz, d) values (-5, -99999999999999999999999999999999999999, -0.5, 'NaN', '', '0001-01-01', '9999-12-31');
insert into t (f, s, b, ntz) values ('inf', '\\\\N', false, '1969-12-31 23:59:59.999999');
copy into @st/a/ from t file_format = pq header = true;
create table u like t;
copy into u from @st/a/ file_format = pq match_by_column_name = case_insensitive;
-- a VARIANT is unloaded as the text of its JSON, and '\\N' is NULL_IF
select * exclude v, parse_json(v) from t minus select * exclude v, parse_json(v) from u;
select * exclude v, parse_json(v) from u minus select * exclude v, parse_json(v) from t;
truncate table u;
copy into u from @st/a/ file_format = (type = parquet use_logical_type = true binary_as_text = false null_if = ()) match_by_column_name = case_sensitive;
select count(*) from (select * exclude v, parse_json(v) from t minus select * exclude v, parse_json(v) from u);
select count(*) from (select * exclude v, parse_json(v) from u minus select * exclude v, parse_json(v) from t);
copy into u from (select $1:N, $1:BIG, $1:AMOUNT, $1:F, $1:S, $1:B, $1:D, $1:T, $1:NTZ, $1:BIN::binary, parse_json($1:V) from @st/a/)
  file_format = (type = parquet use_logical_type = true binary_as_text = false null_if = ()) force = true;
select count(*) from u;
select count(*) from (select * exclude v, to_json(v) from t minus select * exclude v, to_json(v) from u);
create table x (v variant);
copy into x from @st/a/ file_format = pq;
select v from x where v:N = 1 or v:N = -5 order by v:N;
