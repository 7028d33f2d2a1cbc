-- AND where a comma is meant: one boolean expression is assigned to the first column.
create database d;
create table history(id int, end_time timestamp_ntz, is_latest boolean);
create table changes(id int, end_time timestamp_ntz);
insert into history values (1, '9999-12-31', true);
insert into changes values (1, '2024-01-01');
merge into history ch using changes chv on ch.id = chv.id
when matched then update set ch.end_time = chv.end_time and ch.is_latest = false;
update history set end_time = '2024-01-01' and is_latest = false;
select * from history where (select distinct id from changes) and is_latest = true;
select * from history;
