-- VALIDATION_MODE: the files are read, nothing is loaded and nothing recorded.
create database d;
create stage st url = 's3://files/';
create table t (a int, b varchar);
copy into t from @st files = ('bad.csv') validation_mode = return_errors;
copy into t from @st files = ('bad.csv') validation_mode = 'RETURN_ALL_ERRORS';
copy into t from @st files = ('good.csv', 'many.csv', 'short.csv', 'nosuch.csv', 'empty.csv') validation_mode = return_errors;
copy into t from @st files = ('good.csv') validation_mode = return_errors;
select count(*) from t;
-- rows: those of the table, or the first error among them
copy into t from @st files = ('good.csv') validation_mode = return_10_rows;
copy into t from @st files = ('good.csv', 'bad.csv') validation_mode = return_3_rows;
copy into t from @st files = ('good.csv', 'bad.csv') validation_mode = return_4_rows;
copy into t from @st files = ('bad.csv') validation_mode = 'return_1_rows';
copy into t from @st files = ('nosuch.csv') validation_mode = return_1_rows;
copy into t from @st files = ('empty.csv') validation_mode = return_1_rows;
copy into t (b) from @st files = ('good.csv') validation_mode = return_1_rows;
-- what does not depend on the error's kind: ON_ERROR, PURGE
copy into t from @st files = ('bad.csv', 'good.csv') validation_mode = return_errors on_error = skip_file purge = true;
create table n (a int not null, b varchar not null);
copy into n from @st files = ('null.csv') validation_mode = return_errors;
copy into n from @st files = ('null.csv') on_error = continue;
-- a file that was loaded is not looked at again, but for RETURN_ALL_ERRORS
copy into t from @st files = ('bad.csv') on_error = continue;
copy into t from @st pattern = '.*bad.csv' validation_mode = return_errors;
copy into t from @st pattern = '.*bad.csv' validation_mode = return_all_errors;
copy into t from @st pattern = '.*bad.csv' validation_mode = return_errors force = true;
copy into t from @st pattern = '.*none' validation_mode = return_errors;
-- in a transaction
begin;
copy into t from @st files = ('good.csv') validation_mode = return_1_rows;
copy into t from @st files = ('many.csv') validation_mode = return_errors;
commit;
copy into t from @st files = ('good.csv');
copy into t from @st files = ('good.csv') validation_mode = return_1_rows;
copy into t from @st files = ('good.csv') validation_mode = return_errors;
-- not so
copy into t from (select $1, $2 from @st) files = ('bad.csv') validation_mode = return_errors;
copy into t from @st validation_mode = return_rows;
copy into t from @st validation_mode = return_0_rows;
copy into t from @st validation_mode = 'return_-1_rows';
copy into t from @st validation_mode = return_99999999999999999999_rows;
copy into t from @st validation_mode = all;
create pipe p as copy into t from @st validation_mode = return_errors;
select count(*) from table(information_schema.copy_history(table_name => 't', start_time => dateadd(hour, -1, current_timestamp())));
