-- COPY of Parquet files: by name, by a query, into one column; ON_ERROR; files that are none.
create database d; create stage st url = 's3://files/'; create file format pq type = parquet;
create table t (id int, name varchar(6), amount number(10,2));
copy into t from @st/rows/r1.parquet file_format = pq match_by_column_name = case_sensitive;
copy into t from @st/rows/r1.parquet file_format = pq match_by_column_name = case_insensitive;
copy into t from @st/rows/r1.parquet file_format = pq match_by_column_name = case_insensitive truncatecolumns = true force = true;
select * from t order by id nulls first;
truncate table t;
copy into t from @st/rows/ file_format = pq match_by_column_name = case_insensitive on_error = continue truncatecolumns = true;
select * from t order by id;
select error, line, character, byte_offset, category, code, sql_state, column_name, row_number, row_start_line, rejected_record
  from table(validate(t, job_id => '_last')) order by row_number;
copy into t from @st/rows/r2.parquet file_format = pq match_by_column_name = case_insensitive on_error = skip_file force = true;
copy into t from @st/rows/r2.parquet file_format = pq match_by_column_name = case_insensitive on_error = 'skip_file_90%' force = true;
copy into t from @st/rows/r2.parquet file_format = pq match_by_column_name = case_insensitive force = true;
copy into t from @st/rows/r2.parquet file_format = pq match_by_column_name = case_insensitive validation_mode = return_all_errors;
copy into t from @st/rows/r1.parquet file_format = pq match_by_column_name = case_insensitive validation_mode = return_2_rows truncatecolumns = true force = true;
-- a query
create table q (id int, name varchar, file varchar, n int);
copy into q from (select $1:id::int, $1:name::varchar, metadata$filename, metadata$file_row_number from @st/rows/r1.parquet) file_format = pq;
copy into q (name, id) from (select $1:name, $1:id from @st/rows/ (file_format => pq, pattern => '.*r1.*')) force = true;
select * from q order by id, n nulls last;
-- one column
create table v (v variant); create table o (o object); create table a (a array); create table two (v variant, w variant);
copy into v from @st/rows/r1.parquet file_format = pq;
copy into o from @st/rows/r1.parquet file_format = pq;
select v, o from v, o where v:id = o:id order by v:id;
copy into a from @st/rows/r1.parquet file_format = pq;
copy into two from @st/rows/r1.parquet file_format = pq;
copy into t from @st/rows/r1.parquet file_format = pq;
copy into t from @st/rows/r1.parquet file_format = (type = json);
copy into two (w) from @st/rows/r1.parquet file_format = pq;
select count(*), count(v), count(w) from two;
-- metadata
create table m (id int, name varchar, file varchar, n int, modified timestamp_ntz, scanned timestamp_ltz);
copy into m from @st/rows/r1.parquet file_format = pq match_by_column_name = case_insensitive
  include_metadata = (file = metadata$filename, n = metadata$file_row_number, modified = metadata$file_last_modified, scanned = metadata$start_scan_time);
select id, name, file, n, modified > '2020-01-01', scanned > '2020-01-01' from m order by id;
-- damaged files, and others
copy into v from @st/bad/ file_format = pq on_error = continue;
copy into v from @st/bad/text.parquet file_format = pq;
copy into v from @st/bad/damaged.parquet file_format = pq;
select $1 from @st/bad/short.parquet (file_format => 'pq');
copy into v from @st/bad/empty.parquet file_format = pq validation_mode = return_all_errors;
begin;
insert into v select 1;
copy into v from @st/bad/damaged.parquet file_format = pq on_error = continue;
copy into v from @st/bad/damaged.parquet file_format = pq;
commit;
select count(*) from v;
-- a pipe
create table p (id int, name varchar);
create pipe pp as copy into p from @st/ file_format = pq match_by_column_name = case_insensitive;
alter pipe pp refresh;
