-- How many sends of an account are on is counted under its lock.
create index journal_account on journal (account_key);

alter table account
    -- When its back-off last grew: what failed of a send that began before says nothing new.
    add column backed_off_at timestamptz not null default 'epoch',
    -- The rate that its vendor's "too many requests" has left it, as of then; null: all of it.
    add column slowed_rate double precision,
    add column slowed_at timestamptz,
    -- How long its last send took: usual_send_millis tells it better.
    drop column send_millis;
