-- Whose the phone is, where that is another form of it (Person.key); null: the phone itself. What is sent to is the phone,
-- what is compared with the suppression list, replies and receipts is coalesce(person, phone).
alter table recipient add column person text;
