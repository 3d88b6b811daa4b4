-- When the sender's vendor last called back, to the minute; null: it never has.
alter table sender add column called_back_at timestamptz;
