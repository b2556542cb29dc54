-- Which event files a document: an audit asks it of every document that is stored.

-- The digest stands first in the data of the event, and in a string no quotation mark stands by itself.
CREATE INDEX event_filed ON event (
    substring(bytes FROM position('"data":{"digest":"'::bytea IN bytes) + 18 FOR 64))
    WHERE kind = 'filed';
