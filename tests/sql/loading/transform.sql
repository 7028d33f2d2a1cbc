-- COPY from a projection of the files' fields.
create database d; use schema d.public;
create stage st url = 's3://files/in/' file_format = (type = csv skip_header = 1);
create table t (id int, name varchar(10), day date, source varchar, row_no int, loaded timestamp_ntz, missing varchar);
copy into t from (select t.$1, upper(trim(t.$2)), t.$3, metadata$filename, metadata$file_row_number, current_timestamp()::timestamp_ntz, $9
  from @st/a t) on_error = continue;
copy into t (name, id) from (select $2 || '!', $1 from @st) files = ('b.csv') on_error = skip_file;
copy into t (name, id) from (select $2 || '!', try_to_number($1) from @st) pattern = '.*b[.]csv' on_error = skip_file;
select id, name, day, source, row_no, loaded is not null, missing from t order by name;
-- an expression that fails for a record is an error of the record
copy into t (id) from (select $1::int from @st) force = true on_error = continue;
copy into t (id) from (select $1::int from @st) force = true;
copy into t (id) from (select $1::int from @st) files = ('b.csv') force = true on_error = skip_file;
create table e (n int, v varchar);
copy into e from (select to_number($1) || '0', to_date($3)::varchar from @st) files = ('b.csv') force = true on_error = continue;
copy into e from (select 10 / (try_to_number($1) - 1), nullif($2, 'Cy') from @st) files = ('a.csv') force = true on_error = continue;
copy into e from (select distinct $1::int as i, 'i' || i from @st) files = ('b.csv') force = true on_error = continue;
copy into e from (select $1::int + length(uuid_string()), $2 from @st) files = ('a.csv') force = true;
select n, v from e order by n, v;
begin;
copy into e from (select $1::int, $2 from @st) files = ('b.csv') force = true on_error = continue;
select count(*) from e;
rollback;
select count(*) from e;
-- refused
copy into t (id) from (select $1 from @st where $1 > 1);
copy into t (id) from (select * from @st);
copy into t (id, name) from (select $1 from @st);
copy into t (id) from (select id from t);
-- in a pipe
create pipe p auto_ingest = true as copy into t (id, name) from (select $1, metadata$filename from @st);
alter pipe p refresh;
select system$pipe_status('p');
