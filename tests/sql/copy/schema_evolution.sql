-- A table that may evolve gets the columns that the files have and it has not.
create database d;
create stage st url = 's3://files/';
create file format f type = csv parse_header = true error_on_column_count_mismatch = false;
create procedure columns(t varchar) returns varchar language javascript as $$
  // name, type, null? and what the last evolution was
  var rows = snowflake.execute({sqlText: 'desc table ' + T}), out = [];
  while (rows.next()) {
    var e = rows.getColumnCount() > 12 && rows.getColumnValue(13) ? JSON.parse(rows.getColumnValue(13)) : null;
    out.push([rows.getColumnValue(1), rows.getColumnValue(2), rows.getColumnValue(4)].join(' ') +
      (e ? ' ' + [e.evolutionType, e.evolutionMode, e.fileName, typeof e.queryId].join(' ') : ''));
  }
  var shown = snowflake.execute({sqlText: "show tables like '" + T + "'"});
  shown.next();
  return shown.getColumnValue('enable_schema_evolution') + ': ' + out.join(', ');
$$;
create table t (id int not null, name varchar not null) enable_schema_evolution = true;
create stream s on table t;
copy into t from @st/a/ file_format = (format_name = f) match_by_column_name = case_insensitive;
copy into t from @st/b/ file_format = (format_name = f) match_by_column_name = case_insensitive;
call columns('T');
select * from t order by id;
-- NOT NULL goes where a file lacks the column
copy into t from @st/c/ file_format = (format_name = f) match_by_column_name = case_insensitive;
select * from t order by id;
call columns('T');
-- the stream sees the rows, with the columns that there are now
select * exclude (metadata$row_id) from s order by id;
update t set amount = 10 where id = 3;
delete from t where id = 1;
select id, amount, metadata$action, metadata$isupdate from s order by id, 3;
insert into t values (9, 'zoe', null, 1, false);
truncate table t;
select id, "EXTRA COL", metadata$action from s order by id;
-- an error undoes all of it
create or replace table t (id int, name varchar) enable_schema_evolution = true;
copy into t from @st/d/ file_format = (format_name = f) match_by_column_name = case_sensitive;
copy into t from @st/d/ file_format = (format_name = f) match_by_column_name = case_insensitive;
call columns('T');
copy into t from @st/d/ file_format = (format_name = f) match_by_column_name = case_insensitive on_error = continue;
select * from t;
call columns('T');
-- case-sensitive names
create or replace table t ("id" int) enable_schema_evolution = true;
copy into t from @st/a/ file_format = (format_name = f) match_by_column_name = case_sensitive;
select "id", "name" from t order by 1;
create or replace table t (id int) enable_schema_evolution = true;
copy into t from @st/a/ file_format = (format_name = f) match_by_column_name = case_sensitive;
-- too many
create or replace table t (id int) enable_schema_evolution = true;
copy into t from @st/e/ file_format = (format_name = f) match_by_column_name = case_insensitive;
-- not without being asked, nor with a column count that must match
create or replace table t (id int);
copy into t from @st/a/ file_format = (format_name = f) match_by_column_name = case_insensitive;
call columns('T');
alter table t set enable_schema_evolution = true;
copy into t from @st/b/ file_format = (type = csv parse_header = true) match_by_column_name = case_insensitive;
begin;
copy into t from @st/a/ file_format = (format_name = f) match_by_column_name = case_insensitive force = true;
rollback;
copy into t from @st/a/ file_format = (format_name = f) match_by_column_name = case_insensitive force = true;
alter table t unset enable_schema_evolution;
copy into t from @st/b/ file_format = (format_name = f) match_by_column_name = case_insensitive force = true;
select * from t order by id, name;
