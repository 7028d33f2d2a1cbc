-- What must hold of the customer pipeline's tables whenever its streams are empty: how many rows break each rule.
select 'every customer has exactly one current version' as rule, count(*) as violations
from customer c
left join (
    select customer_id, count_if(is_current) as current_versions
    from customer_history
    group by customer_id
) h on h.customer_id = c.customer_id
where coalesce(h.current_versions, 0) <> 1;

select 'a deleted customer has none' as rule, count(*) as violations
from customer_history h
left join customer c on c.customer_id = h.customer_id
where h.is_current and c.customer_id is null;

select 'a version ends where the next begins, or where the customer was deleted' as rule, count(*) as violations
from (
    select customer_id, start_time, end_time, is_current,
           lead(start_time) over (partition by customer_id order by start_time) as next_start
    from customer_history
) h
left join (
    select distinct customer_id, updated_at from customer_raw where is_deleted
) d on d.customer_id = h.customer_id and d.updated_at = h.end_time
where h.start_time >= h.end_time
   or h.next_start < h.end_time
   or (h.next_start > h.end_time and d.customer_id is null)
   or h.is_current <> (h.end_time = '9999-12-31'::timestamp_ntz);

select 'the current versions are the rows of customer' as rule, count(*) as violations
from (
    (select customer_id, first_name, last_name, email, street, city, state, country, updated_at from customer
     minus
     select customer_id, first_name, last_name, email, street, city, state, country, start_time
     from customer_history where is_current)
    union all
    (select customer_id, first_name, last_name, email, street, city, state, country, start_time
     from customer_history where is_current
     minus
     select customer_id, first_name, last_name, email, street, city, state, country, updated_at from customer)
) differences;
