-- How many fields a record must have, and the place of the error when it has others.
create database d;
create stage st url = 's3://files/';
create table t (id int, name varchar);
copy into t from @st files = ('first_wide.csv') on_error = continue;
copy into t from @st files = ('only_wide.csv', 'only_wide_open.csv') on_error = continue;
copy into t from @st files = ('first_short.csv', 'only_short.csv') on_error = continue;
copy into t from @st files = ('later_wide.csv') on_error = continue;
copy into t from @st files = ('later_short.csv') on_error = continue;
copy into t from @st files = ('blank.csv') on_error = continue;
copy into t from @st files = ('fine.csv', 'newline.csv');
copy into t from @st files = ('two_newlines.csv') on_error = continue;
select * from t order by id, name;
-- as the statement's error
copy into t from @st files = ('first_wide.csv') force = true;
copy into t from @st files = ('later_wide.csv') force = true;
copy into t from @st files = ('later_short.csv') force = true;
copy into t from @st files = ('blank.csv') force = true;
-- off: what is too much is dropped, what is missing is NULL
create or replace table t (id int, name varchar);
copy into t from @st files = ('first_wide.csv', 'first_short.csv', 'later_wide.csv', 'later_short.csv')
  file_format = (type = csv error_on_column_count_mismatch = false);
select * from t order by id, name;
-- nor is it checked with a column list or a query
create or replace table t (id int, name varchar, more varchar default 'more');
copy into t (name, id) from @st files = ('only_wide.csv', 'only_short.csv') on_error = continue;
copy into t (id, name) from @st files = ('only_wide.csv', 'only_short.csv');
copy into t (id, more) from (select $1, $3 from @st) files = ('only_wide.csv', 'only_short.csv') force = true;
select * from t order by id, name, more;
-- blank lines that are skipped count as parsed
create or replace table t (id int, name varchar);
copy into t from @st files = ('blank.csv', 'two_newlines.csv') file_format = (type = csv skip_blank_lines = true);
copy into t from @st files = ('header_only.csv') file_format = (type = csv skip_header = 1 skip_blank_lines = true);
copy into t from @st files = ('header_only.csv') file_format = (type = csv skip_header = 2) force = true on_error = continue;
copy into t from @st files = ('header_only.csv') file_format = (type = csv skip_header = 2) force = true;
