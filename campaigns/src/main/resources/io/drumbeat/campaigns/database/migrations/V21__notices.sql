-- What is still to be told to the address that a campaign's spec names; gone once it is told or given up. Written with the
-- change of status that it tells of.
create table notice (
    notice_id   bigint generated always as identity primary key, -- of a campaign's, the order in which they are told
    campaign_id uuid not null references campaign,
    message_id  uuid not null,         -- by which the receiver knows a repetition
    body        text not null,
    attempts    int not null default 0,
    tried_since timestamptz,           -- the first attempt; null: none yet
    due_at      timestamptz not null   -- the next attempt; while one is on, when its lease ends
) with (fillfactor = 50);
create index notice_of_campaign on notice (campaign_id, notice_id);
