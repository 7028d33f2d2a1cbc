-- Every type as it is written, and back.
create database d; create schema d.s; use schema d.s;
alter session set timezone = 'Europe/Berlin';
create stage st;
create file format lines type = csv field_delimiter = none escape_unenclosed_field = none null_if = ();
create table v (n int, big number(38,0), amount number(10,2), f float, s varchar, b boolean, d date, t time,
                ntz timestamp_ntz, ltz timestamp_ltz, tz timestamp_tz, bin binary, j variant, o object, a array);
insert into v select 1, 99999999999999999999999999999999999999, 1.5, 0.1, 'text', true, '2024-02-29', '12:34:56',
       '2024-02-29 12:34:56.789', '2024-07-01 12:00:00', '2024-02-29 12:34:56 +0530', '00FF10'::binary,
       parse_json('{"k": [1, "two", null], "a": "x,y"}'), object_construct('k', 'v'), array_construct(1, 'b');
insert into v select 2, -99999999999999999999999999999999999999, -0.05, -1e300, '', false, '0001-01-01', '00:00:00',
       '1969-12-31 23:59:59.999', '1969-12-31 23:59:59', '9999-12-31 23:59:59 -1200', ''::binary,
       parse_json('"just text"'), object_construct(), array_construct();
insert into v (n) values (3);
insert into v (n, f, j) select 4, 'inf'::float, parse_json('null');
copy into @st/plain from v file_format = (type = csv compression = none);
select $1 from @st/plain (file_format => 'lines');
copy into @st/quoted from v file_format = (type = csv compression = none field_optionally_enclosed_by = '"') header = true;
select $1 from @st/quoted (file_format => 'lines');
copy into @st/formats from v
  file_format = (type = csv compression = none field_optionally_enclosed_by = '''' null_if = ('NULL', 'x') binary_format = base64
                 date_format = 'DD.MM.YYYY' time_format = 'HH12:MI AM' timestamp_format = 'Mon DD, YYYY HH24:MI:SS.FF6 TZH:TZM');
select $1 from @st/formats (file_format => 'lines');
copy into @st/utf8 from (select '68C3A468'::binary as bin) file_format = (type = csv compression = none binary_format = utf8);
select $1 from @st/utf8;
-- back again: with quotes all comes back, without them '' is NULL
create table back like v;
copy into back from @st/quoted file_format = (type = csv field_optionally_enclosed_by = '"' skip_header = 1);
select count(*) from (select * from v minus select * from back);
select count(*) from (select * from back minus select * from v);
create table plain like v;
copy into plain from @st/plain;
select n from (select * from v minus select * from plain);
select n, s is null from plain where n = 2;
