-- NUMBER(38,0) beyond 64 bits (ARCHITECTURE.md, "Numbers")
create database d;
create table t (id int, n int);
create stream s on table t;
create stream sa on table t append_only = true;
insert into t values (1, 9223372036854775807), (2, -9223372036854775808);
update t set n = n - 1 where id = 1;
-- beyond: insert
insert into t values (3, 9223372036854775808);
select * from t order by id;
select id, n, metadata$action, metadata$isupdate from s order by id, 3;
select id, n from sa order by id;
insert into t values (4, 1000000000000000000000000000000), (5, 99999999999999999999999999999999999999);
insert into t values (6, 100000000000000000000000000000000000000);
insert into t select 7, '123456789012345678901234567890';
insert into t select 8, '100000000000000000000000000000000000000';
select * from t order by id;
desc table t;
-- update and merge bring them
create table u (id int, n int); insert into u values (1, 1), (2, 2);
create stream us on table u;
update u set n = 1000000000000000000000000000000 where id = 1;
select * from u order by id;
select id, n, metadata$action, metadata$isupdate from us order by id, 3;
create table m (id int, n int); insert into m values (1, 1), (2, 2);
create stream ms on table m;
merge into m using (select 1 as id, 1000000000000000000000000000000 as n union all select 3, -1000000000000000000000000000000) x on m.id = x.id
  when matched then update set n = x.n when not matched then insert values (x.id, x.n);
select * from m order by id;
select id, n, metadata$action, metadata$isupdate from ms order by id, 3;
-- both columns, one after the other
insert into m values (10000000000000000000000000000000000, 5);
select * from m order by id;
update m set id = id + 1, n = n + 1;
select * from m order by id;
-- a full key beyond 64 bits joins
merge into m using (select 10000000000000000000000000000000001 as id) x on m.id = x.id when matched then delete;
select count(*) from m where id = 10000000000000000000000000000000001;
-- old images and generations on both sides of the widening
create table g (n int); create stream gs on table g; create stream ga on table g append_only = true;
insert into g values (1), (2);
create or replace temporary table x as select * from gs;
truncate table g;
insert into g values (3);
insert into g values (1000000000000000000000000000000);
select n, metadata$action from gs order by n;
truncate table g;
insert into g values (4), (2000000000000000000000000000000);
delete from g where n = 4;
select n, metadata$action from gs order by n;
select n from ga order by n;
-- after a truncation a small table is narrow again, and widens again
truncate table g;
insert into g values (5);
update g set n = 3000000000000000000000000000000;
select n from g;
-- in a transaction, with what came before and after
create table e (n int); insert into e values (1);
begin;
insert into e values (2);
insert into e values (1000000000000000000000000000000);
insert into e values (3);
update e set n = n + 1000000000000000000000000000000 where n < 3;
select n from e order by n;
rollback;
select n from e order by n;
begin;
insert into e values (2);
update e set n = 1000000000000000000000000000000 where n = 1;
select 1/0;
insert into e values (-1000000000000000000000000000000);
commit;
select n from e order by n;
-- computed
select sum(n), max(n), min(n), count(*) from e;
select n + 1, n * 2, -n from e where n > 2;
insert into e select sum(n) + 1 from e;
create table ct as select n, n * 10 as t from e;
select * from ct order by n;
desc table ct;
-- CTAS and INSERT SELECT from a wide column into a narrow one and back
create table narrow (n int); insert into narrow select n from e;
create table small (n number(20,0)); insert into small select n from e where n = 2; insert into small select n from e;
insert into small values (99999999999999999999), (-99999999999999999999);
select n from narrow order by n; select n from small order by n;
create table p (n number(38,0) default 1000000000000000000000000000000, k int); insert into p (k) values (1);
update p set n = default; merge into p using (select 2 as k) x on p.k = x.k when not matched then insert (k) values (x.k);
select * from p order by k;
-- fractions round into it
insert into narrow values (0.5), (-0.5), (1e3);
select n from narrow order by n;
-- FLOAT beyond
insert into narrow values (1e30::float), (1e40::float);
insert into narrow values (1e40::float);
