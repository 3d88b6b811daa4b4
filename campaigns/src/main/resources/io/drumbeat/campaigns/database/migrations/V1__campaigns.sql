-- The one clock of the dispatch protocol: read after locks are held, so never `now()`, which is older than the
-- wait for them. Tests replace this function to shift time; nothing else may.
create function clock_now() returns timestamptz language sql volatile as $$ select clock_timestamp() $$;

-- Senders as senders.json last said; never a credential.
create table sender (
    sender_id    text primary key,
    account_key  text not null unique,
    gateway      text not null,
    name         text not null,
    min_delay_ms bigint,
    max_delay_ms bigint,
    rate_per_second double precision,           -- null with delays; infinity is "unlimited"
    max_in_flight int not null default 1,
    daily_cap    int,
    timeout_ms   bigint not null,
    configured   boolean not null default true, -- false: no longer in senders.json; its lanes are blocked
    check ((min_delay_ms is null) = (max_delay_ms is null)),
    check ((min_delay_ms is null) <> (rate_per_second is null))
);

-- A number as its vendor knows it. Slot, cap, breaker and publications belong to it, not to the sender's id.
create table account (
    account_key    text primary key,
    due_at         timestamptz not null default 'epoch',  -- the expected next slot
    held_by        uuid,                                      -- the dispatch that has the slot now
    lease_until    timestamptz,                               -- after this a held slot is free again
    trouble        int not null default 0,                    -- vendor answers in a row that were none
    trouble_reason text,                                      -- the last of them, for the Temporal UI and the page
    capped_until   timestamptz,
    blocked_reason text,
    paused_by      text,                                      -- operator who paused this sender
    version        bigint not null default 1                  -- raised by every change that lanes must hear of
) with (fillfactor = 50);

create table cap_use (
    account_key text not null,
    minute      timestamptz not null,
    sends       int not null,
    primary key (account_key, minute)
) with (fillfactor = 50);

create table campaign (
    campaign_id   uuid primary key,
    name          text not null,
    status        text not null check (status in
        ('draft', 'scheduled', 'running', 'paused', 'completed', 'cancelled', 'failed')),
    status_reason text,
    -- 'senders' while it is paused only because all its senders are blocked: the first one resumed resumes it.
    paused_for    text check (paused_for in ('person', 'breaker', 'senders')),
    version       bigint not null default 1,
    spec          jsonb not null,
    media_sha256  bytea,
    created_by    text not null,
    created_at    timestamptz not null,
    started_at    timestamptz,
    finished_at   timestamptz,
    rows          bigint not null,
    accepted      bigint not null,
    rejected      bigint not null,
    duplicates    bigint not null,
    suppressed    bigint not null,
    reject_header text[] not null,
    idempotency_token text,
    idempotency_key   text,
    idempotency_sha256 bytea,
    unique (idempotency_token, idempotency_key)
);
create index campaign_newest on campaign (created_at desc, campaign_id desc);

-- The last outcomes of a campaign, oldest first, one letter each (FailureWindow), and what they tripped.
create table failure_window (
    campaign_id uuid primary key references campaign,
    outcomes    text not null default '',
    alike_code  text,                   -- the refusal that every outcome since the (re)start was, while they are alike
    alike_count int not null default 0, -- -1 once one differed
    tripped     text                   -- why the campaign must pause; cleared by the pause
) with (fillfactor = 50);

create table campaign_log (
    log_id      bigint generated always as identity primary key,
    campaign_id uuid not null references campaign,
    at          timestamptz not null,
    actor       text not null,
    event       text not null,
    detail      text,
    command_key text,                  -- one signal is written once, whatever Temporal replays
    unique (campaign_id, command_key)
);
create index campaign_log_campaign on campaign_log (campaign_id, log_id);

-- The numbered list of accepted recipients. Its row is written once by finish; no index covers what changes.
create table recipient (
    campaign_id   uuid not null,
    tape          smallint not null,
    n             bigint not null,     -- 1 … size of the tape, without gaps
    line          bigint not null,     -- physical line in the file
    phone         text not null,       -- E.164
    variables     text[] not null,     -- values of the caption's placeholders, in their order
    status        text check (status in ('sent', 'failed', 'unconfirmed', 'skipped')), -- null: pending
    dispatch_id   uuid,                -- the dispatch whose truth this is
    sender_id     text,
    attempts      int not null default 0,
    message_id    text,
    error_code    text,
    error_message text,
    settled_at    timestamptz,
    primary key (campaign_id, tape, n)
) with (fillfactor = 70);

