-- Nothing read it: the minute is that of begun_at.
alter table journal drop column cap_minute;

-- A row that came back unattempted waits until the tape's cursor has passed here, while there is anything else to send:
-- one that a vendor always answers by a block must not be the next one after every resume. Null: it comes first.
alter table due add column behind bigint;

-- The vendor's words with the last of the refusals that were alike.
alter table failure_window add column alike_message text;

-- What the lane's sends came to in one minute and in the one before it: the rate of the last one or two minutes.
alter table lane add column counted_minute timestamptz not null default 'epoch',
                 add column settled_in_it int not null default 0,
                 add column settled_before_it int not null default 0;

-- How long the account's sends usually take, from begin to the vendor's answer, the latest ones counting most; null: it has
-- not sent yet. What the last one alone took says when to look again, not when a campaign will end.
alter table account add column usual_send_millis double precision;
