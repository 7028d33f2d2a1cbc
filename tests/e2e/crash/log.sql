-- Beside the customer pipeline: each row of each file, kept by way of a second stream. What is consumed twice stands here twice.
use schema scd_demo.scd2;

create or replace table customer_log (customer_id number, email varchar, updated_at timestamp_ntz);

create or replace stream customer_raw_rows on table customer_raw append_only = true;

create or replace task log_customers_task
    warehouse = compute_wh
    schedule = '1 minute'
    when system$stream_has_data('customer_raw_rows')
as
    insert into customer_log select customer_id, email, updated_at from customer_raw_rows where metadata$action = 'INSERT';

alter task log_customers_task resume;
