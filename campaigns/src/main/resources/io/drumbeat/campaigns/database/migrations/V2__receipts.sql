-- What receipts add to a recipient: the earliest word on each. No index covers them.
alter table recipient add column delivered_at timestamptz, add column read_at timestamptz;

-- Dispatches that vendors may still report on: what was accepted, or may have been. Insert-only, but for an id that
-- becomes known later; the recipient's own row has the last word.
create table past_dispatch (
    dispatch_id    uuid primary key,
    account_key    text not null,
    sender_id      text not null,
    campaign_id    uuid not null,
    tape           smallint not null,
    n              bigint not null,
    attempt        int not null,
    begun_at       timestamptz not null,
    message_id     text,               -- null: the vendor named none, or its answer never came
    phone          text,               -- only where the answer never came: such a one may be found by phone
    uploaded_media text                -- what it referred to, for a receipt that says that it is gone
);
create index past_dispatch_message on past_dispatch (account_key, message_id) where message_id is not null;
create index past_dispatch_phone on past_dispatch (account_key, phone) where phone is not null;

-- Receipts that are not applied yet; one that matches nothing is looked at again for a quarter of an hour.
create table receipt (
    receipt_id  bigint generated always as identity primary key,
    account_key text not null,
    message_id  text,
    dispatch_id uuid,                  -- the dispatch key, where the vendor echoes it
    phone       text,
    guess       uuid,                  -- the one dispatch that was in flight to its phone when it came
    stage       text not null check (stage in ('sent', 'delivered', 'read', 'failed')),
    at          timestamptz not null,
    consequence text check (consequence in ('none', 'suppress', 'sender', 'campaign', 'media')),
    code        text,
    message     text,
    looks       int not null default 0,
    next_try    timestamptz not null,
    check ((stage = 'failed') = (consequence is not null))
);
create index receipt_next on receipt (next_try);

-- Counters that receipts raise: rows of their own, so that a flood of receipts does not contend with sends.
create table receipt_count (
    campaign_id uuid primary key,
    delivered   bigint not null,
    read        bigint not null
) with (fillfactor = 50);
