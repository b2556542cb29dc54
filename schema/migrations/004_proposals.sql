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
-- Not by the forum first: it must not look like a way to find one row.
CREATE INDEX proposal_text_days ON proposal_text ((coalesce(ends, starts)), (coalesce(starts, ends)), forum);

-- A proposal stands where its last event left it, and a column changes with events of the kinds that can change it.
--
-- The rows before and after are joined by hash: they have no index. All else is looked up by key, row by row.
CREATE FUNCTION check_new_proposals() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET enable_mergejoin = off SET enable_material = off SET jit = off AS $$
DECLARE
    bad record;
BEGIN
    SELECT n.forum, n.ref, f.fault INTO bad
    FROM changed AS n
    CROSS JOIN LATERAL (
        SELECT array_agg(e.kind) AS kinds, array_agg(e.to_state) AS states
        FROM (
            SELECT e.kind, e.to_state FROM event AS e WHERE e.forum = n.forum AND e.stream = n.ref
            ORDER BY e.version OFFSET 0) AS e) AS k
    LEFT JOIN LATERAL (
        SELECT e.version, e.to_state, e.digest, e.lifecycle, e.recorded_at FROM event AS e
        WHERE e.forum = n.forum AND e.stream = n.ref ORDER BY e.version DESC LIMIT 1) AS e ON true
    LEFT JOIN LATERAL (SELECT l.* FROM lifecycle AS l WHERE l.digest = n.lifecycle OFFSET 0) AS l ON true
    LEFT JOIN LATERAL (SELECT o.ref_prefix FROM forum AS o WHERE o.forum = n.forum OFFSET 0) AS o ON true
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN (n.version, n.state, n.last_digest, n.lifecycle, n.recorded_at)
                IS DISTINCT FROM (e.version, e.to_state, e.digest, e.lifecycle, e.recorded_at)
                THEN 'proposal_follows_events: it does not stand where its last event left it'
            WHEN split_part(n.ref, '-', 1) IS DISTINCT FROM o.ref_prefix
                THEN 'proposal_prefix: its ref does not begin as refs of the forum do'
            WHEN (n.lifecycle_id, n.is_final) IS DISTINCT FROM (l.id, n.state = ANY (l.final))
                THEN 'proposal_lifecycle: it does not say what its lifecycle says'
            WHEN (n.origin = 'archive') <> ('archived' = ANY (k.kinds)) OR n.origin NOT IN ('live', 'archive')
                THEN 'proposal_origin: its origin is not that of its first event'
            WHEN n.is_shared AND n.origin <> 'archive' AND NOT k.states && l.shown
                THEN 'proposal_shared: it never stood in a state that the forum sees'
            WHEN NOT n.has_open_round AND (n.closes IS NOT NULL OR n.deadline_noted OR n.not_heard <> '{}')
                THEN 'proposal_round: only an open round has a deadline, and partners to be heard'
            -- Where the form says the track, a draft has one; an archive record makes its title, days and place public.
            WHEN 'moved' <> ALL (k.kinds) AND (n.round IS NOT NULL OR n.has_open_round)
                OR 'fact-recorded' <> ALL (k.kinds)
                    AND (n.published_fields IS NOT NULL AND n.origin <> 'archive' OR n.facts <> '{}')
                THEN 'proposal_kinds: it says what no event of its own can have brought about'
        END AS fault) AS f
    WHERE f.fault IS NOT NULL
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the row of % in forum % is refused: %', bad.ref, bad.forum, split_part(bad.fault, ': ', 2)
            USING ERRCODE = 'check_violation', TABLE = 'proposal', CONSTRAINT = split_part(bad.fault, ': ', 1);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION check_changed_proposals() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_hashjoin = on SET enable_nestloop = off SET enable_seqscan = off SET enable_mergejoin = off
    SET enable_material = off SET jit = off AS $$
DECLARE
    bad record;
