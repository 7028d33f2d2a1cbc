-- createStatement, execute, ResultSet, binds, counters.
create database d;
create table src(id int, name varchar, n int);
create table dst(id int, name varchar);
insert into src values (1, 'a', 5), (2, 'b', 9);
create or replace procedure row_count(t string) returns float not null language javascript as $$
  var s = snowflake.createStatement({sqlText: "select count(*) from " + T});
  var r = s.execute(); r.next(); return r.getColumnValue(1);
$$;
call row_count('src');
call row_count('nowhere');
create or replace procedure copy_big(MIN_N float) returns varchar language javascript as $$
  var out = [];
  var rs = snowflake.execute({sqlText: `select id, name from src where n >= ? order by id`, binds: [MIN_N]});
  while (rs.next()) { out.push(rs.getColumnValue(1) + "=" + rs.NAME); }
  var st = snowflake.createStatement({sqlText: "insert into dst select id, name from src where n >= :1", binds: [MIN_N]});
  st.execute();
  return out.join(",") + " inserted " + st.getNumRowsInserted();
$$;
call copy_big(6);
select * from dst;
create or replace procedure counts() returns varchar language javascript as $$
  var out = [];
  function run(q) { var s = snowflake.createStatement({sqlText: q}); var rs = s.execute(); rs.next();
    out.push([s.getRowCount(), s.getNumRowsAffected(), s.getNumRowsInserted(), s.getNumRowsUpdated(), s.getNumRowsDeleted(), s.getColumnCount(), s.getColumnName(1), rs.getColumnValue(1)].join(",")); }
  run("select id, name from src order by id;");
  run("insert into dst values (3, 'c'), (4, 'd')");
  run("update dst set name = 'x' where id > 2");
  run("delete from dst where id = 4");
  run("merge into dst using src on dst.id = src.id when matched then update set name = src.name when not matched then insert values (src.id, src.name)");
  run("create table made(a int)");
  run("truncate table made");
  return out.join("\n");
$$;
call counts();
select * from dst order by id;
create or replace procedure types() returns varchar language javascript as $$
  var s = snowflake.createStatement({sqlText: "select 1 as i, 1.50::number(10,2) as n, 1.5::float as f, 'x' as v, true as b, null as nul, '2024-02-29'::date as d, '2024-02-29 10:11:12'::timestamp_ntz as t, parse_json('{\"a\":1}') as j"});
  var rs = s.execute(), out = []; rs.next();
  for (var i = 1; i <= s.getColumnCount(); i++)
    out.push([s.getColumnName(i), s.getColumnType(i), s.getColumnSqlType(i), s.getColumnScale(i), typeof rs.getColumnValue(i), rs.getColumnValueAsString(i), s.isColumnNumber(i), s.isColumnText(i)].join(" "));
  out.push(rs.getColumnValue("F") + rs.I, rs.next());
  return out.join("\n");
$$;
call types();
create or replace procedure binds() returns varchar language javascript as $$
  var rs = snowflake.execute({sqlText: "select ?, ?, ?, ?, ?", binds: [1, "it's", true, null, new Date(Date.UTC(2024, 1, 29))]});
  rs.next();
  var out = [1, 2, 3, 4].map(i => String(rs.getColumnValue(i)));
  try { snowflake.execute({sqlText: "select ?", binds: [undefined]}); out.push("bound"); } catch (e) { out.push(e.message); }
  try { snowflake.execute({sqlText: "select ?", binds: [{a: 1}]}); out.push("bound"); } catch (e) { out.push(e.message); }
  try { snowflake.execute({sqlText: "select ?, ?", binds: [1]}); out.push("bound"); } catch (e) { out.push(e.message); }
  try { snowflake.createStatement({sqlText: "select 1"}).getRowCount(); } catch (e) { out.push(e.message); }
  try { snowflake.execute({sqlText: "select 1"}).getColumnValue(1); out.push("read"); } catch (e) { out.push(e.message); }
  return out.join("\n");
$$;
call binds();
-- the shape of the pipelines: two statements that end with ;, their texts as the result
create table customer_raw(customer_id number, first_name varchar);
create table customer(customer_id number, first_name varchar, update_timestamp timestamp_ntz default current_timestamp());
insert into customer_raw values (1, 'Ann'), (2, 'Bo');
insert into customer values (1, 'Anna', '2020-01-01');
create or replace procedure pdr_scd_demo() returns string not null language javascript as $$
  var cmd = `merge into customer c using customer_raw cr on c.customer_id = cr.customer_id
     when matched and c.customer_id <> cr.customer_id or c.first_name <> cr.first_name then update set c.first_name = cr.first_name, update_timestamp = current_timestamp()
     when not matched then insert (c.customer_id, c.first_name) values (cr.customer_id, cr.first_name);`;
  var cmd1 = "truncate table customer_raw;";
  var sql = snowflake.createStatement({sqlText: cmd});  var sql1 = snowflake.createStatement({sqlText: cmd1});
  var result = sql.execute();  var result1 = sql1.execute();
  return cmd + '\n' + cmd1;
$$;
call pdr_scd_demo();
select customer_id, first_name, update_timestamp > '2024-01-01' as fresh from customer order by 1;
select count(*) from customer_raw;
-- rows that several rows of the source would have updated, as the same UPDATE says in SQL
create table goal(id int, v int);
insert into goal values (1, 0), (2, 0), (3, 0);
create table source(id int, v int);
insert into source values (1, 7), (1, 7), (2, 5);
update goal set v = s.v from source s where goal.id = s.id;
create or replace procedure duplicates() returns varchar language javascript as $$
  var s = snowflake.createStatement({sqlText: "update goal set v = s.v from source s where goal.id = s.id"});
  s.execute();
  return s.getNumRowsUpdated() + " " + s.getNumDuplicateRowsUpdated();
$$;
call duplicates();
-- LOG_LEVEL is OFF, so that nothing is logged; no other value is taken
create or replace procedure logs() returns varchar language javascript as $$
  return typeof snowflake.log("info", "x") + typeof snowflake.addEvent("e") + typeof snowflake.setSpanAttribute("k", 1);
$$;
call logs();
alter session set log_level = 'INFO';
alter session set log_level = OFF;
create task k schedule = '1 minute' log_level = 'INFO' as select 1;
create task k schedule = '1 minute' log_level = 'OFF' as select 1;
