-- How many sends of a campaign had ended at some times, so that nobody counts recipients to see how fast it was. Noted from what
-- lanes count anyway; where nothing is noted, nothing was sent.
create table sends_noted (
    campaign_id uuid not null,
    at          timestamptz not null,
    sends       bigint not null,
    primary key (campaign_id, at)
);
