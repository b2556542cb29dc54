-- Lifecycles: definitions as they were loaded, and the edges derived from them. Frozen once loaded.

-- Refuses whatever fires it: for tables that only grow.
CREATE FUNCTION refuse_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what was recorded stays as it is', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END $$;

CREATE TABLE lifecycle (
    digest bytea PRIMARY KEY,
    id text COLLATE "C" NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    -- Canonical JSON, the form included.
    definition bytea NOT NULL,
    initial_state text COLLATE "C" NOT NULL,
    states text[] COLLATE "C" NOT NULL,
    final text[] COLLATE "C" NOT NULL,
    -- States in which everyone in the forum sees a proposal.
    shown text[] COLLATE "C" NOT NULL,
    -- Final states to which a draft can go directly: a proposal that stands there was given up, not completed.
    abandoned text[] COLLATE "C" NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT lifecycle_digest CHECK (digest = sha256(definition))
);

CREATE TABLE lifecycle_edge (
    lifecycle bytea NOT NULL REFERENCES lifecycle,
    transition text COLLATE "C" NOT NULL,
    from_state text COLLATE "C" NOT NULL,
    -- NULL for an undo, which leads back to where the last move came from.
    to_state text COLLATE "C",
    PRIMARY KEY (lifecycle, transition, from_state)
);

CREATE TRIGGER lifecycle_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON lifecycle
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lifecycle_edge_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON lifecycle_edge
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The only way in for a lifecycle: its edges come from its definition and from nowhere else. Loading it again changes nothing.
CREATE FUNCTION load_lifecycle(wanted bytea, content bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    body jsonb;
    known text[];
    ending text[];
    stray text;
BEGIN
    IF EXISTS (SELECT FROM lifecycle WHERE digest = wanted) THEN
        RETURN;
    END IF;
    IF wanted IS DISTINCT FROM sha256(content) THEN
        RAISE EXCEPTION 'the digest of the lifecycle is not that of its definition'
            USING ERRCODE = 'check_violation', TABLE = 'lifecycle', CONSTRAINT = 'lifecycle_digest';
    END IF;
    body := convert_from(content, 'UTF8')::jsonb;
    SELECT array_agg(s ->> 'id'), array_agg(s ->> 'id') FILTER (WHERE (s -> 'final')::boolean)
        INTO known, ending FROM jsonb_array_elements(body -> 'states') AS s;

    INSERT INTO lifecycle (digest, id, version, definition, initial_state, states, final, shown, abandoned)
    VALUES (
        wanted, body ->> 'lifecycle', (body ->> 'version')::integer, content, body ->> 'initial', known,
        coalesce(ending, '{}'),
        ARRAY(
            SELECT s ->> 'id' FROM jsonb_array_elements(body -> 'states') AS s
            WHERE coalesce(s ->> 'visibility', 'forum') = 'forum' AND s ->> 'id' <> ALL (coalesce(ending, '{}'))),
        ARRAY(
            SELECT DISTINCT t ->> 'to' FROM jsonb_array_elements(body -> 'transitions') AS t
            WHERE t -> 'from' ? (body ->> 'initial') AND t ->> 'to' = ANY (ending)))
    ON CONFLICT (digest) DO NOTHING;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO lifecycle_edge (lifecycle, transition, from_state, to_state)
    SELECT wanted, t ->> 'id', f, t ->> 'to'
    FROM jsonb_array_elements(body -> 'transitions') AS t, jsonb_array_elements_text(t -> 'from') AS f;

    SELECT coalesce(e.transition, 'the first state') INTO stray
    FROM (
        SELECT transition, from_state, coalesce(to_state, from_state) FROM lifecycle_edge WHERE lifecycle = wanted
        UNION ALL SELECT NULL, body ->> 'initial', body ->> 'initial') AS e (transition, from_state, to_state)
    WHERE e.from_state <> ALL (known) OR e.to_state <> ALL (known) LIMIT 1;
    IF FOUND OR NOT EXISTS (SELECT FROM lifecycle_edge WHERE lifecycle = wanted) THEN
        RAISE EXCEPTION 'the lifecycle has an edge outside its states, or none: %', stray
            USING ERRCODE = 'check_violation', TABLE = 'lifecycle_edge', CONSTRAINT = 'lifecycle_edge_states';
    END IF;
    -- An edge without an end is an undo, and only that.
    SELECT t ->> 'id' INTO stray FROM jsonb_array_elements(body -> 'transitions') AS t
    WHERE (t ->> 'to' IS NULL) <> (coalesce(t ->> 'effect', '') = 'undo') LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'only an undo leads to no state of its own: %', stray
            USING ERRCODE = 'check_violation', TABLE = 'lifecycle_edge', CONSTRAINT = 'lifecycle_edge_undo';
    END IF;
END $$;
