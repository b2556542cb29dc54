-- Documents: their bytes under their digest, and what came of those that are not whole yet.

-- What an event says was filed. Stored once, whoever filed it; never changed.
CREATE TABLE document (
    digest bytea PRIMARY KEY,
    content bytea NOT NULL,
    CONSTRAINT document_digest CHECK (digest = sha256(content)),
    CONSTRAINT document_size CHECK (octet_length(content) BETWEEN 1 AND 8388608)
);

-- Not compressed, so that a part of it is read without the rest.
ALTER TABLE document ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TRIGGER document_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON document
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An upload belongs to whoever began it: nobody learns from it what others hold. Its slot bounds how many an account has open.
CREATE TABLE upload (
    account text COLLATE "C" NOT NULL,
    ref text COLLATE "C" NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    forum text COLLATE "C" NOT NULL REFERENCES forum_head,
    size bigint NOT NULL CHECK (size BETWEEN 1 AND 8388608),
    received bigint NOT NULL CHECK (received > 0 AND received < size),
    slot bigint NOT NULL CHECK (slot BETWEEN 1 AND 4),
    touched_at timestamptz NOT NULL,
    PRIMARY KEY (account, ref, digest),
    CONSTRAINT upload_slot UNIQUE (account, slot)
);

CREATE INDEX upload_touched ON upload (touched_at);

CREATE TABLE upload_part (
    account text COLLATE "C" NOT NULL,
    ref text COLLATE "C" NOT NULL,
    digest bytea NOT NULL,
    start bigint NOT NULL CHECK (start >= 0),
    bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 4096 AND 46080),
    PRIMARY KEY (account, ref, digest, start),
    FOREIGN KEY (account, ref, digest) REFERENCES upload ON DELETE CASCADE
);

ALTER TABLE event DROP CONSTRAINT event_kind;
ALTER TABLE event ADD CONSTRAINT event_kind CHECK (kind = ANY (
    CASE stream
        WHEN 'registry' THEN ARRAY[
            'forum-opened', 'forum-changed', 'partner-admitted', 'partner-changed', 'partner-left',
            'meeting-scheduled', 'meeting-changed', 'meeting-held', 'lifecycle-loaded', 'account-opened',
            'appointment-made', 'appointment-ended', 'token-issued', 'token-revoked', 'list-drawn',
            'list-submitted', 'contact-set', 'contact-ended', 'contacts-circulated', 'key-registered',
            'key-ended']
        ELSE ARRAY[
            'drafted', 'archived', 'revised', 'revision-contested', 'moved', 'acknowledged', 'position-taken',
            'position-retracted', 'position-contested', 'tacit-recorded', 'deadline-moved', 'deadline-passed',
            'fact-recorded', 'noted', 'invitation-proposed', 'invitation-position', 'invitation-decided', 'migrated',
            'filed']
    END));

-- A document that is said to be filed is there, as large as it is said to be.
CREATE FUNCTION check_filed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    body jsonb := convert_from(NEW.bytes, 'UTF8')::jsonb -> 'data';
BEGIN
    IF NOT EXISTS (
        SELECT FROM document AS d
        WHERE d.digest = decode(body ->> 'digest', 'hex') AND octet_length(d.content)::text = body ->> 'size')
    THEN
        RAISE EXCEPTION 'event % of % in forum % is refused: there is no such document', NEW.version, NEW.stream, NEW.forum
            USING ERRCODE = 'check_violation', TABLE = 'event', CONSTRAINT = 'event_document';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER event_document_check AFTER INSERT ON event
    FOR EACH ROW WHEN (NEW.kind = 'filed') EXECUTE FUNCTION check_filed();

REVOKE ALL ON document, upload, upload_part FROM PUBLIC;
REVOKE ALL ON FUNCTION check_filed() FROM PUBLIC;
GRANT SELECT, INSERT ON document TO chancery_app;
GRANT SELECT, INSERT, DELETE ON upload TO chancery_app;
GRANT UPDATE (received, touched_at) ON upload TO chancery_app;
GRANT SELECT, INSERT ON upload_part TO chancery_app;
