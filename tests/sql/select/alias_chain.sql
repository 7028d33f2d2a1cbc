-- Items that name earlier ones: of a subquery, and in chains that grow with every step.
create database d; create schema s;
create table t (id int, v int); create table u (id int, v int);
insert into t values (1, 1), (2, 2); insert into u values (1, 10), (1, 11), (2, 20);
select (select max(v) from u where u.id = t.id) m, m + 1 n, n + m o, case when o > 30 then n else -m end p from t order by n desc;
select exists (select 1 from u where u.id = t.id and v > 15) e, not e, id in (select v - 9 from u) i, iff(i, 'in', 'out') w from t where e or i order by id;
select id, (select max(v) from u where u.id = t.id) m, sum(m) over () s from t qualify row_number() over (order by m desc) = 1;
select count(*) c, (select max(v) from u) m, c + m from t;
select (select max(v) from u) m, count(*) c from t group by m;
select (select max(v) from u) m, m + 1 n from t group by 1;
select v, (select max(v) from u) m, m + 1 n from t group by v order by v;
select 1 a0, a0+a0 a1, a1+a1 a2, a2+a2 a3, a3+a3 a4, a4+a4 a5, a5+a5 a6, a6+a6 a7, a7+a7 a8, a8+a8 a9;
select 1 a0, a0+a0 a1, a1+a1 a2, a2+a2 a3, a3+a3 a4, a4+a4 a5, a5+a5 a6, a6+a6 a7, a7+a7 a8, a8+a8 a9, a9+a9 b0, b0+b0 b1, b1+b1 b2, b2+b2 b3, b3+b3 b4, b4+b4 b5,
  b5+b5 b6, b6+b6 b7, b7+b7 b8, b8+b8 b9, b9+b9 c0, c0+c0 c1, c1+c1 c2, c2+c2 c3, c3+c3 c4, c4+c4 c5;
