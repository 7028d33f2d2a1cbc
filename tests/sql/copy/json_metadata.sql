-- INCLUDE_METADATA of JSON files.
create database d; create stage st url = 's3://files/'; create file format js type = json;
create table t (id int, file varchar(4), n varchar, modified timestamp_ntz, scanned timestamp_ltz, v variant not null);
copy into t from @st/ file_format = js match_by_column_name = case_insensitive truncatecolumns = true
  include_metadata = (file = metadata$filename, n = metadata$file_row_number, modified = metadata$file_last_modified, scanned = metadata$start_scan_time);
copy into t from @st/ file_format = js match_by_column_name = case_insensitive on_error = continue
  include_metadata = (file = metadata$filename, n = metadata$file_row_number);
copy into t from @st/ file_format = js match_by_column_name = case_insensitive truncatecolumns = true
  include_metadata = (file = metadata$filename, n = metadata$file_row_number, modified = metadata$file_last_modified,
    scanned = metadata$start_scan_time, v = metadata$file_row_number);
select id, file, n, v, modified > '2020-01-01', scanned > '2020-01-01' from t order by file, n;
-- numbers keep their digits, members their case
create table n (n number(38,10), "id" int);
copy into n from @st/ file_format = js match_by_column_name = case_sensitive;
select * from n order by "id";
