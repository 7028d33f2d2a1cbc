-- What freshet keeps about itself. Times are UTC.
CREATE SCHEMA IF NOT EXISTS freshet;
CREATE SCHEMA IF NOT EXISTS store;
CREATE TABLE IF NOT EXISTS freshet.objects (
    id            BIGINT NOT NULL,
    kind          VARCHAR NOT NULL,
    database_name VARCHAR NOT NULL,
    schema_name   VARCHAR NOT NULL,
    name          VARCHAR NOT NULL,
    owner         VARCHAR NOT NULL,
    comment       VARCHAR NOT NULL,
    created_on    TIMESTAMP NOT NULL,
    dropped_on    TIMESTAMP,
    session       BIGINT NOT NULL,
    definition    JSON NOT NULL
);
-- The largest id that any object was ever given: none is given twice, whatever rows go. One row.
CREATE TABLE IF NOT EXISTS freshet.last_id (
    id BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS freshet.grants (
    created_on   TIMESTAMP NOT NULL,
    privilege    VARCHAR NOT NULL,
    granted_on   VARCHAR NOT NULL,
    name         VARCHAR NOT NULL,
    granted_to   VARCHAR NOT NULL,
    grantee_name VARCHAR NOT NULL,
    grant_option BOOLEAN NOT NULL,
    granted_by   VARCHAR NOT NULL
);
