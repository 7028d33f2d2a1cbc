-- The JavaScript that scripts use: templates over many lines, createStatement or execute, texts that end with ;.
create database shop;
create table a(n int);
create or replace procedure fill()
returns string not null
language javascript
as
    $$
        var cmd = `
            insert into a
            values (1),
                   (2);
        `
        var cmd1 = "insert into a select max(n) + 1 from a;";
        var sql = snowflake.createStatement({sqlText: cmd});
        var sql1 = snowflake.createStatement({sqlText: cmd1});
        var result = sql.execute();
        var result1 = sql1.execute();
        return cmd+'\n'+cmd1;
    $$;
call fill();
select * from a order by n;
create or replace procedure fill2() returns string language javascript strict execute as owner as
$$
  try {
    snowflake.execute ({sqlText: 'truncate table a;'});
    snowflake.execute ({sqlText: "insert into a values (7)"});
    return "Succeeded.";
  }
  catch (err) { return "Failed: " + err; }
$$
;
call fill2();
select * from a;
create or replace procedure fails() returns string language javascript as
$$ try { snowflake.execute({sqlText: "insert into b values (7)"}); return "Succeeded."; } catch (err) { return "Failed: " + err; } $$;
call fails();
