-- The monitor of tasks: current_timestamp without parentheses, as a function and as a column; TABLE with a space.
create database d;
create schema s;
use schema s;
create task every_minute schedule = '1 minute' as select 1;
select count(*) from table(information_schema.task_history()) where state = 'SCHEDULED';
alter task every_minute resume;
select count(*) from (
select timestampdiff(second, current_timestamp, scheduled_time) as next_run, scheduled_time, current_timestamp, name, state
from table(information_schema.task_history()) where state = 'SCHEDULED' order by completed_time desc);
select timestampdiff(second, current_timestamp, scheduled_time) between 0 and 60 as soon, name, state
from TABLE (information_schema.task_history()) where state = 'SCHEDULED' order by completed_time desc;
select *  from table(information_schema.task_history(scheduled_time_range_start=>dateadd('hour',-1,current_timestamp()),result_limit => 10,task_name=>'NONE'));
