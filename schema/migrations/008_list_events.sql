-- Lists of groups and contact points: kinds of events that a forum's registry can have besides.

ALTER TABLE event DROP CONSTRAINT event_kind;

ALTER TABLE event ADD CONSTRAINT event_kind CHECK (kind = ANY (
    CASE stream
        WHEN 'registry' THEN ARRAY[
            'forum-opened', 'forum-changed', 'partner-admitted', 'partner-changed', 'partner-left',
            'meeting-scheduled', 'meeting-changed', 'meeting-held', 'lifecycle-loaded', 'account-opened',
            'appointment-made', 'appointment-ended', 'token-issued', 'token-revoked', 'list-drawn', 'list-submitted',
            'contact-set', 'contact-ended', 'contacts-circulated']
        ELSE ARRAY[
            'drafted', 'archived', 'revised', 'revision-contested', 'moved', 'acknowledged', 'position-taken',
            'position-retracted', 'position-contested', 'tacit-recorded', 'deadline-moved', 'deadline-passed',
            'fact-recorded', 'noted', 'invitation-proposed', 'invitation-position', 'invitation-decided', 'migrated']
    END));
