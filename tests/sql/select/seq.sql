-- SEQ4 and its kin stand wherever a value does when the rows are a GENERATOR's.
create database d;
select seq4() as s, count(*) from table(generator(rowcount => 3)) group by 1 order by 1;
select seq4() % 2 as s, count(*) from table(generator(rowcount => 5)) group by s order by s;
select count(*) from table(generator(rowcount => 5)) group by seq8() % 2 order by 1;
select row_number() over (order by seq4() desc) as n, seq4() as s from table(generator(rowcount => 3)) order by n;
select max(seq4()), sum(seq2()), count(seq1()) from table(generator(rowcount => 4));
select seq4() as s from table(generator(rowcount => 5)) where s > 2 order by s;
select seq4() as s from table(generator(rowcount => 5)) as g where seq4() > 2 order by s;
select seq4() as s from table(generator(rowcount => 5)) qualify row_number() over (order by s desc) = 1;
select s + 1 as t from (select seq4() as s from table(generator(rowcount => 3))) where s > 0 order by t;
create table x as select seq8() as id from table(generator(rowcount => 3));
select count(*), min(s), max(s) from (select seq4() as s from x);
select max(seq4()) from x;
select id from x where seq4() = 1;
select count(*) from x group by seq4();
select row_number() over (order by seq4()) from x;
select seq4() as s, count(*) from x group by 1;
select sum(row_number() over (order by id)) from x;
