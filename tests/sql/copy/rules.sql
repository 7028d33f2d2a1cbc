-- COPY INTO a table, rule by rule: what beside the other tests of this folder is promised.
create database d;
create file format semi type = csv field_delimiter = ';';
create stage st url = 's3://files/';
create stage own file_format = (type = csv field_delimiter = ';');
create table t (a int, b varchar);
-- each option, quoted and not
copy into t from @st/bad.csv on_error = 'continue', size_limit = '1', purge = false, return_failed_only = 'TRUE', force = TRUE,
  load_uncertain_files = true, load_mode = 'FULL_INGEST', match_by_column_name = none, truncatecolumns = False;
copy into t from @st/bad.csv load_mode = bogus;
copy into t from @st/bad.csv load_mode = 'add_files_copy';
copy into t from @st/bad.csv size_limit = 'many';
copy into t from @st/bad.csv purge = 2;
copy into t from @st/bad.csv enforce_length = 'perhaps';
copy into t from @st/bad.csv load_uncertain_files = null;
copy into t from @st/bad.csv include_metadata = (b = metadata$filename);
copy into t from @st/bad.csv pattern = bare;
copy into t from @st/bad.csv pattern = '.*' pattern = '.*';
copy into t from @st/bad.csv file_format = semi file_format = semi;
truncate table t;
-- a format in each of its forms; that of a COPY replaces the stage's whole
copy into t from @st/in/semi.txt file_format = (format_name = 'semi');
copy into t from @st/in/semi.txt file_format = (format_name = d.public.semi) force = true;
copy into t from @st/in/semi.txt file_format = semi force = true;
copy into t from @st/in/semi.txt file_format = 'semi' force = true;
copy into t from @st/in/semi.txt file_format = (type = csv field_delimiter = ';') force = true;
copy into t file_format = (type = csv), force = true from @st/in/good.csv;
select a, b, count(*) from t group by all order by all;
truncate table t;
create stage semis url = 's3://files/' file_format = (format_name = semi) copy_options = (on_error = skip_file);
copy into t from @semis/in/semi.txt;
copy into t from @semis/in/good.csv file_format = (type = csv skip_header = 1);
copy into t from @semis/bad.csv file_format = (type = csv);
copy into t from @semis/bad.csv file_format = (type = csv) on_error = continue;
select * from t order by all;
-- what a file is called: by the stage's kind
copy into @own/dir/x from (select '1;x') file_format = (type = csv compression = none field_delimiter = '|');
copy into @%t/dir/x from (select 7, 'own') file_format = (type = csv compression = none);
copy into @~/dir/x from (select 8, 'mine') file_format = (type = csv compression = none);
copy into t from @own/dir/ file_format = semi;
copy into t from @OWN files = ('dir/x_0_0_0.csv');
copy into t from @d.public.%t/dir;
copy into t from @~/dir;
copy into t from '@"D"."PUBLIC"."OWN"/dir/' file_format = semi force = true;
copy into t from 's3://files/in/good.csv' force = true;
select metadata$filename from @%t; select metadata$filename from @~/dir; select metadata$filename from @own; select metadata$filename from @st/in/semi.txt;
-- PATTERN has to match what is before the path too
copy into t from @own pattern = 'dir/x_0_0_0[.]csv' force = true;
copy into t from @own pattern = '.*/x_0_0_0[.]csv' force = true file_format = semi;
copy into t from @%t pattern = 'dir.*' force = true;
copy into t pattern = '.*dir/.*\\.csv' force = true;
select count(*) from @own (pattern => 'dir.*'); select count(*) from @own (pattern => '.*dir.*');
-- the types of the answer
copy into t from @st files = ('in/good.csv') force = true;
create table answer as select * from table(result_scan(last_query_id()));
desc table answer;
copy into t from @st/none;
create or replace table answer as select * from table(result_scan(last_query_id()));
desc table answer;
-- the error of a file in a table's stage
copy into @%t/wrong from (select 'NOPE', 'y') file_format = (type = csv compression = none);
copy into t;
copy into t on_error = skip_file;
select file, line, error from table(validate(t, job_id => '_last'));
copy into t validation_mode = return_errors;
copy into t files = ('wrong_0_0_0.csv', 'missing.csv') validation_mode = return_all_errors;
-- what is remembered, and until when
create or replace table t (a int, b varchar);
copy into t from @st files = ('bad.csv') on_error = continue;
copy into t from @st files = ('bad.csv') on_error = continue;
copy into t from @st/bad;
copy into t from @st/in/ pattern = '.*good.csv' force = true;
copy into t from @st/in/ pattern = '.*good.csv';
drop table t;
create table t (a int, b varchar);
copy into t from @st/in/ pattern = '.*good.csv';
delete from t;
copy into t from @semis/in/good.csv file_format = semi;
copy into t from 's3://files/in/good.csv';
truncate table if exists t;
copy into t from 's3://files/in/good.csv';
create or replace table t (a int, b varchar);
copy into t from @st/in/good.csv;
-- changed, it is loaded again
copy into @own/again/x.csv from (select 1, 'x') file_format = (type = csv compression = none) single = true;
copy into t from @own/again/ file_format = (type = csv);
copy into @own/again/x.csv from (select 2, 'x') file_format = (type = csv compression = none) single = true overwrite = true;
copy into t from @own/again/ file_format = (type = csv);
copy into @own/again/x.csv from (select 2, 'x') file_format = (type = csv compression = none) single = true overwrite = true;
copy into t from @own/again/ file_format = (type = csv);
select a, b, count(*) from t group by all order by all;
-- empty fields: NULL, and not the default
create or replace table def (a int default 7, b varchar default 'none', c int default 8);
copy into def (a, b) from @st/in/empty.fld;
select * from def order by 1;
-- by name: what the file has not is NULL, what the table has not is left out
create or replace table m ("a" int, b varchar, c int default 8);
copy into m from @st/in/head.hdr file_format = (type = csv parse_header = true) match_by_column_name = case_sensitive;
create table few (A int);
copy into few from @st/in/head.hdr file_format = (type = csv parse_header = true) match_by_column_name = 'CASE_INSENSITIVE';
copy into few from @st/in/head.hdr file_format = (type = csv) match_by_column_name = case_insensitive force = true;
copy into few from (select $2 from @st/in/head.hdr) file_format = (type = csv parse_header = true) match_by_column_name = case_insensitive;
copy into few from @st/in/head.hdr file_format = (type = csv parse_header = true) match_by_column_name = sometimes;
copy into few from @st/in/head.hdr file_format = (type = csv parse_header = true skip_header = 1) match_by_column_name = case_insensitive;
select * from m order by 1; select * from few order by 1;
-- documents
create table v (v variant); create table two (a int, b varchar);
copy into v from @st/js/ file_format = (type = json);
copy into two from @st/js/d.json file_format = (type = json);
copy into two from @st/js/d.json file_format = (type = parquet);
copy into few from @st/js/d.json file_format = (type = json);
copy into two from (select $1:a, $1:b::varchar from @st/js/d.json) file_format = (type = json);
copy into v from (select $1 from @st/js/d.json) file_format = (type = json) force = true;
copy into v from (select $2 from @st/js/d.json) file_format = (type = json) force = true;
select to_json(v) from v order by 1;
