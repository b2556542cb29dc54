-- Who is logged in with a browser. No part of the record: a row opens nothing that its token does not open, and goes when its session ends.
CREATE TABLE browser_session (
    -- SHA-256 of what the browser's cookie holds.
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    token text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    forum text COLLATE "C" NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT now(),
    used_at timestamptz NOT NULL DEFAULT now()
);

-- Sessions that nobody uses any more are looked for when another one opens.
CREATE INDEX browser_session_used ON browser_session (used_at);

REVOKE ALL ON browser_session FROM PUBLIC;
GRANT SELECT, INSERT (hash, token, account, forum), UPDATE (used_at), DELETE ON browser_session TO chancery_app;
