-- Of a row that stands for all of an hour that is over, with the hour's last second as its minute: how many of its sends there
-- were by the end of each of the sixty minutes. Null: all of them in this minute.
alter table cap_use add column sent_by int[];
