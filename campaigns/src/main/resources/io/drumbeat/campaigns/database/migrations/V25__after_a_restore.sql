-- Times since which this database, restored from an older dump, knows nothing of what was sent: each was given once.
create table restore (
    since timestamptz primary key,
    at    timestamptz not null
);

-- Lanes of which something may still have to be settled for that: since when they can have sent, and how many of the rows
-- that were due, and of those that nobody had tried.
create table restored_lane (
    since       timestamptz not null references restore,
    campaign_id uuid not null,
    sender_id   text not null,
    sends_from  timestamptz not null,
    due_left    bigint not null,
    rows_left   bigint not null,
    primary key (since, campaign_id, sender_id)
);
