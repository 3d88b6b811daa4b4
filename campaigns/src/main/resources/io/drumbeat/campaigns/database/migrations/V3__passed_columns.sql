-- Columns of the recipients file that go to a vendor as they are, in its spelling; their values stand in
-- recipient.variables, in this order, behind those of the message's placeholders.
alter table campaign add column passed_columns text[] not null default '{}';
