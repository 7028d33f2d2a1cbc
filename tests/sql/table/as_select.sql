-- CREATE TABLE … AS SELECT and LIKE.
create database d;
create table src(id int autoincrement, name varchar(20) not null default 'n', amount number(10,2), at timestamp_ntz);
insert into src(name, amount, at) values ('a', 1.5, '2024-01-01'), ('b', null, null);
create table c1 as select * from src;
desc table c1;
select * from c1 order by id;
create table c2(i, n) as select id, name from src;
select * from c2 order by i;
create table c3(i number(5), n varchar(3)) as select id, name from src;
desc table c3;
create table c4(i, n, m) as select id, name from src;
create table c5 as select id, id from src;
create table c6 as select id as x, name as X from src;
create table c7 as select nothing from src;
create table c8 as select count(*), max(amount) m from src;
desc table c8;
-- may read the table that it replaces
create or replace table c1 as select id + 10 as id, upper(name) as name from c1;
select * from c1 order by id;
-- a value that the written type cannot hold
create table c9(n varchar(1)) as select 'long';
-- LIKE: columns, defaults, NOT NULL; no rows; identity numbers begin again
create table l like src;
select count(*) from l;
desc table l;
insert into l(amount) values (3), (4);
select * from l order by id;
create table l like src;
create or replace table l like src;
create table m like nowhere;
