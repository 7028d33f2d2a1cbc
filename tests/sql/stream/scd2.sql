-- The pattern of slowly changing dimensions: a view reads stream and table several times, a MERGE reads the view.
create database scd;
create table customer (id number, name varchar, ts timestamp_ntz);
create table history (id number, name varchar, start_time timestamp_ntz, end_time timestamp_ntz, is_current int);
create stream changes on table customer;
create or replace view v_change as
select id, name, start_time, end_time, is_current, 'I' as dml_type from (
    select id, name, ts as start_time,
           lag(ts) over (partition by id order by ts desc) as end_time_raw,
           case when end_time_raw is null then '9999-12-31'::timestamp_ntz else end_time_raw end as end_time,
           case when end_time_raw is null then 1 else 0 end as is_current
    from (select id, name, ts from changes where metadata$action = 'INSERT' and metadata$isupdate = 'FALSE'))
union
select id, name, start_time, end_time, is_current, dml_type from (
    select id, name, ts as start_time,
           lag(ts) over (partition by id order by ts desc) as end_time_raw,
           case when end_time_raw is null then '9999-12-31'::timestamp_ntz else end_time_raw end as end_time,
           case when end_time_raw is null then 1 else 0 end as is_current,
           dml_type
    from (select id, name, ts, 'I' as dml_type from changes where metadata$action = 'INSERT' and metadata$isupdate = 'TRUE'
          union all
          select id, null, start_time, 'U' as dml_type from history
          where id in (select distinct id from changes where metadata$action = 'INSERT' and metadata$isupdate = 'TRUE') and is_current = 1))
union
select h.id, null, h.start_time, '2024-12-31'::timestamp_ntz, null, 'D'
from history h inner join changes c on c.id = h.id
where c.metadata$action = 'DELETE' and c.metadata$isupdate = 'FALSE' and h.is_current = 1;

-- inserts
insert into customer values (1, 'Ann', '2024-01-01'), (2, 'Bob', '2024-01-01'), (3, 'Cid', '2024-01-01');
select id, name, start_time, end_time, is_current, dml_type from v_change order by 1;
merge into history h using v_change c on h.id = c.id and h.start_time = c.start_time
when matched and c.dml_type = 'U' then update set h.end_time = c.end_time, h.is_current = 0
when matched and c.dml_type = 'D' then update set h.end_time = c.end_time, h.is_current = 0
when not matched and c.dml_type = 'I' then insert (id, name, start_time, end_time, is_current) values (c.id, c.name, c.start_time, c.end_time, c.is_current);
select count(*) from changes;
-- an update, a delete and an insert
update customer set name = 'Anna', ts = '2024-02-01' where id = 1;
delete from customer where id = 2;
insert into customer values (4, 'Dee', '2024-02-02');
select id, name, start_time, end_time, is_current, dml_type from v_change order by 1, 3;
merge into history h using v_change c on h.id = c.id and h.start_time = c.start_time
when matched and c.dml_type = 'U' then update set h.end_time = c.end_time, h.is_current = 0
when matched and c.dml_type = 'D' then update set h.end_time = c.end_time, h.is_current = 0
when not matched and c.dml_type = 'I' then insert (id, name, start_time, end_time, is_current) values (c.id, c.name, c.start_time, c.end_time, c.is_current);
select * from history order by id, start_time;
select count(*) from changes;
select count(*) from v_change;
