-- VARIANT, OBJECT, ARRAY, of constants and of columns.
create database d; create schema s;
create table t (id number, j variant, o object, a array);
insert into t select 1, parse_json('{"b":1,"a":[1,null,{"c":"x"}],"s":"text","n":null,"B C":true,"d":"2024-01-01 10:00:00","f":1.5}'), object_construct('k', 1), array_construct(1, 'a');
insert into t select 2, parse_json('[1,2]'), null, null; insert into t select 3, null, null, null; insert into t select 4, parse_json('"str"'), null, null;
select parse_json('{"b":1,"a":[1,null]}');
select parse_json('{"b":1,"a":[1,null]}')::varchar, to_json(parse_json('{"b":1,"a":[]}'));
-- 10 | NULL | null | FALSE | TRUE | TRUE
select parse_json('{"a":{"B":[10,null]},"n":null}') v, v:a.B[0]::int, v:a.b, v:n, v:n is null, v:n::string is null, v:x is null;
-- keys are case-sensitive, the column's name is not; a string shows its quotes until it is cast
select J:b b, j:B, j['b'], j:a[0], j:a[2].c, j:"B C", j:s, j:s::string, t.j:f::float f, j:d::timestamp_ntz ts from t where id = 1;
select j:b + 1, j:b || '', j:s = 'text', j:b = 1, j:b > 0, j:"B C" = true, j:f * 2, upper(j:s), length(j:s), j:d::date, j:b::varchar, j:a::varchar from t where id = 1;
select j:s::int from t where id = 1;
select id, j[0], j[5], array_size(j), typeof(j) from t order by id;
select id, j is null, coalesce(j, 'none'), j::varchar from t order by id;
select id from t where j:b::int = 1; select id from t where j:nothing is null order by id; select j:b as x, count(*) from t group by j:b order by x;
select object_construct('k',1,'z',null), array_construct(1,null), array_size(parse_json('[1,2]')), object_construct(), array_construct();
select object_construct_keep_null('a', null), {'x': 1, 'y': 'z'}, [1, 'a', true], object_construct('d', '2024-01-01'::date, 'n', 1.50, 'o', object_construct('i', 1));
select o:k, a[1], a[1]::varchar, array_contains(1::variant, a), array_contains('a'::variant, a), array_size(a), array_to_string(a, '-'), object_keys(j) from t where id = 1;
select array_append([1], 2), array_cat([1], [2]), get([1, 2], 1), get({'a': 5}, 'a'), get_path(parse_json('{"a":{"b":7}}'), 'a.b'), split('a,b', ',');
select try_parse_json('{x'), parse_json(''), parse_json(null), try_parse_json('1'), parse_json('null') is null, is_null_value(parse_json('null'));
select parse_json('{"a":');
select typeof(parse_json('1')), typeof(parse_json('1.5')), typeof(parse_json('"a"')), typeof(parse_json('true')), typeof(parse_json('null')), typeof(parse_json('[]')), typeof(parse_json('{}'));
select to_variant(1), to_variant('a'), 'a'::variant, 1.5::variant, true::variant, '2024-01-01'::date::variant, to_array(1), to_object(parse_json('{"a":1}'));
-- FLATTEN: arrays, objects, OUTER, PATH, MODE
select f.index, f.value:n::int n from (select parse_json('[{"n":1},{"n":2}]') j) t, lateral flatten(input=>t.j) f order by 1;
select t.id, f.value::string from (select 1 id, parse_json('["x"]') j union all select 2, parse_json('[]')) t, lateral flatten(input=>t.j, outer=>true) f order by 1;
select f.key, f.value from t, lateral flatten(input => t.j) f where t.id = 1 order by f.key;
select f.path, f.index, f.value from t, table(flatten(t.j, path => 'a')) f where t.id = 1 order by f.index;
select id, f.value from t, lateral flatten(j, outer => true) f where id in (2, 3, 4) order by id, 2;
select value::int + 1 as v from table(flatten(input => parse_json('[1,2]'))) order by v; select count(*) from table(flatten(input => parse_json('{"a":1,"b":[1]}'), mode => 'ARRAY'));
select f.value:x::int, g.value from (select parse_json('[{"x":1,"y":["p","q"]}]') j) t, lateral flatten(t.j) f, lateral flatten(f.value:y) g order by 2;
select x.this, x.seq from table(flatten([1])) x;
select * from table(flatten(input => parse_json('[1]'), recursive => true));
-- ordering and comparing
select column1 v from values (10), (9) order by 1; select v from (select parse_json(column1) v from values ('10'), ('9'), ('"a"')) order by v; select max(j:b::int), min(j:s::string) from t;
select max(j) from t;
select name:first from (select 'x' name);
select array_size('a');
