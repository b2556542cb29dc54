-- Proposals as lists and searches need them: a projection of their events, written in the same transaction.

-- What almost every event changes. No column that changes with each one is indexed, so that most updates stay in their page.
-- Foreign keys would cost a look-up a row; the checks below say more.
CREATE TABLE proposal (
    forum text COLLATE "C" NOT NULL,
    ref text COLLATE "C" NOT NULL,
    -- Lists are in the order in which refs were given out; as texts, 10000 would stand before 9999.
    ref_year integer NOT NULL GENERATED ALWAYS AS (split_part(ref, '-', 2)::integer) STORED,
    ref_number integer NOT NULL GENERATED ALWAYS AS (split_part(ref, '-', 3)::integer) STORED,
    version bigint NOT NULL,
    last_digest bytea NOT NULL,
    lifecycle bytea NOT NULL,
    lifecycle_id text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    is_final boolean NOT NULL,
    origin text COLLATE "C" NOT NULL,
    is_shared boolean NOT NULL,
    published_fields text[] COLLATE "C",
    track text COLLATE "C",
    closes timestamptz,
    deadline_noted boolean NOT NULL,
    has_open_round boolean NOT NULL,
    round integer,
    not_heard text[] COLLATE "C" NOT NULL,
    facts text[] COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (forum, ref)
) WITH (fillfactor = 70);

CREATE UNIQUE INDEX proposal_order ON proposal (forum, ref_year, ref_number);
CREATE INDEX proposal_state ON proposal (forum, state, ref_year, ref_number);
CREATE INDEX proposal_open_round ON proposal (forum, ref_year, ref_number) WHERE has_open_round;
CREATE INDEX proposal_deadline ON proposal (forum, closes) WHERE has_open_round AND NOT deadline_noted;
CREATE INDEX proposal_published ON proposal (forum, ref_year, ref_number) WHERE published_fields IS NOT NULL;

-- What only a new text changes.
CREATE TABLE proposal_text (
    forum text COLLATE "C" NOT NULL,
    ref text COLLATE "C" NOT NULL,
    -- Of the other columns: a text that has not changed is not written again.
    digest bytea NOT NULL,
    title text NOT NULL,
    proposer text COLLATE "C",
    insiders text[] COLLATE "C" NOT NULL,
    pillar text COLLATE "C",
    focus_areas text[] COLLATE "C" NOT NULL,
    regions text[] COLLATE "C" NOT NULL,
    starts date,
    ends date,
    title_words text[] COLLATE "C" NOT NULL,
    search_text text NOT NULL,
    search tsvector NOT NULL,
    PRIMARY KEY (forum, ref)
);

CREATE INDEX proposal_text_search ON proposal_text USING gin (search);
CREATE INDEX proposal_text_title_words ON proposal_text USING gin (title_words);
CREATE INDEX proposal_text_insiders ON proposal_text USING gin (insiders);
CREATE INDEX proposal_text_focus_areas ON proposal_text USING gin (focus_areas);
CREATE INDEX proposal_text_regions ON proposal_text USING gin (regions);
CREATE INDEX proposal_text_days ON proposal_text (forum, (coalesce(ends, starts)), (coalesce(starts, ends)));

-- A proposal stands where its last event left it.
CREATE FUNCTION check_proposals() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
    SET jit = off AS $$
DECLARE
    bad record;
BEGIN
    SELECT n.forum, n.ref INTO bad
    FROM changed AS n
    LEFT JOIN LATERAL (
        SELECT e.version, e.to_state, e.digest, e.lifecycle FROM event AS e
        WHERE e.forum = n.forum AND e.stream = n.ref ORDER BY e.version DESC LIMIT 1) AS e ON true
    WHERE (n.version, n.state, n.last_digest, n.lifecycle)
        IS DISTINCT FROM (e.version, e.to_state, e.digest, e.lifecycle)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the row of % in forum % does not stand where its last event left it', bad.ref, bad.forum
            USING ERRCODE = 'check_violation', TABLE = 'proposal', CONSTRAINT = 'proposal_follows_events';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER proposal_check_insert AFTER INSERT ON proposal REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION check_proposals();
CREATE TRIGGER proposal_check_update AFTER UPDATE ON proposal REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION check_proposals();
CREATE TRIGGER proposal_kept BEFORE DELETE OR TRUNCATE ON proposal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A forum's row stands where the last event of its registry left it.
CREATE FUNCTION check_forum() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM event AS e
        WHERE e.forum = NEW.forum AND e.stream = 'registry' AND e.version = NEW.registry_version
            AND e.digest = NEW.registry_digest
            AND NOT EXISTS (
                SELECT FROM event AS later
                WHERE later.forum = e.forum AND later.stream = e.stream AND later.version > e.version))
    THEN
        RAISE EXCEPTION 'the row of forum % does not stand where the last event of its registry left it', NEW.forum
            USING ERRCODE = 'check_violation', TABLE = 'forum', CONSTRAINT = 'forum_follows_events';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER forum_check AFTER INSERT OR UPDATE ON forum FOR EACH ROW EXECUTE FUNCTION check_forum();
CREATE TRIGGER forum_kept BEFORE DELETE OR TRUNCATE ON forum
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The other direction, at the commit and once a batch: no event without its head, no event without its projection.
CREATE FUNCTION check_head() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
    SET jit = off AS $$
DECLARE
    stale text;
BEGIN
    IF NEW.next_position < OLD.next_position OR (NEW.next_position > 0 AND NOT EXISTS (
        SELECT FROM event AS e WHERE e.forum = NEW.forum AND e.position = NEW.next_position - 1))
    THEN
        RAISE EXCEPTION 'the head of forum % does not stand after its last event', NEW.forum
            USING ERRCODE = 'check_violation', TABLE = 'forum_head', CONSTRAINT = 'forum_head_follows_events';
    END IF;
    SELECT n.stream INTO stale
    FROM (
        SELECT DISTINCT e.forum, e.stream FROM event AS e
        WHERE e.forum = NEW.forum AND e.position >= OLD.next_position AND e.position < NEW.next_position) AS n
    CROSS JOIN LATERAL (
        SELECT e.version FROM event AS e WHERE e.forum = n.forum AND e.stream = n.stream
        ORDER BY e.version DESC LIMIT 1) AS last
    LEFT JOIN proposal AS p ON p.forum = n.forum AND p.ref = n.stream
    LEFT JOIN forum AS f ON f.forum = n.forum AND n.stream = 'registry'
    WHERE last.version IS DISTINCT FROM coalesce(p.version, f.registry_version)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'events of % in forum % were added without its row', stale, NEW.forum
            USING ERRCODE = 'check_violation', TABLE = 'proposal', CONSTRAINT = 'proposal_follows_events';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER forum_head_check AFTER UPDATE ON forum_head DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_head();
CREATE TRIGGER forum_head_kept BEFORE DELETE OR TRUNCATE ON forum_head
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Fails where a statement wrote another number of rows than it should have: somebody else was faster, so the batch is run again.
CREATE FUNCTION require_rows(written bigint, wanted bigint, what text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF written IS DISTINCT FROM wanted THEN
        RAISE EXCEPTION '% of % rows of % were as expected', written, wanted, what
            USING ERRCODE = 'serialization_failure', TABLE = what;
    END IF;
END $$;
