-- What witnesses sign: that they saw a checkpoint, and when. Added, never changed: the first cosignature of a witness under a checkpoint counts.
CREATE TABLE cosignature (
    forum text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    -- The witness's public key, and its signature line under the note.
    key text COLLATE "C" NOT NULL CHECK (octet_length(key) BETWEEN 1 AND 1000),
    line text COLLATE "C" NOT NULL CHECK (octet_length(line) BETWEEN 1 AND 2000),
    PRIMARY KEY (forum, size, key),
    FOREIGN KEY (forum, size) REFERENCES checkpoint (forum, size)
);

REVOKE ALL ON cosignature FROM PUBLIC;
GRANT SELECT, INSERT ON cosignature TO chancery_app;
