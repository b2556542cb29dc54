-- A request that comes after a deadline that nobody noted yet begins with the server's own events: the answer names these as well.

CREATE OR REPLACE FUNCTION check_new_requests() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
    SET jit = off AS $$
DECLARE
    bad record;
BEGIN
    SELECT n.key, n.account INTO bad
    FROM added AS n
    LEFT JOIN event AS e ON e.forum = n.forum AND e.position = n.position
    -- The passing of a deadline, and perhaps what silence meant, stand before what the account did. Elsewhere nothing is read.
    LEFT JOIN LATERAL (
        SELECT true AS is_own FROM event AS s
        WHERE s.forum = e.forum AND s.stream = e.stream AND s.account = n.account
            AND s.version > CASE e.kind WHEN 'deadline-passed' THEN e.version END AND s.version <= e.version + 2
            AND s.xmin = pg_current_xact_id()::xid
        ORDER BY s.version LIMIT 1) AS s ON true
    WHERE n.position IS NOT NULL
        AND ((e.account = n.account OR s.is_own) AND e.xmin = pg_current_xact_id()::xid) IS NOT TRUE
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the answer to key % of % names an event that is not its own', bad.key, bad.account
            USING ERRCODE = 'check_violation', TABLE = 'request', CONSTRAINT = 'request_follows_events';
    END IF;
    RETURN NULL;
END $$;
