-- TRY_CAST takes text, and what is not known to be something else.
create database d;
create table t(n number(5,2), s varchar(5), v variant, d date);
insert into t select 1.5, '12', parse_json('3'), '2024-01-05';
select try_cast(s as number) a, try_cast('x' as date) b, try_cast(null as date) c, try_cast(s || '.5' as number(4,1)) d, try_cast(v::varchar as int) e from t;
select try_cast(5 as date);
select try_cast(array_construct(1) as number);
select try_cast(n as varchar) from t;
select try_cast(v as number) from t;
select try_cast(d as timestamp) from t;
select try_cast('[1]' as array);
