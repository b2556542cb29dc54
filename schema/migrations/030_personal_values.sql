-- The serving role adds values, and no row that looks as if an event had erased its value.
REVOKE INSERT ON personal FROM chancery_app;
GRANT INSERT (commitment, forum, subject, salt, value) ON personal TO chancery_app;
