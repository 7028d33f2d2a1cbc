-- Parquet files, as far as they can be told without reading them.
create database d; create schema d.s; use schema d.s;
create stage st; create file format pq type = parquet;
create table t (n int, amount number(10,2), f float, s varchar, b boolean, d date, t time, ntz timestamp_ntz, bin binary,
                v variant, ltz timestamp_ltz, tz timestamp_tz);
insert into t (n, s) values (1, 'x'), (2, 'y'), (3, null);
create table many as select seq4() as n, randstr(50, seq4()) as s from table(generator(rowcount => 20000));
copy into @st/a/ from (select * exclude (ltz, tz) from t) file_format = pq header = true;
select "rows_unloaded", "input_bytes" = "output_bytes" from table(result_scan(last_query_id()));
copy into @st/a/ from (select n from t) file_format = pq;
copy into @st/b/ from t file_format = pq;
copy into @st/b/ from (select tz from t) file_format = pq;
copy into @st/c/ from (select n from t) file_format = (type = parquet compression = none);
copy into @st/d/ from (select n from t) file_format = (type = parquet snappy_compression = false);
copy into @st/e from (select n from t) file_format = pq single = true;
copy into @st/f/ from (select n from t where n > 9) file_format = pq;
copy into @st/g/ from (select n, s from t) partition by (s) file_format = pq;
copy into @st/h/ from many file_format = pq max_file_size = 400000 detailed_output = true;
copy into @st/i from many file_format = pq max_file_size = 400000 single = true;
copy into @st/j/ from (select 1 / (n - 2) from t) file_format = pq;
copy into @st/k/ from (select n from t) file_format = (type = parquet compression = lzo);
-- in a transaction, which is not broken by it
begin;
insert into t (n) values (4);
copy into @st/l/ from (select n from t) file_format = pq;
copy into @st/l/ from (select 1 / (n - 2) from t) file_format = pq overwrite = true;
select count(*) from t;
commit;
select count(*) from t;
create file format any_text type = csv field_delimiter = none record_delimiter = none replace_invalid_characters = true;
select distinct regexp_replace(metadata$filename, '[0-9a-f]{8}-[0-9a-f-]{27}', '<id>') from @st (file_format => 'any_text') order by 1;
