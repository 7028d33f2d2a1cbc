-- GRANT, REVOKE and SHOW GRANTS: recorded and shown, nothing is denied.
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
use role securityadmin;
create or replace role taskadmin comment = 'runs tasks';
use role accountadmin;
grant execute task on account to role taskadmin;
grant execute task, execute managed task on account to role taskadmin with grant option;
use role securityadmin;
grant role taskadmin to role sysadmin;
grant role taskadmin to user joe;
use role sysadmin;
create database d;
create table t(a int);
create view v as select 1 a;
grant usage on database d to role taskadmin;
grant usage on schema d.public to taskadmin;
grant select, insert on table t to role taskadmin;
grant select on v to role taskadmin;
grant all privileges on all tables in schema d.public to role taskadmin;
grant select on future tables in schema d.public to role taskadmin;
grant ownership on table t to role taskadmin revoke current grants;
grant ownership on table t to role taskadmin copy current grants;
grant all on warehouse compute_wh to role taskadmin;
grant create table on schema public to role taskadmin;
grant imported privileges on database snowflake to role taskadmin;
create storage integration i type = external_stage storage_provider = s3 enabled = true storage_aws_role_arn = 'arn:aws:iam::001234567890:role/x' storage_allowed_locations = ('*');
grant usage on integration i to role taskadmin;
grant monitor usage on account to role taskadmin;
grant select on table nowhere to role taskadmin;
grant select on table t to role nobody;
revoke insert on table t from role taskadmin;
call tools.public.shown('show grants to role taskadmin');
call tools.public.shown('show grants on table t');
call tools.public.shown('show grants of role taskadmin');
call tools.public.shown('show grants on account');
call tools.public.shown('show grants to user joe');
call tools.public.shown('show grants');
use secondary roles all;
use secondary roles none;
use secondary role x;
drop role taskadmin;
grant role nix to role sysadmin;
-- ends with the object
drop table t;
call tools.public.shown('show grants to role sysadmin');
create role reader;
create role writer;
create table t(a int);
grant select on t to reader with grant option;
revoke grant option for select on t from reader;
grant role reader to role writer;
call tools.public.shown('show grants to role reader');
create or replace table t copy grants (a int);
create or replace table t(a int) copy grants;
call tools.public.shown('show grants on table t');
create or replace table t(a int);
call tools.public.shown('show grants on table t');
drop role writer;
call tools.public.shown('show grants of role reader');
grant select on table t to share x;
grant select on table t;
grant select on table t reader;
revoke select on table t to reader;
