-- A cast in the query of a COPY that fails is the record's error, for ON_ERROR to decide on.
create database d; create stage st url = 's3://files/';
create table t (n int, d date, f varchar(3));
copy into t from (select $1::int, $2::date, $3::float from @st/a.csv);
copy into t from (select $1::int, $2::date, $3::float from @st/a.csv) on_error = continue;
select * from t order by n;
copy into t from (select ($1)::number(4,1) as x, to_date($2), cast($3 as float) from @st/good.csv) on_error = skip_file;
copy into t from (select $1::int, null, $3 from @st/a.csv) on_error = skip_file force = true;
copy into t from (select $1::int, null, $3 from @st/a.csv) on_error = skip_file_3 force = true;
-- other expressions; where an alias is used, the error is the statement's
truncate table t;
copy into t from (select $1::int + 1, null, null from @st/a.csv) on_error = continue;
copy into t from (select $1::int as x, null, x from @st/a.csv) on_error = continue force = true;
copy into t (n) from (select distinct $1::int from @st/a.csv) on_error = continue force = true;
-- documents
create table j (a int, b timestamp_ntz, c boolean not null);
copy into j from (select $1:a::int, $1:b.c[0]::timestamp_ntz, $1:c::boolean from @st/j.json) file_format = (type = json) on_error = continue;
select * from j;
copy into j from (select $1:a::int, $1:b.c[0]::timestamp_ntz, $1:c::boolean from @st/j.json) file_format = (type = json) force = true;
copy into j (a, c) from (select $1::int, true from @st/n.json) file_format = (type = json) on_error = continue;
create or replace table j (a int);
copy into j from (select x.$1:a::int as a from @st/j.json x) file_format = (type = json) on_error = continue;
select * from j order by a;
