-- Titles are compared by pairs of their telling words: `title_words` holds these pairs in the third form of words, so that few of the
-- other titles are looked at, however many there are. `chancery init` writes the rows of earlier forms anew, which knows the words.

DROP INDEX proposal_text_first_words;
CREATE INDEX proposal_text_earlier_words ON proposal_text (forum, ref) WHERE words < 3;

-- What is not yet sorted into the index is read by each search, so that only little may wait.
ALTER INDEX proposal_text_title_words SET (gin_pending_list_limit = 64);
