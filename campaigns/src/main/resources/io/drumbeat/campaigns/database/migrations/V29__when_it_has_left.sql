-- Until when what this line stands for may still leave; null: two seconds after it was begun. A pause waits for it.
alter table journal add column leaves_by timestamptz;
