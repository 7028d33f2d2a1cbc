-- What each ON_ERROR does to a file: bad has 1 of 3 wrong, half 2 of 4, quarter 1 of 4, all every record.
create database d;
create stage st;
create table t (a int, b varchar);
create stage st2 url = 's3://files/';
copy into t from @st2 on_error = continue;
select * from t order by a, b;
create or replace table t (a int, b varchar);
copy into t from @st2 on_error = skip_file;
-- a file that failed is not remembered, one that was loaded is
copy into t from @st2 on_error = 'Skip_File_2';
create or replace table t (a int, b varchar);
copy into t from @st2 on_error = skip_file_1;
create or replace table t (a int, b varchar);
-- no error is few enough for none
copy into t from @st2 on_error = skip_file_0;
select count(*) from t;
-- reaching the share is enough; at least one error is allowed for
create or replace table t (a int, b varchar);
copy into t from @st2 on_error = 'SKIP_FILE_50%';
create or replace table t (a int, b varchar);
copy into t from @st2 on_error = 'skip_file_70%';
create or replace table t (a int, b varchar);
copy into t from @st2 on_error = 'SKIP_FILE_0%';
create or replace table t (a int, b varchar);
copy into t from @st2 on_error = 'SKIP_FILE_100%';
create or replace table t (a int, b varchar);
copy into t from @st2 files = ('bad.csv') on_error = SKIP_FILE_34%;
-- the default and its long form load nothing at all
copy into t from @st2 files = ('clean.csv', 'bad.csv');
copy into t from @st2 files = ('clean.csv', 'bad.csv') on_error = abort_statement;
select count(*) from t where a = 2;
copy into t from @st2 files = ('clean.csv', 'bad.csv') on_error = 'ABORT_STATEMENT' return_failed_only = true;
copy into t from @st2 files = ('clean.csv', 'bad.csv') on_error = continue return_failed_only = true;
copy into t from @st2 files = ('clean.csv') on_error = continue force = true return_failed_only = true;
-- no value of it
copy into t from @st2 on_error = 'BOGUS';
copy into t from @st2 on_error = bogus;
copy into t from @st2 on_error = -1;
copy into t from @st2 on_error = 'SKIP_FILE_';
copy into t from @st2 on_error = 'SKIP_FILE_x';
copy into t from @st2 on_error = 'SKIP_FILE_-1';
copy into t from @st2 on_error = 'SKIP_FILE_1%%';
copy into t from @st2 on_error = 'SKIP_FILE_%';
copy into t from @st2 on_error = 'SKIP_FILE_101%';
copy into t from @st2 on_error = 'SKIP_FILE_99999999999999999999';
copy into t from @st2 on_error = 'SKIP_FILE_9223372036854775807%' force = true;
copy into t from @st2 on_error = continue on_error = continue;
copy into t from @st2 on_error = (continue);
