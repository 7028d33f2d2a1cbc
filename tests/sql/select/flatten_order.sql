-- FLATTEN and SPLIT_TO_TABLE give the elements of each row in their order, in each form of join.
create database d;
select f.index, f.value:n::int n from (select parse_json('[{"n":1},{"n":2}]') j) t, lateral flatten(input=>t.j) f;
create table tj(k int, j variant);
insert into tj select column1, parse_json(column2) from values (1,'{"a":[10,[11,12],null,40]}'),(2,'{"a":[]}'),(3,'{"a":[7,8,9]}'),(4,'{"a":[7,8,9]}');
select k, f.index, f.value, f.path from tj, lateral flatten(input=>j:a) f;
select k, f.index, f.path from tj, lateral flatten(input=>j, path=>'a') f;
select k, f.index from tj join lateral flatten(input=>j:a) f;
select k, f.index from tj join lateral flatten(input=>j:a) f on f.index > 0;
select k, f.index from tj cross join table(flatten(input=>j:a)) f;
select k, f.index from tj left join lateral flatten(input=>j:a) f;
select k, f.index, f.value, f.path from tj, lateral flatten(input=>j:a, outer=>true) f;
select k, f.index, g.index, g.value from tj, lateral flatten(input=>j:a) f, lateral flatten(input=>f.value) g;
select f.key, f.path, f.value from (select parse_json('{"b":1,"a":{"c":null}}') j) t, lateral flatten(input=>t.j) f;
select f.key, f.path, f.index, f.this from table(flatten(parse_json('{"b":1,"a":{"c":null}}'))) f;
select f.index, f.value from table(flatten(parse_json('["x","y","z"]'))) f;
select k, f.value from (select column1 k from values (1), (2)) t, table(flatten(parse_json('["x","y"]'))) f;
select k, array_size(j:a) n, (select listagg(f.value, '-') from table(flatten(input=>tj.j:a)) f) l from tj where k in (1, 3);
select k, s.index, s.value from (select column1 k, column2 t from values (1, 'a,b,c'), (2, 'd,e,f'), (3, 'a,b,c')) x, lateral split_to_table(x.t, ',') s;
select s.index, s.value from table(split_to_table('a,b,c', ',')) s;
-- more elements than DuckDB computes at a time
create table n as select listagg(seq4(), ',') t from table(generator(rowcount => 5000));
select count(*), count_if(s.index = s.value + 1) from n, lateral split_to_table(t, ',') s;
select count_if(ahead = i + 1) from (select i, lead(i) over (order by 1) ahead from (select s.index i from n, lateral split_to_table(t, ',') s));
