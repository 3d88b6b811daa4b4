-- A recipient is found by its phone as it is written, whole or by its beginning, and by whose it is where that is another form.
create index recipient_phone on recipient (campaign_id, phone text_pattern_ops);
create index recipient_person on recipient (campaign_id, person) where person is not null;

-- How many sends of a campaign had ended at some times, so that nobody counts recipients to see how fast it was. Noted from what
-- lanes count anyway; where nothing is noted, nothing was sent.
create table sends_noted (
    campaign_id uuid not null,
    at          timestamptz not null,
    sends       bigint not null,
    primary key (campaign_id, at)
);
