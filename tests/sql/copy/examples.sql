-- ON_ERROR and VALIDATION_MODE on one file with one bad record of three, in stages of each kind.
create database d;
create stage st;
put 'file://$FILES/bad.csv' @st auto_compress = false;
put 'file://$FILES/bad.csv' @~/examples auto_compress = false;
create table t (a int, b varchar);
put 'file://$FILES/bad.csv' @%t auto_compress = false;
copy into t from @st files = ('bad.csv') on_error = continue;
create or replace table t (a int, b varchar);
copy into t from @st files = ('bad.csv') on_error = skip_file;
copy into t from @st files = ('bad.csv') on_error = skip_file_2;
create or replace table t (a int, b varchar);
copy into t from @st files = ('bad.csv') on_error = abort_statement;
copy into t from @st;
copy into t from @~/examples/;
copy into t from @st/bad;
copy into t from @st files = ('bad.csv') validation_mode = return_errors;
copy into t from @st validation_mode = return_1_rows;
copy into t from @st validation_mode = return_2_rows;
copy into t from @~/examples/ validation_mode = return_all_errors;
put 'file://$FILES/bad.csv' @%t auto_compress = false;
copy into t from @%t validation_mode = return_all_errors;
copy into t from @%t on_error = 'skip_file_3%';
copy into t on_error = continue;
copy into t files = ('bad.csv') on_error = continue;
copy into t on_error = continue;
copy into t on_error = continue force = true;
select * from t order by all;
-- as a procedure and a query see it
create procedure tried() returns varchar language javascript as 'try { snowflake.execute({sqlText: "copy into t from @st"}); } catch (e) { return [e.code, e.state, e.message].join("|"); }';
call tried();
select $1, $2, metadata$filename, metadata$file_row_number from @st order by 4;
select b.$2 from @st/bad (pattern => '.*bad[.]csv') b where b.$1 = '3';
-- short, long, blank: names of the columns in the messages are those of the table, in upper case without its schema
create schema "Odd s"; create table "Odd s"."Low ""er" ("n o" int, B varchar not null, c date);
copy into "Odd s"."Low ""er" from @st on_error = continue;
copy into "Odd s"."Low ""er" ("n o", b) from @st on_error = continue;
select * from "Odd s"."Low ""er" order by 1;
