-- What bodies of tasks are, and how schedules are written.
create database d;
create table t(a int);
create task b1 schedule = '1 minute' as merge into t using (select 1 as a) s on t.a = s.a when not matched then insert values (s.a);
create task b2 schedule = '1 MINUTES' as call p();
create task b3 schedule = '60 MINUTE' as insert into t select 1;
create task b4 schedule = '1440 MINUTE' as begin insert into t values (1); insert into t values (2); end;
create task b5 schedule = '10 M' as copy into t from @s;
create task b6 schedule = '1 HOUR' as select current_timestamp;
create task b7 schedule = 'USING CRON 0 0 * * 5L UTC' as insert overwrite into t select 1;
create task b8 schedule = 'USING CRON 0 0 * * SUN UTC' as truncate t;
create task b9 schedule = '5 MINUTE' as remove @%t;
create task b10 schedule = '5 MINUTE' as alter dynamic table x refresh;
create task b11 schedule = '5 MINUTE' as execute immediate $$ begin select 1; end; $$;
create task b12 schedule = '5 MINUTE' as declare x int; begin x := 1; return x; end;
create task b13
  warehouse = compute_wh
  schedule = '5 minute'
when
  system$stream_has_data('S')
as
  insert into t(a) select a from s;
select count(*) from t;
