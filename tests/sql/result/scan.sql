-- TABLE(RESULT_SCAN(LAST_QUERY_ID())) is the result of an earlier statement of the session.
create database d;
create table t(a int, v varchar, n number(10,2), f float, b boolean, d date, x timestamp_ltz, j variant);
insert into t select 1, 'one', 1.5, 0.5, true, '2024-01-31', '2024-01-31 10:00:00 +0000', parse_json('{"k":[1]}')
    union all select 2, null, null, null, false, null, null, null;
-- of DML the counts, under their label: 2
select * from table(result_scan(last_query_id()));
select "number of rows inserted" + 1 as more from table(result_scan(last_query_id(-2)));

-- of SELECT the rows, with types
select * from t order by a;
select * from table(result_scan(last_query_id())) order by a;
select a + 1, v || '!', n * 2, f * 2, not b, d + 1, dateadd(hour, 1, x), j:k[0]::int from table(result_scan(last_query_id())) where a = 1;
select count(*) from table(result_scan(last_query_id(-3))) l join table(result_scan(last_query_id(-3))) r on l.a <= r.a;   -- 3
create table types as select * from table(result_scan(last_query_id(-4)));
desc table types;

-- of SHOW the listing: its labels are lower case, so they are quoted (13.1)
create table "MyT"(a int, "b" int);
show databases like 'nosuch';
select "name", "created_on" from table(result_scan(last_query_id()));
describe table "MyT";
select name from table(result_scan(last_query_id()));             -- an error: the label is "name"
select "name", "type" from table(result_scan(last_query_id(-2))) where "null?" = 'Y' order by 1;
create stage s;
list @s;
select count(*) from table(result_scan(last_query_id()));      -- 0
create table u(a int);
select "status" from table(result_scan(last_query_id()));      -- Table U successfully created.

-- a procedure's value has its type: 60
create procedure area(a float, b float) returns float language javascript as 'return A * B;';
call area(2, 3);
select area * 10 from table(result_scan(last_query_id()));
create procedure half(a float) returns float language javascript as 'return A / 2;';
call half(5);
select half * 10 from table(result_scan(last_query_id()));     -- 25
create procedure obj() returns variant language javascript as 'return {k: [1, 2], s: "x"};';
call obj();
select obj:k[1]::int, obj:s::string from table(result_scan(last_query_id()));       -- 2 | x
create procedure nothing() returns string language javascript as 'return;';
call nothing();
select nothing is null from table(result_scan(last_query_id()));                    -- true

-- equal labels are kept apart: both columns are there
select 1 as a, 2 as a, 'x' as b;
select * from table(result_scan(last_query_id()));      -- 1 | 2 | x: DuckDB's name for the second is A_1
-- no rows, only nulls
select a from t where false;
select count(*) from table(result_scan(last_query_id()));
select null as n;
select n is null, * from table(result_scan(last_query_id()));

-- as the source of DML, and in a transaction whose statements are repeated after an error
select 7 as a union all select 8;
create table w as select * from table(result_scan(last_query_id()));
insert into w select a * 10 from table(result_scan(last_query_id(-2)));
begin;
select 9 as a;
insert into w select a from table(result_scan(last_query_id()));
insert into w values ('x');
select * from w order by a;
commit;
select * from w order by a;                 -- 7 8 9 70 80

-- more rows than one block of them, and long text
create table big as select seq4() as n, repeat('x', 20) || seq4() as s from table(generator(rowcount => 5000));
create procedure big() returns string language javascript execute as caller as $$
    var q = snowflake.execute({sqlText: 'select n, s from big'});
    var r = snowflake.execute({sqlText: 'select count(*), sum(n), max(length(s)), count(distinct s) from table(result_scan(last_query_id()))'});
    r.next();
    return [r.getColumnValue(1), r.getColumnValue(2), r.getColumnValue(3), r.getColumnValue(4)].join(' ');
$$;
call big();                                 -- 5000 12497500 24 5000

-- SHOW has a time in each row, so what it printed is not shown here
create procedure shown() returns string language javascript execute as caller as $$
    snowflake.execute({sqlText: "show tables like 'myt'"});
    var r = snowflake.execute({sqlText: `select "name", "rows" + 1, "created_on" <= current_timestamp(), "database_name"
                                         from table(result_scan(last_query_id()))`});
    r.next();
    return [1, 2, 3, 4].map(i => r.getColumnValue(i)).join(' ');
$$;
call shown();                               -- MyT 1 true D
