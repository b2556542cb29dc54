-- Proposals are found by the organisations and bodies that organise them as well: the fourth form of words. `chancery init` writes the
-- rows of earlier forms anew, which reads their histories.

DROP INDEX proposal_text_earlier_words;
CREATE INDEX proposal_text_earlier_words ON proposal_text (forum, ref) WHERE words < 4;
