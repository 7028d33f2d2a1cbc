-- Comments of all three kinds, one glued to the semicolon; TRUNCATE without TABLE; a last statement without ;.
create database d; // the database
create task t schedule = '60 MINUTE' as select 1;
alter task t resume;--resume --suspend
alter task t suspend; --resume
alter /* the task */ task t resume;
show tasks like 'none'; // nothing
create table x(a int); -- a table 😀
insert into x values (1); /* two
lines; with a semicolon */ select a -- comment ; here
  // and here
  from x; ;;
truncate x;
truncate table x;
truncate table if exists y;
select 'a -- b', 'a // b', '/* a */', $$ -- $$;
select count(*) from x
