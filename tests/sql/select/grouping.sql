-- Aggregates and GROUP BY.
create database d; create schema s;
create table t (g varchar, h varchar, n number, m number(10,2), b boolean);
insert into t values ('a', 'x', 1, 1.5, true), ('a', 'y', 2, null, false), ('b', 'x', null, 2.25, true), (null, 'x', 4, 4, null);
select g, count(*), count(n), sum(n), avg(n), min(m), max(m) from t group by g order by g;
select g, h, sum(n) from t group by 1, 2 order by 1, 2;
select g as k, sum(n) from t group by k order by k desc;
select g, sum(n) s from t group by all having s > 2 order by 1;
select upper(g), count(*) from t group by upper(g) having count(*) > 1;
select g, h, sum(n), grouping(g), grouping(h) from t group by rollup (g, h) order by 4, 5, 1, 2;
select g, h, count(*) from t group by cube (g, h) order by 1, 2, 3;
select g, h, count(*) from t group by grouping sets ((g), (h), ()) order by 1, 2, 3;
-- no rows
select count(*), sum(n), max(g), listagg(g), array_agg(g) from t where false;
select g, count(*) from t where false group by g;
select count(distinct g), count(distinct g, h), count(distinct n, m), approx_count_distinct(h), count_if(n > 1), sum(iff(b, 1, 0)) from t;
-- NULLs are skipped
select listagg(g, ',') within group (order by g desc) a, listagg(distinct h, '|') within group (order by h) b, listagg(n) within group (order by n) c from t;
select array_agg(n) within group (order by n desc) a, array_agg(distinct h) within group (order by h) b, object_agg(h || coalesce(g, ''), n) c from t where n is not null;
select booland_agg(b) a, boolor_agg(b) b, median(n) c, mode(h) d, any_value(h) = 'x' or true e, max_by(h, n) f, min_by(h, n) g, stddev(n) h, variance(n) i from t;
select percentile_cont(0.5) within group (order by n) a, percentile_disc(0.5) within group (order by n) b from t;
select distinct h from t order by h;
select distinct g, b from t order by 1, 2;
select sum(distinct n) a, avg(distinct n) b, sum(iff(b, n, null)) c from t;
select g, h from t group by g;
select sum(sum(n)) from t;
select g from t where sum(n) > 1 group by g;
select count(*) from t group by 1;
select g, sum(n) from t having sum(n) > 1;
