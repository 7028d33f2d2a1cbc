-- Only the format that is the default is written.
alter session set geography_output_format = 'WKT';
alter session set geography_output_format = 'geojson';
show parameters like 'geography%';
