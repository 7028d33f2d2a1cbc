-- Strings that hold what separates and encloses; each format is read back by itself.
create database d; create schema d.s; use schema d.s;
create stage st;
create file format lines type = csv field_delimiter = none record_delimiter = none escape_unenclosed_field = none null_if = ();
create table v (n int, s varchar, tail varchar);
insert into v select column1, column2, 'end' from values
  (1, 'plain'), (2, ''), (3, null), (4, 'a,b'), (5, 'say "hi"'), (6, 'it''s'), (7, 'two\nlines'), (8, 'back\\slash'),
  (9, '\\'), (10, '"'), (11, ','), (12, '\\n is no newline'), (13, '\r\n'), (14, ' blanks '), (15, 'a||b|c'), (16, '\t'),
  (17, 'grüße €😀'), (18, '\\"'), (19, 'NULL'), (20, '"quoted"'), (21, 'ends with |'), (22, '^,^^');
-- a string that is NULL_IF's is NULL when it is enclosed, as in every file with this text
create table odd (n int, s varchar, tail varchar);
insert into odd select column1, column2, 'end' from values (30, '\\N');

create file format plain type = csv compression = none;
create file format quoted type = csv compression = none field_optionally_enclosed_by = '"';
create file format single type = csv compression = none field_optionally_enclosed_by = '''' escape_unenclosed_field = none;
create file format escaped type = csv compression = none field_optionally_enclosed_by = '"' escape = '\\';
create file format bars type = csv compression = none field_delimiter = '||' record_delimiter = '|\n';
create file format caret type = csv compression = none escape_unenclosed_field = '^';
create file format tabs type = csv compression = none field_delimiter = '\t' empty_field_as_null = false;
create file format cents type = csv compression = none field_delimiter = '\xC2\xA2' record_delimiter = '\xE2\x82\xAC';

copy into @st/plain from (select * from v order by n) file_format = plain;
select $1 from @st/plain (file_format => 'lines');
copy into @st/quoted from (select * from v order by n) file_format = quoted;
select $1 from @st/quoted (file_format => 'lines');
copy into @st/single from (select * from v order by n) file_format = single;
copy into @st/escaped from (select * from v order by n) file_format = escaped;
select $1 from @st/escaped (file_format => 'lines');
copy into @st/bars from (select * from v order by n) file_format = bars;
copy into @st/caret from (select * from v order by n) file_format = caret;
copy into @st/tabs from (select * from v order by n) file_format = tabs;
copy into @st/cents from (select * from v order by n) file_format = cents;

create table b_plain like v; copy into b_plain from @st/plain file_format = plain;
create table b_quoted like v; copy into b_quoted from @st/quoted file_format = quoted;
create table b_single like v; copy into b_single from @st/single file_format = single;
create table b_escaped like v; copy into b_escaped from @st/escaped file_format = escaped;
create table b_bars like v; copy into b_bars from @st/bars file_format = bars;
create table b_caret like v; copy into b_caret from @st/caret file_format = caret;
create table b_tabs like v; copy into b_tabs from @st/tabs file_format = tabs;
create table b_cents like v; copy into b_cents from @st/cents file_format = cents;
-- what did not come back: without quotes '' and NULL are the same
select 'plain', * from (select * from v minus select * from b_plain) order by n;
select 'quoted', * from (select * from v minus select * from b_quoted) order by n;
select 'single', * from (select * from v minus select * from b_single) order by n;
select 'escaped', * from (select * from v minus select * from b_escaped) order by n;
select 'bars', * from (select * from v minus select * from b_bars) order by n;
select 'caret', * from (select * from v minus select * from b_caret) order by n;
select 'tabs', * from (select * from v minus select * from b_tabs) order by n;
select 'cents', * from (select * from v minus select * from b_cents) order by n;

copy into @st/odd_plain from odd file_format = plain;
copy into @st/odd_quoted from odd file_format = quoted;
select $1, $2, $3 from @st/odd_plain (file_format => 'plain');
select $1, $2, $3 from @st/odd_quoted (file_format => 'quoted');
-- names of columns are enclosed and escaped, too
create table "odd" ("a,b" int, "say ""x""" int); insert into "odd" values (1, 2);
copy into @st/h1 from "odd" file_format = plain header = true;
copy into @st/h2 from "odd" file_format = quoted header = true;
select $1 from @st/h (file_format => 'lines') order by metadata$filename;
