-- What the serving role may do: nothing more than the server does.

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;

GRANT SELECT ON forum, forum_head, forum_lifecycle, ref_counter, event, lifecycle, lifecycle_edge, proposal, proposal_text,
    request, token, personal TO chancery_app;

-- Events are added, never changed; edges and lifecycles come in through their function alone.
GRANT INSERT ON event TO chancery_app;
GRANT EXECUTE ON FUNCTION load_lifecycle(bytea, bytea) TO chancery_app;
GRANT EXECUTE ON FUNCTION require_rows(bigint, bigint, text) TO chancery_app;

GRANT INSERT (forum), UPDATE (next_position) ON forum_head TO chancery_app;
GRANT INSERT, UPDATE (registry_version, registry_digest) ON forum TO chancery_app;
GRANT INSERT, UPDATE (last_number) ON ref_counter TO chancery_app;

GRANT INSERT (forum, ref, version, last_digest, lifecycle, lifecycle_id, state, is_final, origin, is_shared,
    published_fields, track, closes, deadline_noted, has_open_round, round, not_heard, facts, recorded_at)
    ON proposal TO chancery_app;
GRANT UPDATE (version, last_digest, lifecycle, lifecycle_id, state, is_final, is_shared, published_fields, track, closes,
    deadline_noted, has_open_round, round, not_heard, facts, recorded_at)
    ON proposal TO chancery_app;
GRANT INSERT, UPDATE (digest, title, proposer, insiders, pillar, focus_areas, regions, starts, ends, title_words,
    search_text, search) ON proposal_text TO chancery_app;

GRANT INSERT (key, account, forum, body_digest, answer, position), UPDATE (answer) ON request TO chancery_app;
GRANT INSERT ON token TO chancery_app;
GRANT INSERT, UPDATE (salt, value, erased_at) ON personal TO chancery_app;
