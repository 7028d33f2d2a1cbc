-- Beside the customer pipeline: each row of each file, kept for good, by way of an append-only stream.
use schema scd_demo.scd2;

create or replace table event (
     customer_id number, first_name varchar, last_name varchar, email varchar,
     street varchar, city varchar, state varchar, country varchar);

create or replace table event_log (customer_id number, email varchar);

create or replace stream event_changes on table event append_only = true;

create or replace pipe event_pipe auto_ingest = true as
  copy into event from @customer_ext_stage file_format = CSV;

create or replace task tsk_event_log
  warehouse = compute_wh
  schedule = '1 minute'
  when system$stream_has_data('event_changes')
as
  insert into event_log select customer_id, email from event_changes where metadata$action = 'INSERT';

alter task tsk_event_log resume;
