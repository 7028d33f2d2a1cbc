-- NUL in text, and characters beyond U+FFFF written as two escapes.
create database d;
select length('a\0b'), 'a\0b' = 'a' || chr(0) || 'b', hex_encode('\0a\0'), 'a\0b' like 'a_b', length('it''s\0');
select '\ud83d\ude00', length('\ud83d\ude00'), '\u00e9', '\x41\102\q';
-- half of one is no character
select 'a\ud83d';
select '\ude00b';
select '\ud83d\u0041';
create table t(v varchar default 'd\0', n int);
insert into t(v, n) values ('a\0b', 1), ('a', 2);
insert into t(n) values (3);
select n, length(v), hex_encode(v) from t where v <> 'a' order by n;
update t set v = v || '\0' where v = 'a\0b';
select length(v) from t where n = 1;
set x = 'a\0b';
select length($x), hex_encode($x);
create procedure binds() returns varchar language javascript as $$
  var r = snowflake.execute({sqlText: "select length(?), ? || 'c'", binds: ["a\u0000b", "a\u0000b"]});
  r.next();
  return r.getColumnValue(1) + " " + r.getColumnValue(2).length;
$$;
call binds();
create procedure body() returns varchar language javascript as 'return "x\0y".length';
call body();
-- what is kept in C's strings cannot hold one
create table c(a int) comment = 'a\0b';
create table c(a int comment 'a\0b');
alter session set query_tag = 'a\0b';
alter session set timezone = 'UTC\0x';
show tables like 't\0';
use database identifier('d\0');
select identifier('"x') from d;
select identifier('') from d;
