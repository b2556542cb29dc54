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

-- An answer that names an event names one of the same account and transaction. Kept answers can be erased, not replaced.
CREATE FUNCTION check_new_requests() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
    SET jit = off AS $$
DECLARE
    bad record;
BEGIN
    SELECT n.key, n.account INTO bad
    FROM added AS n
    LEFT JOIN event AS e ON e.forum = n.forum AND e.position = n.position
    WHERE n.position IS NOT NULL
        AND (e.account = n.account AND e.xmin = pg_current_xact_id()::xid) IS NOT TRUE
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the answer to key % of % names an event that is not its own', bad.key, bad.account
            USING ERRCODE = 'check_violation', TABLE = 'request', CONSTRAINT = 'request_follows_events';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER request_check AFTER INSERT ON request REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION check_new_requests();

CREATE FUNCTION check_erased_request() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.answer IS NOT NULL THEN
        RAISE EXCEPTION 'an answer can be erased, not replaced'
            USING ERRCODE = 'check_violation', TABLE = 'request', CONSTRAINT = 'request_answer_kept';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER request_answer_kept BEFORE UPDATE ON request
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION check_erased_request();

-- Tokens by their hash, under the name that the registry knows them by. Whether one is revoked or expired stands in the registry.
CREATE TABLE token (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    token text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    forum text COLLATE "C" NOT NULL REFERENCES forum_head,
    CONSTRAINT token_name CHECK (token = 'tk-' || left(encode(sha256(hash), 'hex'), 16))
);

-- A token is made by an event of the registry that the same transaction adds.
CREATE FUNCTION check_tokens() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM (
            SELECT e.kind, e.bytes FROM event AS e
            WHERE e.forum = NEW.forum AND e.stream = 'registry' AND e.xmin = pg_current_xact_id()::xid
            ORDER BY e.version DESC OFFSET 0) AS e
        WHERE e.kind = 'token-issued'
            AND convert_from(e.bytes, 'UTF8')::jsonb -> 'data'
                @> jsonb_build_object('token', NEW.token, 'account', NEW.account))
    THEN
        RAISE EXCEPTION 'no event of this transaction issues the token % to %', NEW.token, NEW.account
            USING ERRCODE = 'check_violation', TABLE = 'token', CONSTRAINT = 'token_follows_events';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER token_check AFTER INSERT ON token FOR EACH ROW EXECUTE FUNCTION check_tokens();

-- Personal data: the values behind commitments that stand in events. Erasing one leaves the commitment, which says nothing then.
CREATE TABLE personal (
    commitment text COLLATE "C" PRIMARY KEY,
    forum text COLLATE "C" NOT NULL REFERENCES forum_head,
    -- The ref or account that it belongs to.
    subject text COLLATE "C" NOT NULL,
    salt bytea,
    value text,
    erased_at timestamptz,
    CONSTRAINT personal_erased CHECK ((erased_at IS NULL) = (value IS NOT NULL) AND (value IS NULL) = (salt IS NULL)),
    CONSTRAINT personal_commitment CHECK (value IS NULL OR commitment = 'commitment:' || encode(sha256(
        'chancery/commitment/v1\012'::bytea || int8send(octet_length(salt)) || salt
            || int8send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8')), 'hex'))
);

CREATE INDEX personal_subject ON personal (forum, subject);
