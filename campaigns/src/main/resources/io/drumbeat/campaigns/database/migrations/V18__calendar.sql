-- Recipients whose owners sleep wait among those that are due; one that was never tried had no dispatch.
alter table due alter column dispatch_id drop not null, add column asleep boolean not null default false;

-- Hours in which a sender sends nothing, as senders.json has them; null: there are none.
alter table sender add column quiet_hours jsonb;

-- A long pause after so many sends, and how many there have been since the last one: of an account by its sender's pacing, and
-- of a lane by its campaign's own.
alter table sender add column rest_after int, add column rest_ms bigint;
alter table account add column since_rest int not null default 0;
alter table lane add column since_rest int not null default 0;

-- The most sends in the first days of a number, and when those began; of one that has sent before: with the first campaign
-- that had any outcome by it.
alter table sender add column warm_up int[];
alter table account add column first_send_at timestamptz;
update account a set first_send_at = (
    select min(c.started_at) from sender s join lane l using (sender_id) join campaign c using (campaign_id)
    where s.account_key = a.account_key and l.sent + l.failed + l.unconfirmed > 0);
