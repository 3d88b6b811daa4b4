-- What Meta lets the numbers of one business do together, as senders.json last said. Its row is the lock on its places.
create table portfolio (
    portfolio_id      text primary key,
    unique_recipients int not null,           -- in any 24 hours
    used              int not null default 0  -- rows of portfolio_recipient, those that are over included
) with (fillfactor = 50);

alter table sender add column portfolio_id text; -- null: it belongs to none

-- Each person who was sent to by a portfolio, with the last time; over once that is longer ago than the window.
create table portfolio_recipient (
    portfolio_id text not null,
    person       text not null,               -- Person.key
    sent_at      timestamptz not null,
    dispatch_id  uuid not null,               -- whose time that is: only it may take it back
    sent_before  timestamptz,                 -- what it was before that; null: nobody had been sent to
    primary key (portfolio_id, person)
);
create index portfolio_recipient_oldest on portfolio_recipient (portfolio_id, sent_at);

-- When people last wrote to a number of a portfolio: for a day, what is sent to them takes no place.
create table portfolio_writer (
    portfolio_id text not null,
    person       text not null,               -- Person.key
    wrote_at     timestamptz not null,
    primary key (portfolio_id, person)
);

-- What vendors have told of templates, numbers and accounts: each is acted on once, however often it comes.
create table vendor_notice (
    digest bytea primary key,
    at     timestamptz not null
);

-- The account's number as people see it, in digits, once a callback has told it.
alter table account add column shown_as text;

-- Messages that their vendor has taken and holds for a quality check, until it reports on them. Each was counted in its
-- lane when it was sent, and is counted among the released ones when its row goes.
create table held_message (
    dispatch_id uuid primary key,
    campaign_id uuid not null
);
alter table lane add column held bigint not null default 0;
alter table receipt_count add column released bigint not null default 0;
