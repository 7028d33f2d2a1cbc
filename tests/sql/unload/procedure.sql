-- COPY INTO a location in a procedure, and what the history says of it.
create database d; create schema d.s; use schema d.s;
create stage st; create file format plain type = csv compression = none;
create table t (n int); insert into t values (1), (2), (3);
create procedure unload(name varchar) returns varchar language javascript as $$
  var rs = snowflake.execute({sqlText: "copy into @st/" + NAME + " from t file_format = plain single = true"});
  rs.next();
  return rs.getColumnValue(1) + " rows, " + rs.getColumnValue("input_bytes") + " bytes";
$$;
call unload('a');
call unload('a');
select $1 from @st/a order by 1;
copy into @st/b from t file_format = plain;
select query_type, query_text, execution_status, rows_produced
from table(information_schema.query_history()) where query_type = 'UNLOAD' order by start_time, query_id;
set name = 'x';
copy into @st/c from (select n, $name from t where n < 2) file_format = plain;
select $1, $2 from @st/c;
-- from one stage into another
copy into @st/d from (select $1::int * 10 from @st/a (file_format => 'plain')) file_format = plain;
select $1 from @st/d order by 1;
