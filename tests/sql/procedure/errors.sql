-- Errors: caught and uncaught, transactions, time-out, recursion.
create database d;
create table t(a int);
create or replace procedure broken() returns varchar not null language javascript as $$
  var result = "";
  try { snowflake.execute({sqlText: "Invalid Command!;"}); result = "Succeeded"; }
  catch (err) { result = "Failed: Code: " + err.code + "\n  State: " + err.state + "\n  Message: " + err.message + "\nStack Trace:\n" + err.stackTraceTxt; }
  return result;
$$;
call broken();
create or replace procedure uncaught() returns varchar language javascript as $$
  snowflake.execute({sqlText: "select * from nowhere"});
$$;
call uncaught();
create or replace procedure thrown(what varchar) returns varchar language javascript as $$
  if (WHAT == "text") throw "plain text";
  if (WHAT == "error") throw new Error("an error");
  return nothing_of_the_name;
$$;
call thrown('text');
call thrown('error');
call thrown('reference');
create or replace procedure two_statements() returns varchar language javascript as $$
  snowflake.execute({sqlText: "select 1; select 2"});
$$;
call two_statements();
create or replace procedure empty_statement() returns varchar language javascript as $$ snowflake.execute({sqlText: " "}); $$;
call empty_statement();
-- what ran before a failure stays; a transaction undoes it
create procedure two(MODE varchar) returns varchar language javascript as $$
  if (MODE == 'tx') snowflake.execute({sqlText:"begin"});
  snowflake.execute({sqlText:"insert into t values (1)"});
  try { snowflake.execute({sqlText:"insert into nowhere values (2)"}); if (MODE == 'tx') snowflake.execute({sqlText:"commit"}); return 'ok'; }
  catch (e) { if (MODE == 'tx') snowflake.execute({sqlText:"rollback"}); return e.code + ' ' + e.state; }
$$;
call two('auto');
select count(*) from t;
call two('tx');
select count(*) from t;
-- a transaction that is left open is rolled back and the CALL fails
create procedure left_open() returns varchar language javascript as $$
  snowflake.execute({sqlText:"begin"});
  snowflake.execute({sqlText:"insert into t values (2)"});
  return 'left';
$$;
call left_open();
select count(*) from t;
select current_transaction();
create procedure failing_open() returns varchar language javascript as $$
  snowflake.execute({sqlText:"begin"});
  snowflake.execute({sqlText:"insert into t values (2)"});
  throw "out";
$$;
call failing_open();
select count(*) from t;
-- the caller's transaction: seen inside, not ended inside
create procedure inside() returns varchar language javascript as $$
  snowflake.execute({sqlText:"insert into t values (3)"}); return 'inside';
$$;
begin;
insert into t values (4);
call inside();
rollback;
select count(*) from t;
create procedure commits() returns varchar language javascript as $$ snowflake.execute({sqlText:"commit"}); return 'committed'; $$;
create procedure rolls_back() returns varchar language javascript as $$ snowflake.execute({sqlText:"rollback"}); return 'rolled back'; $$;
begin;
insert into t values (5);
call commits();
call rolls_back();
rollback;
select count(*) from t;
call commits();
-- time
alter session set statement_timeout_in_seconds = 1;
create procedure forever() returns varchar language javascript as $$ while (true) {} $$;
call forever();
alter session unset statement_timeout_in_seconds;
-- depth
create procedure down(n float) returns varchar language javascript as $$
  if (N <= 0) return "0:";
  var rs = snowflake.execute({sqlText: "call down(?)", binds: [N - 1]});
  rs.next();
  return N + ":" + rs.getColumnValue(1);
$$;
call down(4);
call down(20);
-- rights: an owner's body has its own schema and sees no variables; a caller's has the session's
create table whose(w varchar);
insert into whose values ('public');
create procedure owners() returns varchar language javascript as $$
  var rs = snowflake.execute({sqlText: "select w, current_schema() from whose"}); rs.next(); return rs.getColumnValue(1) + " " + rs.getColumnValue(2);
$$;
create procedure callers() returns varchar language javascript execute as caller as $$
  var rs = snowflake.execute({sqlText: "select w, current_schema() from whose"}); rs.next(); return rs.getColumnValue(1) + " " + rs.getColumnValue(2);
$$;
create procedure variable() returns varchar language javascript as $$
  try { var rs = snowflake.execute({sqlText: "select $v"}); rs.next(); return rs.getColumnValue(1); } catch (e) { return e.message; }
$$;
create procedure variable_of_caller() returns varchar language javascript execute as caller as $$
  var rs = snowflake.execute({sqlText: "select $v"}); rs.next(); snowflake.execute({sqlText: "set v = 'changed'"}); return rs.getColumnValue(1);
$$;
create procedure uses() returns varchar language javascript as $$
  var out = [];
  for (var q of ["use schema d.s", "alter session set query_tag = 'x'", "set v = 1", "unset v", "use role public"])
    try { snowflake.execute({sqlText: q}); out.push("ok"); } catch (e) { out.push(e.message); }
  return out.join("\n");
$$;
create schema s;
create table whose(w varchar);
insert into whose values ('s');
call d.public.owners();
call d.public.callers();
set v = 'mine';
call d.public.variable();
call d.public.variable_of_caller();
select $v;
call d.public.uses();
select current_schema(), current_role(), $v;