BEGIN
    SELECT n.forum, n.ref, f.fault INTO bad
    FROM changed AS n
    JOIN before AS b ON b.forum = n.forum AND b.ref = n.ref
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(e.kind), '{}') AS kinds
        FROM (
            SELECT e.kind FROM event AS e WHERE e.forum = n.forum AND e.stream = n.ref AND e.version > b.version
            ORDER BY e.version OFFSET 0) AS e) AS k
    LEFT JOIN LATERAL (
        SELECT e.version, e.to_state, e.digest, e.lifecycle, e.recorded_at FROM event AS e
        WHERE e.forum = n.forum AND e.stream = n.ref AND e.version > b.version ORDER BY e.version DESC LIMIT 1) AS e
        ON true
    LEFT JOIN LATERAL (SELECT l.* FROM lifecycle AS l WHERE l.digest = n.lifecycle OFFSET 0) AS l ON true
    CROSS JOIN LATERAL (
        SELECT CASE
            -- Without a new event there is nothing that the row could follow.
            WHEN (n.version, n.state, n.last_digest, n.lifecycle, n.recorded_at)
                IS DISTINCT FROM (e.version, e.to_state, e.digest, e.lifecycle, e.recorded_at)
                THEN 'proposal_follows_events: it does not stand where its last event left it'
            WHEN (n.lifecycle_id, n.is_final) IS DISTINCT FROM (l.id, n.state = ANY (l.final))
                THEN 'proposal_lifecycle: it does not say what its lifecycle says'
            WHEN NOT n.has_open_round AND (n.closes IS NOT NULL OR n.deadline_noted OR n.not_heard <> '{}')
                THEN 'proposal_round: only an open round has a deadline, and partners to be heard'
            WHEN n.is_shared <> b.is_shared THEN
                CASE
                    WHEN NOT k.kinds && '{moved,migrated}'
                        THEN 'proposal_kinds: it says what no event of its own can have brought about'
                    WHEN n.is_shared AND NOT EXISTS (
                        SELECT FROM event AS s
                        WHERE s.forum = n.forum AND s.stream = n.ref AND s.to_state = ANY (l.shown))
                        THEN 'proposal_shared: it never stood in a state that the forum sees'
                END
        END AS fault) AS f
    CROSS JOIN LATERAL (
        SELECT n.round IS DISTINCT FROM b.round AND 'moved' <> ALL (k.kinds)
            OR n.track IS DISTINCT FROM b.track AND NOT k.kinds && '{moved,revised,migrated}'
            OR (n.published_fields, n.facts) IS DISTINCT FROM (b.published_fields, b.facts)
                AND 'fact-recorded' <> ALL (k.kinds)
            -- What opens or ends a round changes everything that belongs to it.
            OR NOT k.kinds && '{moved,revised,revision-contested,migrated}' AND (
                n.has_open_round <> b.has_open_round
                OR (n.closes, n.deadline_noted) IS DISTINCT FROM (b.closes, b.deadline_noted)
                    AND NOT k.kinds && '{deadline-moved,deadline-passed}'
                OR n.not_heard <> b.not_heard
                    AND NOT k.kinds && '{position-taken,position-retracted,position-contested,tacit-recorded}')
            AS is_foreign) AS c
    WHERE f.fault IS NOT NULL OR c.is_foreign
    LIMIT 1;
    IF FOUND THEN
        bad.fault := coalesce(bad.fault, 'proposal_kinds: it says what no event of its own can have brought about');
        RAISE EXCEPTION 'the row of % in forum % is refused: %', bad.ref, bad.forum, split_part(bad.fault, ': ', 2)
            USING ERRCODE = 'check_violation', TABLE = 'proposal', CONSTRAINT = split_part(bad.fault, ': ', 1);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER proposal_check_insert AFTER INSERT ON proposal REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION check_new_proposals();
