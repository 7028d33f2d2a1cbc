-- A position that no file has is NULL; one that is out of all reason is refused.
create database d; use schema d.public; create table t (a int, b varchar); create stage st url = 's3://files/';
copy into t from (select $1, $9999 from @st);
select * from t;
copy into t from (select $1, s.$10001 from @st s);
select $99999999999999999999 from @st;
