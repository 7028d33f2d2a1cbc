-- what holds the character 0 is not cut off; what would grow without bound is refused by name where it stands
select 'a\0b';
select 'a', {'\x00': 1};
select date '\u0000';
select length('a\\0b');
create database d;
create table t (n number, d date);
insert into t values (1, '2024-01-01');
insert into t (n) select length('a\0') from t;
select n from t order by n;
select nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(nullif(n,2),2),2),2),2),2),2),2),2),2),2),2),2),2),2),2),2),2),2),2) from t;
select nullif(nullif(n, 2), 3) n, d + interval '1 day' + interval '1 day' d from t;
select nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(nvl(n, 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2), 2) x from t;
