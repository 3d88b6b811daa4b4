-- A sender that was taken out of its campaign: its lane sends nothing more, and what it has sent still counts.
alter table lane add column removed boolean not null default false;
