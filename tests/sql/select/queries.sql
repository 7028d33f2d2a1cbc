-- CTEs, ORDER BY, limits, stars, labels, names.
create database d; create schema s;
create table t (id number, name varchar, "Mixed Case" varchar, "b" number);
insert into t values (1, 'one', 'A', 10), (2, null, 'B', 20), (3, 'three', null, 30);
-- 1,2,NULL | NULL,2,1 | by words
select x from values (2),(null),(1) t(x) order by x;
select x from values (2),(null),(1) t(x) order by x desc;
select x from values (2),(null),(1) t(x) order by x nulls first;
select x from values (2),(null),(1) t(x) order by x desc nulls last;
select name from t order by name; select id as k from t order by k desc; select id, name from t order by 2 desc, 1; select id from t order by id + 0 desc;
select id from t order by name desc nulls last limit 2; select id from t order by id limit 1 offset 1; select top 2 id from t order by id; select id from t order by id fetch first 1 rows only; select id from t order by id offset 2; select id from t order by id limit null;
-- labels of unaliased expressions: their text, in upper case
select count(*), max( id ), id+1, 1, 'a', id::varchar, name || 'x', case when true then 1 end, -1, current_date is null from t group by id, name;
select id+1, 1, 'a', id::varchar, name || 'x', case when true then 1 end, -1, current_date is null, id from t order by id limit 1;
select "Mixed Case", t."b", T.ID from t order by 1;
select ID, Id, id from t where ID = 1;
select b from t;
select "id" from t;
select "ID" from T;
select id from "t";
select d.s.t.id from d.s.t order by 1 limit 1; select s.t.id from s.t limit 0; select x.* from d.s.t as x where x.id = 1;
-- stars
select * from t order by id; select * exclude ("b", name) from t order by id; select * exclude id rename (name as n) from t order by 1; select * replace (id * 2 as id) from t order by id;
select * ilike '%a%' from t where id = 1; select t.*, id + 1 as next from t where id = 1; select count(*) from t where name is null;
-- CTEs: chained, with columns, shadowing a table, recursive, in a subquery and in front of a set operation
with a as (select id from t), b(k) as (select id + 1 from a) select k from b order by k;
with t as (select 5 as id) select id from t;
with recursive r(n) as (select 1 union all select n + 1 from r where n < 4) select sum(n), max(n) from r;
with r as (select 1 as n union all select n * 2 from r where n < 10) select n from r order by n;
with a as (select 1 x), b as (select 2 x) select * from a union all select * from b order by 1;
select (with a as (select max(id) m from t) select m from a);
select k.id from (with q as (select id from t) select * from q) k where k.id > 2;
-- VALUES
select * from values (1, 'a'), (2, 'b') as v(x, y) order by x; select column1, $2 from values (1, 'a'), (2, 'b') order by 1 desc; select v.$1 from values (7) v;
select * from (values (1), (2)) as w(k) where k > 1;
-- table functions
select value from table(split_to_table('a,b,c', ',')) order by index; select seq4() as n from table(generator(rowcount => 3)) order by n; select count(*) from table(generator(rowcount => 1000));
select t.id, s.value from t, lateral split_to_table(t.name, 'e') s where t.id = 1 order by s.index;
select uniform(1, 6, random()) between 1 and 6, length(randstr(5, random())), random() is not null;
select count(*) between 0 and 3 from t sample (50); select count(*) from t sample (2 rows); select count(*) from t tablesample bernoulli (100);
-- subqueries
select id, (select count(*) from t x where x.id <= t.id) n from t order by id; select id from t where id > all (select 1) order by id; select id from t where id = any (select 2);
select name, id from t where (id, name) in ((1, 'one'), (3, 'x'));
select exists (select 1 from t where id = 9), not exists (select 1 from t);
-- mistakes
select id, from t;
select id from t where;
select * from nowhere;
select id from t order by 5;
select id from t limit -1;
select x.id from t;
select id as a, name as a from t order by a;
select from t;
select id id2 id3 from t;
select * from table(nosuch(1));
select $1 from t;
select * from t pivot (sum(id) for name in ('one'));
select * from t match_recognize (order by id);
select id from t start with id = 1 connect by id = prior id;
