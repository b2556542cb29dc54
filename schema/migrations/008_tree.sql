-- The Merkle tree over the record: who signs it, its hashes, the checkpoints that were published. All of it is added, never changed; the
-- signer remembers outside the database what it signed.

-- The public key that signs a forum's record. The first signer enters its own; a server with another key signs nothing.
CREATE TABLE signer (
    forum text COLLATE "C" PRIMARY KEY REFERENCES forum_head,
    key text COLLATE "C" NOT NULL CHECK (octet_length(key) BETWEEN 1 AND 1000)
);

-- Up to 256 hashes of one level (C2SP tlog-tiles). A partial tile stays beside the wider ones that follow.
CREATE TABLE tile (
    forum text COLLATE "C" NOT NULL REFERENCES forum_head,
    level integer NOT NULL CHECK (level BETWEEN 0 AND 7),
    index bigint NOT NULL CHECK (index >= 0),
    width integer NOT NULL CHECK (width BETWEEN 1 AND 256),
    hashes bytea NOT NULL CHECK (octet_length(hashes) = 32 * width),
    PRIMARY KEY (forum, level, index, width)
);

CREATE TABLE checkpoint (
    forum text COLLATE "C" NOT NULL REFERENCES forum_head,
    size bigint NOT NULL CHECK (size > 0),
    -- A signed note.
    note bytea NOT NULL CHECK (octet_length(note) <= 1048576),
    PRIMARY KEY (forum, size)
);

REVOKE ALL ON signer, tile, checkpoint FROM PUBLIC;
GRANT SELECT, INSERT ON signer, tile, checkpoint TO chancery_app;