create table reject (
    campaign_id uuid not null,
    line        bigint not null,
    code        text not null,
    reason      text not null,
    cells       text[] not null,
    primary key (campaign_id, line)
);

create table tape (
    campaign_id uuid not null references campaign,
    tape        smallint not null,
    next_n      bigint not null default 1,
    size        bigint not null,
    primary key (campaign_id, tape)
) with (fillfactor = 50);

-- Blocks that lanes gave back.
create table free_block (
    campaign_id uuid not null,
    tape        smallint not null,
    lo          bigint not null,
    hi          bigint not null,
    primary key (campaign_id, tape, lo)
);

create table lane (
    campaign_id   uuid not null references campaign,
    sender_id     text not null,       -- its account is the sender's, as senders.json says now
    ended         boolean not null default false, -- so that the index below holds only what still runs
    block_tape    smallint,
    block_lo      bigint,              -- next row of the block it holds; null: none
    block_hi      bigint,
    not_before    timestamptz not null default 'epoch', -- the campaign's own slower pace
    asked_at      timestamptz,         -- null: it does not wait for a slot
    served_at     timestamptz,
    touched_at    timestamptz not null default 'epoch', -- last begin, whatever it answered
    next_at       timestamptz,         -- when it was told to come again; null: when woken
    heard_version bigint not null default 0,  -- campaign's + account's version when it last asked
    unpublishable text,                -- why its media cannot be published here
    sent          bigint not null default 0,
    failed        bigint not null default 0,
    unconfirmed   bigint not null default 0,
    skipped       bigint not null default 0,
    primary key (campaign_id, sender_id)
) with (fillfactor = 50);
create index lane_of_sender on lane (sender_id) where not ended;

-- One line per send begun and not finished: the only place where a send is uncertain.
create table journal (
    dispatch_id uuid primary key,
    campaign_id uuid not null,
    tape        smallint not null,
    n           bigint not null,
    sender_id   text not null,
    account_key text not null,
    attempt     int not null,
    cap_minute  timestamptz not null,
    worker      text not null,
    begun_at    timestamptz not null,
    lease_until timestamptz not null,
    unique (campaign_id, tape, n)
);

-- Rows that wait for another go.
create table due (
    campaign_id uuid not null,
    tape        smallint not null,
    n           bigint not null,
    due_at      timestamptz not null,
    attempts    int not null,          -- already spent
    dispatch_id uuid not null,         -- the last one, whose late finish must change nothing
    error_code  text,
    primary key (campaign_id, tape, n)
);
create index due_next on due (campaign_id, due_at);

-- Recipients that ended otherwise than sent, to be found without an index on what changes. Insert-only; the
-- recipient's own row has the last word.
create table outcome (
    campaign_id uuid not null,
    status      text not null,
    tape        smallint not null,
    n           bigint not null,
    primary key (campaign_id, status, tape, n)
);

create table suppression (
    phone      text primary key,
    reason     text not null,
    source     text not null,
    created_at timestamptz not null
);

create table media_asset (
    sha256     bytea primary key,
    size       bigint not null,
    mime_type  text not null,
    token      text not null unique,   -- its unguessable name under /media
    created_at timestamptz not null
);

create table media_chunk (
    sha256 bytea not null references media_asset,
    seq    int not null,
    bytes  bytea not null,
    primary key (sha256, seq)
);
alter table media_chunk alter column bytes set storage external;

-- An asset made usable at one account. `reference` is null while it is not; until `claimed_until` somebody uploads it,
-- or an upload that failed is not tried again.
create table publication (
    sha256        bytea not null references media_asset,
    account_key   text not null,
    reference     text,
    claimed_until timestamptz,
    attempts      int not null default 0, -- uploads begun since it was last published, for the back-off
    published_at  timestamptz,
    expires_at    timestamptz,
    renewed       boolean not null default false, -- the vendor refused it once and it was uploaded again
    primary key (sha256, account_key)
);

create table api_token (
    name       text primary key,
    sha256     bytea not null unique,
    role       text not null check (role in ('viewer', 'marketer', 'operator', 'admin')),
    created_at timestamptz not null,
    revoked_at timestamptz
);

create table session (
    sha256     bytea primary key,
    token_name text not null references api_token,
    expires_at timestamptz not null
);
