-- The same conversions in the expressions of UPDATE, DELETE and MERGE, on the target's columns and the source's.
create database d; create schema s;
create table t (id number, v varchar, d date, b boolean, n number(10,2)); insert into t values (1, '5', '2024-01-01', true, 1), (2, 'x', '2024-02-01', false, 2);
create table u (id varchar, w varchar, day varchar); insert into u values ('1', '7', '2024-03-01'), ('03', '8', '2024-03-02');
-- text and number in the join, text in sums, dates as text
merge into t using u on t.id = u.id
  when matched and u.w > 6 and t.d < '2024-01-15' then update set n = u.w + t.v, d = dateadd(day, 1, u.day), v = t.id || '-' || t.b
  when not matched and w = 8 then insert (id, v, n, d) values (id, w || 1, w * 2, dateadd(month, 1, day));
select * from t order by id;
update t set n = v + 1, b = '0' where v = '81' and n between '10' and '20';
update t set n = u.w / 2 from u where u.id = t.id and t.b <> 'no';
select id, n, b from t order by id;
delete from t where id = '02' and b = 'false' and d in ('2024-02-01');
delete from t using u where t.id = u.id and u.w < 8;
select id, v, n from t order by id;
-- mistakes are the same as in a query
update t set n = d + d;
update t set n = b * 2;
delete from t where d = 1;
delete from t where n = 'many';
merge into t using u on t.id = u.id when matched and t.b + 1 then delete;
update t set v = "ID";
update t set v = "id";
