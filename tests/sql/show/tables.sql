-- SHOW TABLES, VIEWS, OBJECTS: columns, order, filters, scopes.
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
create table plain(a int) comment = 'a table';
insert into plain values (1), (2);
create transient table t_transient(a int) data_retention_time_in_days = 0;
create temporary table t_temporary(a int);
create table clustered(a int, b int) cluster by (a, b);
create table tracked(a int) change_tracking = true;
create table streamed(a int);
create stream st on table streamed;
create table "Mixed Case"(a int);
create view v comment = 'a view' as select a from plain;
create secure view sv as select 1 as one;
create schema s;
create table s1(a int);
use schema d.public;
call tools.public.shown('show tables');
call tools.public.shown('show views');
call tools.public.shown('show objects');
call tools.public.shown('show terse tables');
call tools.public.shown('show terse views');
call tools.public.shown('show terse objects');
-- LIKE does not look at case, STARTS WITH does
call tools.public.shown('show terse tables like ''T%''');
call tools.public.shown('show terse tables like ''%m_x%''');
call tools.public.shown('show terse tables starts with ''T''');
call tools.public.shown('show terse tables starts with ''t''');
call tools.public.shown('show terse tables limit 2');
call tools.public.shown('show terse tables limit 2 from ''PLAIN''');
call tools.public.shown('show terse tables like ''%a%'' starts with ''T'' limit 1');
call tools.public.shown('show terse tables limit 0');
-- IN
call tools.public.shown('show terse tables in schema s');
call tools.public.shown('show terse tables in s');
call tools.public.shown('show terse tables in d.s');
call tools.public.shown('show terse tables like ''s%'' in database');
call tools.public.shown('show terse tables like ''s%'' in database d');
call tools.public.shown('show terse tables like ''s1'' in account');
call tools.public.shown('show terse objects in database d limit 3');
show tables in schema nowhere;
show tables in database nowhere;
show tables in nowhere.s;
show tables history;
show terse stages;
show tables in;
show tabels;
show dynamic tables;
show primary keys;
show schemas history;
