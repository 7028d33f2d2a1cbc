-- What was loaded from which file. Times are UTC.

-- Which files COPY has loaded into a table: path names the file wherever it is seen from.
CREATE TABLE IF NOT EXISTS freshet.loaded_files (
    table_id  BIGINT NOT NULL,
    path      VARCHAR NOT NULL,
    size      BIGINT NOT NULL,
    md5       VARCHAR NOT NULL,
    modified  BIGINT NOT NULL,
    loaded_on TIMESTAMPTZ NOT NULL
);
-- Which files a pipe has seen: 'loaded', whatever came of it; 'present' when it was there before the pipe;
-- 'queued' by REFRESH; 'forgotten' long after it was loaded.
CREATE TABLE IF NOT EXISTS freshet.pipe_files (
    pipe_id  BIGINT NOT NULL,
    path     VARCHAR NOT NULL,
    state    VARCHAR NOT NULL,
    modified BIGINT NOT NULL,
    seen_on  TIMESTAMPTZ NOT NULL
);
-- One row for each file that put rows into a table: they were given the _rid from first_row on, row_count of them.
CREATE TABLE IF NOT EXISTS freshet.table_files (
    table_id       BIGINT NOT NULL,
    version        BIGINT NOT NULL,
    first_row      BIGINT NOT NULL,
    row_count      BIGINT NOT NULL,
    loaded_on      TIMESTAMPTZ NOT NULL,
    file_name      VARCHAR NOT NULL,
    stage_location VARCHAR NOT NULL,
    content_hash   VARCHAR,
    file_size      BIGINT NOT NULL,
    loaded_by      VARCHAR NOT NULL,
    query_id       VARCHAR
);
-- One row for each load of a file, by COPY or by a pipe.
CREATE TABLE IF NOT EXISTS freshet.load_history (
    loaded_on        TIMESTAMPTZ NOT NULL,
    query_id         VARCHAR,
    table_id         BIGINT NOT NULL,
    table_database   VARCHAR NOT NULL,
    table_schema     VARCHAR NOT NULL,
    table_name       VARCHAR NOT NULL,
    pipe_id          BIGINT,
    pipe_database    VARCHAR,
    pipe_schema      VARCHAR,
    pipe_name        VARCHAR,
    received_on      TIMESTAMPTZ,
    file_name        VARCHAR NOT NULL,
    stage_location   VARCHAR NOT NULL,
    file_size        BIGINT NOT NULL,
    status           VARCHAR NOT NULL,
    row_parsed       BIGINT NOT NULL,
    row_count        BIGINT NOT NULL,
    error_count      BIGINT NOT NULL,
    error_limit      BIGINT NOT NULL,
    first_error      VARCHAR,
    first_line       BIGINT,
    first_character  BIGINT,
    first_column     VARCHAR,
    warning          VARCHAR
);
-- In a database that is older than the column.
ALTER TABLE freshet.load_history ADD COLUMN IF NOT EXISTS warning VARCHAR;
-- What a pipe found wrong in a file, for VALIDATE_PIPE_LOAD. An appender writes it, hence the microseconds.
CREATE TABLE IF NOT EXISTS freshet.load_errors (
    loaded_us      BIGINT NOT NULL,
    pipe_id        BIGINT NOT NULL,
    error          VARCHAR,
    file_name      VARCHAR NOT NULL,
    line           BIGINT,
    character      BIGINT,
    byte_offset    BIGINT,
    category       VARCHAR,
    code           BIGINT,
    sql_state      VARCHAR,
    column_name    VARCHAR,
    row_number     BIGINT,
    row_start_line BIGINT,
    rejected       VARCHAR
);
