-- A file is loaded into a table once, whoever asks; TRUNCATE forgets, DELETE does not.
create database d; use schema d.public;
create table t (a int, b varchar);
create stage st url = 's3://files';
copy into t from @st/dir;
copy into t from @st;
copy into t from @st;
copy into t from @st files = ('a.csv');
delete from t;
copy into t from @st;
truncate table t;
copy into t from @st;
copy into t from @st force = true;
select count(*) from t;
create table other (a int, b varchar);
copy into other from 's3://files/' pattern = '.*dir/.*';
copy into other from @st/DIR;
copy into other from @st pattern = 'a[.]csv';
copy into other from @st pattern = '.*[.]csv' return_failed_only = true;
select * from other order by a;
-- rolled back, so not remembered
create table r (a int, b varchar);
begin;
copy into r from @st/dir/;
copy into r from @st/dir/ force = true purge = true;
rollback;
copy into r from @st/dir/;
select file_name, stage_location, row_count, status, table_name from table(information_schema.copy_history(
  table_name => 'r', start_time => dateadd(hour, -1, current_timestamp())));
copy into r from @st/dir/ force = true purge = true;
copy into r from @st/dir/ force = true;
