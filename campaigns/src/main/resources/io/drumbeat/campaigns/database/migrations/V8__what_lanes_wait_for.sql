-- What a lane was told to wait for, where account, campaign and time do not tell: turn, publishing, rows, or blocked
-- where its process knows the sender otherwise. Until next_at.
alter table lane add column waits_for text, add column wait_reason text;

-- The news that a lane last heard: who has which version of campaign and account. A sum of versions said nothing of
-- another account, which counts anew.
alter table lane drop column heard_version, add column heard text not null default '';
