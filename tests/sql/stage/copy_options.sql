-- COPY's options at the stage: they count where COPY does not say otherwise, for pipes too.
create database d;
create table t (a int, b varchar);
create stage st url = 's3://files/' file_format = (type = csv parse_header = true)
  copy_options = (match_by_column_name = case_insensitive on_error = continue);
copy into t from @st;
select * from t;
copy into t from @st match_by_column_name = case_sensitive force = true;
select * from t order by all;
alter stage st set copy_options = (match_by_column_name = 'NONE');
copy into t from @st force = true;
alter stage st set copy_options = (match_by_column_name = sometimes);
create stage bad copy_options = (match_by_column_name = 1);
