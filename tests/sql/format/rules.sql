-- Rules of file formats: how options are written, and what each does that no other test shows.
create database d; create schema d.s; use schema d.s;
create stage st url = 's3://files/';
create table t (a varchar, b varchar);
-- blanks, commas or both; double quotes and bare words; a format called CSV
CREATE OR REPLACE FILE FORMAT CSV TYPE = CSV, FIELD_DELIMITER = ",", SKIP_HEADER = 1 , COMPRESSION = NONE;
create file format if not exists csv type = json;
copy into t from @st files = ('blank') file_format = CSV on_error = continue;
create temp file format js json comment = 'TYPE = may be left out';
create file format f3 type = "CSV" field_delimiter = "\t" null_if = ("a", 'b') escape = "\\" encoding = "utf-8";
create file format f4 type = CSV COMPRESSION = GZIP, RECORD_DELIMITER = '\n' , FIELD_OPTIONALLY_ENCLOSED_BY = NONE;
desc file format f3;
create file format p type = parquet;
desc file format p;
create file format j type = json;
desc file format j;
desc file format f4;
create or replace file format if not exists p type = csv;
-- what is read by name alone is not read
create file format x type = orc;
create file format x type = xml preserve_space = false strip_outer_element = true;
create file format x type = avro compression = auto;
copy into t from @st file_format = (type = orc);
-- RECORD_DELIMITER and FIELD_DELIMITER: newline is any line end; escapes; twenty characters and no more; NONE
truncate table t;
copy into t from @st files = ('ends') file_format = (type = csv field_delimiter = ';');
select * from t order by a;
copy into t from @st files = ('tab_backslash') file_format = (type = csv field_delimiter = '\t' record_delimiter = '\\' escape_unenclosed_field = none) force = true;
copy into t from @st files = ('quote_tilde') file_format = (type = csv field_delimiter = '\'' record_delimiter = '\176') force = true;
copy into t from @st files = ('quote_tilde') file_format = (type = csv field_delimiter = '0x27' record_delimiter = '0x7E') force = true;
copy into t from @st files = ('quote_tilde') file_format = (type = csv field_delimiter = '\x27' record_delimiter = '\x7e') force = true;
copy into t from @st files = ('twenty') file_format = (type = csv field_delimiter = 'AAAAAAAAAAAAAAAAAAAA' record_delimiter = 'BBBBBBBBBBBBBBBBBBBB') force = true;
select a, b, count(*) from t group by all order by all;
create file format x type = csv field_delimiter = 'AAAAAAAAAAAAAAAAAAAAA';
create table line (l varchar);
copy into line from @st files = ('quotes') file_format = (type = csv field_delimiter = none);
select l from line order by l;
-- SKIP_HEADER counts physical lines; PARSE_HEADER excludes it
truncate table t;
copy into t from @st files = ('physical') file_format = (type = csv skip_header = 1 field_optionally_enclosed_by = '"') on_error = continue;
copy into t from @st files = ('physical') file_format = (type = csv skip_header = 2 field_optionally_enclosed_by = '"') force = true;
select * from t order by b;
copy into t from @st files = ('physical') file_format = (type = csv skip_header = 1 parse_header = true);
copy into t from @st files = ('physical') file_format = (type = csv skip_header = -1);
-- a blank line is a record of one empty field
copy into line from @st files = ('blank') file_format = (type = csv field_delimiter = none);
select count(*), count(l) from line;
-- AUTO is the session's format, of which there is AUTO alone
create table m (i int, d date, t time, ts timestamp_ntz);
alter session set date_input_format = 'DD/MM/YYYY';
alter session set date_input_format = 'AUTO';
copy into m from @st files = ('moments') file_format = (type = csv time_format = 'HH24.MI' timestamp_format = 'DD/MM/YYYY HH24.MI' date_format = 'DD/MM/YYYY');
copy into m from @st files = ('moments') file_format = (type = csv time_format = 'HH24.MI' timestamp_format = 'DD/MM/YYYY HH24.MI') force = true;
copy into m from @st files = ('moments') force = true on_error = continue;
select * from m order by d;
-- a query's fields have the formats too; what it casts has not
truncate table m;
copy into m from (select $1, $2, $3, $4 from @st) files = ('moments')
  file_format = (type = csv date_format = 'DD/MM/YYYY' time_format = 'HH24.MI' timestamp_format = 'DD/MM/YYYY HH24.MI') force = true;
copy into m (d, ts) from (select s.$2, to_timestamp(s.$4, 'MM/DD/YYYY HH24.MI') from @st s) files = ('moments')
  file_format = (type = csv date_format = 'DD/MM/YYYY' timestamp_format = 'DD/MM/YYYY HH24.MI') force = true;
