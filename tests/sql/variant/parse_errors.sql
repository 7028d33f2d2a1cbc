-- What is wrong with a text that is no JSON, and where: behind what was read, which begins at 1.
select parse_json('x');
select parse_json('{"a":1,"a":2}');
select parse_json('[{"b":1},{"a":{"x":1,"y":2,"x":3}}]');
select parse_json('{"a":1');
select parse_json('{"a" 1}');
select parse_json('{"a":');
select parse_json('{a:1}');
select parse_json('{"a":1 "b":2}');
select parse_json('[1, 2');
select parse_json('[1 2]');
select parse_json('[1,]');
select parse_json('"abc');
select parse_json('"a\\q"');
select parse_json('{"a":\n  tru}');
select parse_json('1 2');
select parse_json('{}}');
select parse_json('}');
select parse_json('-');
select try_parse_json('{"a":1,"a":2}') a, try_parse_json('[1') b, try_parse_json('{"b":[1,{"a":"x"}],"a":null}')::varchar c, parse_json('') d, parse_json('  {"a" : 1 } ')::varchar e;
select check_json('{"a":1,"a":2}'), check_json('[1, 2'), check_json('[1]');
-- an object has a key once
select object_construct('a', 1, 'b', 2, 'a', 3);
select {'a': 1, 'a': 2};
select object_agg(k, v) from values ('x', 1), ('x', 2) t(k, v);
select object_construct('b', 1, 'a', null), {'b': 1, 'a': null}::varchar;
