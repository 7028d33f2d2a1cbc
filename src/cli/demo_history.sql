-- The history of the customer with the most versions.
select customer_id, start_time, end_time, is_current, first_name, last_name, email, city, country
from customer_history
where customer_id = (
    select customer_id from customer_history group by customer_id order by count(*) desc, customer_id limit 1)
order by start_time;
