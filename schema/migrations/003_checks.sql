-- What the database refuses by itself when events are added: one check a statement, over all its new rows.

-- What keeps an event's bytes from being canonical JSON in the form of an event; NULL where nothing does.
--
-- No token but those of RFC 8785 occurs, each in its only form, and nothing stands between them. Then this text and jsonb's,
-- both without spaces, are equally long exactly if jsonb dropped no key that stood twice. The frame around the data is compared
-- byte by byte. The order of keys within the data is not looked at: that would take a pass over every object in it.
-- Called by check_events() alone, so the search path is the one of that function.
CREATE FUNCTION event_bytes_fault(line text, body jsonb) RETURNS text
    LANGUAGE plpgsql STABLE AS $$
DECLARE
    instant CONSTANT text := 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"';
    office jsonb := body #> '{actor,office}';
    frame text;
BEGIN
    IF line !~ '^(?:[][{},:]|"(?:[^"\\]|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))*"|(?:0|-?[1-9][0-9]{0,14})[],}]|true|false|null)*$'
    THEN
        -- Numbers of 16 digits are rare; the largest is 2^53.
        IF line !~ '^(?:[][{},:]|"(?:[^"\\]|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))*"|(?:0|-?[1-9][0-9]{0,15})[],}]|true|false|null)*$'
            OR jsonb_path_exists(body, 'strict $.** ? (@ > 9007199254740992 || @ < -9007199254740992)')
        THEN
            RETURN 'there is white space, an escape or a number that is not canonical';
        END IF;
    END IF;
    IF octet_length(replace(line, ' ', '')) <> octet_length(replace(body::text, ' ', '')) THEN
        RETURN 'a key stands twice';
    END IF;
    IF jsonb_path_exists(body, 'strict $.**{16 to last} ? (@.type() == "object" || @.type() == "array")') THEN
        RETURN 'lists and objects are nested more than 16 deep';
    END IF;
    frame := concat(
        '{"actor":{"account":', to_json(body #>> '{actor,account}'), ',"office":',
        CASE
            WHEN office = 'null' THEN 'null'
            ELSE concat(
                '{', CASE WHEN office ? 'deputy' THEN '"deputy":true,' END,
                '"group":' || to_json(office ->> 'group')::text || ',',
                '"partner":' || to_json(office ->> 'partner')::text || ',',
                '"role":', to_json(office ->> 'role'), '}')
        END,
        '},"data":{');
    IF NOT starts_with(line, frame) THEN
        RETURN 'its actor is not written as an actor is';
    END IF;
    frame := concat(
        '},"decided_at":"', to_char((body ->> 'decided_at')::timestamptz AT TIME ZONE 'UTC', instant),
        '","forum":', to_json(body ->> 'forum'), ',"from":', coalesce(to_json(body ->> 'from')::text, 'null'),
        ',"kind":', to_json(body ->> 'kind'), ',"previous":', coalesce(to_json(body ->> 'previous')::text, 'null'),
        ',"recorded_at":"', to_char((body ->> 'recorded_at')::timestamptz AT TIME ZONE 'UTC', instant),
        '","schema":1,"stream":', to_json(body ->> 'stream'), ',"to":', coalesce(to_json(body ->> 'to')::text, 'null'),
        ',"version":', body ->> 'version', '}');
    IF right(line, length(frame)) <> frame OR length(body ->> 'decided_at') <> 27
        -- What stands between both parts of the frame is the data and nothing else.
        OR body - ARRAY[
            'actor', 'data', 'decided_at', 'forum', 'from', 'kind', 'previous', 'recorded_at', 'schema', 'stream', 'to',
            'version'] <> '{}'
    THEN
        RETURN 'its members are not those of an event, in their order and form';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION check_events() RETURNS trigger
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

    SELECT n.forum, n.stream, n.version, f.fault INTO bad
    FROM added AS n
    -- OFFSET 0: each event is parsed once.
    CROSS JOIN LATERAL (SELECT convert_from(n.bytes, 'UTF8') AS line OFFSET 0) AS t
    CROSS JOIN LATERAL (SELECT t.line::jsonb AS body OFFSET 0) AS j
    CROSS JOIN LATERAL (SELECT event_bytes_fault(t.line, j.body) AS fault OFFSET 0) AS b
    -- The event before it in its stream, one of this statement included.
    LEFT JOIN LATERAL (
        SELECT e.position, e.version, e.recorded_at, e.to_state, e.lifecycle, e.digest FROM event AS e
        WHERE e.forum = n.forum AND e.stream = n.stream AND e.version < n.version
        ORDER BY e.version DESC LIMIT 1) AS p ON true
    -- Looked up for moves alone, and so on: where the key is NULL nothing is read.
    LEFT JOIN lifecycle_edge AS g
        ON g.lifecycle = CASE n.kind WHEN 'moved' THEN n.lifecycle END
        AND g.transition = j.body #>> '{data,transition}' AND g.from_state = n.from_state
    -- The move that an undo takes back.
    LEFT JOIN LATERAL (
        SELECT e.version, e.from_state, e.to_state, e.lifecycle,
            convert_from(e.bytes, 'UTF8')::jsonb -> 'data' ? 'undoes' AS is_undo
        FROM event AS e
        WHERE n.kind = 'moved' AND j.body -> 'data' ? 'undoes'
            AND e.forum = n.forum AND e.stream = n.stream AND e.version < n.version AND e.kind = 'moved'
        ORDER BY e.version DESC LIMIT 1) AS m ON true
    LEFT JOIN forum_lifecycle AS x
        ON x.forum = n.forum
        AND x.lifecycle = CASE WHEN n.kind IN ('drafted', 'archived', 'migrated') THEN n.lifecycle END
    LEFT JOIN lifecycle AS l ON l.digest = x.lifecycle
    -- The version that a migration leaves.
    LEFT JOIN lifecycle AS o ON o.digest = CASE n.kind WHEN 'migrated' THEN p.lifecycle END
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN j.body ->> 'forum' IS DISTINCT FROM n.forum OR j.body ->> 'stream' IS DISTINCT FROM n.stream
                OR j.body ->> 'version' IS DISTINCT FROM n.version::text
                OR j.body ->> 'kind' IS DISTINCT FROM n.kind
                OR j.body ->> 'from' IS DISTINCT FROM n.from_state OR j.body ->> 'to' IS DISTINCT FROM n.to_state
                OR (j.body ->> 'recorded_at')::timestamptz IS DISTINCT FROM n.recorded_at
                OR j.body #>> '{actor,account}' IS DISTINCT FROM n.account
                THEN 'event_columns: the columns differ from the bytes'
            WHEN b.fault IS NOT NULL
                THEN 'event_bytes: ' || b.fault
            WHEN n.version > 1 AND p.version IS DISTINCT FROM n.version - 1
                THEN 'event_version_gap: the version does not follow the last one'
            WHEN j.body ->> 'previous' IS DISTINCT FROM encode(p.digest, 'hex')
                THEN 'event_previous: the bytes do not name the event before them'
            WHEN p.position > n.position OR p.recorded_at > n.recorded_at
                THEN 'event_order: it stands before the event that it follows'
            -- After a clock was set back, what follows is recorded just after what went before.
            WHEN n.recorded_at > clock_timestamp() + interval '1 minute'
                AND n.recorded_at > coalesce(p.recorded_at, '-infinity') + interval '1 second'
                THEN 'event_clock: it was not recorded yet'
            WHEN n.stream = 'registry' THEN
                CASE WHEN n.from_state IS NOT NULL OR n.to_state IS NOT NULL OR n.lifecycle IS NOT NULL
                    THEN 'event_registry: a registry has no states' END
            WHEN n.lifecycle IS NULL OR n.to_state IS NULL
                THEN 'event_state: an event of a proposal has a state and a lifecycle'
            WHEN (n.version = 1) <> (n.kind IN ('drafted', 'archived'))
                THEN 'event_first: a proposal begins with its draft, and only once'
            WHEN n.from_state IS DISTINCT FROM p.to_state
                THEN 'event_from: it does not start from the state before it'
            WHEN n.kind IN ('drafted', 'archived', 'migrated') THEN
                CASE
                    WHEN l.digest IS NULL OR j.body #>> '{data,lifecycle,digest}' IS DISTINCT FROM encode(l.digest, 'hex')
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
            WHEN n.lifecycle <> p.lifecycle
                THEN 'event_lifecycle: only a migration changes the lifecycle'
            WHEN n.kind <> 'moved' THEN
                CASE WHEN n.to_state <> n.from_state THEN 'event_state: only a move changes the state' END
            WHEN g.transition IS NULL
                THEN 'event_edge: the lifecycle has no such edge'
            WHEN g.to_state IS NOT NULL THEN
                CASE WHEN g.to_state <> n.to_state OR j.body -> 'data' ? 'undoes'
                    THEN 'event_edge: the lifecycle has no such edge' END
            -- A move of before a migration was made by other rules.
            WHEN m.version IS NULL OR m.is_undo OR m.lifecycle <> n.lifecycle OR m.to_state <> n.from_state OR m.from_state <> n.to_state
                OR j.body #>> '{data,undoes,version}' IS DISTINCT FROM m.version::text
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

CREATE TRIGGER event_check AFTER INSERT ON event REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION check_events();
