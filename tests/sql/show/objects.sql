-- SHOW COLUMNS and the SHOW of sequences, stages, formats, pipes, streams, procedures.
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
create database d;
create table t(id int autoincrement start 5 increment 2, name varchar(20) not null default 'n' comment 'who', amount number(10, 2),
    f float, b boolean, d date, ts timestamp_ntz(3), va variant, bin binary);
create view v as select id, name from t;
call tools.public.shown('show columns in table t');
call tools.public.shown('show columns in t');
call tools.public.shown('show columns like ''n%'' in table d.public.t');
call tools.public.shown('show columns in view v');
call tools.public.shown('show columns in schema d.public');
show columns in table nowhere;
create sequence sq start 3 increment 2 comment = 'odd';
call tools.public.shown('show sequences');
select sq.nextval, sq.nextval;
call tools.public.shown('show sequences');
create file format f type = csv skip_header = 1 comment = 'with a header';
call tools.public.shown('show file formats');
create stage st url = 's3://files/' file_format = f;
create stage internal;
call tools.public.shown('show stages');
create pipe p auto_ingest = true as copy into t(name) from @st file_format = (format_name = f);
call tools.public.shown('show pipes');
create stream s on table t;
create stream ap on table t append_only = true comment = 'inserts';
call tools.public.shown('show streams');
create procedure one(a float, b varchar default 'x') returns varchar not null language javascript comment = 'one' as 'return B';
create procedure one() returns float language javascript as 'return 1';
call tools.public.shown('show procedures');
call tools.public.shown('show procedures like ''on%'' in account');
