-- What a lane was told to wait for, where account, campaign and time do not tell: turn, publishing, rows, or blocked
-- where its process knows the sender otherwise. Until next_at.
alter table lane add column waits_for text, add column wait_reason text;

-- The news that a lane last heard: who has which version of campaign and account. A sum of versions said nothing of
-- another account, which counts anew.
alter table lane drop column heard_version, add column heard text not null default '';

alter table account
    add column trouble_since timestamptz,            -- since when its campaigns' logs say that it is held up; null: they do not
    add column held_since timestamptz,               -- since when the slot is held, where it is
    add column send_millis int not null default 0;   -- how long its last send took, 2 s at most: what waits for one waits that long
