-- The roles at the beginning of the tutorials.
USE ROLE securityadmin;
CREATE OR REPLACE ROLE taskadmin;
-- Set the active role to ACCOUNTADMIN before granting the EXECUTE TASK privilege to the new role
USE ROLE accountadmin;
GRANT EXECUTE TASK ON ACCOUNT TO ROLE taskadmin;
-- Set the active role to SECURITYADMIN to show that this role can grant a role to another role
USE ROLE securityadmin;
GRANT ROLE taskadmin TO ROLE sysadmin;
USE ROLE sysadmin;
select current_role();
create database d;
create warehouse if not exists w with warehouse_size = 'XSMALL' warehouse_type = 'STANDARD' auto_suspend = 300 auto_resume = true min_cluster_count = 1 max_cluster_count = 2 scaling_policy = 'ECONOMY' initially_suspended = true;
grant usage on warehouse w to role taskadmin;
grant all privileges on database d to role taskadmin;
grant usage on all schemas in database d to role taskadmin;
grant select on future tables in database d to role taskadmin;
use role taskadmin;
use warehouse w;
select current_role(), current_warehouse();
