-- The path is a directory or the beginning of the files' names; what is there already is left alone.
create database d; create schema d.s; use schema d.s;
create stage ust; create table ut (a integer, b varchar);
insert into ut values (1, 'x'), (2, 'y');
copy into @ust/u1/ from ut;
copy into @ust/u1/ from ut;
copy into @ust/u1/ from ut overwrite = true;
copy into @ust/pfx from ut;
copy into @ust/pf from ut;
copy into @ust/dir/sub/more_ from ut;
copy into @ust from ut;
copy into @ust from ut;
-- SINGLE: exactly this name, and only this name is in its way
copy into @ust/u7/out.csv from ut single = true;
copy into @ust/u7/out from ut single = true;
copy into @ust/u7/out from ut single = true;
copy into @ust/u7/out from (select 1) single = true overwrite = true;
copy into @ust/u7/ from ut single = true;
copy into @ust/u7/ from ut single = true;
-- the extension is the type's and the compression's, or what FILE_EXTENSION says
copy into @ust/u9/ from ut file_format = (type = csv compression = none);
copy into @ust/u25/ from ut file_format = (type = csv compression = none file_extension = 'dat');
copy into @ust/u26/ from ut file_format = (type = csv file_extension = 'csv.z');
-- no rows, no file
copy into @ust/u18/ from (select * from ut where a > 9);
copy into @ust/u18/one from (select * from ut where a > 9) single = true detailed_output = true;
copy into @ust/'' from ut;
copy into '@ust/with blank/x' from ut;
copy into @ust/../u from ut;
select distinct metadata$filename from @ust order by 1;
select $1, $2 from @ust/u1/ order by 1;
select $1, $2 from @ust/u7/out.csv;
select $1 from @ust/u7/out (pattern => '.*/out');
-- the files, not the statement
copy into @ust/u13/ from ut detailed_output = true;
copy into @ust/u13/p from ut detailed_output = true;
-- the query id in the names: never in the way of others
copy into @ust/u14/ from ut include_query_id = true;
copy into @ust/u14/ from ut include_query_id = true;
select count(*), count(distinct f), sum(iff(regexp_like(f, 'u14/data_[0-9a-f-]{36}_0_0_0[.]csv[.]gz'), 1, 0)) as fits
from (select metadata$filename as f from @ust/u14/);
copy into @missing from ut;
copy into @ust from missing;
