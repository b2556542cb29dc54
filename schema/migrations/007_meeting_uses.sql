-- The meetings that acts on a proposal rest on: what those meetings were must not be rewritten under them.

ALTER TABLE proposal ADD COLUMN meetings text[] COLLATE "C" NOT NULL DEFAULT '{}';

CREATE INDEX proposal_meetings ON proposal USING gin (meetings) WHERE meetings <> '{}';

GRANT INSERT (meetings), UPDATE (meetings) ON proposal TO chancery_app;

-- Rows that are there already: every meeting of the forum that an act on the proposal names.
WITH body AS (
    SELECT e.forum, e.stream, e.kind, convert_from(e.bytes, 'UTF8')::jsonb -> 'data' AS data
    FROM event AS e
    WHERE e.kind IN ('moved', 'fact-recorded', 'invitation-decided', 'meeting-scheduled')
), named AS (
    SELECT b.forum, b.stream, v.value #>> '{}' AS meeting
    FROM body AS b
    CROSS JOIN LATERAL jsonb_each(
        coalesce(b.data -> 'inputs', '{}'::jsonb) || jsonb_build_object('meeting', b.data -> 'meeting')) AS v
    WHERE b.kind <> 'meeting-scheduled' AND jsonb_typeof(v.value) = 'string'
), used AS (
    SELECT n.forum, n.stream, array_agg(DISTINCT n.meeting ORDER BY n.meeting) AS meetings
    FROM named AS n
    JOIN body AS m ON m.kind = 'meeting-scheduled' AND m.forum = n.forum AND m.data ->> 'id' = n.meeting
    GROUP BY n.forum, n.stream
)
UPDATE proposal AS p SET meetings = u.meetings FROM used AS u WHERE p.forum = u.forum AND p.ref = u.stream;
