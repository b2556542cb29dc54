-- The meetings that the acts of every proposal rest on, as its events and its lifecycle say: what was written before 007 has none yet.

-- No event of this transaction stands behind what follows, so the check of each change would refuse it.
ALTER TABLE proposal DISABLE TRIGGER proposal_check_update;

WITH act AS MATERIALIZED (
    SELECT e.forum, e.stream, e.version, e.kind, convert_from(e.bytes, 'UTF8')::jsonb -> 'data' AS data
    FROM event AS e
    WHERE e.stream <> 'registry' AND e.kind IN ('moved', 'fact-recorded', 'invitation-decided')
), undone AS MATERIALIZED (
    SELECT a.forum, a.stream, (a.data #>> '{undoes,version}')::bigint AS version
    FROM act AS a WHERE a.kind = 'moved' AND a.data ? 'undoes'
), input AS MATERIALIZED (
    -- Which inputs of which act name a meeting.
    SELECT l.digest, k.kind, t ->> 'id' AS id, i ->> 'key' AS key
    FROM lifecycle AS l
    CROSS JOIN (VALUES ('moved', 'transitions'), ('fact-recorded', 'facts')) AS k (kind, part)
    CROSS JOIN LATERAL jsonb_array_elements(
        coalesce(convert_from(l.definition, 'UTF8')::jsonb -> k.part, '[]'::jsonb)) AS t
    CROSS JOIN LATERAL jsonb_array_elements(coalesce(t -> 'inputs', '[]'::jsonb)) AS i
    WHERE i ->> 'type' = 'meeting'
), rested AS (
    SELECT a.forum, a.stream, a.data -> 'meeting' AS meeting FROM act AS a WHERE a.kind = 'invitation-decided'
    UNION ALL
    SELECT a.forum, a.stream, a.data -> 'inputs' -> i.key
    FROM act AS a
    JOIN proposal AS p ON p.forum = a.forum AND p.ref = a.stream
    JOIN input AS i ON i.digest = p.lifecycle AND i.kind = a.kind
        AND i.id = a.data ->> CASE a.kind WHEN 'moved' THEN 'transition' ELSE 'fact' END
    WHERE NOT a.data ? 'undoes' AND NOT EXISTS (
        SELECT FROM undone AS u WHERE u.forum = a.forum AND u.stream = a.stream AND u.version = a.version)
), named AS (
    SELECT p.forum, p.ref, coalesce(
        array_agg(DISTINCT r.meeting #>> '{}' COLLATE "C") FILTER (WHERE jsonb_typeof(r.meeting) = 'string'), '{}') AS meetings
    FROM proposal AS p
    LEFT JOIN rested AS r ON r.forum = p.forum AND r.stream = p.ref
    GROUP BY p.forum, p.ref
)
UPDATE proposal AS p SET meetings = n.meetings
FROM named AS n WHERE p.forum = n.forum AND p.ref = n.ref AND p.meetings <> n.meetings;

ALTER TABLE proposal ENABLE TRIGGER proposal_check_update;
