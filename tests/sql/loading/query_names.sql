-- What the query of a COPY may name beside its fields: sequences, and of the session variables, functions and the time zone.
create database d; use schema d.public;
create stage st url = 's3://files/';
create sequence sq;
create table t (a int, b varchar);
copy into t from (select sq.nextval, $2 from @st) files = ('good.csv');
copy into t from (select nosuch.nextval, $2 from @st) files = ('good.csv') force = true;
set x = 50;
copy into t from (select $x + $1, $2 || current_database() || '.' || current_schema() from @st) files = ('good.csv') force = true;
copy into t from (select $nosuch, $2 from @st) files = ('good.csv') force = true;
begin;
copy into t from (select sq.nextval, $2 from @st) files = ('good.csv') force = true;
rollback;
select * from t order by a;
-- a value that was drawn is not given again
select sq.nextval > 4;
truncate table t;
copy into t (b, a) from (select sq.nextval > 0, $1::int from @st) files = ('bad.csv') on_error = continue force = true;
select * from t;
alter session set timezone = 'Asia/Tokyo';
copy into t (b) from (select case when current_timestamp()::timestamp_ntz > sysdate() then 'ahead' end from @st) files = ('good.csv') force = true;
select distinct b from t where a is null;
-- a pipe has no session
create pipe p as copy into t from (select sq.nextval, $2 from @st);
create pipe q as copy into t from (select $x, $2 from @st);
create pipe q as copy into t from (select 1, current_database() from @st);
create pipe q as copy into t from (select 1, nosuch($1) from @st);
create pipe q as copy into t from (select nosuch.nextval, $1 from @st);
select parse_json(system$pipe_status('p')):executionState;
