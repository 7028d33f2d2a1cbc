-- LAST_QUERY_ID(n): -1 is the last statement, 1 the session's first. A statement is not its own last.
select last_query_id() is null, last_query_id(1) is null, last_query_id(-1) is null;
select last_query_id() = last_query_id(-1), last_query_id() = last_query_id(1), last_query_id(-2) is null;       -- true | true | true
set first = last_query_id(1);
select $first = last_query_id(1), $first = last_query_id(-3), last_query_id(2) = last_query_id(-2);              -- true | true | true
select last_query_id(0) is null, last_query_id(1000) is null, last_query_id(-1000) is null, last_query_id(null) is null;
select last_query_id('x');
select last_query_id(1, 2);
-- a statement that failed has an id as well
select * from nowhere;
select last_query_id() <> last_query_id(-2);
select * from table(result_scan(last_query_id(-2)));

-- by number, and by an id in a variable
select 'kept' as v;
set q = last_query_id();
select * from table(result_scan(-2));
select * from table(result_scan($q));

-- an unknown id, none, and arguments that are wrong
select * from table(result_scan('01a2b3c4-0000-0000-0000-000000000000'));
select * from table(result_scan(null));
select * from table(result_scan());
select * from table(result_scan($q, 1));

-- statements inside a procedure count, before the CALL
create database d;
create procedure p() returns string language javascript execute as caller as $$
    snowflake.execute({sqlText: "select 'inside' as v"});
    var r = snowflake.execute({sqlText: "select v from table(result_scan(last_query_id()))"});
    r.next();
    return r.getColumnValue(1);
$$;
call p();
select * from table(result_scan(last_query_id()));
select * from table(result_scan(last_query_id(-4)));
