-- What is kept of the metrics of clusters. Rows of a cluster outlive it: only rollup_progress refers to one.
CREATE TABLE rollup_series (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cluster_id uuid NOT NULL,
    cluster text NOT NULL,
    query text NOT NULL,
    -- The namespace; empty for the whole cluster.
    part text NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (cluster_id, query, part));
CREATE INDEX ix_rollup_series_query ON rollup_series (query, cluster);

-- A partition a day.
CREATE TABLE rollup_samples (
    series_id integer NOT NULL,
    at timestamptz NOT NULL,
    value double precision NOT NULL,
    PRIMARY KEY (series_id, at)) PARTITION BY RANGE (at);

-- A partition a month. A row tells of the hour that begins at its time.
CREATE TABLE rollup_hours (
    series_id integer NOT NULL,
    at timestamptz NOT NULL,
    average double precision NOT NULL,
    least double precision NOT NULL,
    most double precision NOT NULL,
    samples smallint NOT NULL,
    PRIMARY KEY (series_id, at)) PARTITION BY RANGE (at);

-- How far each figure of a cluster is known, and why not further.
CREATE TABLE rollup_progress (
    cluster_id uuid NOT NULL REFERENCES clusters (id) ON DELETE CASCADE,
    query text NOT NULL,
    -- The last time that an answer told of; null when there was none.
    collected_to timestamptz,
    tried_at timestamptz NOT NULL,
    fault text,
    why text NOT NULL DEFAULT '',
    PRIMARY KEY (cluster_id, query));
