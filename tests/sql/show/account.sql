-- SHOW of the containers and of what stands in no schema.
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
create transient database d data_retention_time_in_days = 0 comment = 'transient';
create schema s comment = 'one';
create transient schema t;
call tools.public.shown('show databases');
call tools.public.shown('show schemas');
call tools.public.shown('show schemas in database tools');
call tools.public.shown('show schemas like ''s'' in account');
call tools.public.shown('show terse databases');
call tools.public.shown('show terse schemas in d');
call tools.public.shown('show warehouses');
create warehouse load_wh warehouse_size = 'x-large' auto_suspend = 60 auto_resume = true initially_suspended = true comment = 'loads';
create or replace warehouse if not exists load_wh;
create warehouse if not exists load_wh;
use warehouse load_wh;
call tools.public.shown('show warehouses');
alter warehouse load_wh suspend;
alter warehouse load_wh resume;
alter warehouse load_wh resume;
alter warehouse load_wh resume if suspended;
alter warehouse load_wh set warehouse_size = medium auto_suspend = 30;
alter warehouse compute_wh suspend;
alter warehouse if exists nowhere suspend;
call tools.public.shown('show warehouses');
drop warehouse load_wh;
create role loader comment = 'loads';
create role loader;
create or replace role loader;
create role if not exists loader;
use role loader;
call tools.public.shown('show roles');
call tools.public.shown('show roles like ''%load%''');
select current_role(), current_warehouse();
drop role loader;
create role sysadmin;
create or replace role public;
create role if not exists useradmin;
show users;
show integrations;
show shares;
