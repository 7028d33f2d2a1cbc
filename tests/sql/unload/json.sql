-- JSON: one semi-structured column, one document in a line.
create database d; create schema d.s; use schema d.s;
create stage st; create file format js type = json; create file format js_plain type = json compression = none;
create file format lines type = csv field_delimiter = none escape_unenclosed_field = none null_if = ();
create table t (n int, v variant, o object, a array);
insert into t select 1, parse_json('{"b": 1, "a": [true, null, 1.50], "s": "two\\nlines \\u20ac \\"x\\""}'), object_construct('k', 1), array_construct(1, 2);
insert into t select 2, parse_json('"text"'), object_construct(), array_construct();
insert into t select 3, parse_json('null'), null, null;
insert into t (n) values (4);
copy into @st/all from t file_format = js;
copy into @st/number from (select n from t) file_format = js;
copy into @st/text from (select '{"a": 1}' from t) file_format = js;
copy into @st/none from (select v from t where n > 9) file_format = js;
copy into @st/none from (select n from t where n > 9) file_format = js;
copy into @st/v from (select v from t order by n) file_format = js_plain detailed_output = true;
select $1 from @st/v (file_format => 'lines');
copy into @st/zipped from (select v from t order by n) file_format = (type = json) header = true;
copy into @st/o from (select o from t where n < 3 order by n) file_format = js_plain;
copy into @st/a from (select a from t where n < 3 order by n) file_format = (type = json compression = none file_extension = 'ndjson');
select metadata$filename, $1 from @st/o (file_format => 'lines');
select metadata$filename, $1 from @st/a (file_format => 'lines', pattern => '.*ndjson');
copy into @st/p from (select object_construct(*) as o from t) partition by (o:N::varchar) file_format = js_plain;
select regexp_replace(metadata$filename, '[0-9a-f]{8}-[0-9a-f-]{27}', '<id>'), $1 from @st/p/ (file_format => 'lines') order by 1;
copy into @st/split/ from (select v from t order by n) file_format = js_plain max_file_size = 15 detailed_output = true;
copy into @st/x from t file_format = (type = json field_delimiter = ';');
-- and back
create table back (v variant);
copy into back from @st/v file_format = js;
select count(*) from (select v from t where v is not null minus select v from back);
