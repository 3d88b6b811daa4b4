-- The phones of a campaign in their order, a thousand a row: by it people are found whose phone begins with something. Made when
-- somebody first looks for one, so that neither imports nor sends pay for an index; what has started keeps its recipients.
create table phone_page (
    campaign_id uuid not null,
    page        int not null,                  -- 0, 1, …
    first       text collate "C" not null,     -- its first phone
    phones      text[] collate "C" not null,   -- E.164; a person's other form stands among them, too
    tapes       smallint[] not null,
    ns          bigint[] not null,
    primary key (campaign_id, page)
);

-- How many sends of a campaign had ended at some times, so that nobody counts recipients to see how fast it was. Noted from what
-- lanes count anyway; where nothing is noted, nothing was sent.
create table sends_noted (
    campaign_id uuid not null,
    at          timestamptz not null,
    sends       bigint not null,
    primary key (campaign_id, at)
);
