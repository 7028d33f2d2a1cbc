-- MAX_FILE_SIZE: no file of several rows is larger; SINGLE has to do with one.
create database d; create schema d.s; use schema d.s;
create stage st;
create table t (n int, s varchar);
insert into t select seq4(), randstr(20, seq4()) from table(generator(rowcount => 1000));
copy into @st/ten/ from (select n from t where n < 10 order by n) max_file_size = 6 detailed_output = true
  file_format = (type = csv compression = none);
copy into @st/head/ from (select n from t where n < 4 order by n) max_file_size = 6 detailed_output = true header = true
  file_format = (type = csv compression = none);
select metadata$filename, $1 from @st/head/ order by 1, metadata$file_row_number;
-- a row that is larger stands alone
copy into @st/large/ from (select n, s from t where n < 3 order by n) max_file_size = 10 detailed_output = true
  file_format = (type = csv compression = none);
copy into @st/zip/ from (select * from t order by n) max_file_size = 10000;
select count(distinct metadata$filename) > 2, count(*), count(distinct $1) from @st/zip/;
-- more files than are kept open
copy into @st/many/ from (select n from t order by n) max_file_size = 4 file_format = (type = csv compression = none);
select count(distinct metadata$filename), count(*), sum($1::int) from @st/many/;
copy into @st/single from t single = true max_file_size = 1000;
copy into @st/single from t single = true max_file_size = 1000 file_format = (type = csv compression = none);
select $1 from @st/single;
copy into @st/single from t single = true max_file_size = 100000 file_format = (type = csv compression = none);
