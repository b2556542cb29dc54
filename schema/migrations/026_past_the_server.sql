-- What the serving role could still do past the server, and what can be refused of it: rules of somebody who administers nothing, times that
-- no clock showed, documents that nothing files, trees of other events, and a record closed for epochs to come. Rows that stand are left as
-- they are.

-- Whether an account administers a forum, by what was recorded before a version of its registry: it holds the office that the settings
-- name, or administers the server. The server itself opens its own registry, up to the first token.
--
-- Whoever writes a forum's first event says with it who administers it, so that of the same transaction everything is believed.
CREATE FUNCTION administers(acting text, acted_in text, before bigint, moment timestamptz) RETURNS boolean
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    home CONSTANT text := CASE WHEN starts_with(acting, 'server/') THEN 'server' ELSE acted_in END;
    last CONSTANT bigint := CASE WHEN home = acted_in THEN before ELSE 9223372036854775807 END;
    named CONSTANT bytea := convert_to(concat('"data":{"account":', to_json(acting), ','), 'UTF8');
    wanted text;
BEGIN
    IF EXISTS (
        SELECT FROM event AS e
        WHERE e.forum = acted_in AND e.stream = 'registry' AND e.version = 1 AND e.xmin = pg_current_xact_id()::xid)
    THEN
        RETURN true;
    END IF;
    IF acting = 'server' THEN
        RETURN acted_in = 'server' AND NOT EXISTS (
            SELECT FROM event AS e
            WHERE e.forum = 'server' AND e.stream = 'registry' AND e.version < before AND e.kind = 'token-issued');
    END IF;
    SELECT convert_from(e.bytes, 'UTF8')::jsonb #>> '{data,account_role}' INTO wanted
    FROM (
        SELECT v.bytes FROM event AS v
        WHERE v.forum = home AND v.stream = 'registry' AND v.version < last
            AND v.kind IN ('forum-opened', 'forum-changed')
        ORDER BY v.version DESC LIMIT 1) AS e;
    RETURN EXISTS (
        SELECT
        FROM (
            SELECT v.version, convert_from(v.bytes, 'UTF8')::jsonb -> 'data' AS data
            FROM (
                SELECT e.version, e.bytes FROM event AS e
                WHERE e.forum = home AND e.stream = 'registry' AND e.version < last AND e.kind = 'appointment-made'
                    -- The account stands first in the data; few of many appointments are read.
                    AND position(named IN e.bytes) > 0
                ORDER BY e.version OFFSET 0) AS v OFFSET 0) AS made
        WHERE made.data ->> 'account' = acting AND made.data #>> '{office,role}' = wanted
            AND (made.data ->> 'from')::timestamptz <= moment
            AND coalesce((made.data ->> 'until')::timestamptz > moment, true)
            AND NOT EXISTS (
                SELECT
                FROM (
                    SELECT convert_from(v.bytes, 'UTF8')::jsonb -> 'data' AS data
                    FROM (
                        SELECT e.bytes FROM event AS e
                        WHERE e.forum = home AND e.stream = 'registry' AND e.version < last
                            AND e.version > made.version AND e.kind = 'appointment-ended'
                            AND position(named IN e.bytes) > 0
                        ORDER BY e.version OFFSET 0) AS v OFFSET 0) AS ended
                WHERE ended.data ->> 'account' = acting AND ended.data ->> 'number' = made.data ->> 'number'
                    AND (ended.data ->> 'until')::timestamptz <= moment));
END $$;

REVOKE ALL ON FUNCTION administers(text, text, bigint, timestamptz) FROM PUBLIC;

-- As in 019, with what is said above, and of times.
CREATE OR REPLACE FUNCTION check_events() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    -- Every join below is a look-up by key. A plan made while the table was small must not scan it when it is large: where two
    -- indexes begin alike, an order of rows says which one is meant.
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
    SET jit = off AS $$
DECLARE
    bad record;
