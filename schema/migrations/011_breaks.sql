-- Records that are no longer what was signed: who found it, and how a person began them anew. Both are added, never changed, by anybody.

-- Why nothing more is written to a record in its present epoch. Every server looks here before it writes.
CREATE TABLE divergence (
    forum text COLLATE "C" NOT NULL REFERENCES forum_head,
    epoch integer NOT NULL CHECK (epoch > 0),
    found_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    why text NOT NULL,
    PRIMARY KEY (forum, epoch)
);

-- The signed statement with which an epoch after the first begins.
CREATE TABLE record_break (
    forum text COLLATE "C" NOT NULL REFERENCES forum_head,
    -- The epoch that it begins: 2 or more.
    epoch integer NOT NULL CHECK (epoch > 1),
    -- The public key of the epoch before.
    old_key text COLLATE "C" NOT NULL,
    -- A signed note.
    note bytea NOT NULL CHECK (octet_length(note) <= 1048576),
    begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (forum, epoch)
);

-- The checkpoints of epochs that have ended, with the cosignatures under them.
CREATE TABLE past_checkpoint (
    forum text COLLATE "C" NOT NULL REFERENCES forum_head,
    epoch integer NOT NULL CHECK (epoch > 0),
    size bigint NOT NULL CHECK (size > 0),
    note bytea NOT NULL,
    PRIMARY KEY (forum, epoch, size)
);

CREATE TRIGGER divergence_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON divergence
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER record_break_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON record_break
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER past_checkpoint_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON past_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

REVOKE ALL ON divergence, record_break, past_checkpoint FROM PUBLIC;
GRANT SELECT, INSERT (forum, epoch, why) ON divergence TO chancery_app;
GRANT SELECT ON record_break, past_checkpoint TO chancery_app;
