-- What a lane was told to wait for, where account, campaign and time do not tell: turn, publishing or rows.
-- Until next_at.
alter table lane add column waits_for text, add column wait_reason text;
