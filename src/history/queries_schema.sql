CREATE TABLE IF NOT EXISTS freshet.query_history (
    query_id       VARCHAR NOT NULL,
    query_text     VARCHAR NOT NULL,
    query_type     VARCHAR NOT NULL,
    database_name  VARCHAR,
    schema_name    VARCHAR,
    role_name      VARCHAR,
    warehouse_name VARCHAR,
    session_id     BIGINT NOT NULL,
    start_time     TIMESTAMP NOT NULL,
    end_time       TIMESTAMP NOT NULL,
    failed         BOOLEAN NOT NULL,
    error_code     BIGINT,
    error_message  VARCHAR,
    rows_produced  BIGINT
);
