-- ALTER, EXECUTE, DROP TASK.
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
create procedure state(name varchar) returns varchar language javascript execute as caller as $$
  var rs = snowflake.execute({sqlText: "show tasks like '" + NAME + "' in account"}), out = [];
  var names = ["state", "schedule", "warehouse", "definition", "condition", "comment", "last_suspended_reason"];
  while (rs.next()) {
    for (var n of names) out.push(n + "=" + rs.getColumnValue(n));
    out.push("committed=" + (rs.getColumnValue("last_committed_on") !== null));
    out.push("suspended=" + (rs.getColumnValue("last_suspended_on") !== null));
  }
  return out.join(" ");
$$;
create database d;
create warehouse wh;
create table src(id int);
create stream s on table src;
create task t schedule = '1 minute' as select 1;
call tools.public.state('t');
alter task t resume;
call tools.public.state('t');
alter task t resume;
-- 091421: a started task is its own root
alter task t set schedule = '2 minutes';
alter task t unset comment;
alter task t modify as select 2;
alter task t modify when true;
alter task t remove when;
alter task t suspend;--resume --suspend
call tools.public.state('t');
alter task t suspend;
alter task t set schedule = '2 minutes', comment = 'second' warehouse = wh;
call tools.public.state('t');
alter task t modify as insert into src select 1;
alter task t modify when system$stream_has_data('S');
call tools.public.state('t');
alter task t remove when;
alter task t unset schedule, comment, warehouse;
call tools.public.state('t');
alter task t set query_tag = 'q';
call tools.public.shown('show parameters like ''query_tag'' in task t');
alter task t unset query_tag;
call tools.public.shown('show parameters like ''query_tag'' in task t');
alter task t set warehouse = nowhere;
alter task t set schedule = 'whenever';
alter task t set colour = 'red';
alter task t set week_start = 1;
alter task t unset colour;
alter task t set tag x = 'y';
alter task t modify when select 1;
alter task t add after u;
alter task t remove after u;
alter task t set finalize = u;
alter task t rename to u;
alter task if exists nowhere resume;
alter task nowhere resume;
alter task t;
-- OR REPLACE of a started task stops it
alter task t set schedule = '1 minute';
alter task t resume;
create or replace task t schedule = '5 minutes' as select 2;
call tools.public.state('t');
-- EXECUTE TASK: the request waits for a program that runs tasks
execute task t;
execute task d.public.t;
execute task nowhere;
execute task t retry last;
execute task t using config = '{}';
select name, state, scheduled_from from table(information_schema.task_history()) order by 1;
-- in the schema, by scope
create schema other;
create task t as select 3;
call tools.public.shown('show terse tasks');
call tools.public.shown('show terse tasks in database d');
call tools.public.shown('show terse tasks in schema public');
call tools.public.shown('show terse tasks like ''T'' in account starts with ''T'' limit 1');
call tools.public.shown('show terse tasks root only');
drop task t;
drop schema d.other;
select system$task_dependents_enable('t');
