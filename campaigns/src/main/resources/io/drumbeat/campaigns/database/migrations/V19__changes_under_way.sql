-- A sender that was taken out of its campaign: its lane sends nothing more, and what it has sent still counts.
alter table lane add column removed boolean not null default false;

-- A campaign's recipients file as it came, gzipped, in pieces of 1 MiB: recipients.csv shows its columns, and a draft whose file
-- is to be read otherwise reads it again.
create table recipients_file (
    campaign_id uuid not null,
    seq         int not null,
    bytes       bytea not null,
    primary key (campaign_id, seq)
);
alter table recipients_file alter column bytes set storage external;
