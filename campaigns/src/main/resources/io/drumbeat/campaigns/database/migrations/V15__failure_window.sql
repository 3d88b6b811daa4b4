-- Which outcomes the failure window has seen is told by counters that each finish writes anyway; only bad ones are written
-- down, by their place in that count. The row of a campaign is not what all its finishes queue for any more.
alter table lane
    add column outcomes bigint not null default 0; -- outcomes of its sends that the failure window has seen

alter table failure_window
    add column since bigint not null default 0,         -- outcomes of the campaign's lanes before this window began
    add column bad bigint[] not null default '{}',      -- places of the failed and unconfirmed ones since then, ascending
    add column enough boolean not null default false;   -- they trip it as soon as it is full: every outcome is looked at

update failure_window
set since = -greatest(length(outcomes), alike_count),
    bad = array(select place + greatest(0, alike_count - length(outcomes))
                from generate_series(1, length(outcomes)) place
                where substr(outcomes, place, 1) <> 's' order by place),
    alike_count = greatest(0, alike_count);

alter table failure_window drop column outcomes;
