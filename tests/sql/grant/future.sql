-- Privileges on objects that are still to come, on all that there are, and the owner.
create database tools;
-- what a statement answers, as text: times read <time> and ids <id>, as they differ from run to run
create procedure shown(query varchar) returns varchar language javascript execute as caller as $$
  var rs = snowflake.execute({sqlText: QUERY}), lines = [], n = rs.getColumnCount(), names = [];
  for (var i = 1; i <= n; i++) names.push(rs.getColumnName(i));
  lines.push(names.join("|"));
  while (rs.next()) {
    var cells = [];
    for (i = 1; i <= n; i++) {
      var v = rs.getColumnValueAsString(i);
      if (v === null || v === undefined) cells.push("NULL");
      else if (rs.getColumnSqlType(i).startsWith("TIMESTAMP_LTZ")) cells.push("<time>");
      else if (names[i - 1] == "id" || names[i - 1] == "uuid" || names[i - 1] == "session_id") cells.push("<id>");
      else cells.push(v);
    }
    lines.push(cells.join("|"));
  }
  return lines.join("\n");
$$;
create database d;
create role r;
create role q;
create table before (a int);
create view seen as select 1 as one;
grant select on future tables in database d to role q;
grant select, insert on future tables in schema d.public to role r with grant option;
grant all on future tasks in schema d.public to role r;
grant usage on future schemas in database d to role r;
grant usage on future functions in schema d.public to role r;
call tools.public.shown('show future grants in schema d.public');
call tools.public.shown('show future grants in database d');
call tools.public.shown('show future grants to role r');
create table t (a int);
create temporary table passing (a int);
create schema s;
create table s.t (a int);
create stage st;
call tools.public.shown('show grants on table before');
-- those of the schema hide those of the database
call tools.public.shown('show grants on table d.public.t');
call tools.public.shown('show grants on table passing');
call tools.public.shown('show grants on table s.t');
call tools.public.shown('show grants to role r');
revoke insert on future tables in schema d.public from role r;
create or replace table d.public.t (a int);
call tools.public.shown('show grants on table d.public.t');
create or replace table d.public.t (a int) copy grants;
call tools.public.shown('show grants on table d.public.t');
drop schema d.public;
call tools.public.shown('show future grants in database d');
use schema d.s;
grant insert on all tables in schema d.s to role q;
create view v as select 1 as one;
create stream str on table t;
grant select on all views in database d to role q;
call tools.public.shown('show grants to role q');
revoke all on all tables in schema d.s from role q;
call tools.public.shown('show grants to role q');
drop role q;
call tools.public.shown('show future grants in database d');

-- the owner
grant delete on table t to role r;
grant ownership on table t to role sysadmin;
grant ownership on table t to role sysadmin copy current grants;
call tools.public.shown('show tables like ''t''');
call tools.public.shown('show grants on table t');
grant ownership on table t to role r revoke current grants;
call tools.public.shown('show tables like ''t''');
call tools.public.shown('show grants on table t');
grant ownership on all streams in schema d.s to role r;
call tools.public.shown('show streams');
grant ownership on schema d.s to role r copy current grants;
call tools.public.shown('show schemas like ''s''');
insert into t values (1);
select a, metadata$action from str;

-- mistakes
grant flying on table t to role r;
grant select, flying on table t to role r;
grant insert on schema d.s to role r;
grant create table on table t to role r;
grant create nonsense on schema d.s to role r;
grant usage on future tables in schema d.s to role r;
revoke flying on table t from role r;
grant select on table nowhere to role r;
grant select on all tables in schema nowhere to role r;
grant select on table t to role nobody;
grant select on t to user nobody;
grant role nobody to role r;
grant ownership on table t to role nobody revoke current grants;
grant ownership on future tables in schema d.s to role r;
revoke ownership on table t from role r;
show grants in schema d.s;
show grants like 'x';
show future grants;
show future grants in table t;
show future grants in schema nowhere;
show future grants to role nobody;
