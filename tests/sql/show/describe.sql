-- DESCRIBE of every kind.
create database tools;
-- what a statement answers, as text: times read <time> and ids <id>, as they differ from run to run
create procedure shown(query varchar) returns varchar language javascript execute as caller as $$
  var rs = snowflake.execute({sqlText: QUERY}), lines = [], n = rs.getColumnCount(), names = [];
  for (var i = 1; i <= n; i++) names.push(rs.getColumnName(i));
  lines.push(names.join("|"));
  while (rs.next()) {
    var cells = [];
    for (i = 1; i <= n; i++) {
      var v = rs.getColumnValueAsString(i);
      if (v === null || v === undefined) cells.push("NULL");
      else if (rs.getColumnSqlType(i).startsWith("TIMESTAMP_LTZ")) cells.push("<time>");
      else if (names[i - 1] == "id" || names[i - 1] == "uuid" || names[i - 1] == "session_id") cells.push("<id>");
      else cells.push(v);
    }
    lines.push(cells.join("|"));
  }
  return lines.join("\n");
$$;
create database d comment = 'd';
create table t(id int autoincrement start 5 increment 2, name varchar(20) not null default 'n' comment 'who', pk int primary key, u int unique);
create view v as select id, name, 1.5 as x, 'text' as y from t;
desc table t;
describe table t;
desc view v;
create sequence sq start 3 increment 2;
call tools.public.shown('desc sequence sq');
create file format f type = csv skip_header = 1;
desc file format f;
create stage st url = 's3://files/' file_format = f;
desc stage st;
create pipe p auto_ingest = true as copy into t(name) from @st file_format = (format_name = f);
call tools.public.shown('desc pipe p');
create stream s on table t;
call tools.public.shown('desc stream s');
create task tk schedule = '5 minutes' as select 1;
call tools.public.shown('desc task tk');
create procedure one(a float, b varchar) returns varchar not null language javascript strict execute as caller as 'return B';
desc procedure one(float, varchar);
desc procedure one(float, string);
desc procedure one(number, varchar);
desc procedure one();
call tools.public.shown('desc schema d.public');
call tools.public.shown('desc database d');
create warehouse w;
call tools.public.shown('desc warehouse w');
desc t;
desc storage integration i;
desc user u;
desc result last_query_id();
