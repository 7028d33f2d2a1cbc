-- The options of TYPE = CSV, one by one
create database d; create schema d.s; use schema d.s;
create stage st url = 's3://files/';
create table t (a varchar, b varchar);
-- RECORD_DELIMITER, FIELD_DELIMITER: with escapes, of several characters, none
copy into t from @st files = ('record.txt') file_format = (type = csv record_delimiter = ';');
copy into t from @st files = ('tilde.txt') file_format = (type = csv record_delimiter = '\x7e~' field_delimiter = '\\xC2\\xA2');
copy into t from @st files = ('crlf.txt') file_format = (type = csv record_delimiter = '\n');
copy into t from @st files = ('none.txt') file_format = (type = csv field_delimiter = none error_on_column_count_mismatch = false);
copy into t from @st files = ('none.txt') file_format = (type = csv record_delimiter = none error_on_column_count_mismatch = false) force = true;
select a, b, count(*) from t group by all order by all;
create file format long type = csv record_delimiter = '123456789012345678901';
-- MULTI_LINE
truncate table t;
copy into t from @st files = ('lines.txt') file_format = (type = csv field_optionally_enclosed_by = '"');
copy into t from @st files = ('lines.txt') file_format = (type = csv field_optionally_enclosed_by = '"' multi_line = false) on_error = continue force = true;
select * from t order by all;
-- PARSE_HEADER, SKIP_HEADER
truncate table t;
copy into t from @st files = ('header.txt') file_format = (type = csv parse_header = true) match_by_column_name = case_insensitive;
copy into t from @st files = ('skip.txt') file_format = (type = csv skip_header = 2 field_optionally_enclosed_by = '"');
copy into t from @st files = ('skip.txt') file_format = (type = csv skip_header = 9) force = true;
select * from t order by all;
-- SKIP_BLANK_LINES
truncate table t;
copy into t from @st files = ('blank.txt') on_error = continue;
copy into t from @st files = ('blank.txt') file_format = (type = csv skip_blank_lines = true) force = true;
select count(*) from t;
-- ESCAPE, ESCAPE_UNENCLOSED_FIELD
truncate table t;
copy into t from @st files = ('escape.txt') file_format = (type = csv field_optionally_enclosed_by = '"' escape = '\\');
copy into t from @st files = ('escape.txt') file_format = (type = csv field_optionally_enclosed_by = '"' escape = '\\' escape_unenclosed_field = none error_on_column_count_mismatch = false) force = true;
select a, b, b is null from t order by all;
-- FIELD_OPTIONALLY_ENCLOSED_BY, TRIM_SPACE
truncate table t;
copy into t from @st files = ('quote.txt') file_format = (type = csv field_optionally_enclosed_by = '\'');
copy into t from @st files = ('trim.txt') file_format = (type = csv field_optionally_enclosed_by = '0x22' trim_space = true);
copy into t from @st files = ('trim.txt') file_format = (type = csv) force = true;
select '<' || a || '>', '<' || b || '>' from t order by all;
-- NULL_IF, EMPTY_FIELD_AS_NULL
truncate table t;
copy into t from @st files = ('null.txt') file_format = (type = csv field_optionally_enclosed_by = '"');
copy into t from @st files = ('null.txt') file_format = (type = csv field_optionally_enclosed_by = '"' null_if = ('NULL', '-')) force = true;
copy into t from @st files = ('null.txt') file_format = (type = csv field_optionally_enclosed_by = '"' null_if = () empty_field_as_null = false) force = true;
select ifnull(a, '(null)') as a, ifnull(b, '(null)') as b, count(*) from t group by all order by all;
-- ERROR_ON_COLUMN_COUNT_MISMATCH
truncate table t;
copy into t from @st files = ('count.txt') on_error = continue;
copy into t from @st files = ('count.txt') file_format = (type = csv error_on_column_count_mismatch = false);
select * from t order by all;
-- DATE_FORMAT, TIME_FORMAT, TIMESTAMP_FORMAT, BINARY_FORMAT
create table m (d date, t time, ts timestamp_ntz);
copy into m from @st files = ('moment.txt') file_format = (type = csv date_format = 'DD.MM.YYYY' time_format = 'HH24"h"MI' timestamp_format = 'DD/MM/YYYY HH24.MI');
select * from m;
create table bin (b binary);
copy into bin from @st files = ('binary.txt') file_format = (type = csv binary_format = base64);
copy into bin from @st files = ('binary.txt') file_format = (type = csv binary_format = utf8) force = true;
copy into bin from @st files = ('binary.txt') force = true;
select * from bin order by 1;
-- VALIDATE_UTF8, REPLACE_INVALID_CHARACTERS
truncate table t;
copy into t from @st files = ('badutf8.txt');
copy into t from @st files = ('badutf8.txt') file_format = (type = csv validate_utf8 = false);
copy into t from @st files = ('badutf8.txt') file_format = (type = csv replace_invalid_characters = true) force = true;
select * from t;
-- FILE_EXTENSION says nothing about loading
copy into t from @st files = ('badutf8.txt') file_format = (type = csv file_extension = 'x' validate_utf8 = false) force = true;
