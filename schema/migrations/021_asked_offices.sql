-- Which offices a proposal may ask something of, besides the partners that are not heard: of an inbox only those are looked through that
-- may wait for its reader. NULL is of rows that an earlier program wrote: `chancery init` fills them, which knows what is asked, and until
-- then such a proposal may wait for everybody.

ALTER TABLE proposal ADD COLUMN asks text[] COLLATE "C";

GRANT INSERT (asks), UPDATE (asks) ON proposal TO chancery_app;

-- What is at its end, or was past when it was entered, asks nothing. No event brings that about, so that the check has to look away.
ALTER TABLE proposal DISABLE TRIGGER proposal_check_update;

UPDATE proposal SET asks = '{}' WHERE is_final OR origin = 'archive';

ALTER TABLE proposal ENABLE TRIGGER proposal_check_update;

-- Of a column that nearly no position changes: an update that leaves it as it is stays in its page.
CREATE INDEX proposal_unknown_asks ON proposal (forum, ref) WHERE asks IS NULL;
