-- CREATE TABLE and its statuses.
create database d;
create table t(a int);
create table t(a int);
create table if not exists t(other varchar);
desc table t;
create or replace table t(b varchar, c number(10,2) not null default 1.5, d date);
create or replace table if not exists t(a int);
create table "quoted name"(a int);
create table if not exists "quoted name"(a int);
create table d.public.full_name(a int);
drop table d.public.full_name;
drop table full_name;
drop table if exists full_name;
drop table if exists d.public."full name";
-- columns
create table no_columns();
create table twice(a int, a varchar);
create table typeless(a);
create table unknown_type(a integr);
create table all_types(
    n number, n5 number(5), n52 decimal(5, 2), i int, bi bigint, f float, dp double precision, v varchar, v9 varchar(9),
    s string, t text, c char, c3 char(3), b binary, bo boolean, d date, tm time, tm3 time(3), ts timestamp,
    ntz timestamp_ntz(6), ltz timestamp_ltz, tz timestamp_tz, dt datetime, va variant, o object, ar array);
desc table all_types;
create table too_wide(a number(39));
-- constraints are recorded and only NOT NULL is enforced
create table p(id int primary key, code varchar unique, ref int references t(b), constraint uq unique (code));
insert into p values (1, 'x', 1), (1, 'x', 2);
select * from p order by ref;
desc table p;
create table q(id int not null, v varchar not null default 'n');
insert into q(id) values (1);
insert into q(v) values ('a');
insert into q values (null, 'a');
select * from q;
-- options
create table o(a int comment 'the a') cluster by (a) data_retention_time_in_days = 3 comment = 'about o';
desc table o;
create table bad_option(a int) colour = 'red';
create table masked(a int masking policy m);
create transient table tr(a int);
-- a name that a view has
create view v as select 1 as a;
create table v(a int);
create or replace table v(a int);
drop table v;
drop view t;
