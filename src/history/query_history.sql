-- QUERY_HISTORY over `statements`: those that the table has, and those that are not written yet. ORDER BY follows.
SELECT
    query_id       AS "QUERY_ID",
    query_text     AS "QUERY_TEXT",
    database_name  AS "DATABASE_NAME",
    schema_name    AS "SCHEMA_NAME",
    query_type     AS "QUERY_TYPE",
    session_id     AS "SESSION_ID",
    'FRESHET'      AS "USER_NAME",
    role_name      AS "ROLE_NAME",
    warehouse_name AS "WAREHOUSE_NAME",
    CASE WHEN failed THEN 'FAILED_WITH_ERROR' ELSE 'SUCCESS' END AS "EXECUTION_STATUS",
    error_code     AS "ERROR_CODE",
    error_message  AS "ERROR_MESSAGE",
    timezone('UTC', start_time) AS "START_TIME",
    timezone('UTC', end_time)   AS "END_TIME",
    date_diff('millisecond', start_time, end_time) AS "TOTAL_ELAPSED_TIME",
    rows_produced  AS "ROWS_PRODUCED"
FROM statements
