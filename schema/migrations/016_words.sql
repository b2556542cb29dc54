-- The form in which the words of a proposal are written, and a check of new texts that reads them alone.

-- Words of the first form are written anew by `chancery init`, which can fold letters as the server does.
ALTER TABLE proposal_text ADD COLUMN words smallint NOT NULL DEFAULT 1;

GRANT UPDATE (words) ON proposal_text TO chancery_app;

CREATE INDEX proposal_text_first_words ON proposal_text (forum, ref) WHERE words < 2;

-- Whether the words of a proposal follow from what they were and the events that this transaction added: the last ones of its history,
-- which is read backwards. What they were was compared when it was written.
-- Called by check_texts() alone, so the search path is the one of that function.
CREATE FUNCTION text_follows(n proposal_text, b proposal_text) RETURNS boolean
    LANGUAGE plpgsql STABLE AS $$
DECLARE
    e record;
    data jsonb;
    part jsonb;
    fields jsonb := '{}';
    proposer text := b.proposer;
    first bigint;
BEGIN
    FOR e IN
        SELECT v.version, v.kind, v.xmin, v.bytes FROM event AS v WHERE v.forum = n.forum AND v.stream = n.ref
        ORDER BY v.version DESC
    LOOP
        EXIT WHEN e.xmin <> pg_current_xact_id()::xid;
        first := e.version;
        CONTINUE WHEN e.kind NOT IN ('drafted', 'archived', 'revised', 'moved');
        data := convert_from(e.bytes, 'UTF8')::jsonb -> 'data';
        part := coalesce(data -> 'fields', data -> 'changes', data #> '{writes,changes}');
        -- Of two values of one key the later one stays.
        IF jsonb_typeof(part) = 'object' THEN fields := part || fields; END IF;
        proposer := coalesce(data ->> 'proposer', proposer);
    END LOOP;
    -- The words come with an event; the first ones with the first.
    IF first IS NULL OR b.ref IS NULL AND first <> 1 THEN RETURN false; END IF;
    RETURN n.proposer IS NOT DISTINCT FROM proposer AND coalesce(n.proposer = n.insiders[1], true)
        AND n.title = CASE
            WHEN fields ? 'title' THEN coalesce(text_of(fields -> 'title'), '') ELSE coalesce(b.title, '') END
        AND n.pillar IS NOT DISTINCT FROM CASE WHEN fields ? 'pillar' THEN text_of(fields -> 'pillar') ELSE b.pillar END
        AND n.focus_areas = CASE
            WHEN NOT fields ? 'focus_areas' THEN coalesce(b.focus_areas, '{}')
            WHEN jsonb_path_match(
                fields, 'strict $.focus_areas.type() == "array" && !exists($.focus_areas[*] ? (@.type() != "string"))')
                THEN ARRAY(SELECT jsonb_array_elements_text(fields -> 'focus_areas'))
            ELSE '{}' END
        AND CASE
            WHEN fields ? 'starts' THEN is_day_of(n.starts, text_of(fields -> 'starts'))
            ELSE n.starts IS NOT DISTINCT FROM b.starts END
        AND CASE
            WHEN fields ? 'ends' THEN is_day_of(n.ends, text_of(fields -> 'ends'))
            ELSE n.ends IS NOT DISTINCT FROM b.ends END;
END $$;

REVOKE ALL ON FUNCTION text_follows(proposal_text, proposal_text) FROM PUBLIC;

CREATE OR REPLACE FUNCTION check_texts() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_hashjoin = on SET enable_nestloop = off SET enable_seqscan = off SET enable_mergejoin = off
    SET enable_material = off SET jit = off AS $$
DECLARE
    bad record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- Regions are those that the registry says at the moment, so that any event can bring new ones; and any can bring words of a
        -- later form.
        SELECT n.forum, n.ref INTO bad
        FROM changed AS n
        JOIN before AS b ON b.forum = n.forum AND b.ref = n.ref
        WHERE (n.insiders IS DISTINCT FROM b.insiders
                OR n.words <= b.words AND (n.title_words, n.search_text, n.search, n.words)
                    IS DISTINCT FROM (b.title_words, b.search_text, b.search, b.words))
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

        SELECT n.forum, n.ref INTO bad
        FROM changed AS n
        JOIN before AS b ON b.forum = n.forum AND b.ref = n.ref
        WHERE NOT text_follows(ROW(n.*)::proposal_text, ROW(b.*)::proposal_text)
        LIMIT 1;
    ELSE
        SELECT n.forum, n.ref INTO bad
        FROM changed AS n
        WHERE NOT text_follows(ROW(n.*)::proposal_text, NULL::proposal_text)
        LIMIT 1;
    END IF;
    IF FOUND THEN
        RAISE EXCEPTION 'the words of % in forum % are not those of an event of this transaction', bad.ref, bad.forum
            USING ERRCODE = 'check_violation', TABLE = 'proposal_text', CONSTRAINT = 'proposal_text_follows_events';
    END IF;
    RETURN NULL;
END $$;
