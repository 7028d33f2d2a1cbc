-- COPY_HISTORY. Conditions follow.
SELECT
    file_name       AS "FILE_NAME",
    stage_location  AS "STAGE_LOCATION",
    loaded_on       AS "LAST_LOAD_TIME",
    row_count       AS "ROW_COUNT",
    row_parsed      AS "ROW_PARSED",
    file_size       AS "FILE_SIZE",
    first_error     AS "FIRST_ERROR_MESSAGE",
    first_line      AS "FIRST_ERROR_LINE_NUMBER",
    first_character AS "FIRST_ERROR_CHARACTER_POS",
    first_column    AS "FIRST_ERROR_COLUMN_NAME",
    error_count     AS "ERROR_COUNT",
    error_limit     AS "ERROR_LIMIT",
    status          AS "STATUS",
    table_database  AS "TABLE_CATALOG_NAME",
    table_schema    AS "TABLE_SCHEMA_NAME",
    table_name      AS "TABLE_NAME",
    pipe_database   AS "PIPE_CATALOG_NAME",
    pipe_schema     AS "PIPE_SCHEMA_NAME",
    pipe_name       AS "PIPE_NAME",
    received_on     AS "PIPE_RECEIVED_TIME",
    file_size       AS "BYTES_BILLED",
    warning         AS "WARNING"
FROM freshet.load_history
WHERE true
