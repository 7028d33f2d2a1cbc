-- ON_ERROR decides file by file; the default loads nothing when anything is wrong.
create database d; use schema d.public;
create table t (a int, b varchar);
create stage st url = 's3://files/';
copy into t from @st files = ('good.csv', 'bad.csv');
select count(*) from t;
copy into t from @st files = ('good.csv', 'bad.csv') on_error = skip_file;
create or replace table t (a int, b varchar);
copy into t from @st on_error = continue;
select * from t order by a, b;
-- what did not load is not remembered, what loaded is
create or replace table t (a int, b varchar);
copy into t from @st files = ('bad.csv') on_error = 'SKIP_FILE_2';
copy into t from @st files = ('bad.csv') on_error = 'SKIP_FILE_30%';
copy into t from @st files = ('wide.csv') on_error = 'SKIP_FILE_50%';
copy into t from @st files = ('wide.csv') on_error = 'SKIP_FILE_51%' file_format = (error_on_column_count_mismatch = false);
copy into t from @st files = ('nosuch.csv', 'good.csv') on_error = continue;
copy into t from @st files = ('nosuch.csv', 'empty.csv');
select * from t order by a, b;
-- in an explicit transaction the failed statement undoes only itself
begin;
insert into t values (100, 'kept');
copy into t from @st files = ('bad.csv') force = true;
commit;
select count(*), count_if(a = 100) from t;
