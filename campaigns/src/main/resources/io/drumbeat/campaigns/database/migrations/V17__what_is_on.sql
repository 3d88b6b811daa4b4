-- What of a campaign is on at this moment, by its lease: while a session holds a snapshot, an index has each line that has
-- been deleted since, and whoever polls a campaign would look at all of its.
create index journal_on on journal (campaign_id, lease_until);

-- No line of the journal has a lease that ended before: what reconcilers have settled.
create table journal_settled (until timestamptz not null);
insert into journal_settled values ('-infinity');
