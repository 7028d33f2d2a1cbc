-- Many source rows at a large table.
create database d; use schema d.public;
create table t (id number, v varchar, n number);
insert into t select seq8() * 2, 'v' || mod(seq8(), 100), 0 from table(generator(rowcount => 250000));
create stream st on table t;
create table src (id number, v varchar);
insert into src select seq8(), 'v' || mod(floor(seq8() / 2), 100) || case when mod(seq8(), 10) = 0 then '*' else '' end
    from table(generator(rowcount => 40000));
-- expected: 20000 odd ids inserted; of the 20000 even ones the 4000 that end in 0 changed
merge into t using src on t.id = src.id
    when matched and t.v <> src.v then update set v = src.v, n = 1
    when not matched then insert values (src.id, src.v, 2);
select n, count(*), min(id), max(id) from t group by n order by n;
select metadata$action, metadata$isupdate, count(*) from st group by all order by 1, 2;
-- again: nothing to do
merge into t using src on t.id = src.id
    when matched and t.v <> src.v then update set v = src.v, n = 1
    when not matched then insert values (src.id, src.v, 2);
-- the same rows deleted; expected: 40000
merge into t using src on t.id = src.id when matched then delete;
select count(*) from t;
select metadata$action, metadata$isupdate, count(*) from st group by all order by 1, 2;
