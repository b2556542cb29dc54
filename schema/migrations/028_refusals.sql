-- Acts that were refused, for auditors. No part of the record: nothing follows from a row, and rows make room for newer ones.
CREATE TABLE refusal (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- No foreign key: it would lock the head row, which drafts hold.
    forum text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL CHECK (octet_length(account) <= 256),
    verb text COLLATE "C" NOT NULL CHECK (octet_length(verb) <= 32),
    -- Empty where the act is none of a lifecycle, where it is about no proposal, or about none that the account may see.
    transition text COLLATE "C" NOT NULL CHECK (octet_length(transition) <= 128),
    ref text COLLATE "C" NOT NULL CHECK (octet_length(ref) <= 128),
    code text COLLATE "C" NOT NULL CHECK (code IN ('forbidden', 'refused', 'notFound', 'tokenExpired', 'tokenRevoked')),
    -- The codes of what was not met, with spaces between.
    reasons text COLLATE "C" NOT NULL CHECK (octet_length(reasons) <= 1024),
    -- What is the same within an hour is counted.
    hour timestamptz NOT NULL,
    first_at timestamptz NOT NULL CHECK (first_at >= '2000-01-01T00:00:00Z'),
    last_at timestamptz NOT NULL CHECK (last_at < '9999-01-01T00:00:00Z'),
    count bigint NOT NULL CHECK (count > 0)
);

CREATE UNIQUE INDEX refusal_same ON refusal (forum, account, hour, verb, transition, ref, code, reasons);
CREATE INDEX refusal_of_forum ON refusal (forum, number);
CREATE INDEX refusal_of_account ON refusal (forum, account, number);

-- Remembers refusals of one forum and drops its oldest: 200 rows are kept of an account, 5000 of a forum. The arrays are as long as one another.
CREATE FUNCTION remember_refusals(
    of_forum text, accounts text[], verbs text[], transitions text[], refs text[], codes text[], whys text[],
    firsts timestamptz[], lasts timestamptz[], counts bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
    SET jit = off AS $$
BEGIN
    IF cardinality(accounts) > 500 THEN
        RAISE EXCEPTION 'at most 500 refusals are remembered at once'
            USING ERRCODE = 'check_violation', TABLE = 'refusal', CONSTRAINT = 'refusal_bounded';
    END IF;
    IF NOT EXISTS (SELECT FROM forum_head AS h WHERE h.forum = of_forum) THEN
        RAISE EXCEPTION 'there is no forum %', left(of_forum, 100)
            USING ERRCODE = 'check_violation', TABLE = 'refusal', CONSTRAINT = 'refusal_forum';
    END IF;
    -- Nobody waits for the disk: what a crash loses of refusals is lost.
    PERFORM set_config('synchronous_commit', 'off', true);
    -- Two servers take turns in a forum, so that its bound holds.
    PERFORM pg_advisory_xact_lock(74200028, hashtext(of_forum));
    INSERT INTO refusal AS r (forum, account, verb, transition, ref, code, reasons, hour, first_at, last_at, count)
    SELECT of_forum, n.account, n.verb, n.transition, n.ref, n.code, n.reasons, date_trunc('hour', n.first_at, 'UTC'),
        n.first_at, n.last_at, least(n.count, 1000000000)
    FROM unnest(accounts, verbs, transitions, refs, codes, whys, firsts, lasts, counts)
        AS n (account, verb, transition, ref, code, reasons, first_at, last_at, count)
    ON CONFLICT (forum, account, hour, verb, transition, ref, code, reasons) DO UPDATE
    SET first_at = least(r.first_at, EXCLUDED.first_at), last_at = greatest(r.last_at, EXCLUDED.last_at),
        count = least(r.count, 1000000000000) + EXCLUDED.count;
    DELETE FROM refusal WHERE number = ANY (ARRAY(
        SELECT o.number
        FROM (SELECT DISTINCT unnest(accounts) AS account) AS a
        CROSS JOIN LATERAL (
            SELECT r.number FROM refusal AS r WHERE r.forum = of_forum AND r.account = a.account
            ORDER BY r.number DESC OFFSET 200) AS o));
    DELETE FROM refusal WHERE number = ANY (ARRAY(
        SELECT r.number FROM refusal AS r WHERE r.forum = of_forum ORDER BY r.number DESC OFFSET 5000));
END $$;

-- Rows come in through the function alone, so that none of its bounds can be passed over.
REVOKE ALL ON refusal FROM PUBLIC;
REVOKE ALL ON FUNCTION remember_refusals(
    text, text[], text[], text[], text[], text[], text[], timestamptz[], timestamptz[], bigint[]) FROM PUBLIC;
GRANT SELECT ON refusal TO chancery_app;
GRANT EXECUTE ON FUNCTION remember_refusals(
    text, text[], text[], text[], text[], text[], text[], timestamptz[], timestamptz[], bigint[]) TO chancery_app;
