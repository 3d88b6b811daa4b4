-- Recipients whose owners sleep wait among those that are due; one that was never tried had no dispatch.
alter table due alter column dispatch_id drop not null, add column asleep boolean not null default false;

-- Hours in which a sender sends nothing, as senders.json has them; null: there are none.
alter table sender add column quiet_hours jsonb;
