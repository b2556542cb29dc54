-- The checks of a batch at about half their cost. They refuse what they refused before.

-- What nearly every new event is, is seen at a glance: its bytes are those that its columns and the event before it make, and nothing moves.
-- Whatever is not seen to be right so is judged by every rule, as before.
--
-- At a glance: the frame around the office and the data is made from the columns and compared byte by byte. The office is an office. What
-- stands where the data stands is one value of tokens of RFC 8785 and nothing else; its text and jsonb's, both without spaces, are equally
-- long exactly if no key stood twice. A name with a character in it that JSON escapes is written otherwise than it reads, and is no case for
-- a glance.
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
            -- After a clock was set back, what follows is recorded just after what went before.
            WHEN n.recorded_at > clock_timestamp() + interval '1 minute'
                AND n.recorded_at > coalesce(n.last_recorded_at, '-infinity') + interval '1 second'
                THEN 'event_clock: it was not recorded yet'
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

-- The last of the new events of a stream stands in its row: no later one is looked for, since they are all looked at.
CREATE OR REPLACE FUNCTION check_head() RETURNS trigger
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
        SELECT e.forum, e.stream, min(e.version) AS first, max(e.version) AS last FROM event AS e
        WHERE e.forum = NEW.forum AND e.position >= OLD.next_position
        GROUP BY e.forum, e.stream) AS n
    LEFT JOIN proposal AS p ON p.forum = n.forum AND p.ref = n.stream
    LEFT JOIN forum AS f ON f.forum = n.forum AND f.forum = CASE n.stream WHEN 'registry' THEN n.forum END
    -- A new proposal has words as well, and its number was given out. Where the key is NULL nothing is read.
    LEFT JOIN proposal_text AS t ON t.forum = n.forum AND t.ref = CASE n.first WHEN 1 THEN n.stream END
    LEFT JOIN ref_counter AS c ON c.forum = n.forum AND c.year = CASE n.first WHEN 1 THEN p.ref_year END
    WHERE n.last IS DISTINCT FROM coalesce(p.version, f.registry_version)
        OR n.first = 1 AND p.ref IS NOT NULL AND (t.ref IS NULL OR coalesce(c.last_number, 0) < p.ref_number)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'events of % in forum % were added without its rows', stale, NEW.forum
            USING ERRCODE = 'check_violation', TABLE = 'proposal', CONSTRAINT = 'proposal_follows_events';
    END IF;
    RETURN NULL;
END $$;
