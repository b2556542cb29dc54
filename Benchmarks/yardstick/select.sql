\set number random(1, :proposals)
SELECT * FROM proposal WHERE forum = 'asem' AND ref = 'ASEM-2026-' || :number;
