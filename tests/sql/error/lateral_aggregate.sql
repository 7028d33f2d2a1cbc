-- an aggregate is taken of all rows, what stands behind LATERAL of each
create database d;
create table t (a int);
insert into t values (1), (2);
select f.value from t, lateral flatten(input => array_agg(t.a)) f;
select f.value from (select array_agg(a) within group (order by a) x from t) q, lateral flatten(input => q.x) f;
