-- CREATE TASK: options in any order, and what is refused.
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
create warehouse wh;
create table src(id int);
create stream s on table src;
-- always suspended; the body is not looked at
create task t1 as select 1;
create task t2 warehouse = wh schedule = '1 minute' as call no_such_procedure();
create or replace task t3 warehouse=COMPUTE_WH schedule='1 minute' ERROR_ON_NONDETERMINISTIC_MERGE=FALSE as insert into nowhere select * from nothing;
create task t4
  schedule = 'USING CRON 0 9 * * MON-FRI Europe/Berlin', comment = 'each morning',
  timezone = 'Europe/Berlin' query_tag = 'mornings'
  user_task_timeout_ms = 60000, suspend_task_after_num_failures = 3
  allow_overlapping_execution = false
  when system$stream_has_data('S') and 1 = 1
as
  insert into src
    values (1);
create task t5 when system$stream_has_data('d.public.s') as merge into src using (select 1 as id) x on src.id = x.id when not matched then insert values (x.id);
create task "Quoted task" user_task_managed_initial_warehouse_size = 'XSMALL' schedule = '10 seconds' as select 1 /* to the end */;
create task d.public.t6 schedule = '11520 minutes' as truncate table src;
call tools.public.shown('show tasks');
call tools.public.shown('show terse tasks');
-- statuses
create task t1 as select 2;
create task if not exists t1 as select 2;
create or replace task t1 as select 2;
create task if not exists t1 colour = 'red' as select 3;
drop task t1;
drop task t1;
drop task if exists t1;
-- properties
create task x colour = 'red' as select 1;
create task x query_tag = 'a' query_tag = 'b' as select 1;
create task x statement_timeout_in_seconds = 'abc' as select 1;
create task x error_on_nondeterministic_merge = maybe as select 1;
create task x user_task_timeout_ms = 604800001 as select 1;
create task x user_task_timeout_ms = -1 as select 1;
create task x autocommit = false as select 1;
create task x search_path = 'a' as select 1;
create task x warehouse = nowhere as select 1;
create task x week_start = 1 as select 1;
create task x timezone = 'Mars/Olympus' as select 1;
create task x schedule = 5 as select 1;
create task x schedule as select 1;
create task x as;
create task x;
create task x schedule = '1 minute';
create task nowhere.x as select 1;
create task x schedule = '1 minute' select 1;
-- conditions
create task x when as select 1;
create task x when select count(*) from src as select 1;
create task x when (select true) as select 1;
create task x when 1 < 2 and not false as select 1;
create or replace task x when system$stream_has_data('NO_SUCH_STREAM') as select 1;
create or replace task x when current_timestamp() > '2024-01-01' as select 1;
create or replace task x when src.id = 1 as select 1;
-- not in this version, by name
create task y after x as select 1;
create task y finalize = x as select 1;
create task y config = '{"a": 1}' as select 1;
create task y overlap_policy = allow_all_overlap as select 1;
create task y task_auto_retry_attempts = 2 as select 1;
create task y error_integration = i as select 1;
create task y clone x;
create or alter task y as select 1;
create task y with tag (a = 'b') as select 1;
