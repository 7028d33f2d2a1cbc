-- Types as SYSTEM$TYPEOF and the default of a sequence show them; RANDOM with a seed.
create database d; create schema s;
select system$typeof('abc') a, system$typeof(1) b, system$typeof(12345) c, system$typeof(1.50) d, system$typeof(1e0) e, system$typeof(true) f,
  system$typeof('2024-01-01'::date) g, system$typeof('2024-01-01'::timestamp) h, system$typeof('2024-01-01'::timestamp_tz) i, system$typeof(parse_json('1')) j,
  system$typeof('10:00'::time) k, system$typeof(upper('x')) l;
select system$typeof(x) from values (1) t(x);
select system$typeof(1, 2);
create sequence sq; create table t (id int default sq.nextval, v varchar default 'x'); desc table t;
create schema other; create table u (id int default d.s.sq.nextval); desc table u;
insert into d.s.t (v) values ('a'); insert into u (id) values (default); select * from d.s.t; select * from u;
create table w (id int default nope.nextval);
-- the same seed gives the same numbers
select random(1) = random(1) a, random(1) = random(2) b, random(1) = random(1) + 0 c;
create table r1 as select random(7) x, uniform(1, 6, random(7)) y from table(generator(rowcount => 1000));
create table r2 as select random(7) x, uniform(1, 6, random(7)) y from table(generator(rowcount => 1000));
select count(*), count(distinct r1.x), min(y) from r1 join r2 using (x, y);
select sum(random(1)) from r1;
select count(*) from r1 where random(1) > 0;
