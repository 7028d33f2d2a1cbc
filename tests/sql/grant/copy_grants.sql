-- COPY GRANTS takes the grants of what is replaced in place of future ones; where nothing is, the future ones apply.
create database d; create role r; create role old;
grant select on future tables in schema d.public to role r;
grant usage on future procedures in schema d.public to role r;
create table t (a int);
revoke select on table t from role r;
grant insert on table t to role old;
create or replace table t (a int) copy grants;
create or replace table fresh (a int) copy grants;
create table plain (a int) copy grants;
create or replace procedure p() copy grants returns int language javascript as 'return 1';
create procedure shown(statement varchar) returns varchar language javascript execute as caller as $$
  var rows = snowflake.execute({sqlText: STATEMENT}), list = [];
  while (rows.next()) list.push(rows.getColumnValue('privilege') + ' ' + rows.getColumnValue('grantee_name'));
  return list.sort().join(', ');
$$;
call shown('show grants on table t');
call shown('show grants on table fresh');
call shown('show grants on table plain');
call shown('show grants on procedure p()');
