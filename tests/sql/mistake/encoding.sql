-- Saved on another system: CRLF line ends, an emoji, smart quotes, a no-break space, no ; at the end.
create database d;
-- it works 🎉
create table t(a int,
  b varchar);
insert into t values (1, '🎉');
select * from t;
select a,
  nope from t;
select ‘x’;
select 1;
select a
from t