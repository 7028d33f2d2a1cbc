-- TASK_HISTORY before anything ran: the coming run of each started task.
create database d;
create task a schedule = '1 minute' as select 1;
create task b schedule = 'USING CRON 0 0 1 1 * UTC' as select 1;
create task c as select 1;
select count(*) from table(information_schema.task_history());
alter task a resume;
alter task b resume;
alter task c resume;
select name, database_name, schema_name, state, query_text, scheduled_time > current_timestamp() as ahead, query_id, completed_time, run_id is not null as has_run
from table(information_schema.task_history()) order by name;
-- the classic monitor
select timestampdiff(second, current_timestamp, scheduled_time) between 0 and 60 as next_run, scheduled_time > current_timestamp, name, state
from table (information_schema.task_history()) where state = 'SCHEDULED' and name = 'A' order by completed_time desc;
select * exclude (scheduled_time, next_scheduled_time, run_id, root_task_id, graph_run_group_id) from table(information_schema.task_history(task_name => 'A'));
select name from table(d.information_schema.task_history(task_name => 'B', result_limit => 5));
select name from table(information_schema.task_history(scheduled_time_range_start => dateadd('hour', -1, current_timestamp()), scheduled_time_range_end => dateadd('minute', 2, current_timestamp())));
select name from table(information_schema.task_history(error_only => true));
select name from table(information_schema.task_history(result_limit => 10001));
select name from table(information_schema.task_history(colour => 'red'));
alter task a suspend;
select name from table(information_schema.task_history()) order by name;
drop task b;
select name from table(information_schema.task_history()) order by name;
select * from information_schema.tables;
select * from table(information_schema.task_dependents('a'));
select * from snowflake.account_usage.task_history;
select system$no_such_thing();
