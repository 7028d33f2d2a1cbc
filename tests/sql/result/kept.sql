-- A session keeps the results of its last 16 statements, 64 MB in all.
select 'first' as v;
set a = 1; set a = 1; set a = 1; set a = 1; set a = 1; set a = 1; set a = 1; set a = 1;
set a = 1; set a = 1; set a = 1; set a = 1; set a = 1; set a = 1; set a = 1;
select * from table(result_scan(1));            -- the 16th before this one: first
select * from table(result_scan(1));            -- an error

-- What does not fit beside the results after it is dropped; what fits stays. Each result is asked for once.
create database d;
create procedure results(sizes varchar) returns string language javascript execute as caller as $$
    var ids = SIZES.split(' ').map(megabytes => snowflake.execute({
        sqlText: `select repeat('x', 1000000) as v from table(generator(rowcount => ${megabytes}))`}).getQueryId());
    return ids.map(id => {
        try {
            var r = snowflake.execute({sqlText: 'select count(*), max(length(v)) from table(result_scan(?))', binds: [id]});
            r.next();
            return r.getColumnValue(1) + ' of ' + r.getColumnValue(2);
        } catch (e) {
            return e.message;
        }
    }).join('\n');
$$;
call results('60');
call results('70');
call results('1 70 2');                         -- the second alone is too large
call results('30 30 30');                       -- the first is too large for what the others leave
