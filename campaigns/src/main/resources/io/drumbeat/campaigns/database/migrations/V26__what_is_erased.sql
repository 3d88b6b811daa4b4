-- Since when nobody is shown the recipients of a campaign any more, and whether some of them are still to be deleted.
alter table campaign add column erased_at timestamptz, add column erasing boolean not null default false;
create index campaign_erasing on campaign (erased_at) where erasing;
create index campaign_to_erase on campaign (finished_at) where finished_at is not null and erased_at is null;

-- Whether a campaign that named it was erased: then it goes soon, where no other names it.
alter table media_asset add column erased boolean not null default false;

-- What the process log said last that the lane waits for; null: nothing worth a line.
alter table lane add column told text;

-- All that is stored of one person is found by this: which parts of the table may have it, 1.3 KB for some thousand
-- recipients. A tree would cost each import half as much again.
create index recipient_person on recipient using brin (
    hashtextextended(coalesce(person, phone), 0)
    int8_bloom_ops (n_distinct_per_range = 1500, false_positive_rate = 0.01)) with (pages_per_range = 16);

-- What persons are hashed with where they are not kept (HashedPerson): this installation's own.
create table hash_key (
    one boolean primary key default true check (one),
    key bytea not null
);
insert into hash_key (key)
values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

-- When a person was last sent to who has been erased since, for campaigns with notWithin: 30 days of it.
create table erased_dispatch (
    person text primary key,                      -- hashed
    at     timestamptz not null
);
