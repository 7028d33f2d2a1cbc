-- A BOOLEAN is compared with a text, and a stream is read in three branches of a view that a MERGE reads: it is consumed
-- once, at the end of the MERGE, which also writes a table that the view reads.
create database shop;
create schema scd2;
create table client(client_id number, town varchar, changed_at timestamp_ntz);
create table client_history(client_id number, town varchar, start_time timestamp_ntz, end_time timestamp_ntz, is_current boolean);
create stream client_changes on table client;
create or replace view v_client_change_data as
select client_id, town, start_time, end_time, is_current, 'I' as dml_type
from (select client_id, town, changed_at as start_time,
             lag(changed_at) over (partition by client_id order by changed_at desc) as end_time_raw,
             case when end_time_raw is null then '9999-12-31'::timestamp_ntz else end_time_raw end as end_time,
             case when end_time_raw is null then true else false end as is_current
      from (select client_id, town, changed_at from scd2.client_changes
            where metadata$action = 'INSERT' and metadata$isupdate = 'FALSE'))
union
select client_id, town, start_time, end_time, is_current, dml_type
from (select client_id, town, changed_at as start_time,
             lag(changed_at) over (partition by client_id order by changed_at desc) as end_time_raw,
             case when end_time_raw is null then '9999-12-31'::timestamp_ntz else end_time_raw end as end_time,
             case when end_time_raw is null then true else false end as is_current,
             dml_type
      from (select client_id, town, changed_at, 'I' as dml_type from client_changes
            where metadata$action = 'INSERT' and metadata$isupdate = 'TRUE'
            union
            select client_id, null, start_time, 'U' as dml_type from client_history
            where client_id in (select distinct client_id from client_changes where metadata$action = 'DELETE' and metadata$isupdate = 'TRUE')
              and is_current = true))
union
select cc.client_id, null, ch.start_time, current_timestamp()::timestamp_ntz, null, 'D'
from client_history ch inner join client_changes cc on ch.client_id = cc.client_id
where cc.metadata$action = 'DELETE' and cc.metadata$isupdate = 'FALSE' and ch.is_current = true;
insert into client values (1, 'Rome', '2024-01-01'), (2, 'Oslo', '2024-01-01'), (3, 'Bern', '2024-01-01');
merge into client_history ch using v_client_change_data v on ch.client_id = v.client_id and ch.start_time = v.start_time
when matched and v.dml_type = 'U' then update set ch.end_time = v.end_time, ch.is_current = false
when matched and v.dml_type = 'D' then update set ch.end_time = v.end_time, ch.is_current = false
when not matched and v.dml_type = 'I' then insert (client_id, town, start_time, end_time, is_current)
  values (v.client_id, v.town, v.start_time, v.end_time, v.is_current);
select count(*) from client_changes;
update client set town = 'Bari', changed_at = '2024-02-01' where client_id = 1;
delete from client where client_id = 2;
select count(*), count_if(metadata$isupdate = 'TRUE'), count_if(metadata$isupdate) from client_changes;
merge into client_history ch using v_client_change_data v on ch.client_id = v.client_id and ch.start_time = v.start_time
when matched and v.dml_type = 'U' then update set ch.end_time = v.end_time, ch.is_current = false
when matched and v.dml_type = 'D' then update set ch.end_time = v.end_time, ch.is_current = false
when not matched and v.dml_type = 'I' then insert (client_id, town, start_time, end_time, is_current)
  values (v.client_id, v.town, v.start_time, v.end_time, v.is_current);
select client_id, town, start_time, end_time > current_timestamp()::timestamp_ntz as open_end, is_current from client_history order by 1, 3;
select count(*) from client_changes;
