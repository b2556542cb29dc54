\set number random(1, :proposals)
BEGIN;
SELECT version, state FROM proposal WHERE forum = 'asem' AND ref = 'ASEM-2026-' || :number FOR UPDATE \gset
INSERT INTO event (forum, position, stream, version, kind, from_state, to_state, recorded_at, account, bytes, digest, leaf_hash) VALUES ('asem', nextval('event_position'), 'ASEM-2026-' || :number, :version::bigint + 1, 'position-taken', 'circulated', 'circulated', now(), 'asem/contact-point-FR', :event::text::bytea, sha256(:event::text::bytea), sha256('\x00'::bytea || :event::text::bytea));
UPDATE proposal SET version = :version::bigint + 1, last_digest = sha256(:event::text::bytea), recorded_at = now() WHERE forum = 'asem' AND ref = 'ASEM-2026-' || :number;
COMMIT;
