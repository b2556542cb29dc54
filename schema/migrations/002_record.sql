-- The record: forums, and for each one all its events in one total order.

-- The end of each forum's record. Whoever writes events holds this row through the commit, so positions have no gaps.
CREATE TABLE forum_head (
    forum text COLLATE "C" PRIMARY KEY,
    next_position bigint NOT NULL DEFAULT 0 CHECK (next_position >= 0)
);

-- A forum: what routing needs, and the end of its registry's stream. Whoever decides by the registry locks this row.
CREATE TABLE forum (
    forum text COLLATE "C" PRIMARY KEY REFERENCES forum_head,
    ref_prefix text COLLATE "C" NOT NULL UNIQUE,
    registry_version bigint NOT NULL,
    registry_digest bytea NOT NULL
);

-- The number last given out in each year.
CREATE TABLE ref_counter (
    forum text COLLATE "C" NOT NULL REFERENCES forum_head,
    year integer NOT NULL CHECK (year BETWEEN 1 AND 9999),
    last_number integer NOT NULL CHECK (last_number > 0),
    PRIMARY KEY (forum, year)
);

CREATE TABLE event (
    forum text COLLATE "C" NOT NULL,
    -- The leaf index in the forum's record.
    position bigint NOT NULL CHECK (position >= 0),
    -- The ref of a proposal, or 'registry'.
    stream text COLLATE "C" NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    kind text COLLATE "C" NOT NULL,
    from_state text COLLATE "C",
    to_state text COLLATE "C",
    -- What the proposal follows after the event; NULL in a registry.
    lifecycle bytea,
    recorded_at timestamptz NOT NULL,
    account text COLLATE "C" NOT NULL,
    -- Canonical JSON. Everything else in the row is derived from it.
    bytes bytea NOT NULL,
    digest bytea NOT NULL,
    leaf_hash bytea NOT NULL,
    PRIMARY KEY (forum, position),
    CONSTRAINT event_version UNIQUE (forum, stream, version),
    CONSTRAINT event_digest CHECK (digest = sha256(bytes)),
    CONSTRAINT event_leaf_hash CHECK (leaf_hash = sha256('\x00'::bytea || bytes)),
    CONSTRAINT event_stream CHECK (
        stream = 'registry' OR stream ~ '^[A-Z0-9]{1,16}-[0-9]{4}-([0-9]{4}|[1-9][0-9]{4,8})$'),
    CONSTRAINT event_kind CHECK (kind = ANY (
        CASE stream
            WHEN 'registry' THEN ARRAY[
                'forum-opened', 'forum-changed', 'partner-admitted', 'partner-changed', 'partner-left',
                'meeting-scheduled', 'meeting-changed', 'meeting-held', 'lifecycle-loaded', 'account-opened',
                'appointment-made', 'appointment-ended', 'token-issued', 'token-revoked', 'list-drawn',
                'list-submitted', 'contact-set', 'contact-ended', 'contacts-circulated', 'key-registered',
                'key-ended']
            ELSE ARRAY[
                'drafted', 'archived', 'revised', 'revision-contested', 'moved', 'acknowledged', 'position-taken',
                'position-retracted', 'position-contested', 'tacit-recorded', 'deadline-moved', 'deadline-passed',
                'fact-recorded', 'noted', 'invitation-proposed', 'invitation-position', 'invitation-decided', 'migrated']
        END))
);

CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Which lifecycles a forum's registry has loaded: filled from its events.
CREATE TABLE forum_lifecycle (
    forum text COLLATE "C" NOT NULL,
    lifecycle bytea NOT NULL REFERENCES lifecycle,
    PRIMARY KEY (forum, lifecycle)
);

CREATE TRIGGER forum_lifecycle_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON forum_lifecycle
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
