-- INFER_SCHEMA, USING TEMPLATE and schema evolution of Parquet and JSON files.
create database d; create stage st url = 's3://files/';
create file format pq type = parquet; create file format lt type = parquet use_logical_type = true binary_as_text = false; create file format js type = json;
select * from table(infer_schema(location => '@st/p/', file_format => 'pq')) order by order_id;
select column_name, type from table(infer_schema(location => '@st/p/', file_format => 'lt')) where type <> 'TEXT' order by order_id;
select * from table(infer_schema(location => '@st/required.parquet', file_format => 'pq')) order by order_id;
select column_name, nullable from table(infer_schema(location => '@st/', file_format => 'pq', files => ('required.parquet', 'p/b.parquet'))) order by order_id;
select * from table(infer_schema(location => '@st/j/', file_format => 'js')) order by order_id;
select column_name, expression, filenames from table(infer_schema(location => '@st/j/', file_format => 'js', ignore_case => true)) where filenames like '%,%';
select count(*) from table(infer_schema(location => '@st/j/', file_format => 'js', max_records_per_file => 1, max_file_count => 1));
select * from table(infer_schema(location => '@st/bad/', file_format => 'pq'));
select * from table(infer_schema(location => '@st/j/', file_format => 'pq'));
create procedure columns(t varchar) returns varchar language javascript as $$
  // name, type, null? and what the last evolution was
  var rows = snowflake.execute({sqlText: 'desc table ' + T}), out = [];
  while (rows.next()) {
    var e = rows.getColumnCount() > 12 && rows.getColumnValue(13) ? JSON.parse(rows.getColumnValue(13)) : null;
    out.push([rows.getColumnValue(1), rows.getColumnValue(2), rows.getColumnValue(4)].join(' ') +
      (e ? ' ' + [e.evolutionType, e.evolutionMode, e.fileName, typeof e.queryId].join(' ') : ''));
  }
  var shown = snowflake.execute({sqlText: "show tables like '" + T + "'"});
  shown.next();
  return shown.getColumnValue('enable_schema_evolution') + ': ' + out.join(', ');
$$;
-- a template
create table p using template (select array_agg(object_construct(*)) within group (order by order_id) from table(infer_schema(location => '@st/p/', file_format => 'lt')));
call columns('P');
copy into p from @st/p/ file_format = lt match_by_column_name = case_sensitive;
select * from p order by "id";
create table j using template (select array_agg(object_construct(*)) from table(infer_schema(location => '@st/j/a.json', file_format => 'js', ignore_case => true)));
copy into j from @st/j/a.json file_format = js match_by_column_name = case_insensitive;
select id, name, amount, big, ok, day, at, list, obj, mixed, code, "ODD NAME" from j order by id;
-- evolution
create table e (id number(38,0) not null, name varchar not null) enable_schema_evolution = true;
copy into e from @st/p/b.parquet file_format = lt match_by_column_name = case_insensitive;
copy into e from @st/p/a.parquet file_format = lt match_by_column_name = case_insensitive;
select * from e order by id;
create table ej (id int not null, name varchar not null, file varchar) enable_schema_evolution = true;
copy into ej from @st/j/ file_format = js match_by_column_name = case_insensitive on_error = continue include_metadata = (file = metadata$filename);
select * from ej order by id;
copy into e from @st/bad/ file_format = lt match_by_column_name = case_insensitive on_error = continue;
call columns('E');
call columns('EJ');
