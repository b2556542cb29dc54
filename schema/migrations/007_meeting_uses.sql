-- Replaces SHA-256 9b45ae03b1c6f2c90de265e2ea85b544d5eefc51778efb8bc889c0b767e3632c: what it made of filled rows was wrong,
-- or refused by their own check. 014 makes them right, whichever of both texts ran.
-- The meetings that acts on a proposal rest on: what those meetings were must not be rewritten under them.

ALTER TABLE proposal ADD COLUMN meetings text[] COLLATE "C" NOT NULL DEFAULT '{}';

CREATE INDEX proposal_meetings ON proposal USING gin (meetings) WHERE meetings <> '{}';

GRANT INSERT (meetings), UPDATE (meetings) ON proposal TO chancery_app;
