-- What its recipient answered, and opted out, within seven days of the send: the earliest word of each.
alter table recipient add column replied_at timestamptz, add column opted_out_at timestamptz;
alter table receipt_count add column replied bigint not null default 0, add column opted_out bigint not null default 0;

-- How often it became due again because of what a receipt said.
alter table recipient add column reports_retried smallint not null default 0;

-- Whether, when and by whom a person was sent to, in whatever form of the number.
alter table past_dispatch add column person text;
update past_dispatch p set person = coalesce(r.person, r.phone)
from recipient r where (r.campaign_id, r.tape, r.n) = (p.campaign_id, p.tape, p.n);
create index past_dispatch_person on past_dispatch (person, begun_at);

-- What people said to an account and which of its messages it is about is not known yet; never its text.
create table reply (
    reply_id    bigint generated always as identity primary key,
    account_key text not null,
    person      text,                  -- a key; null: hidden
    user_id     text,                  -- the vendor's own id of the person
    answered    text,                  -- the vendor's id of the message of ours
    at          timestamptz not null,
    message     boolean not null,      -- false: told to the vendor
    opts_out    boolean not null,
    looks       int not null default 0,
    next_try    timestamptz not null
);
create index reply_next on reply (next_try);

-- The same for the same people, media and text (SameContent); null: created before this was kept.
alter table campaign add column people text, add column content_sha256 bytea;
create index campaign_content on campaign (content_sha256) where content_sha256 is not null;

-- When the campaign was last resumed or retried: what was sent before is no reason to pause it again.
alter table failure_window add column afresh_at timestamptz not null default 'epoch';
