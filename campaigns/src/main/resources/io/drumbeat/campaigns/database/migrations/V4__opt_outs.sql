-- An entry that its own person's words made, a reply or a word to the vendor: their START takes it off again.
-- Entries that were there before stay until somebody deletes them.
alter table suppression add column opt_out boolean not null default false;

-- The order of the list, so that no cursor holds a phone.
alter table suppression add column entry bigint generated always as identity unique;

-- What each person said last about being written to, by the time at which it was said: callbacks come more than once
-- and in any order. It says nothing about who is suppressed, which is the list's to say.
create table last_word (
    phone   text primary key,      -- E.164
    wanted  boolean not null,      -- false: STOP
    said_at timestamptz not null
);
