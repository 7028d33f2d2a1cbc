-- COPY INTO in a transaction: it is a part of it, and stays when a later statement fails
create database db;
create stage files url = 's3://files/';
create sequence s;
create table t (id int, v varchar, n int default s.nextval, k int autoincrement);
begin;
insert into t (id, v) values (0, 'zero');
copy into t (id, v) from @files files = ('a.csv');
select 1/0;
select * from t order by id;
-- the failed statement may be a COPY
copy into t (id, v) from @files files = ('bad.csv');
copy into t (id, v) from @files files = ('bad.csv') on_error = continue;
copy into t (id, v) from @files files = ('b.csv');
insert into t (id, v) select 'x', 'x';
select * from t order by id;
commit;
select * from t order by id;
select file_name, status, row_count from table(information_schema.copy_history(table_name => 't', start_time => dateadd(hour, -1, current_timestamp()))) order by file_name;
-- what was loaded is known
copy into t (id, v) from @files files = ('a.csv');
-- and what was rolled back is not
create table r (id int, v varchar);
begin;
copy into r from @files files = ('a.csv');
select 1/0;
rollback;
select count(*) from r;
copy into r from @files files = ('a.csv');
-- a stage in FROM
begin;
insert into r select $1::int + 10, $2 from @files/b.csv;
select 1/0;
commit;
select * from r order by id;
