-- The least that a hand-written server would keep: where each proposal stands, and its events with the unique keys of Chancery's.

CREATE SEQUENCE event_position AS bigint;

CREATE TABLE proposal (
    forum text COLLATE "C" NOT NULL,
    ref text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    last_digest bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (forum, ref)
) WITH (fillfactor = 70);

CREATE TABLE event (
    forum text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    stream text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    kind text COLLATE "C" NOT NULL,
    from_state text COLLATE "C",
    to_state text COLLATE "C",
    recorded_at timestamptz NOT NULL,
    account text COLLATE "C" NOT NULL,
    bytes bytea NOT NULL,
    digest bytea NOT NULL,
    leaf_hash bytea NOT NULL,
    PRIMARY KEY (forum, position),
    CONSTRAINT event_version UNIQUE (forum, stream, version)
);

CREATE FUNCTION fill(proposals integer) RETURNS void LANGUAGE sql AS $$
    INSERT INTO proposal
    SELECT 'asem', 'ASEM-2026-' || n, 0, 'circulated', sha256(n::text::bytea), now() FROM generate_series(1, proposals) AS n
$$;
