-- The different words of a forum's texts, so that a search for a word that no text has finds those that are nearest to it.

-- By what a word is found: its forum, its length, and each three letters that stand together in it, two before its first letter and two
-- after its last being none.
CREATE FUNCTION word_parts(forum text, word text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_to_tsvector(
        ARRAY(SELECT substr('<<' || word || '>>', i, 3) FROM generate_series(1, char_length(word) + 2) AS i)
        || ARRAY['=' || forum, '#' || char_length(word)])
$$;

REVOKE ALL ON FUNCTION word_parts(text, text) FROM PUBLIC;

CREATE TABLE search_word (
    forum text COLLATE "C" NOT NULL,
    word text COLLATE "C" NOT NULL,
    parts tsvector NOT NULL GENERATED ALWAYS AS (word_parts(forum, word)) STORED,
    PRIMARY KEY (forum, word)
);

GRANT SELECT ON search_word TO chancery_app;

-- Every word of a new text, where it is not there yet. A word stays where its last text goes: who searches is told of those alone that
-- stand in a text that he may see.
--
-- Words of the first form could be longer than what holds them counts, and are then no text; `chancery init` writes them anew.
CREATE FUNCTION keep_words() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET jit = off AS $$
BEGIN
    INSERT INTO search_word (forum, word)
    SELECT n.forum, n.word
    FROM (
        SELECT DISTINCT c.forum, w.word
        FROM changed AS c CROSS JOIN LATERAL unnest(tsvector_to_array(c.search)) AS w (word)
        WHERE c.words > 1 AND char_length(w.word) > 2 OFFSET 0) AS n
    WHERE NOT EXISTS (SELECT FROM search_word AS s WHERE s.forum = n.forum AND s.word = n.word)
    -- In one order, so that nobody waits for two others.
    ORDER BY n.forum, n.word
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION keep_words() FROM PUBLIC;

INSERT INTO search_word (forum, word)
SELECT DISTINCT t.forum, w.word
FROM proposal_text AS t CROSS JOIN LATERAL unnest(tsvector_to_array(t.search)) AS w (word)
WHERE t.words > 1 AND char_length(w.word) > 2;

-- What is not yet sorted into the index is read by each search, so that only little may wait.
CREATE INDEX search_word_parts ON search_word USING gin (parts) WITH (gin_pending_list_limit = 64);

CREATE TRIGGER proposal_text_words_insert AFTER INSERT ON proposal_text REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_words();
CREATE TRIGGER proposal_text_words_update AFTER UPDATE ON proposal_text REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_words();
