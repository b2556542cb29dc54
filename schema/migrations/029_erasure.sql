-- Personal data is erased by an event that says so, and in no other way.

ALTER TABLE event DROP CONSTRAINT event_kind;
ALTER TABLE event ADD CONSTRAINT event_kind CHECK (kind = ANY (
    CASE stream
        WHEN 'registry' THEN ARRAY[
            'forum-opened', 'forum-changed', 'partner-admitted', 'partner-changed', 'partner-left',
            'meeting-scheduled', 'meeting-changed', 'meeting-held', 'lifecycle-loaded', 'account-opened',
            'appointment-made', 'appointment-ended', 'token-issued', 'token-revoked', 'list-drawn',
            'list-submitted', 'contact-set', 'contact-ended', 'contacts-circulated', 'key-registered',
            'key-ended', 'identity-linked', 'identity-ended', 'personal-erased']
        ELSE ARRAY[
            'drafted', 'archived', 'revised', 'revision-contested', 'moved', 'acknowledged', 'position-taken',
            'position-retracted', 'position-contested', 'tacit-recorded', 'deadline-moved', 'deadline-passed',
            'fact-recorded', 'noted', 'invitation-proposed', 'invitation-position', 'invitation-decided', 'migrated',
            'filed']
    END));

-- What an event names is erased with it. Whoever records one administers the forum.
CREATE FUNCTION erase_personal() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
    SET jit = off AS $$
DECLARE
    data CONSTANT jsonb := convert_from(NEW.bytes, 'UTF8')::jsonb -> 'data';
BEGIN
    IF NOT administers(NEW.account, NEW.forum, NEW.version, NEW.recorded_at) THEN
        RAISE EXCEPTION 'event % of the registry of forum % is refused: % does not administer the forum', NEW.version, NEW.forum,
            NEW.account
            USING ERRCODE = 'check_violation', TABLE = 'event', CONSTRAINT = 'event_administrator';
    END IF;
    IF (CASE WHEN jsonb_typeof(data -> 'digests') = 'array' AND jsonb_typeof(data -> 'reason') = 'string'
        THEN jsonb_array_length(data -> 'digests') BETWEEN 1 AND 500 END) IS NOT TRUE
    THEN
        RAISE EXCEPTION 'event % of the registry of forum % is refused: it does not say what is erased, and why', NEW.version, NEW.forum
            USING ERRCODE = 'check_violation', TABLE = 'event', CONSTRAINT = 'event_erasure';
    END IF;
    UPDATE personal AS p SET salt = NULL, value = NULL, erased_at = NEW.recorded_at
    WHERE p.commitment = ANY (ARRAY(
            SELECT concat('commitment:', d.digest) FROM jsonb_array_elements_text(data -> 'digests') AS d (digest)))
        AND p.forum = NEW.forum AND p.value IS NOT NULL;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION erase_personal() FROM PUBLIC;

CREATE TRIGGER event_erasure AFTER INSERT ON event
    FOR EACH ROW WHEN (NEW.kind = 'personal-erased') EXECUTE FUNCTION erase_personal();

-- The serving role adds values, and changes none.
REVOKE UPDATE (salt, value, erased_at) ON personal FROM chancery_app;
