-- Columns of TIMESTAMP_TZ keep the offset of each value; they are compared and ordered by the instant.
create database d; create schema s;
alter session set timezone = 'America/New_York';
create table t (id int, tz timestamp_tz, short timestamp_tz(0) default '2024-01-01 00:00:00 +0900'); desc table t;
insert into t values (1, '2024-07-01 12:00:00.123456 +0200', '2024-07-01 12:00:00.9 -0330'), (2, '2024-07-01 10:00:00.123456 +0000', null),
  (3, '2024-07-01 12:00:00', '9999-12-31 00:00:00 +0000');
insert into t select 4, '2020-07-01 01:02:03 -0700'::timestamp_ltz, '1969-12-31 23:59:59.5 +0000';
insert into t (id, tz) select 5, '2020-01-01'::date;
insert into t values (6, 'soon', null);
-- equal instants stand in the order of the next key
select * from t order by tz, id;
select * from t order by 2 desc, id desc;
select id, row_number() over (order by tz, id desc) n, lag(tz) over (order by id) l from t order by id;
-- compared with text, dates and the other timestamps
select id, tz = '2024-07-01 10:00:00.123456 +0000' a, tz > '2024-07-01 06:00:00'::timestamp_ntz b, tz between '2024-07-01'::date and '2024-07-02'::date c,
  tz in (select tz from t where id = 2) d, tz in ('2020-01-01', '2024-07-01 12:00:00') e, equal_null(tz, tz::timestamp_ltz) f from t order by id;
select a.id, b.id from t a join t b on a.tz = b.tz and a.id < b.id;
-- streams and MERGE
create stream st on table t;
update t set tz = dateadd(hour, 1, tz) where id = 1;
select id, tz, metadata$action from st order by id, metadata$action;
create table copy (id int, tz timestamp_tz);
merge into copy using (select * from st where metadata$action = 'INSERT') s on copy.id = s.id when not matched then insert (id, tz) values (s.id, s.tz);
merge into copy using (select 1 id, '2030-01-01 00:00:00 +0900'::timestamp_tz x union all select 7, '2031-01-01 00:00:00 -0900') s on copy.id = s.id
  when matched and s.x > copy.tz then update set tz = s.x when not matched then insert values (s.id, s.x);
select * from copy order by id;
select * from table(result_scan(last_query_id())) order by tz desc;
create view v as select tz from copy; desc view v; select * from v order by 1;
delete from copy where tz < '2030-06-01'; select * from copy;
-- variables, JavaScript
set x = (select max(tz) from copy);
select $x, count(*) from copy where tz = $x;
create procedure p(X timestamp_tz) returns varchar language javascript as $$
  snowflake.execute({sqlText: "insert into copy values (8, ?)", binds: [X]});
  const r = snowflake.execute({sqlText: "select tz, tz::varchar from copy where tz <= ? order by id", binds: [X]});
  r.next();
  return [X.toISOString(), r.getColumnValue(1).toISOString(), r.getColumnValueAsString(1), r.getColumnValue(2), r.getColumnSqlType(1)].join(' | ');
$$;
call p('2030-01-01 00:00:00 +0900'::timestamp_tz);
select * from copy order by id;
-- COPY
create stage files url = 's3://files/' file_format = (type = csv);
create table loaded (id int, tz timestamp_tz, short timestamp_tz(0));
copy into loaded from @files files = ('moments.csv') on_error = continue;
select * from loaded order by id;
copy into loaded from (select $1, $2::timestamp_tz, null from @files) files = ('moments.csv') force = true;
-- in a VARIANT it is the text that it is shown as, whichever function makes the VARIANT
create table moments (id int, tz timestamp_tz, ltz timestamp_ltz, ntz timestamp_ntz);
insert into moments values (1, '2024-07-01 12:00:00 +0200', '2024-07-01 12:00:00', '2024-07-01 12:00:00.5'), (2, '2024-07-02 10:00:00 +0000', '2024-07-02 12:00:00', null);
select array_agg(tz) within group (order by id) a, array_agg(distinct tz) within group (order by tz desc) b, array_agg(ltz) within group (order by id) c, array_agg(ntz) d from moments;
select array_agg(tz)[0]::timestamp_tz a, object_agg(id, tz) b, object_agg(id, ltz) c from moments where id = 1;
select id, array_agg(tz) over (order by id) a, array_agg(distinct ntz) over (partition by id) b from moments order by id;
select [tz, ltz, ntz] a, {'tz': tz, 'ltz': ltz, 'ntz': ntz} b, array_construct(tz, ltz) c, object_construct('tz', tz, 'ltz', ltz) d from moments where id = 1;
select array_append([1], tz) a, to_array(tz) b, to_array(ltz) c, to_json(tz) d, to_json(ltz) e, array_contains(tz::variant, [tz]) f, array_contains(ltz, array_agg(ltz) over ()) g,
  array_to_string([tz, ntz], ', ') h, to_variant(tz) i from moments where id = 1;
-- what is counted, hashed and made a partition of is the instant
create table offsets (id int, tz timestamp_tz);
insert into offsets values (1, '2024-07-01 12:00:00 +0200'), (2, '2024-07-01 10:00:00 +0000'), (3, '2024-07-01 11:00:00 +0000'), (4, null);
select count(distinct tz) a, count(distinct tz, 1) b, approx_count_distinct(tz) c, approx_count_distinct(distinct tz) d, hll(tz) e, count(tz) f from offsets;
select a.id, b.id, hash(a.tz) = hash(b.tz) h, hash(a.id, a.tz) = hash(a.id, b.tz) i from offsets a, offsets b where a.id = 1 and b.id in (2, 3) order by b.id;
select id, rank() over (partition by tz order by id) a, count(*) over w b, tz x, row_number() over (partition by x order by id desc) c from offsets window w as (partition by tz) order by id;
select id from offsets qualify row_number() over (partition by tz order by id) = 1 order by id;
