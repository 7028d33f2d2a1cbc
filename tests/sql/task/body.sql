-- A body is a statement that freshet can parse; what it names need not be there before it runs.
create database d;
create table t (a int);
create task late schedule = '1 minute' as insert into nowhere select * from nothing;
create task called schedule = '1 minute' as call nobody('x');
create task wrong schedule = '1 minute' as selec 1;
create task wrong schedule = '1 minute' as
  insert into t
    select 1 from;
create task wrong schedule = '1 minute' as select 1 2 3;
create task wrong schedule = '1 minute' as;
create task wrong schedule = '1 minute' as begin insert into t values (1); end;
create task wrong schedule = '1 minute' as declare x int; begin x := 1; return x; end;
create task wrong schedule = '1 minute' as execute immediate 'select 1';
create task wrong schedule = '1 minute' as explain using text select 1;
create or replace task late schedule = '1 minute' as selec 1;
alter task late modify as selec 2;
alter task late modify as begin select 1; end;
alter task late modify as select 2;
