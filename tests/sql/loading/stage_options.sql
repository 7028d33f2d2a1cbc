-- The options of a stage in the SELECT of a COPY: a named format, and a pattern.
create database d; use schema d.public;
create file format semi type = csv field_delimiter = ';' skip_header = 1;
create stage st url = 's3://files/in/';
create table t (id int, name varchar);
copy into t from (select x.$1, x.$2 from @st (file_format => 'semi', pattern => '.*[.]txt') x);
copy into t from (select $1 as i, $2 as n from @st (file_format => d.public.semi) as x) pattern = '.*semi.*' force = true;
select * from t order by all;
-- what COPY itself says comes first
truncate table t;
copy into t from (select $1, $2 from @st (file_format => semi, pattern => '.*[.]txt')) pattern = '.*[.]csv' file_format = (type = csv);
select * from t order by all;
copy into t from (select $1, $2 from @st (file_format => nope));
copy into t from (select $1, $2 from @st (file_formats => semi));
copy into t from (select $1, $2 from @st (pattern => '('));
-- in a pipe
truncate table t;
create pipe p as copy into t from (select $1, $2 from @st (file_format => semi, pattern => '.*[.]txt'));
select count(*) from @st (file_format => 'semi', pattern => '.*[.]txt') t where t.$1 = '1';
