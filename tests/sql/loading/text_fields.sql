-- $1, $2 … of a CSV file are text, and convert where numbers, dates and truth values are wanted.
create database d; use schema d.public;
create stage st url = 's3://files/';
create stage js url = 's3://files/' file_format = (type = json);
select $1 + 1, $1 > 1, $1 * 2, -$1, $1 = 2, abs($1), iff($1 > 1, 'x', null), round(s.$1), $1 || $2 from @st/n.csv s order by s.$1;
select sum($1), max($1), dateadd(day, 1, $3) from @st/n.csv group by 3 order by 3;
select $1 from @st/n.csv where $1 between 2 and 3;
select s.$1 + 1, v.column1 from @st/n.csv s join (values (1), (3)) v on s.$1 = v.column1 order by 1;
create table t (a int, b varchar, c boolean);
copy into t from (select $1 + 1, iff($1 > 1, 'many', 'one'), $1 = 2 from @st) files = ('n.csv');
copy into t from (select $1 + 1, iff($1 > 1, 'many', 'one'), $1 = 2 from @st) files = ('bad.csv') on_error = continue;
select * from t order by a;
select $1:a + 1, $1:b::varchar from @js/d.json;
create table v (v variant);
copy into v from (select $1 from @st) files = ('n.csv') force = true;
select v, typeof(v) from v order by v::int;
