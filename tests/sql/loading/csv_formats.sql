-- The options of a CSV format: named, of the stage, in place; COPY's replaces the stage's.
create database d; use schema d.public;
create table t (a int, b varchar, c varchar);
create stage st url = 's3://files/' file_format = (type = csv field_delimiter = '|' skip_header = 1 field_optionally_enclosed_by = '"'
  null_if = ('\\N', 'NULL'));
copy into t (a, b) from @st files = ('pipes.csv');
select a, b, b is null from t order by a;
create or replace file format "My Format" type = csv, field_delimiter = "," trim_space = true;
create or replace table t (a int, b varchar);
copy into t from @st files = ('spaces.csv') file_format = (format_name = 'd.public."My Format"');
select a, '[' || b || ']' as b from t order by a;
create or replace table t (a int, b varchar, c varchar);
copy into t from @st files = ('escapes.csv') file_format = (type = csv);
copy into t from @st files = ('escapes.csv') file_format = (type = csv escape_unenclosed_field = none) force = true on_error = continue;
select * from t order by 1, 2, 3;
create or replace table t (a int, b varchar);
copy into t from @st files = ('lines.csv') file_format = (type = csv field_optionally_enclosed_by = '"') on_error = continue;
copy into t from @st files = ('lines.csv') file_format = (type = csv field_optionally_enclosed_by = '"' skip_blank_lines = true) force = true;
copy into t from @st files = ('zipped.csv.gz') file_format = (type = csv);
select a, replace(b, '\n', '/') as b from t order by 1, 2;
-- refused
create file format j type = xml;
create file format e type = csv encoding = 'EBCDIC';
create file format e type = csv no_such_option = 1;
create file format e type = csv skip_header = 'many';
create stage bad url = '/tmp/x';
create stage bad url = 'ftp://x/';
create stage bad url = 's3://files/' auto_ingest = true;
create stage bad url = 's3://files/' file_format = nope;
create stage bad credentials = (aws_key_id = '' aws_secret_key = '');
create stage nowhere url = 'gcs://nowhere/';
copy into t from @nowhere;
copy into t from @nosuch;
copy into t from @st file_format = (type = parquet);
copy into t from @st on_error = sometimes;
copy into t from @st purge = true purge = false;
