-- How many recipients each set of time zones has, as {"Asia/Kolkata": 40, "America/Chicago America/New_York": 2}; null:
-- nobody has counted them.
alter table campaign add column zones jsonb;
