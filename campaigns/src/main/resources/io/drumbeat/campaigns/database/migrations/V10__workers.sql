-- Processes that carry campaigns out, each seen every few seconds; one that ends tidily takes its row away.
create table worker (
    name    text primary key,
    seen_at timestamptz not null
);

create view running_worker as select name from worker where seen_at > clock_now() - interval '30 s';

-- Whether nothing of an ended campaign runs in Temporal any more, as far as was seen.
alter table campaign add column at_rest boolean not null default false;

-- What the process log said last of an account: null is that all is well.
alter table account add column told text;