BEGIN
    -- Positions: the new ones follow the last without a gap, and the head row stands after them.
    SELECT n.forum, n.first INTO bad
    FROM (
        SELECT forum, min(position) AS first, max(position) AS last, count(*) AS many FROM added GROUP BY forum) AS n
    LEFT JOIN forum_head AS h ON h.forum = n.forum
    LEFT JOIN event AS p ON p.forum = n.forum AND p.position = n.first - 1
    WHERE h.next_position IS DISTINCT FROM n.last + 1 OR n.last - n.first + 1 <> n.many
        OR (n.first > 0 AND p.position IS NULL)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'positions from % of forum % do not continue its record', bad.first, bad.forum
            USING ERRCODE = 'check_violation', TABLE = 'event', CONSTRAINT = 'event_position';
    END IF;

    IF EXISTS (SELECT FROM added WHERE stream = 'registry') THEN
        INSERT INTO forum_lifecycle (forum, lifecycle)
        SELECT n.forum, decode(convert_from(n.bytes, 'UTF8')::jsonb #>> '{data,digest}', 'hex')
        FROM added AS n WHERE n.kind = 'lifecycle-loaded' AND n.stream = 'registry'
        ON CONFLICT DO NOTHING;

        -- What is read from the event must be what the edges were derived from.
        SELECT n.forum, n.version INTO bad
        FROM added AS n
        CROSS JOIN LATERAL (SELECT convert_from(n.bytes, 'UTF8')::jsonb -> 'data' AS data OFFSET 0) AS j
        LEFT JOIN lifecycle AS l ON l.digest = decode(j.data ->> 'digest', 'hex')
        WHERE n.kind = 'lifecycle-loaded' AND n.stream = 'registry'
            AND (l.id, l.version::text, convert_from(l.definition, 'UTF8')::jsonb)
                IS DISTINCT FROM (j.data ->> 'id', j.data ->> 'version', j.data -> 'definition')
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'event % of the registry of forum % is refused: its lifecycle is not the one of that digest',
                bad.version, bad.forum
                USING ERRCODE = 'check_violation', TABLE = 'event', CONSTRAINT = 'event_lifecycle';
        END IF;

        -- Who changes what others may do administers the forum, by what was recorded before.
        SELECT n.forum, n.version, n.account INTO bad
        FROM (
            SELECT forum, account, min(version) AS version, max(recorded_at) AS recorded_at FROM added
            WHERE stream = 'registry' AND kind IN ('lifecycle-loaded', 'token-issued', 'appointment-made', 'forum-changed')
            GROUP BY forum, account) AS n
        WHERE NOT administers(n.account, n.forum, n.version, n.recorded_at)
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'event % of the registry of forum % is refused: % does not administer the forum', bad.version, bad.forum,
                bad.account
                USING ERRCODE = 'check_violation', TABLE = 'event', CONSTRAINT = 'event_administrator';
        END IF;
    END IF;

    WITH followed AS MATERIALIZED (
        SELECT n.*, octet_length(n.bytes) AS size,
            -- The event before it in its stream, one of this statement included.
            p.position AS last_position, p.version AS last_version, p.recorded_at AS last_recorded_at,
            p.to_state AS last_state, p.lifecycle AS last_lifecycle, p.digest AS last_digest,
            to_char(n.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded,
            convert_to(concat('{"actor":{"account":"', n.account, '","office":'), 'UTF8') AS head,
            convert_to(
                concat(
                    ',"stream":"', n.stream, '","to":', coalesce('"' || n.to_state || '"', 'null'), ',"version":', n.version, '}'),
                'UTF8') AS ending
        FROM added AS n
        LEFT JOIN LATERAL (
            SELECT e.position, e.version, e.recorded_at, e.to_state, e.lifecycle, e.digest FROM event AS e
            WHERE e.forum = n.forum AND e.stream = n.stream AND e.version < n.version
            ORDER BY e.version DESC LIMIT 1) AS p ON true),
    framed AS MATERIALIZED (
        SELECT f.*, octet_length(f.head) AS head_size,
            position('},"data":{'::bytea IN substring(f.bytes FROM octet_length(f.head) + 1 FOR 400)) AS office_end,
            concat(f.account, f.forum, f.from_state, f.kind, f.stream, f.to_state) AS names,
            convert_to(
                concat(
                    '},"decided_at":"', f.recorded, '","forum":"', f.forum, '","from":',
                    coalesce('"' || f.from_state || '"', 'null'), ',"kind":"', f.kind, '","previous":',
                    coalesce('"' || encode(f.last_digest, 'hex') || '"', 'null'), ',"recorded_at":"', f.recorded, '","schema":',
                    CASE
                        WHEN f.stream <> 'registry' AND substring(f.bytes FROM f.size - octet_length(f.ending) FOR 1) = '2'
                            THEN '2'
                        ELSE '1'
                    END),
                'UTF8') || f.ending AS tail
        FROM followed AS f),
    cut AS MATERIALIZED (
        SELECT f.*,
            -- NULL where the frame around it is not that of an event.
            CASE
                WHEN substring(f.bytes FOR f.head_size) = f.head
                    AND substring(f.bytes FROM f.size - octet_length(f.tail) + 1) = f.tail
                    AND f.office_end > 1 AND f.head_size + f.office_end + 9 <= f.size - octet_length(f.tail)
                    AND to_json(f.names)::text = concat('"', f.names, '"')
                    AND convert_from(substring(f.bytes FROM f.head_size + 1 FOR f.office_end - 1), 'UTF8')
                        ~ '^(?:null|\{(?:"deputy":true,)?(?:"group":"[^"\\[:cntrl:]]*",)?(?:"partner":"[^"\\[:cntrl:]]*",)?"role":"[^"\\[:cntrl:]]*"\})$'
                    THEN concat(
                        '{"data":',
                        convert_from(
                            substring(
                                f.bytes FROM f.head_size + f.office_end + 9
                                FOR f.size - octet_length(f.tail) - f.head_size - f.office_end - 7),
                            'UTF8'),
                        '}')
            END AS part
        FROM framed AS f),
    parsed AS MATERIALIZED (SELECT c.*, c.part::jsonb AS parsed FROM cut AS c),
    judged AS MATERIALIZED (
        SELECT p.*, (
            p.part ~ '^(?:[][{},:]|"(?:[^"\\]|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))*"|(?:0|-?[1-9][0-9]{0,14})[],}]|true|false|null)*$'
            AND octet_length(replace(p.part, ' ', '')) = octet_length(replace(p.parsed::text, ' ', ''))
            AND p.parsed - 'data' = '{}'
            AND NOT jsonb_path_exists(p.parsed, 'strict $.**{16 to last} ? (@.type() == "object" || @.type() == "array")')) IS TRUE
            AS is_written
        FROM parsed AS p),
    remaining AS MATERIALIZED (
        SELECT r.*, convert_from(r.bytes, 'UTF8') AS line, convert_from(r.bytes, 'UTF8')::jsonb AS body
        FROM judged AS r
        WHERE (
            r.is_written AND r.stream <> 'registry' AND r.kind <> ALL ('{drafted,archived,moved,migrated}')
            AND r.last_version = r.version - 1 AND r.last_position < r.position AND r.last_recorded_at <= r.recorded_at
            AND r.recorded_at <= clock_timestamp() + interval '1 minute'
            AND r.lifecycle = r.last_lifecycle AND r.from_state = r.last_state AND r.to_state = r.from_state) IS NOT TRUE)
    SELECT n.forum, n.stream, n.version, f.fault INTO bad
    FROM remaining AS n
    CROSS JOIN LATERAL (
        SELECT CASE WHEN NOT n.is_written THEN event_bytes_fault(n.line, n.body) END AS fault OFFSET 0) AS b
    -- Looked up for moves alone, and so on: where the key is NULL nothing is read.
    LEFT JOIN lifecycle_edge AS g
        ON g.lifecycle = CASE n.kind WHEN 'moved' THEN n.lifecycle END
        AND g.transition = n.body #>> '{data,transition}' AND g.from_state = n.from_state
    -- The move that an undo takes back.
    LEFT JOIN LATERAL (
        SELECT e.version, e.from_state, e.to_state, e.lifecycle,
            convert_from(e.bytes, 'UTF8')::jsonb -> 'data' ? 'undoes' AS is_undo
        FROM event AS e
        WHERE n.kind = 'moved' AND n.body -> 'data' ? 'undoes'
            AND e.forum = n.forum AND e.stream = n.stream AND e.version < n.version AND e.kind = 'moved'
        ORDER BY e.version DESC LIMIT 1) AS m ON true
    LEFT JOIN forum_lifecycle AS x
        ON x.forum = n.forum
        AND x.lifecycle = CASE WHEN n.kind IN ('drafted', 'archived', 'migrated') THEN n.lifecycle END
    LEFT JOIN lifecycle AS l ON l.digest = x.lifecycle
    -- The version that a migration leaves.
    LEFT JOIN lifecycle AS o ON o.digest = CASE n.kind WHEN 'migrated' THEN n.last_lifecycle END
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN NOT n.is_written AND (
                n.body ->> 'forum' IS DISTINCT FROM n.forum OR n.body ->> 'stream' IS DISTINCT FROM n.stream
                OR n.body ->> 'version' IS DISTINCT FROM n.version::text
                OR n.body ->> 'kind' IS DISTINCT FROM n.kind
                OR n.body ->> 'from' IS DISTINCT FROM n.from_state OR n.body ->> 'to' IS DISTINCT FROM n.to_state
                OR (n.body ->> 'recorded_at')::timestamptz IS DISTINCT FROM n.recorded_at
                OR n.body #>> '{actor,account}' IS DISTINCT FROM n.account)
                THEN 'event_columns: the columns differ from the bytes'
            WHEN b.fault IS NOT NULL
                THEN 'event_bytes: ' || b.fault
            WHEN n.version > 1 AND n.last_version IS DISTINCT FROM n.version - 1
                THEN 'event_version_gap: the version does not follow the last one'
            WHEN n.body ->> 'previous' IS DISTINCT FROM encode(n.last_digest, 'hex')
                THEN 'event_previous: the bytes do not name the event before them'
            WHEN n.last_position > n.position OR n.last_recorded_at > n.recorded_at
                THEN 'event_order: it stands before the event that it follows'
            -- After a clock was set back, what follows is recorded just after what went before: a microsecond, and no more, so that no
            -- chain of events leads into the future.
            WHEN n.recorded_at > clock_timestamp() + interval '1 minute'
                AND n.recorded_at > coalesce(n.last_recorded_at, '-infinity') + interval '1 microsecond'
                THEN 'event_clock: it was not recorded yet'
            WHEN (n.body ->> 'decided_at')::timestamptz > n.recorded_at
                THEN 'event_decided: it was decided after it was recorded'
            WHEN (n.body ->> 'decided_at')::timestamptz < '1900-01-01T00:00:00Z'
                THEN 'event_decided: it was decided before the year 1900'
            WHEN n.stream = 'registry' THEN
                CASE WHEN n.from_state IS NOT NULL OR n.to_state IS NOT NULL OR n.lifecycle IS NOT NULL
                    THEN 'event_registry: a registry has no states' END
            WHEN n.lifecycle IS NULL OR n.to_state IS NULL
                THEN 'event_state: an event of a proposal has a state and a lifecycle'
            WHEN (n.version = 1) <> (n.kind IN ('drafted', 'archived'))
                THEN 'event_first: a proposal begins with its draft, and only once'
            WHEN n.from_state IS DISTINCT FROM n.last_state
                THEN 'event_from: it does not start from the state before it'
            WHEN n.kind IN ('drafted', 'archived', 'migrated') THEN
                CASE
                    WHEN l.digest IS NULL OR n.body #>> '{data,lifecycle,digest}' IS DISTINCT FROM encode(l.digest, 'hex')
                        THEN 'event_lifecycle: the forum has not loaded this lifecycle'
                    WHEN n.kind = 'migrated' THEN
                        CASE
                            WHEN o.id IS DISTINCT FROM l.id OR o.version >= l.version
                                THEN 'event_lifecycle: a migration leads to a later version of the same lifecycle'
                            WHEN n.to_state <> ALL (l.states)
                                THEN 'event_state: a migration leads to a state of the new version'
                            WHEN n.to_state = ANY (l.final)
                                THEN 'event_state: a migration brings nothing to its end'
                            -- Neither away from a state that both versions know, nor to one: moves lead there.
                            WHEN n.to_state <> n.from_state
                                AND (n.from_state = ANY (l.states) OR n.to_state = ANY (o.states))
                                THEN 'event_state: a migration gives a state another name and does nothing else to it'
                        END
                    WHEN n.to_state <> l.initial_state
                        THEN 'event_first: a proposal begins in the first state of its lifecycle'
                END
            WHEN n.lifecycle <> n.last_lifecycle
                THEN 'event_lifecycle: only a migration changes the lifecycle'
            WHEN n.kind <> 'moved' THEN
                CASE WHEN n.to_state <> n.from_state THEN 'event_state: only a move changes the state' END
            WHEN g.transition IS NULL
                THEN 'event_edge: the lifecycle has no such edge'
            WHEN g.to_state IS NOT NULL THEN
                CASE WHEN g.to_state <> n.to_state OR n.body -> 'data' ? 'undoes'
                    THEN 'event_edge: the lifecycle has no such edge' END
            -- A move of before a migration was made by other rules.
            WHEN m.version IS NULL OR m.is_undo OR m.lifecycle <> n.lifecycle OR m.to_state <> n.from_state OR m.from_state <> n.to_state
                OR n.body #>> '{data,undoes,version}' IS DISTINCT FROM m.version::text
                THEN 'event_undo: it is not the inverse of the last move'
        END AS fault) AS f
    WHERE f.fault IS NOT NULL
    ORDER BY n.position LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'event % of % in forum % is refused: %', bad.version, bad.stream, bad.forum,
            split_part(bad.fault, ': ', 2)
            USING ERRCODE = 'check_violation', TABLE = 'event', CONSTRAINT = split_part(bad.fault, ': ', 1);
    END IF;
    RETURN NULL;
END $$;

-- A document comes with the event that files it, or not at all.
CREATE FUNCTION check_document() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET jit = off AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM event AS e
        WHERE e.kind = 'filed'
            AND substring(e.bytes FROM position('"data":{"digest":"'::bytea IN e.bytes) + 18 FOR 64)
                = convert_to(encode(NEW.digest, 'hex'), 'UTF8'))
    THEN
        RAISE EXCEPTION 'no event files the document %', encode(NEW.digest, 'hex')
            USING ERRCODE = 'check_violation', TABLE = 'document', CONSTRAINT = 'document_filed';
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION check_document() FROM PUBLIC;

CREATE CONSTRAINT TRIGGER document_filed AFTER INSERT ON document DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_document();

-- The root over the 256 hashes of a full tile (RFC 6962).
CREATE FUNCTION tile_root(hashes bytea) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    nodes bytea := hashes;
BEGIN
    WHILE octet_length(nodes) > 32 LOOP
        SELECT string_agg(sha256('\x01'::bytea || substring(nodes FROM 64 * n + 1 FOR 64)), ''::bytea ORDER BY n) INTO nodes
        FROM generate_series(0, octet_length(nodes) / 64 - 1) AS n;
    END LOOP;
    RETURN nodes;
END $$;

REVOKE ALL ON FUNCTION tile_root(bytea) FROM PUBLIC;

-- The hashes of a tile are those of the events under it, or of the full tiles below. What a narrower tile of this place holds was compared
-- when it came.
CREATE FUNCTION check_tile() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET jit = off AS $$
DECLARE
    known bytea;
BEGIN
    SELECT t.hashes INTO known FROM tile AS t
    WHERE t.forum = NEW.forum AND t.level = NEW.level AND t.index = NEW.index AND t.width < NEW.width
    ORDER BY t.width DESC LIMIT 1;
    known := coalesce(known, ''::bytea);
    IF NEW.level = 0 THEN
        SELECT known || coalesce(string_agg(e.leaf_hash, ''::bytea ORDER BY e.position), ''::bytea) INTO known
        FROM event AS e
        WHERE e.forum = NEW.forum
            AND e.position BETWEEN NEW.index * 256 + octet_length(known) / 32 AND NEW.index * 256 + NEW.width - 1;
    ELSE
        SELECT known || coalesce(string_agg(tile_root(t.hashes), ''::bytea ORDER BY t.index), ''::bytea) INTO known
        FROM tile AS t
        WHERE t.forum = NEW.forum AND t.level = NEW.level - 1 AND t.width = 256
            AND t.index BETWEEN NEW.index * 256 + octet_length(known) / 32 AND NEW.index * 256 + NEW.width - 1;
    END IF;
    IF NEW.hashes <> known THEN
        RAISE EXCEPTION 'the tile %/%/% of forum % has other hashes than the events under it', NEW.level, NEW.index, NEW.width, NEW.forum
            USING ERRCODE = 'check_violation', TABLE = 'tile', CONSTRAINT = 'tile_follows_events';
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION check_tile() FROM PUBLIC;

CREATE TRIGGER tile_check AFTER INSERT ON tile FOR EACH ROW EXECUTE FUNCTION check_tile();

-- A checkpoint is one of this record, and of what it holds: the newest is the one that everybody is shown. Who signed it only a program sees.
CREATE FUNCTION check_checkpoint() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM forum_head AS h WHERE h.forum = NEW.forum AND h.next_position >= NEW.size)
        OR NOT EXISTS (SELECT FROM signer AS s WHERE s.forum = NEW.forum)
        OR position(convert_to(concat(chr(10), NEW.size, chr(10)), 'UTF8') IN NEW.note) = 0
    THEN
        RAISE EXCEPTION 'the checkpoint of size % of forum % is none of its record', NEW.size, NEW.forum
            USING ERRCODE = 'check_violation', TABLE = 'checkpoint', CONSTRAINT = 'checkpoint_follows_events';
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION check_checkpoint() FROM PUBLIC;

CREATE TRIGGER checkpoint_check AFTER INSERT ON checkpoint FOR EACH ROW EXECUTE FUNCTION check_checkpoint();

-- A record is closed in its present epoch alone, and only one that somebody signs: the next epoch begins open.
CREATE FUNCTION check_divergence() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM signer AS s WHERE s.forum = NEW.forum)
        OR NEW.epoch <> coalesce((SELECT max(b.epoch) FROM record_break AS b WHERE b.forum = NEW.forum), 1)
        OR char_length(NEW.why) > 4000
    THEN
        RAISE EXCEPTION 'the record of forum % cannot be closed in epoch %', NEW.forum, NEW.epoch
            USING ERRCODE = 'check_violation', TABLE = 'divergence', CONSTRAINT = 'divergence_present';
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION check_divergence() FROM PUBLIC;

CREATE TRIGGER divergence_check AFTER INSERT ON divergence FOR EACH ROW EXECUTE FUNCTION check_divergence();
