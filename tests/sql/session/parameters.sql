-- SHOW VARIABLES, ALTER SESSION, SHOW PARAMETERS.
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
set name = 'joe';
set amount = 1.5;
set yes = true;
call shown('show variables');
call shown('show variables like ''%m%''');
unset name;
call shown('show variables');
call shown('show parameters like ''time%zone''');
alter session set timezone = 'Europe/Berlin', query_tag = 'nightly';
call shown('show parameters like ''time%zone''');
call shown('show parameters like ''query_tag'' in session');
alter session set error_on_nondeterministic_merge = FALSE statement_timeout_in_seconds = 60;
call shown('show parameters like ''%nondeterministic_merge''');
call shown('show parameters like ''statement_timeout%''');
alter session unset timezone, query_tag, error_on_nondeterministic_merge;
call shown('show parameters like ''time%zone''');
call shown('show parameters like ''%nondeterministic_merge''');
call shown('show parameters like ''no such''');
alter session set timezone = 'Mars/Olympus';
alter session set no_such_parameter = 1;
alter session unset no_such_parameter;
alter session set statement_timeout_in_seconds = 'soon';
alter session set error_on_nondeterministic_merge = maybe;
-- what would change results and is not supported is refused, its default accepted
alter session set week_start = 0;
alter session set week_start = 1;
alter session set quoted_identifiers_ignore_case = true;
alter session set autocommit = false;
alter session set timestamp_output_format = 'YYYY';
alter account set timezone = 'UTC';
-- a task's parameters
create task t schedule = '1 minute' timezone = 'UTC' error_on_nondeterministic_merge = false as select 1;
call shown('show parameters like ''%zone'' in task t');
call shown('show parameters like ''%merge'' for task t');
call shown('show parameters like ''query_tag'' in task tools.public.t');
show parameters in task nowhere;
show parameters in account;
show parameters in database tools;
