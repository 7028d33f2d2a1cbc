-- Window functions, frames, QUALIFY, aliases of the same SELECT.
create database d; create schema s;
create table t (id number, g varchar, v number, ts timestamp_ntz);
insert into t values (1, 'a', 10, '2024-01-01'), (2, 'a', 20, '2024-01-02'), (3, 'a', null, '2024-01-03'), (4, 'b', 5, '2024-01-01'), (5, 'b', 5, '2024-02-01');
select id, row_number() over (partition by g order by id) a, rank() over (order by v) b, dense_rank() over (order by v desc) c, ntile(2) over (order by id) d from t order by id;
-- NULL is the highest value, in windows too
select id, row_number() over (order by v) a, row_number() over (order by v desc, id) b from t order by id;
select id, lag(v) over (order by id) a, lead(v, 2) over (order by id) b, lag(v, 1, 0) over (partition by g order by id) c, lag(v) ignore nulls over (order by id) d from t order by id;
-- an aggregate with ORDER BY runs up to the current row and its peers
select id, sum(v) over (partition by g) a, sum(v) over (order by id) b, sum(v) over (order by v) c, count(*) over () d, avg(v) over (partition by g) e from t order by id;
select id, sum(v) over (order by id rows between 1 preceding and current row) a, max(v) over (order by id rows between unbounded preceding and 1 preceding) b,
  sum(v) over (order by id rows between current row and unbounded following) c, count(v) over (order by id range between unbounded preceding and current row) d from t order by id;
-- FIRST_VALUE and LAST_VALUE see the whole partition
select id, first_value(v) over (partition by g order by id) a, last_value(v) over (partition by g order by id) b, nth_value(v, 2) over (partition by g order by id) c,
  last_value(v) ignore nulls over (partition by g order by id) d, last_value(v) over (order by id rows between unbounded preceding and current row) e from t order by id;
select id, percent_rank() over (order by id) a, cume_dist() over (order by id) b, ratio_to_report(v) over (partition by g) c from t order by id;
-- QUALIFY, by an expression and by an alias; after GROUP BY
select id from t qualify row_number() over (partition by g order by id desc) = 1 order by id;
select id, row_number() over (partition by g order by ts desc) rn from t qualify rn = 1 order by id;
select g, sum(v) s, rank() over (order by sum(v) desc) r from t group by g qualify r = 1;
select g, count(*) from t group by all qualify count(*) > 2;
select id, v from values (1,'a'),(1,'b'),(2,'c') t(id,v) qualify row_number() over (partition by id order by v desc) = 1 order by 1;
-- aliases of the same list, in WHERE, GROUP BY, HAVING too; a column of the FROM wins
select n*2 as d, d+1 as e from values (5) t(n) where d > 3;
select id * 10 as v, v + 1 as w from t where id < 3 order by 1;
select upper(g) as k, count(*) as n from t group by k having n > 2;
-- the SCD idiom: an alias of a window function, in a derived table without alias, inside UNION with null columns
select id, lag(ts) over (partition by id order by ts desc) as nxt, case when nxt is null then '9999-12-31'::timestamp_ntz else nxt end as end_ts
  from values (1,'2024-01-01'::timestamp_ntz),(1,'2024-02-01'::timestamp_ntz) t(id,ts) order by ts;
select id, start_time, end_time, is_current, dml_type from (
  select id, ts as start_time, lag(start_time) over (partition by g order by start_time desc) as end_time_raw,
    case when end_time_raw is null then '9999-12-31'::timestamp_ntz else end_time_raw end as end_time,
    case when end_time_raw is null then true else false end as is_current, 'I' as dml_type
  from (select id, g, ts from t where v is not null)
  union
  select id, null, null, null, null, 'D' from t where v is null
) order by id;
select sum(v) over w a, count(*) over w b from t window w as (partition by g) order by 1, 2;
select id, listagg(g, ',') within group (order by id) over (partition by g) from t order by id;
select id from t where row_number() over (order by id) = 1;
select rank() from t;
select id, sum(v) over (order by nothing) from t;
