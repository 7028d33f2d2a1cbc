-- COPY INTO a location, rule by rule: what beside the other tests of this folder is promised.
create database d; create schema d.s; use schema d.s;
create stage st; create table t (a int, b varchar); create table ut (a int, b varchar);
insert into ut values (1, 'x'), (2, 'y');
create file format lines type = csv field_delimiter = none escape_unenclosed_field = none null_if = () empty_field_as_null = false;
-- the answer's columns
copy into @st/types/ from ut;
create table answer as select * from table(result_scan(last_query_id()));
desc table answer;
copy into @st/types/x from ut detailed_output = true;
create or replace table answer as select * from table(result_scan(last_query_id()));
desc table answer;
-- what a file is: gzip by itself, a header when asked for
copy into @st/gz/ from ut;
copy into @st/head/ from ut header = true file_format = (type = csv compression = none);
copy into @st/nohead/ from ut header = false file_format = (type = csv compression = none);
copy into @st/headq/ from (select a as "a b", b as c from ut) header = true file_format = (type = csv compression = none field_optionally_enclosed_by = '"');
select metadata$filename, $1 from @st/gz/ (file_format => lines) order by metadata$file_row_number;
select $1 from @st/head/ (file_format => lines) order by metadata$file_row_number;
select $1 from @st/nohead/ (file_format => lines) order by metadata$file_row_number;
select $1 from @st/headq/ (file_format => lines) order by metadata$file_row_number;
-- NULL and the empty string
create table n as select column1 as a, column2 as b from values (null, ''), ('x', null);
copy into @st/n1/ from n file_format = (type = csv compression = none);
copy into @st/n2/ from n file_format = (type = csv compression = none field_optionally_enclosed_by = '"');
copy into @st/n3/ from n file_format = (type = csv compression = none null_if = ('NULL', 'nothing'));
copy into @st/n4/ from n file_format = (type = csv compression = none null_if = () field_optionally_enclosed_by = '"');
select $1 from @st/n1/ (file_format => lines) order by metadata$file_row_number;
select $1 from @st/n2/ (file_format => lines) order by metadata$file_row_number;
select $1 from @st/n3/ (file_format => lines) order by metadata$file_row_number;
select $1 from @st/n4/ (file_format => lines) order by metadata$file_row_number;
-- dates and times: as they are printed, or as the file format says
create table dt as select '2024-02-03'::date as d, '04:05:06'::time as t, '2024-02-03 04:05:06.789'::timestamp_ntz as n;
copy into @st/d1/ from dt file_format = (type = csv compression = none);
copy into @st/d3/ from dt file_format = (type = csv compression = none date_format = 'YYYYMMDD' time_format = 'HH24MISS' timestamp_format = 'YYYYMMDD-HH24MISS.FF3');
select $1 from @st/d1/ (file_format => lines); select $1 from @st/d3/ (file_format => lines);
-- where it goes: each kind of stage
copy into @%ut from ut; copy into @~/unload/ from ut; copy into '@d.s.st/quoted path/' from ut; copy into @d.s.%ut/p from ut;
list @%ut; list '@d.s.st/quoted path/';
copy into @%ut from ut;
copy into @st/pre from ut; copy into @st/prefix from ut single = true; copy into @st/pre from ut; copy into @st/prefi from ut;
copy into @st/PRE from ut;
copy into @st/prefix from ut single = true overwrite = true;
-- a table by its whole name, a view, a query with WITH, one with ORDER BY and LIMIT
create view v as select b from ut where a = 2;
copy into @st/v/ from v; copy into @st/w/ from (with x as (select a from ut) select a from x order by a desc limit 1);
select $1 from @st/v/; select $1 from @st/w/;
-- several columns as JSON, text as JSON, zero rows, PARTITION BY elsewhere than after FROM
copy into @st/j/ from ut file_format = (type = json);
copy into @st/j/ from (select object_construct('a', a) from ut) file_format = (type = json) header = true;
copy into @st/z/ from t file_format = (type = parquet); copy into @st/z/ from t header = true; copy into @st/z/ from t detailed_output = true; list @st/z/;
copy into @st/p/ from ut file_format = (type = csv) partition by (b);
copy into @st/p/ partition by (b) from ut;
copy into @st/p/ from ut partition by (b) header = true;
