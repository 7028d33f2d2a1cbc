-- The view LOAD_HISTORY of INFORMATION_SCHEMA: what COPY has loaded. Conditions follow.
SELECT
    table_schema   AS "SCHEMA_NAME",
    stage_location || file_name AS "FILE_NAME",
    table_name     AS "TABLE_NAME",
    loaded_on      AS "LAST_LOAD_TIME",
    upper(status)  AS "STATUS",
    row_count      AS "ROW_COUNT",
    row_parsed     AS "ROW_PARSED",
    first_error    AS "FIRST_ERROR_MESSAGE",
    first_line     AS "FIRST_ERROR_LINE_NUMBER",
    first_character AS "FIRST_ERROR_CHARACTER_POSITION",
    first_column   AS "FIRST_ERROR_COL_NAME",
    error_count    AS "ERROR_COUNT",
    error_limit    AS "ERROR_LIMIT"
FROM freshet.load_history
WHERE pipe_id IS NULL
