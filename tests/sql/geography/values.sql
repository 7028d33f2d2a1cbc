-- GEOGRAPHY takes WKT and GeoJSON and is shown as GeoJSON: coordinates before type, longitude before latitude.
create database d;
create table places(id int, g geography not null);
desc table places;
insert into places values (1, 'POINT(-122.35 37.55)'), (2, 'LINESTRING(-124.20 42.00, -120.01 41.99)');
insert into places select 3, '{"type": "Point", "coordinates": [8.5, 47.0], "bbox": [0, 0, 1, 1]}';
insert into places select 4, to_geography('SRID=4326;polygon((0 0, 10 0, 10 10, 0 10, 0 0), (1 1, 2 1, 2 2, 1 1))');
insert into places select 5, parse_json('{"type":"MultiPoint","coordinates":[[0,0],[1e0,-89.5]]}')::geography;
insert into places values (6, ' multipoint ( (1 2), 3 4 ) ');
insert into places values (7, 'MULTILINESTRING((0 0, 1 1), (2 2, 3 3))'), (8, 'MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))');
insert into places values (9, 'GEOMETRYCOLLECTION(POINT(1 2), GEOMETRYCOLLECTION(LINESTRING(0 0, 1 1)))');
insert into places select 10, '{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"Point","coordinates":[1,2]}}';
select id, g from places where id <= 2 order by id;
select id, g::varchar from places order by id;
select g:type::string as type, g:coordinates[0]::float from places where id = 1;
-- what is stored is compared as a value, whichever way it was written
select count(*) from places where g = to_geography('POINT(-122.350 3755e-2)');       -- 1
create table copied as select * from places;
insert into copied select * from places where id = 1;
select count(*) from copied;                                                          -- 11
update places set g = 'POINT(180 -90)' where id = 1;
select g::varchar from places where id = 1;
merge into places p using (select 2 id, 'POINT(1 1)' g union all select 20, 'POINT(2 2)') s on p.id = s.id
    when matched then update set g = s.g when not matched then insert values (s.id, s.g);
select id, g::varchar from places where id in (2, 20) order by id;

-- what is no geography
insert into places values (11, 'POINT(200 10)');
insert into places values (11, 'POINT(10 -90.5)');
insert into places values (11, 'POINT(1 2 3)');
insert into places values (11, 'POINT(1)');
insert into places values (11, 'POINT(1 2, 3 4)');
insert into places values (11, 'LINESTRING(1 2)');
insert into places values (11, 'POLYGON((0 0, 1 0, 1 1))');
insert into places values (11, 'POLYGON((0 0, 1 0, 1 1, 0 1))');
insert into places values (11, 'POINT EMPTY');
insert into places values (11, 'CIRCLE(1 2)');
insert into places values (11, 'POINT(1 2');
insert into places values (11, 'POINT(1 2) x');
insert into places values (11, 'SRID=3857;POINT(1 2)');
insert into places values (11, '');
insert into places values (11, '{"type":"Point"}');
insert into places values (11, '{"type":"Point","coordinates":[1,"2"]}');
insert into places values (11, '{"type":"Nowhere","coordinates":[1,2]}');
insert into places values (11, '{"coordinates":[1,2]}');
insert into places values (11, '{"type":"GeometryCollection"}');
insert into places values (11, '{"type":"Point","coordinates":[1,2]');
insert into places select 11, 5;
insert into places values (11, null);
select try_cast('POINT(1 2)' as geography)::varchar, try_cast('x' as geography), try_to_geography('POINT(1'), null::geography;

-- files
create table loaded(id int, g geography);
create stage s url = 's3://files/';
copy into loaded from @s file_format = (type = csv field_delimiter = '|') on_error = continue;
select id, g::varchar from loaded order by id;

-- functions on it are refused by name
select st_x(g) from places;
select st_distance(g, g) from places;
create table wrong(g geography(4326));
create table wrong(g geometry);
