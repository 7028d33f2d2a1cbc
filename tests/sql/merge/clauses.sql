-- MERGE
create database d;
-- the first worked example
create table t(id int, v varchar, upd timestamp_ntz default current_timestamp()); insert into t(id,v) values (1,'a'),(2,'b');
merge into t using (select * from values (1,'A'),(3,'C') x(id,v)) s on t.id=s.id
 when matched and t.v<>s.v then update set t.v=s.v  when not matched then insert (t.id,t.v) values (s.id,s.v);
select id, v, upd is not null from t order by id;

-- 13.9: the first clause that applies wins; results in the order inserted, updated, deleted
create table m(id int, v int); insert into m values (1,10),(2,20);
merge into m using (select 1 id union all select 2 union all select 3) s on m.id=s.id
  when matched and m.v > 15 then delete  when matched then update set v = m.v + 1  when not matched then insert values (s.id, 0);
select * from m order by id;
-- columns of kinds that have a clause, even when nothing happened
merge into m using (select 99 id) s on m.id=s.id when matched then delete;
merge into m using (select 99 id) s on m.id=s.id when matched and m.v > 1000 then delete when not matched and s.id < 0 then insert values (1, 2);

-- several NOT MATCHED clauses, several UPDATE clauses
merge into m using (select column1 as id from values (1), (3), (5), (6)) s on m.id = s.id
  when not matched and s.id % 2 = 0 then insert (id, v) values (s.id, 200)
  when not matched then insert (v, id) values (100, s.id)
  when matched and m.v = 11 then update set v = -1
  when matched then update set v = -2, id = m.id + 1000;
select * from m order by id;

-- AND has normal precedence: the whole expression after the first AND is the condition
create or replace table m(id int, v int); insert into m values (1,10),(2,20),(3,30);
merge into m using (select id from m) s on m.id = s.id when matched and m.v = 10 or m.v = 30 then update set v = 0;
select * from m order by id;

-- NULL keys never match; unmatched duplicates are each inserted
insert into m values (null, 5);
merge into m using (select null::int as id union all select 7 union all select 7) s on m.id = s.id
  when matched then delete when not matched then insert values (s.id, 1);
select * from m order by id, v;

-- omitted columns take their defaults; explicit NULL and DEFAULT
create table def (id int, a int default 42, b varchar default 'dft', c int);
merge into def using (select 1 as id) s on def.id = s.id when not matched then insert (id) values (s.id);
merge into def using (select 2 as id) s on def.id = s.id when not matched then insert (id, a, b) values (s.id, null, default);
merge into def using (select 1 as id) s on def.id = s.id when matched then update set a = default, b = null, c = id + 1;
merge into def using (select 1 as id) s on def.id = s.id when matched then update set a = default, b = null, c = def.id + 1;
select * from def order by id;

-- a table, a table with an alias, AS, a subquery, VALUES, a view, a qualified target, quoted aliases
create table src (id int, v int); insert into src values (1, 111), (8, 888);
create view vsrc as select id, v + 1 as v from src;
merge into m using src on m.id = src.id when matched then update set m.v = src.v;
merge into m as a using src as b on a.id = b.id when matched then update set a.v = b.v + 1;
merge into d.public.m a using d.public.src b on (a.id = b.id) when matched then update set v = b.v + 2;
merge into m using vsrc on m.id = vsrc.id when not matched then insert values (vsrc.id, vsrc.v);
merge into m "the target" using src "the source" on "the target".id = "the source".id when matched then update set "the target".v = "the source".v * 2;
merge into public.m using public.src on m.id = src.id when matched then update set v = 1;
merge into m using src on d.public.m.id = d.public.src.id when matched then update set v = 2;
merge into m using (values (1, 5)) s(id, v) on m.id = s.id when matched then update set v = s.v;
merge into m using (select $1 as id, $2 as v from values (1, 6)) on m.id = id when matched then update set v = 6;
merge into m using (with w as (select 1 as id) select * from w) s on m.id = s.id when matched then update set v = 7;
select * from m order by id, v;

-- the target in its own source
merge into m using (select max(v) as top, id from m group by id) s on m.id = s.id when matched then update set v = s.top + 1000;
merge into m using m as s on m.id = s.id and m.v = s.v when matched and m.id = 7 then delete;
merge into m a using m b on a.id = b.id + 100 when not matched then insert values (b.id + 100, b.v);
select * from m order by id, v;

-- conditions with subqueries, functions, CASE; values of both sides
create or replace table m(id int, v varchar, n number(10,2)); insert into m values (1,'a',1.5),(2,'b',2.5);
merge into m using (select 1 as id, 'x' as v) s on m.id = s.id
  when matched and exists (select 1 from src where src.id = m.id) then update set v = upper(s.v || m.v), n = case when m.n > 1 then m.n * 2 else 0 end;
merge into m using (select 2 as id) s on m.id = s.id when matched and m.n = (select max(n) from m where id = 2) then update set n = (select count(*) from src), v = null;
select * from m order by id;
-- ON that matches nothing and everything
merge into m using (select 1 as one) s on false when not matched then insert values (9, 'i', s.one);
merge into m using (select 1 as one) s on true when matched then update set n = n + s.one;
merge into m using (select 1 as one) s on m.id is null when matched then delete;
select * from m order by id;
-- conversions into the column's type
merge into m using (select '3' as id, 5 as v, '2.345' as n) s on m.id = s.id when not matched then insert values (s.id, s.v, s.n);
merge into m using (select 3 as id) s on m.id = s.id when matched then update set n = 'twelve';
merge into m using (select 3 as id) s on m.id = s.id when matched then update set n = 123456789.99;
select * from m where id = 3;
