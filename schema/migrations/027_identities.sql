-- Links of accounts to identity providers: their events, the way from who somebody is there to the account, and logins under way.

ALTER TABLE event DROP CONSTRAINT event_kind;
ALTER TABLE event ADD CONSTRAINT event_kind CHECK (kind = ANY (
    CASE stream
        WHEN 'registry' THEN ARRAY[
            'forum-opened', 'forum-changed', 'partner-admitted', 'partner-changed', 'partner-left',
            'meeting-scheduled', 'meeting-changed', 'meeting-held', 'lifecycle-loaded', 'account-opened',
            'appointment-made', 'appointment-ended', 'token-issued', 'token-revoked', 'list-drawn',
            'list-submitted', 'contact-set', 'contact-ended', 'contacts-circulated', 'key-registered',
            'key-ended', 'identity-linked', 'identity-ended']
        ELSE ARRAY[
            'drafted', 'archived', 'revised', 'revision-contested', 'moved', 'acknowledged', 'position-taken',
            'position-retracted', 'position-contested', 'tacit-recorded', 'deadline-moved', 'deadline-passed',
            'fact-recorded', 'noted', 'invitation-proposed', 'invitation-position', 'invitation-decided', 'migrated',
            'filed']
    END));

-- A link opens an account, as a token does: whoever makes one administers the forum, or it is their own account.
CREATE FUNCTION check_identity() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET jit = off AS $$
BEGIN
    IF convert_from(NEW.bytes, 'UTF8')::jsonb #>> '{data,account}' IS DISTINCT FROM NEW.account
        AND NOT administers(NEW.account, NEW.forum, NEW.version, NEW.recorded_at)
    THEN
        RAISE EXCEPTION 'event % of the registry of forum % is refused: % does not administer the forum', NEW.version, NEW.forum,
            NEW.account
            USING ERRCODE = 'check_violation', TABLE = 'event', CONSTRAINT = 'event_administrator';
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION check_identity() FROM PUBLIC;

CREATE TRIGGER event_identity_check AFTER INSERT ON event
    FOR EACH ROW WHEN (NEW.kind = 'identity-linked') EXECUTE FUNCTION check_identity();

-- Who somebody is at a provider is looked for by its value. Those of proposals, which have no slash in their refs, are never.
CREATE INDEX personal_value ON personal USING hash (value) WHERE strpos(subject, '/') > 0;

-- A login that goes through an identity provider, while it does. No part of the record; taken once.
CREATE TABLE login_attempt (
    -- SHA-256 of what the browser's cookie holds, from which all that the provider is sent is made.
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    what text NOT NULL CHECK (octet_length(what) <= 16384),
    opened_at timestamptz NOT NULL DEFAULT now()
);

-- Those that nobody came back from are looked for when another one begins.
CREATE INDEX login_attempt_opened ON login_attempt (opened_at);

REVOKE ALL ON login_attempt FROM PUBLIC;
GRANT SELECT, INSERT (hash, what), UPDATE (opened_at), DELETE ON login_attempt TO chancery_app;
