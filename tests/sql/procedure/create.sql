-- CREATE PROCEDURE: clauses, overloads, what is refused.
create database d;
create procedure p() returns varchar language javascript as 'return "one"';
create procedure p() returns varchar language javascript as 'return "two"';
create or replace procedure p() returns varchar language javascript as 'return "it''s three"';
create procedure if not exists p() returns varchar language javascript as 'return "four"';
call p();
create procedure p(a float) returns varchar language javascript as $$ return "float " + A; $$;
create procedure p(a varchar) returns varchar language javascript as $$ return "varchar " + A; $$;
create procedure p(a float, b float) returns float language javascript as $$ return A + B; $$;
call p();
call p(1, 2);
call p('x');
call p(2.5);
-- clauses in any order
create or replace secure procedure q(a varchar)
  copy grants
  returns string not null
  execute as caller
  comment = 'a comment'
  language javascript
  called on null input
  volatile
as $$ return A; $$;
call q('x');
call q(null);
-- the body is looked at when it is called
create or replace procedure broken() returns varchar language javascript as $$ var a = ; $$;
call broken();
-- refused
create procedure x() returns varchar language python as 'x';
create procedure x() returns varchar language sql as 'begin return 1; end';
create procedure x() returns varchar as begin return 1; end;
create procedure x() returns table (a int) language javascript as 'return 1';
create procedure x returns varchar language javascript as 'return 1';
create procedure x() language javascript as 'return 1';
create procedure x(a) returns varchar language javascript as 'return 1';
create procedure x() returns varchar language javascript colour = 'red' as 'return 1';
create procedure x() returns varchar language javascript;
create procedure nowhere.x() returns varchar language javascript as 'return 1';
create function x() returns varchar as 'a';
-- DROP and DESC by argument types
drop procedure p;
drop procedure p(date);
drop procedure p(float);
drop procedure p(double);
drop procedure if exists p(float);
drop procedure p(varchar);
drop procedure p(float, float);
call p('x');
drop procedure p();
call p();
