-- COPY from SELECT DISTINCT: of records that are alike the first is loaded; each is counted as parsed.
create database d; use schema d.public;
create stage st url = 's3://files/';
create table t (id int, name varchar);
copy into t from (select distinct $1, $2 from @st) on_error = continue;
select * from t order by all;
truncate table t;
-- what a file that is skipped has alone stays out, what another has too comes from there
copy into t from (select distinct $1, $2 from @st) on_error = skip_file_1 pattern = '.*b.csv';
copy into t from (select distinct $1, $2 from @st) on_error = skip_file_2;
select * from t order by all;
copy into t from (select distinct $1, $2 from @st) force = true;
truncate table t;
copy into t (name) from (select distinct 'same' from @st);
select * from t;
