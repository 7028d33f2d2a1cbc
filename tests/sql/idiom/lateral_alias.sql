-- A window function's alias is used by the next column, in a derived table without an alias, within UNION with NULLs.
create database shop;
create table client(client_id number, town varchar, changed_at timestamp_ntz);
create table client_history(client_id number, town varchar, start_time timestamp_ntz, end_time timestamp_ntz, is_current boolean);
insert into client_history values (1, 'Rome', '2024-01-01', '9999-12-31', true);
insert into client values (1, 'Bari', '2024-02-01'), (2, 'Oslo', '2024-03-01');
select client_id, town, start_time, end_time, is_current, 'I' as dml_type
from (select client_id, town,
             changed_at as start_time,
             lag(changed_at) over (partition by client_id order by changed_at desc) as end_time_raw,
             case when end_time_raw is null then '9999-12-31'::timestamp_ntz else end_time_raw end as end_time,
             case when end_time_raw is null then true else false end as is_current
      from (select client_id, town, changed_at from client))
union
select client_id, null, start_time, null, null, 'D'
from client_history
where is_current = true
order by client_id, dml_type;
