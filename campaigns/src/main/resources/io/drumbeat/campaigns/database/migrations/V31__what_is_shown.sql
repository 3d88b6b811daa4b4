-- What the Temporal UI was last told of a campaign, and when. Nothing is lost where a crash empties it: all is told once more.
create unlogged table shown (
    campaign_id uuid primary key references campaign on delete cascade,
    state       bigint not null, -- a hash of what is shown
    at          timestamptz not null
);

-- What one token did, newest first.
create index audit_log_who on audit_log (who, id);
