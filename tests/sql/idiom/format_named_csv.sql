-- A file format named CSV; a double-quoted delimiter; some options with commas between them and some without.
CREATE DATABASE IF NOT EXISTS SHOP;
CREATE SCHEMA IF NOT EXISTS SCD;
USE SCHEMA SCD;
CREATE OR REPLACE FILE FORMAT SHOP.SCD.CSV
TYPE = CSV,
FIELD_DELIMITER = ","
SKIP_HEADER = 1;
create or replace stage SHOP.SCD.ext_stage url = 's3://files/' credentials = (aws_key_id='' aws_secret_key='');
create table client(client_id number, town varchar, note varchar);
create or replace pipe client_pipe auto_ingest = true as
copy into client from @ext_stage file_format = CSV;
copy into client from @ext_stage file_format = CSV;
select * from client order by client_id;
copy into client from @ext_stage file_format = (format_name = CSV) force = true;
copy into client from @ext_stage file_format = 'CSV' force = true;
copy into client from @ext_stage file_format = (type = csv field_delimiter = "," skip_header = 1) force = true;
select count(*) from client;
