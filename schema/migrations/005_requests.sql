-- What stands beside the record: answers to keyed requests, tokens, personal data.

-- One effect a key. The key comes first: with the account first, the planner would scan all of an account's keys that are newer
-- than its statistics.
CREATE TABLE request (
    key text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    forum text COLLATE "C" NOT NULL,
    body_digest bytea NOT NULL CHECK (octet_length(body_digest) = 32),
    -- Canonical JSON; NULL where it was erased or never kept.
    answer bytea,
    -- The position of the request's first event; NULL where it made none.
    position bigint,
    answered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (key, account)
);

-- Tokens by their hash. Whether one is revoked or expired stands in the registry.
CREATE TABLE token (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    token text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    forum text COLLATE "C" NOT NULL REFERENCES forum_head
);

-- Personal data: the values behind commitments that stand in events. Erasing one leaves the commitment, which says nothing then.
CREATE TABLE personal (
    commitment text COLLATE "C" PRIMARY KEY,
    forum text COLLATE "C" NOT NULL REFERENCES forum_head,
    -- The ref or account that it belongs to.
    subject text COLLATE "C" NOT NULL,
    salt bytea,
    value text,
    erased_at timestamptz,
    CONSTRAINT personal_erased CHECK ((erased_at IS NULL) = (value IS NOT NULL) AND (value IS NULL) = (salt IS NULL))
);

CREATE INDEX personal_subject ON personal (forum, subject);
