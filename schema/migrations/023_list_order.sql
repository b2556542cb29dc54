-- A page of a list with one of these filters is read in the order of refs: neither changes with a position.

CREATE INDEX proposal_origin_order ON proposal (forum, origin, ref_year, ref_number);
CREATE INDEX proposal_track_order ON proposal (forum, track, ref_year, ref_number);