copy into m (i, d) from (select $1, $2::date from @st) files = ('moments') file_format = (type = csv date_format = 'DD/MM/YYYY') force = true;
copy into m (d) from (select $2 from @st) files = ('moments') file_format = (type = csv date_format = 'DD.MM.YYYY') on_error = continue force = true;
select * from m order by all;
-- ESCAPE holds inside of quotes; the escapes of other fields are on unless they are turned off
truncate table t;
copy into t from @st files = ('escapes') file_format = (type = csv field_optionally_enclosed_by = '"' escape = '\\');
copy into t from @st files = ('escapes') file_format = (type = csv field_optionally_enclosed_by = '"') on_error = continue force = true;
copy into t from @st files = ('escapes') on_error = continue force = true;
select * from t order by all;
create file format x type = csv escape = 'ab';
create file format x type = csv escape_unenclosed_field = 'ab';
create file format x type = csv field_optionally_enclosed_by = '|';
-- quotes: none, single, double
truncate table t;
copy into t from @st files = ('quotes') on_error = continue;
copy into t from @st files = ('quotes') file_format = (type = csv field_optionally_enclosed_by = '\'') on_error = continue force = true;
copy into t from @st files = ('quotes') file_format = (type = csv field_optionally_enclosed_by = '"') on_error = continue force = true;
select * from t order by all;
-- TRIM_SPACE trims outside of the quotes alone
truncate table t;
copy into t from @st files = ('trims') file_format = (type = csv field_optionally_enclosed_by = '"' trim_space = true);
copy into t from @st files = ('trims') file_format = (type = csv trim_space = true) force = true;
select '<' || a || '>', '<' || b || '>' from t order by all;
-- NULL_IF is compared before the conversion, in quotes too; '' in it; one value without parentheses
create table n (a int, b varchar);
copy into n from @st files = ('nulls') file_format = (type = csv null_if = ('n/a') field_optionally_enclosed_by = '"');
copy into n from @st files = ('nulls') file_format = (type = csv null_if = 'n/a') on_error = continue force = true;
copy into n from @st files = ('empties') file_format = (type = csv null_if = ('') field_optionally_enclosed_by = '"' empty_field_as_null = false) force = true;
select * from n order by all;
-- an empty field is NULL, and an empty string in quotes; without EMPTY_FIELD_AS_NULL it is an error where no string is wanted, and NULL in a VARIANT
truncate table t;
copy into t from @st files = ('empties') file_format = (type = csv field_optionally_enclosed_by = '"');
select ifnull(a, 'null'), ifnull(b, 'null') from t order by all;
copy into t from @st files = ('empties') file_format = (type = csv empty_field_as_null = false field_optionally_enclosed_by = '"') force = true;
select ifnull(a, 'null'), ifnull(b, 'null') from t order by all;
copy into n from @st files = ('empties') file_format = (type = csv empty_field_as_null = false field_optionally_enclosed_by = '"') force = true on_error = continue;
create table nd (a date, b varchar);
copy into nd from @st files = ('empties') file_format = (type = csv empty_field_as_null = false field_optionally_enclosed_by = '"') on_error = continue;
create table v2 (a variant, b array); create table o2 (a object, b varchar);
copy into v2 from @st files = ('empties') file_format = (type = csv empty_field_as_null = false field_optionally_enclosed_by = '"') on_error = continue;
copy into o2 from @st files = ('empties') file_format = (type = csv empty_field_as_null = false field_optionally_enclosed_by = '"') on_error = continue;
select a, b, a is null, b is null from v2 order by all;
select a, b, a is null, b is null from o2 order by all;
-- COMPRESSION = AUTO goes by the first bytes and by the extension
truncate table line;
copy into line from @st pattern = '.*/auto_(bz2|gz|zst)';
copy into line from @st files = ('auto_none.gz') on_error = continue;
copy into line from @st files = ('auto_gz') file_format = (type = csv compression = gzip) force = true;
select l, count(*) from line group by all order by l;
-- byte order mark
truncate table t;
copy into t from @st files = ('bom');
select a, b from t;
-- JSON: documents one after another, or one array
create table v (v variant);
create stage js url = 's3://files/' file_format = (type = json);
copy into v from @js files = ('docs.json');
select to_json(v) from v order by 1;
truncate table v;
copy into v from @js files = ('array.json', 'arrays.json');
copy into v from @js files = ('array.json', 'arrays.json') file_format = (type = json strip_outer_array = true) force = true;
select to_json(v), count(*) from v group by all order by 1;
-- the formats of dates, times and bytes are those of fields that go into columns of their own
create table typed (a date, b binary, n varchar, tm time, ts timestamp_ntz, num int);
copy into typed from @js files = ('typed.json') file_format = (type = json date_format = 'DD/MM/YYYY' time_format = 'HH24.MI' timestamp_format = 'YYYYMMDDHH24MI'
  trim_space = true binary_format = base64) match_by_column_name = case_insensitive on_error = continue;
copy into typed from @js files = ('typed.json') file_format = (type = json date_format = 'DD/MM/YYYY' time_format = 'HH24.MI' trim_space = true binary_format = utf8)
  match_by_column_name = case_insensitive on_error = continue force = true;
select *, n is null from typed order by all;