CREATE TRIGGER proposal_check_update AFTER UPDATE ON proposal REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION check_changed_proposals();
CREATE TRIGGER proposal_kept BEFORE DELETE OR TRUNCATE ON proposal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A JSON text as a text; NULL for any other value.
CREATE FUNCTION text_of(value jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE jsonb_typeof(value) WHEN 'string' THEN value #>> '{}' END
$$;

-- Whether a column holds the day that a text names. Of what may be no day of the calendar nothing is asked.
CREATE FUNCTION is_day_of(day date, word text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN day IS NOT NULL THEN coalesce(to_char(day, 'YYYY-MM-DD') = word, false)
        ELSE coalesce(word !~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$', true)
    END
$$;

-- The words of a proposal are those of its events, and are written with one of them: by the transaction that added it.
CREATE FUNCTION check_texts() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_hashjoin = on SET enable_nestloop = off SET enable_seqscan = off SET enable_mergejoin = off
    SET enable_material = off SET jit = off AS $$
DECLARE
    bad record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- Regions are those that the registry says at the moment, so that any event can bring new ones.
        SELECT n.forum, n.ref INTO bad
        FROM changed AS n
        JOIN before AS b ON b.forum = n.forum AND b.ref = n.ref
        WHERE (n.insiders, n.title_words, n.search_text, n.search)
            IS DISTINCT FROM (b.insiders, b.title_words, b.search_text, b.search)
            AND NOT EXISTS (
                SELECT FROM event AS e
                WHERE e.forum = n.forum AND e.stream = n.ref AND e.kind IN ('revised', 'moved', 'migrated')
                    AND e.xmin = pg_current_xact_id()::xid
                ORDER BY e.version DESC OFFSET 0)
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'the words of % in forum % are changed without a new text', bad.ref, bad.forum
                USING ERRCODE = 'check_violation', TABLE = 'proposal_text', CONSTRAINT = 'proposal_text_follows_events';
        END IF;
    END IF;

    SELECT n.forum, n.ref INTO bad
    FROM changed AS n
    CROSS JOIN LATERAL (
        SELECT bool_or(e.xmin = pg_current_xact_id()::xid) AS is_new,
            -- Of two values of one key the later one stays.
            jsonb_object_agg(c.key, c.value ORDER BY e.version) FILTER (WHERE c.key IS NOT NULL) AS fields,
            max(e.body #>> '{data,proposer}') AS proposer
        FROM (
            SELECT e.version, e.xmin, convert_from(
                CASE WHEN e.kind IN ('drafted', 'archived', 'revised', 'moved') THEN e.bytes END, 'UTF8')::jsonb AS body
            FROM event AS e WHERE e.forum = n.forum AND e.stream = n.ref ORDER BY e.version OFFSET 0) AS e
        LEFT JOIN LATERAL jsonb_each(coalesce(e.body #> '{data,fields}', e.body #> '{data,changes}', e.body #> '{data,writes,changes}')) AS c
            ON c.key IN ('title', 'pillar', 'focus_areas', 'starts', 'ends')) AS t
    CROSS JOIN LATERAL (
        SELECT coalesce(t.is_new, false)
            AND n.proposer IS NOT DISTINCT FROM t.proposer AND coalesce(n.proposer = n.insiders[1], true)
            AND n.title = coalesce(text_of(t.fields -> 'title'), '')
            AND n.pillar IS NOT DISTINCT FROM text_of(t.fields -> 'pillar')
            AND n.focus_areas = CASE
                WHEN jsonb_path_match(
                    t.fields, 'strict $.focus_areas.type() == "array" && !exists($.focus_areas[*] ? (@.type() != "string"))')
                    THEN ARRAY(SELECT jsonb_array_elements_text(t.fields -> 'focus_areas'))
                ELSE '{}' END
            AND is_day_of(n.starts, text_of(t.fields -> 'starts')) AND is_day_of(n.ends, text_of(t.fields -> 'ends')) AS agrees) AS a
    WHERE NOT a.agrees
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the words of % in forum % are not those of an event of this transaction', bad.ref, bad.forum
            USING ERRCODE = 'check_violation', TABLE = 'proposal_text', CONSTRAINT = 'proposal_text_follows_events';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER proposal_text_check_insert AFTER INSERT ON proposal_text REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION check_texts();
CREATE TRIGGER proposal_text_check_update AFTER UPDATE ON proposal_text
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION check_texts();
CREATE TRIGGER proposal_text_kept BEFORE DELETE OR TRUNCATE ON proposal_text
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Numbers are given out one by one: as many more as there are proposals with them.
CREATE FUNCTION check_ref_counter() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off AS $$
DECLARE
    before integer := CASE TG_OP WHEN 'UPDATE' THEN OLD.last_number ELSE 0 END;
BEGIN
    IF NEW.last_number <= before OR NEW.last_number - before <> (
        SELECT count(*) FROM (
            SELECT FROM proposal AS p
            WHERE p.forum = NEW.forum AND p.ref_year = NEW.year AND p.ref_number > before
                AND p.ref_number <= NEW.last_number
            ORDER BY p.ref_number OFFSET 0) AS p)
    THEN
        RAISE EXCEPTION 'the numbers of % in forum % do not go from % to % one by one', NEW.year, NEW.forum, before,
            NEW.last_number
            USING ERRCODE = 'check_violation', TABLE = 'ref_counter', CONSTRAINT = 'ref_counter_follows_proposals';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER ref_counter_check AFTER INSERT OR UPDATE ON ref_counter
    FOR EACH ROW EXECUTE FUNCTION check_ref_counter();
CREATE TRIGGER ref_counter_kept BEFORE DELETE OR TRUNCATE ON ref_counter
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A forum's row stands where the last event of its registry left it.
CREATE FUNCTION check_forum() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM (
            SELECT e.version, e.digest FROM event AS e
            WHERE e.forum = NEW.forum AND e.stream = 'registry' ORDER BY e.version DESC LIMIT 1) AS e
        WHERE e.version = NEW.registry_version AND e.digest = NEW.registry_digest)
    THEN
        RAISE EXCEPTION 'the row of forum % does not stand where the last event of its registry left it', NEW.forum
            USING ERRCODE = 'check_violation', TABLE = 'forum', CONSTRAINT = 'forum_follows_events';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.ref_prefix IS DISTINCT FROM coalesce((
        SELECT convert_from(e.bytes, 'UTF8')::jsonb #>> '{data,ref_prefix}' FROM event AS e
        WHERE e.forum = NEW.forum AND e.stream = 'registry' AND e.kind IN ('forum-opened', 'forum-changed')
        ORDER BY e.version DESC LIMIT 1), '')
    THEN
        RAISE EXCEPTION 'the refs of forum % do not begin as its registry says', NEW.forum
            USING ERRCODE = 'check_violation', TABLE = 'forum', CONSTRAINT = 'forum_prefix';
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
        SELECT e.forum, e.stream, min(e.version) AS first FROM event AS e
        WHERE e.forum = NEW.forum AND e.position >= OLD.next_position AND e.position < NEW.next_position
        GROUP BY e.forum, e.stream) AS n
    CROSS JOIN LATERAL (
        SELECT e.version FROM event AS e WHERE e.forum = n.forum AND e.stream = n.stream
        ORDER BY e.version DESC LIMIT 1) AS last
    LEFT JOIN proposal AS p ON p.forum = n.forum AND p.ref = n.stream
    LEFT JOIN forum AS f ON f.forum = n.forum AND n.stream = 'registry'
    -- A new proposal has words as well, and its number was given out. Where the key is NULL nothing is read.
    LEFT JOIN proposal_text AS t ON t.forum = n.forum AND t.ref = CASE n.first WHEN 1 THEN n.stream END
    LEFT JOIN ref_counter AS c ON c.forum = n.forum AND c.year = CASE n.first WHEN 1 THEN p.ref_year END
    WHERE last.version IS DISTINCT FROM coalesce(p.version, f.registry_version)
        OR n.first = 1 AND p.ref IS NOT NULL AND (t.ref IS NULL OR coalesce(c.last_number, 0) < p.ref_number)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'events of % in forum % were added without its rows', stale, NEW.forum
            USING ERRCODE = 'check_violation', TABLE = 'proposal', CONSTRAINT = 'proposal_follows_events';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER forum_head_check AFTER UPDATE ON forum_head DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_head();

-- A record is begun together with its forum.
CREATE FUNCTION check_new_head() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM forum AS f WHERE f.forum = NEW.forum) THEN
        RAISE EXCEPTION 'the record of % is begun without its forum', NEW.forum
            USING ERRCODE = 'check_violation', TABLE = 'forum_head', CONSTRAINT = 'forum_head_has_forum';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER forum_head_begun AFTER INSERT ON forum_head DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_new_head();
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
