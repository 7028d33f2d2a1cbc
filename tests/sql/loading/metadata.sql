-- What is known of a record's file beside its fields.
create database d; use schema d.public;
create stage st url = 's3://files/in/';
select $1, metadata$filename, metadata$file_row_number, metadata$file_content_key from @st order by 1;
select distinct metadata$file_last_modified <= sysdate() as modified, metadata$start_scan_time >= current_timestamp() as scanned from @st;
create table t (id int, file varchar, content varchar, modified timestamp_ntz, scanned timestamp_ltz);
copy into t from (select s.$1, s.metadata$filename, s.metadata$file_content_key, metadata$file_last_modified, metadata$start_scan_time from @st s);
select id, file, content, modified is not null, scanned >= dateadd(minute, -5, current_timestamp()) from t order by id;
