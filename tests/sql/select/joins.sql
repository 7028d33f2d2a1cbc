-- Joins of all kinds.
create database d; create schema s;
create table a (id number, name varchar); insert into a values (1, 'one'), (2, 'two'), (3, null);
create table b (id number, val varchar); insert into b values (1, 'x'), (1, 'y'), (4, 'z'), (null, 'n');
select a.id, b.val from a join b on a.id = b.id order by 2;
select a.id, b.val from a inner join b on a.id = b.id and b.val > 'x' order by 2;
select a.id, b.val from a left join b on a.id = b.id order by 1, 2;
select a.id, b.id, b.val from a right outer join b on a.id = b.id order by b.val;
select a.id, b.id from a full outer join b on a.id = b.id order by 1, 2;
select count(*) from a cross join b;
select count(*) from a, b where a.id = b.id;
select count(*) from a join b;
-- USING and NATURAL show the column once
select * from a join b using (id) order by val;
select id, name, val from a left join b using (id) order by 1, 3;
select * from a natural join b order by val;
-- a join with a condition on text and number: the text is converted
create table c (key varchar, w number); insert into c values ('1', 10), ('02', 20);
select a.id, c.w from a join c on a.id = c.key order by 1;
select a.id, c.w from a left join c on c.key = a.id and c.w > 10 order by 1;
select * from a join (select key as id, w from c) k using (id);
-- three tables, self joins, subqueries, parentheses
select x.id, y.id, z.val from a x join a y on x.id = y.id left join b z on z.id = y.id order by 1, 3;
select a.id, q.n from a join (select id, count(*) n from b group by id) q on q.id = a.id;
select a.id from a left join (b join c on b.id = c.key) on a.id = b.id order by 1;
-- LATERAL and correlated subqueries
select a.id, l.m from a, lateral (select max(val) m from b where b.id = a.id) l order by 1;
select id, (select max(val) from b where b.id = a.id) m from a order by 1;
select id from a where exists (select 1 from b where b.id = a.id) order by 1;
select id from a where not exists (select 1 from b where b.id = a.id) order by 1;
select id from a where id in (select id from b) order by 1;
-- a NULL in the subquery of NOT IN: nothing is certain
select id from a where id not in (select id from b);
select id from a where (id, 'x') in (select id, val from b);
-- duplicate names may be shown, but not named from outside
select * from a join b on a.id = b.id order by val;
select id from a join b on a.id = b.id;
select nothing from a;
select z.id from a;
select a.id from a x;
select (select id from a);
select a.id, b.val from a join b on a.id = b.id(+);
select * from a asof join b match_condition (a.id >= b.id);
